//! Requests to where others say: to the keys of a directory, and to the operator's webhooks. Whoever chose the URL must not reach the
//! inside of the operator's network by it: it leads to a public address by TLS, no redirect is followed, and what comes is
//! bounded in size and time. The connection goes to the very address that was judged, so a name that resolves to another one a
//! moment later is no way in.
//!
//! A connection is for one request.
//!
//! [`webhook`] sends one event to one webhook of the operator's.

pub mod webhook;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{HOST, USER_AGENT};
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rollcall_rules::oauth::Reach;
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

/// The least that a buffer for a head takes, in bytes.
const LEAST_BUFFER: usize = 8 * 1024;

/// Bounds of a request.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Time for all of it.
    pub time: Duration,
    /// Most that is read of the answer's body, in bytes; 0: the body does not matter, and is not waited for.
    pub bytes: usize,
}

/// Why there is no answer. It is for the log: a caller is not told what lies behind a name.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    /// It is not asked.
    #[error("the URL leads to an address that is not public")]
    Inside,
    /// The name is not known.
    #[error("the host has no address")]
    NoAddress(#[source] io::Error),
    /// The host does not take a connection.
    #[error("no connection")]
    Connection(#[source] io::Error),
    /// The host does not prove to be the one that the URL names.
    #[error("no TLS")]
    Tls(#[source] io::Error),
    /// Nobody can be trusted.
    #[error("no root certificates")]
    Certificates(#[source] rustls::Error),
    /// The host does not speak HTTP.
    #[error("no answer in HTTP")]
    Http(#[source] hyper::Error),
    /// The body breaks off, or is too long.
    #[error("the answer is too long, or did not arrive whole")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It takes too long.
    #[error("no answer in time")]
    Late,
}

/// Sends a request to a URL. The request has the method, the headers and the body; the URL and the host are set here.
///
/// # Errors
///
/// [`Unreached`].
pub async fn send(
    url: &str,
    request: Request<Bytes>,
    reach: Reach,
    bounds: Bounds,
) -> Result<Response<Bytes>, Unreached> {
    timeout(bounds.time, begin(url, request, reach, bounds.bytes)).await.map_err(|_| Unreached::Late)?
}

async fn begin(
    url: &str,
    request: Request<Bytes>,
    reach: Reach,
    most: usize,
) -> Result<Response<Bytes>, Unreached> {
    let url = Url::parse(url).map_err(|_| Unreached::Inside)?;
    let address = address(&url, reach).await?;
    send_to(address, &url, request, most, tls).await
}

/// Sends it to the host that has this address. It must prove to be the one that the URL names.
async fn send_to(
    address: SocketAddr,
    url: &Url,
    request: Request<Bytes>,
    most: usize,
    tls: impl FnOnce() -> Result<Arc<ClientConfig>, Unreached>,
) -> Result<Response<Bytes>, Unreached> {
    let connection = TcpStream::connect(address).await.map_err(Unreached::Connection)?;
    if url.scheme() == "http" {
        return ask(url, request, most, connection).await;
    }
    let name = url.host_str().unwrap_or_default().to_owned();
    let name = ServerName::try_from(name).map_err(|_| Unreached::Inside)?;
    let secured = TlsConnector::from(tls()?).connect(name, connection).await.map_err(Unreached::Tls)?;
    ask(url, request, most, secured).await
}

/// The address that the URL leads to, if a request may go there. If one of several is not public, none is taken.
async fn address(url: &Url, reach: Reach) -> Result<SocketAddr, Unreached> {
    let is_loopback = url.scheme() == "http" && reach == Reach::Loopback;
    if url.scheme() != "https" && !is_loopback {
        return Err(Unreached::Inside);
    }
    let port = url.port_or_known_default().ok_or(Unreached::Inside)?;
    let found: Vec<SocketAddr> = match url.host().ok_or(Unreached::Inside)? {
        Host::Domain(name) => lookup_host((name, port)).await.map_err(Unreached::NoAddress)?.collect(),
        Host::Ipv4(address) => vec![(address, port).into()],
        Host::Ipv6(address) => vec![(address, port).into()],
    };
    let may = |address: &SocketAddr| match is_loopback {
        true => address.ip().is_loopback(),
        false => is_public(address.ip()),
    };
    if !found.iter().all(may) {
        return Err(Unreached::Inside);
    }
    // A Lambda outside of a VPC has no IPv6.
    let first = found.iter().find(|address| address.is_ipv4()).or_else(|| found.first());
    first.copied().ok_or_else(|| Unreached::NoAddress(io::ErrorKind::NotFound.into()))
}

/// Reading the root certificates takes longer than all else here, so it is done once, and by whom it is needed.
fn tls() -> Result<Arc<ClientConfig>, Unreached> {
    static TLS: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(known) = TLS.get() {
        return Ok(known.clone());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = trusting(roots)?;
    Ok(TLS.get_or_init(|| config).clone())
}

fn trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, Unreached> {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Unreached::Certificates)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

async fn ask(
    url: &Url,
    request: Request<Bytes>,
    most: usize,
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Result<Response<Bytes>, Unreached> {
    let request = addressed(url, request).ok_or(Unreached::Inside)?;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(most.max(LEAST_BUFFER))
        .handshake(TokioIo::new(stream))
        .await
        .map_err(Unreached::Http)?;
    // Ends with this request, whatever becomes of that.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (head, body) = sender.send_request(request).await.map_err(Unreached::Http)?.into_parts();
    if most == 0 {
        return Ok(Response::from_parts(head, Bytes::new()));
    }
    let body = Limited::new(body, most).collect().await.map_err(Unreached::Body)?;
    Ok(Response::from_parts(head, body.to_bytes()))
}

/// The request with the path and the host of the URL; `None`: they cannot be sent.
fn addressed(url: &Url, request: Request<Bytes>) -> Option<Request<Full<Bytes>>> {
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = url.host_str()?;
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let (mut head, body) = request.into_parts();
    head.uri = path.parse::<Uri>().ok()?;
    head.headers.insert(HOST, HeaderValue::try_from(host).ok()?);
    head.headers.insert(USER_AGENT, HeaderValue::from_static("rollcall"));
    Some(Request::from_parts(head, Full::new(body)))
}

#[cfg(test)]
mod tests {
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    const CA: &[u8] = include_bytes!("tls/ca.der");
    const LEAF: &[u8] = include_bytes!("tls/leaf.der");
    const LEAF_KEY: &[u8] = include_bytes!("tls/leaf-key.der");

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

    async fn read_as(url: &str, is_trusted: bool) -> Result<String, Unreached> {
        let mut roots = RootCertStore::empty();
        roots.add(CA.into()).unwrap();
        let own = move || if is_trusted { trusting(roots) } else { tls() };
        let request = Request::get("/").body(Bytes::new()).unwrap();
        let answer = send_to(host().await, &Url::parse(url).unwrap(), request, 64 * 1024, own).await?;
        Ok(String::from_utf8(answer.into_body().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_host_must_prove_to_be_the_one_that_the_uri_names() {
        let head = read_as("https://keys.example.com:8443/tenant/keys?v=2", true).await.unwrap();
        assert!(head.starts_with("GET /tenant/keys?v=2 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nhost: keys.example.com:8443\r\n"), "{head}");
        for (url, is_trusted) in [("https://keys.example.com/", false), ("https://other.example.com/", true)]
        {
            assert!(matches!(read_as(url, is_trusted).await, Err(Unreached::Tls(_))), "{url}");
        }
    }

    async fn leads(uri: &str, reach: Reach) -> bool {
        address(&Url::parse(uri).unwrap(), reach).await.is_ok()
    }

    #[tokio::test]
    async fn no_url_leads_to_the_inside() {
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
