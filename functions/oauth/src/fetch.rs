//! Reads the keys of a directory from its JWKS URI. Whoever chose that URI must not reach the inside of the operator's network
//! by it: it leads to a public address by TLS, no redirect is followed, and what comes is bounded in size and time. The
//! connection goes to the very address that was judged, so a name that resolves to another one a moment later is no way in.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use http::header::{ACCEPT, HOST, USER_AGENT};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rollcall_rules::oauth::Reach;
use rollcall_rules::oauth::method::JwksUri;
use rollcall_rules::public_address::is_public;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// Most that is read, in bytes. Entra's keys have some 15,000.
const MOST: usize = 64 * 1024;

/// Time for all of it.
const TIME: Duration = Duration::from_secs(3);

/// Why there are no keys. It is for the log: a caller is not told what lies behind a name.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error("the URI leads to an address that is not public")]
    Inside,
    #[error("the host has no address")]
    NoAddress(#[source] io::Error),
    #[error("no connection")]
    Connection(#[source] io::Error),
    #[error("no TLS")]
    Tls(#[source] io::Error),
    #[error("no root certificates")]
    Certificates(#[source] rustls::Error),
    #[error("no answer in HTTP")]
    Http(#[source] hyper::Error),
    #[error("the answer has the status {0}")]
    Status(StatusCode),
    #[error("the answer is longer than 64 KiB, or did not arrive whole")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("no answer within three seconds")]
    Late,
    #[error("the answer is no set of keys")]
    Malformed,
}

/// What stands at a URI.
///
/// # Errors
///
/// [`Unread`].
pub(crate) async fn fetch(uri: &JwksUri, reach: Reach) -> Result<Bytes, Unread> {
    timeout(TIME, read(uri, reach)).await.map_err(|_| Unread::Late)?
}

async fn read(uri: &JwksUri, reach: Reach) -> Result<Bytes, Unread> {
    let url = Url::parse(uri.as_str()).map_err(|_| Unread::Inside)?;
    let address = address(&url, reach).await?;
    read_from(address, &url, tls).await
}

/// What stands at a URI, from the host that has this address. It must prove to be the one that the URI names.
async fn read_from(
    address: SocketAddr,
    url: &Url,
    tls: impl FnOnce() -> Result<Arc<ClientConfig>, Unread>,
) -> Result<Bytes, Unread> {
    let connection = TcpStream::connect(address).await.map_err(Unread::Connection)?;
    if url.scheme() == "http" {
        return ask(url, connection).await;
    }
    let name = url.host_str().unwrap_or_default().to_owned();
    let name = ServerName::try_from(name).map_err(|_| Unread::Inside)?;
    let secured = TlsConnector::from(tls()?).connect(name, connection).await.map_err(Unread::Tls)?;
    ask(url, secured).await
}

/// The address that the URI leads to, if a request may go there. If one of several is not public, none is taken.
async fn address(url: &Url, reach: Reach) -> Result<SocketAddr, Unread> {
    let is_loopback = url.scheme() == "http" && reach == Reach::Loopback;
    if url.scheme() != "https" && !is_loopback {
        return Err(Unread::Inside);
    }
    let port = url.port_or_known_default().ok_or(Unread::Inside)?;
    let found: Vec<SocketAddr> = match url.host().ok_or(Unread::Inside)? {
        Host::Domain(name) => lookup_host((name, port)).await.map_err(Unread::NoAddress)?.collect(),
        Host::Ipv4(address) => vec![(address, port).into()],
        Host::Ipv6(address) => vec![(address, port).into()],
    };
    let may = |address: &SocketAddr| match is_loopback {
        true => address.ip().is_loopback(),
        false => is_public(address.ip()),
    };
    if !found.iter().all(may) {
        return Err(Unread::Inside);
    }
    // A Lambda outside of a VPC has no IPv6.
    let first = found.iter().find(|address| address.is_ipv4()).or_else(|| found.first());
    first.copied().ok_or_else(|| Unread::NoAddress(io::ErrorKind::NotFound.into()))
}

/// Reading the root certificates takes longer than all else here, so it is done once, and by whom it is needed.
fn tls() -> Result<Arc<ClientConfig>, Unread> {
    static TLS: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(known) = TLS.get() {
        return Ok(known.clone());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = trusting(roots)?;
    Ok(TLS.get_or_init(|| config).clone())
}

fn trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, Unread> {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Unread::Certificates)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

async fn ask(
    url: &Url,
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Result<Bytes, Unread> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(MOST)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(Unread::Http)?;
    // Ends with this request, whatever becomes of that.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let request = Request::get(path)
        .header(HOST, host)
        .header(ACCEPT, "application/jwk-set+json, application/json")
        .header(USER_AGENT, "rollcall")
        .body(Empty::<Bytes>::new())
        .map_err(|_| Unread::Inside)?;
    let response = sender.send_request(request).await.map_err(Unread::Http)?;
    if response.status() != StatusCode::OK {
        return Err(Unread::Status(response.status()));
    }
    let body = Limited::new(response.into_body(), MOST).collect().await.map_err(Unread::Body)?;
    Ok(body.to_bytes())
}

#[cfg(test)]
mod tests {
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    const CA: &[u8] = include_bytes!("fetch/tls/ca.der");
    const LEAF: &[u8] = include_bytes!("fetch/tls/leaf.der");
    const LEAF_KEY: &[u8] = include_bytes!("fetch/tls/leaf-key.der");

    /// A host that proves to be `keys.example.com`, to whoever trusts the CA of these tests. It answers with the head of the
    /// request, once.
    async fn host() -> SocketAddr {
        let key = PrivateKeyDer::try_from(LEAF_KEY).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![LEAF.into()], key.clone_key())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (connection, _) = listener.accept().await.unwrap();
            let Ok(mut secured) = TlsAcceptor::from(Arc::new(config)).accept(connection).await else {
                return;
            };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(secured.read_u8().await.unwrap());
            }
            let status = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", head.len());
            secured.write_all(&[status.as_bytes(), &head].concat()).await.unwrap();
        });
        address
    }

    async fn read_as(url: &str, is_trusted: bool) -> Result<String, Unread> {
        let mut roots = RootCertStore::empty();
        roots.add(CA.into()).unwrap();
        let own = move || if is_trusted { trusting(roots) } else { tls() };
        let bytes = read_from(host().await, &Url::parse(url).unwrap(), own).await?;
        Ok(String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_host_must_prove_to_be_the_one_that_the_uri_names() {
        let head = read_as("https://keys.example.com:8443/tenant/keys?v=2", true).await.unwrap();
        assert!(head.starts_with("GET /tenant/keys?v=2 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nhost: keys.example.com:8443\r\n"), "{head}");
        for (url, is_trusted) in [("https://keys.example.com/", false), ("https://other.example.com/", true)]
        {
            assert!(matches!(read_as(url, is_trusted).await, Err(Unread::Tls(_))), "{url}");
        }
    }

    async fn leads(uri: &str, reach: Reach) -> bool {
        address(&Url::parse(uri).unwrap(), reach).await.is_ok()
    }

    #[tokio::test]
    async fn no_uri_leads_to_the_inside() {
        for uri in [
            "https://127.0.0.1/keys",
            "https://localhost/keys",
            "https://[::1]/keys",
            "https://10.0.0.1/keys",
            "https://169.254.169.254/latest/meta-data",
            "https://[fd00:ec2::254]/latest/meta-data",
            "https://[::ffff:10.0.0.1]/keys",
            "http://1.1.1.1/keys",
            "ftp://1.1.1.1/keys",
        ] {
            for reach in [Reach::Internet, Reach::Loopback] {
                assert!(!leads(uri, reach).await, "{uri}");
            }
        }
        assert!(leads("https://1.1.1.1/keys", Reach::Internet).await);
    }

    #[tokio::test]
    async fn the_local_system_alone_reads_from_loopback() {
        for uri in ["http://127.0.0.1:9/keys", "http://localhost:9/keys"] {
            assert!(leads(uri, Reach::Loopback).await && !leads(uri, Reach::Internet).await, "{uri}");
        }
        assert!(!leads("http://10.0.0.1/keys", Reach::Loopback).await);
    }
}
