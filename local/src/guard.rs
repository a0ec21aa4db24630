//! Who may use the controls: programs of this machine, and this system's own pages.
//!
//! The controls ask for no token. A page of another site could have the reader's browser post to them, or read them
//! under a name of its own that it lets point to 127.0.0.1 (DNS rebinding). A browser says in `Host` which name it was
//! told, and in `Origin` whose page asks. Neither can be forged by a page.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The names by which a system on loopback is reached, each with its port.
#[derive(Debug, Clone)]
pub(super) struct OwnHosts(Arc<[String]>);

impl OwnHosts {
    /// Those of a system that listens at an address of IPv4's loopback.
    pub(super) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        let names = [address.ip().to_string(), "localhost".to_owned()];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        // Clients leave out the port of the scheme.
        if port == 80 {
            hosts.extend(names);
        }
        Self(hosts.into())
    }

    fn has(&self, host: &str) -> bool {
        self.0.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Why a request with these headers is refused; `None`: it is not.
    fn refusal(&self, headers: &HeaderMap) -> Option<String> {
        let address = self.0.first().map(String::as_str).unwrap_or_default();
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        if hosts.next().is_some() || !host.is_some_and(|host| self.has(host)) {
            return Some(format!(
                "the header Host is not this system's own: ask http://{address} itself, by that name"
            ));
        }
        let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.has(host));
        if headers.get_all(header::ORIGIN).iter().any(|origin| !origin.to_str().is_ok_and(is_own)) {
            return Some(format!(
                "a page of another origin asks: use the pages at http://{address}, or a client that is no browser"
            ));
        }
        None
    }
}

/// Answers 403 to a request that is not for this system, or from a page of another origin.
pub(super) async fn own_pages_only(State(hosts): State<OwnHosts>, request: Request, next: Next) -> Response {
    match hosts.refusal(request.headers()) {
        None => next.run(request).await,
        Some(error) => (StatusCode::FORBIDDEN, Json(json!({ "error": error }))).into_response(),
    }
}
