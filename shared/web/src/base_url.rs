use http::HeaderMap;
use http::header::HOST;

use rollcall::aws;

/// Path of the SCIM API below the base URL.
pub const SCIM_ROOT: &str = "/scim/v2";

/// Path of the endpoint that grants access tokens (RFC 6749 §3.2).
pub const TOKEN_PATH: &str = "/oauth/token";

/// Path of the page on which an administrator lets a directory in (RFC 6749 §3.1).
pub const AUTHORIZE_PATH: &str = "/oauth/authorize";

/// Path of the document that says where tokens for the SCIM API are granted (RFC 9728 §3.1).
pub const PROTECTED_RESOURCE: &str = "/.well-known/oauth-protected-resource/scim/v2";

/// Where the API is reached from outside: what `meta.location` and `Location` begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaseUrl {
    /// As the operator says, for a domain of their own. Without a slash at the end.
    Fixed(String),
    /// As the request says: `X-Forwarded-Proto` and `Host`, and the stage where the host is API Gateway's own, which
    /// takes the stage out of the path before a function sees it.
    FromRequest {
        /// Name of the stage of the API, where the function runs behind API Gateway.
        stage: Option<String>,
    },
}

impl BaseUrl {
    /// `PUBLIC_URL`, or else what each request says, with the stage `API_STAGE`.
    #[must_use]
    pub fn from_env() -> Self {
        aws::optional("PUBLIC_URL").map_or_else(
            || Self::FromRequest { stage: aws::optional("API_STAGE") },
            |url| Self::Fixed(url.trim_end_matches('/').to_owned()),
        )
    }

    /// The SCIM base URL for a request with these headers: what a directory is given.
    #[must_use]
    pub fn scim_url(&self, headers: &HeaderMap) -> String {
        self.resolve(headers) + SCIM_ROOT
    }

    /// Where an OAuth client gets its access tokens, for a request with these headers.
    #[must_use]
    pub fn token_url(&self, headers: &HeaderMap) -> String {
        self.resolve(headers) + TOKEN_PATH
    }

    /// Where a directory sends an administrator to let it in, for a request with these headers.
    #[must_use]
    pub fn authorize_url(&self, headers: &HeaderMap) -> String {
        self.resolve(headers) + AUTHORIZE_PATH
    }

    /// The base URL for a request with these headers, without a slash at the end.
    #[must_use]
    pub fn resolve(&self, headers: &HeaderMap) -> String {
        let stage = match self {
            Self::Fixed(url) => return url.clone(),
            Self::FromRequest { stage } => stage,
        };
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = header(HOST.as_str()).unwrap_or("localhost");
        // Each proxy on the way adds its own value. The first is what the caller used.
        let first = header("x-forwarded-proto").and_then(|schemes| schemes.split(',').next());
        let is_https = first.is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"));
        let scheme = if is_https { "https" } else { "http" };
        match stage {
            Some(stage) if host.contains(".execute-api.") => format!("{scheme}://{host}/{stage}"),
            _ => format!("{scheme}://{host}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, scheme: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(scheme) = scheme {
            headers.insert("x-forwarded-proto", scheme.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_stage_is_part_of_the_url_only_on_the_domain_of_api_gateway() {
        let base_url = BaseUrl::FromRequest { stage: Some("prod".to_owned()) };
        let aws = headers("a1b2.execute-api.eu-central-1.amazonaws.com", Some("https"));
        assert_eq!(base_url.resolve(&aws), "https://a1b2.execute-api.eu-central-1.amazonaws.com/prod");
        assert_eq!(base_url.resolve(&headers("scim.example.com", Some("https"))), "https://scim.example.com");
        assert_eq!(base_url.resolve(&headers("127.0.0.1:8080", None)), "http://127.0.0.1:8080");
    }

    #[test]
    fn the_first_of_several_schemes_is_the_callers() {
        let base_url = BaseUrl::FromRequest { stage: None };
        for (scheme, expected) in [
            ("https,http", "https://scim.example.com"),
            ("HTTPS , http", "https://scim.example.com"),
            ("http,https", "http://scim.example.com"),
            ("gopher", "http://scim.example.com"),
            ("", "http://scim.example.com"),
        ] {
            assert_eq!(base_url.resolve(&headers("scim.example.com", Some(scheme))), expected, "{scheme}");
        }
    }
}
