//! The crate `oauth2` as the directory: a client that somebody else wrote, from the RFC.

use oauth2::basic::{BasicClient, BasicErrorResponseType};
use oauth2::{
    AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse, RequestTokenError, Scope, TokenResponse,
    TokenUrl,
};
use rollcall_tests::TestSystem;

async fn send(request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let answer = reqwest::Client::new().execute(request.try_into()?).await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = HttpResponse::new(answer.bytes().await?.to_vec());
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    Ok(response)
}

#[tokio::test]
async fn it_gets_a_token_and_provisions_and_is_told_when_its_secret_is_wrong() {
    let system = TestSystem::start().await;
    let issued = system.oauth_client().await;
    let url = TokenUrl::new(system.oauth().token_url()).unwrap();
    for by in [AuthType::BasicAuth, AuthType::RequestBody] {
        let client = |secret: &str| {
            BasicClient::new(ClientId::new(issued.client_id.clone()))
                .set_client_secret(ClientSecret::new(secret.to_owned()))
                .set_token_uri(url.clone())
                .set_auth_type(by.clone())
        };
        let right = client(&issued.client_secret);
        let request = right.exchange_client_credentials().add_scope(Scope::new("scim".to_owned()));
        let granted = request.request_async(&send).await.unwrap();
        assert_eq!(granted.expires_in().map(|left| left.as_secs()), Some(3600));
        system.scim().with_token(granted.access_token().secret().as_str()).get("/Users").await.expect(200);

        let wrong = client("rcs_00");
        let refused = wrong.exchange_client_credentials().request_async(&send).await.unwrap_err();
        let RequestTokenError::ServerResponse(told) = refused else {
            unreachable!("no answer of the endpoint: {refused}")
        };
        assert_eq!(told.error(), &BasicErrorResponseType::InvalidClient);
    }
    system.check().await;
}
