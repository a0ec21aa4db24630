//! The event that API Gateway makes of a request (a REST API's proxy event).

use reqwest::Method;
use serde_json::{Value, json};
use url::form_urlencoded;

/// `GET /scim/v2/Users/{id}`.
pub(crate) fn get_user(id: &str, token: &str) -> Value {
    request(&Method::GET, &format!("/scim/v2/Users/{id}"), token, None)
}

/// Any SCIM request; `target`: path and query.
pub(crate) fn request(method: &Method, target: &str, token: &str, body: Option<&Value>) -> Value {
    let mut headers =
        vec![("Accept", "application/scim+json".to_owned()), ("Authorization", format!("Bearer {token}"))];
    if body.is_some() {
        headers.push(("Content-Type", "application/scim+json".to_owned()));
    }
    proxied(method, target, headers, body.map(Value::to_string).as_deref())
}

/// A form, sent by `POST`.
pub(crate) fn form(path: &str, fields: &[(&str, &str)]) -> Value {
    let headers = vec![("Content-Type", "application/x-www-form-urlencoded".to_owned())];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    proxied(&Method::POST, path, headers, Some(&body))
}

fn proxied(method: &Method, target: &str, mut headers: Vec<(&str, String)>, body: Option<&str>) -> Value {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // API Gateway hands parameters over decoded.
    let parameters: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let one: Value = parameters.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let many: Value = parameters.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
    let (one, many) = if parameters.is_empty() { (Value::Null, Value::Null) } else { (one, many) };
    headers.extend([
        ("Host", "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com".to_owned()),
        ("User-Agent", "Okta SCIM Client 1.0.0".to_owned()),
        ("X-Forwarded-For", "192.0.2.1".to_owned()),
        ("X-Forwarded-Port", "443".to_owned()),
        ("X-Forwarded-Proto", "https".to_owned()),
    ]);
    let single: Value = headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let multiple: Value = headers.iter().map(|(name, value)| ((*name).to_owned(), json!([value]))).collect();
    json!({
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method.as_str(),
        "headers": single,
        "multiValueHeaders": multiple,
        "queryStringParameters": one,
        "multiValueQueryStringParameters": many,
        "pathParameters": { "proxy": path.trim_start_matches('/') },
        "stageVariables": null,
        "requestContext": {
            "resourceId": "abc123",
            "resourcePath": "/{proxy+}",
            "httpMethod": method.as_str(),
            "extendedRequestId": "Pe3Wxq1mliAGFqQ=",
            "requestTime": "24/Nov/2026:10:00:00 +0000",
            "requestTimeEpoch": 1_795_514_400_000_u64,
            "path": format!("/prod{path}"),
            "accountId": "123456789012",
            "protocol": "HTTP/1.1",
            "stage": "prod",
            "domainPrefix": "a1b2c3d4e5",
            "domainName": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "requestId": "0f5a3b1e-7a0c-4d6b-9a55-3f6a4c1d2e3f",
            "identity": { "sourceIp": "192.0.2.1", "userAgent": "Okta SCIM Client 1.0.0" },
            "apiId": "a1b2c3d4e5"
        },
        "body": body,
        "isBase64Encoded": false
    })
}
