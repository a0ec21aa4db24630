use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use http::Uri;
use http::uri::PathAndQuery;

/// Serves APIs under `roots` also where slashes are doubled or stand at the end, and where `?` or `&` stands at the end:
/// directories join a base URL and a path as they like. All other paths are left as they are.
///
/// It is for APIs, whose answers do not depend on the path. Links of a page would lead elsewhere.
pub fn leniently(roots: &'static [&'static str], routes: Router) -> Router {
    let tidied = move |mut request: Request, next: Next| async move {
        if let Some(uri) = tidy(roots, request.uri()) {
            *request.uri_mut() = uri;
        }
        let response: Response = next.run(request).await;
        response
    };
    // A router finds the route before its own middleware runs. So the routes stand inside of another router.
    Router::new().fallback_service(routes).layer(middleware::from_fn(tidied))
}

/// The URI as it is meant; `None`: as it is.
fn tidy(roots: &[&str], uri: &Uri) -> Option<Uri> {
    let mut path = String::with_capacity(uri.path().len());
    for segment in uri.path().trim_end_matches('&').split('/').filter(|segment| !segment.is_empty()) {
        path.push('/');
        path.push_str(segment);
    }
    if !roots.iter().any(|root| path.starts_with(root)) {
        return None;
    }
    let query = uri.query().map(|query| query.trim_matches(['?', '&'])).filter(|query| !query.is_empty());
    let tidied = query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    if uri.path_and_query().is_some_and(|before| before.as_str() == tidied) {
        return None;
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(tidied).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_whichever_way_it_is_joined_to_the_base() {
        for (uri, expected) in [
            ("/scim/v2/Users", None),
            ("/scim/v2/Users?count=1", None),
            ("/scim/v2/Users/", Some("/scim/v2/Users")),
            ("/scim/v2//Users", Some("/scim/v2/Users")),
            ("//scim/v2///Users//?count=1", Some("/scim/v2/Users?count=1")),
            ("/scim/v2/Users/1?", Some("/scim/v2/Users/1")),
            ("/scim/v2/Users/1&", Some("/scim/v2/Users/1")),
            ("/scim/v2/Users?count=1&", Some("/scim/v2/Users?count=1")),
            ("/scim/v2/Users??count=1&?", Some("/scim/v2/Users?count=1")),
            ("http://host/scim/v2/Users/", Some("http://host/scim/v2/Users")),
            ("/scim/v2/Users/a%2F%2Fb", None),
            ("/portal/", None),
            ("//portal", None),
            ("/", None),
        ] {
            let tidied = tidy(&["/scim/v2"], &uri.parse().unwrap());
            assert_eq!(tidied, expected.map(|expected| expected.parse().unwrap()), "{uri}");
        }
    }
}
