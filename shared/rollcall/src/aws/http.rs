//! Whom a function trusts when it calls AWS: Amazon's own roots, compiled in, or those of the system.
//!
//! The SDK's client reads the system's roots, some 150 certificates, at every cold start. AWS's endpoints show
//! certificates of five roots.

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The roots of Amazon Trust Services: <https://www.amazontrust.com/repository/>.
const AMAZON_TRUST_SERVICES: &str = include_str!("amazon-trust-services.pem");

/// Where an operator says which roots a program is to trust, as OpenSSL has it.
const OWN_ROOTS: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Where one is told of a proxy, which may show a certificate of its own.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Where another endpoint is set, for one service or for all.
const ENDPOINTS: &str = "AWS_ENDPOINT_URL";

/// How the regions of AWS's commercial partition begin. Others, such as China's, have other certificate authorities.
const AREAS: [&str; 9] = ["af", "ap", "ca", "eu", "il", "me", "mx", "sa", "us"];

/// A client of AWS's endpoints in this region that trusts Amazon's roots. `None` where it is the SDK's own that is to
/// be used, which trusts the system's: see [`needs_system_roots`].
pub(super) fn client(
    region: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Option<SharedHttpClient> {
    if needs_system_roots(region, environment) {
        return None;
    }
    let roots = TrustStore::empty().with_pem_certificate(AMAZON_TRUST_SERVICES);
    let context = TlsContext::builder().with_trust_store(roots).build().ok()?;
    let provider = Provider::rustls(CryptoMode::AwsLc);
    Some(Builder::new().tls_provider(provider).tls_context(context).build_https())
}

/// Whether whoever answers may show a certificate that no root of Amazon's has signed: outside of the commercial
/// partition, with an `https` endpoint or a proxy of the operator's own, and where the operator names roots.
fn needs_system_roots(region: &str, environment: impl IntoIterator<Item = (String, String)>) -> bool {
    let own = |(name, value): (String, String)| {
        let name = name.as_str();
        let named = OWN_ROOTS.contains(&name) || PROXIES.contains(&name);
        (named && !value.is_empty()) || (name.starts_with(ENDPOINTS) && !value.starts_with("http://"))
    };
    !is_commercial(region) || environment.into_iter().any(own)
}

/// Whether it is a region such as `eu-central-1`; `us-gov-west-1` and `cn-north-1` are none.
fn is_commercial(region: &str) -> bool {
    let mut parts = region.split('-');
    let area = parts.next().is_some_and(|area| AREAS.contains(&area));
    let place = parts.next().is_some_and(|place| place.bytes().all(|byte| byte.is_ascii_lowercase()));
    let number = parts.next().is_some_and(|number| number.parse::<u8>().is_ok());
    area && place && number && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use aws_lc_rs::digest::{SHA256, digest};
    use rustls_pki_types::CertificateDer;
    use rustls_pki_types::pem::PemObject;

    use super::*;

    fn set(name: &str, value: &str) -> [(String, String); 1] {
        [(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn functions_trust_the_roots_of_amazon_and_no_other() {
        let compiled_in: BTreeSet<String> = CertificateDer::pem_slice_iter(AMAZON_TRUST_SERVICES.as_bytes())
            .map(|root| {
                digest(&SHA256, &root.unwrap()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
            })
            .collect();
        // As https://www.amazontrust.com/repository/ says them.
        let of_amazon = [
            "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
            "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
            "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
            "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
            "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
        ];
        assert_eq!(compiled_in, of_amazon.map(str::to_owned).into());
    }

    #[test]
    fn in_a_region_of_the_commercial_partition_they_are_amazons() {
        for region in ["eu-central-1", "us-east-1", "ap-southeast-7", "mx-central-1", "il-central-1"] {
            assert!(!needs_system_roots(region, []), "{region}");
        }
        for region in
            ["cn-north-1", "us-gov-west-1", "us-iso-east-1", "eu-isoe-west-1", "eusc-de-east-1", "local", ""]
        {
            assert!(needs_system_roots(region, []), "{region}");
        }
    }

    #[test]
    fn roots_a_proxy_and_an_https_endpoint_of_the_operators_ask_for_the_systems() {
        for (name, value) in [
            ("SSL_CERT_FILE", "/opt/roots.pem"),
            ("SSL_CERT_DIR", "/opt/roots"),
            ("HTTPS_PROXY", "http://proxy.example.com:3128"),
            ("all_proxy", "http://proxy.example.com:3128"),
            ("AWS_ENDPOINT_URL", "https://gateway.example.com"),
            ("AWS_ENDPOINT_URL_DYNAMODB", "https://gateway.example.com"),
        ] {
            assert!(needs_system_roots("eu-central-1", set(name, value)), "{name}");
        }
        for (name, value) in
            [("SSL_CERT_FILE", ""), ("PATH", "/bin"), ("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:8005")]
        {
            assert!(!needs_system_roots("eu-central-1", set(name, value)), "{name}");
        }
    }
}
