//! The event that API Gateway makes of a request (a REST API's proxy event).

use serde_json::{Value, json};

/// `GET /scim/v2/Users/{id}`.
pub(crate) fn get_user(id: &str, token: &str) -> Value {
    let path = format!("/scim/v2/Users/{id}");
    let headers = [
        ("Accept", "application/scim+json".to_owned()),
        ("Authorization", format!("Bearer {token}")),
        ("Host", "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com".to_owned()),
        ("User-Agent", "Okta SCIM Client 1.0.0".to_owned()),
        ("X-Forwarded-For", "192.0.2.1".to_owned()),
        ("X-Forwarded-Port", "443".to_owned()),
        ("X-Forwarded-Proto", "https".to_owned()),
    ];
    let single: Value = headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let multiple: Value = headers.iter().map(|(name, value)| ((*name).to_owned(), json!([value]))).collect();
    json!({
        "resource": "/scim/v2/{proxy+}",
        "path": path,
        "httpMethod": "GET",
        "headers": single,
        "multiValueHeaders": multiple,
        "queryStringParameters": null,
        "multiValueQueryStringParameters": null,
        "pathParameters": { "proxy": format!("Users/{id}") },
        "stageVariables": null,
        "requestContext": {
            "resourceId": "abc123",
            "resourcePath": "/scim/v2/{proxy+}",
            "httpMethod": "GET",
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
        "body": null,
        "isBase64Encoded": false
    })
}
