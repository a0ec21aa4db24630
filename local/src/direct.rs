//! The way from the functions to the engine: it carries out the requests of their DynamoDB client in this process.
//!
//! The client makes the same request that it would send over HTTP, with its signature. Only the socket is left out,
//! which took a third of the time of a request. The engine listens on a port too, for other DynamoDB clients.

use std::fmt;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::actions::transact_write_items::TransactWriteItemsRequest;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An HTTP client whose every request ends in the engine.
pub(super) fn client(database: Database) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Direct { database });
    http_client_fn(move |_, _| connector.clone())
}

struct Direct {
    database: Database,
}

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Direct")
    }
}

impl HttpConnector for Direct {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let database = self.database.clone();
        HttpConnectorFuture::new(async move {
            let target = request.headers().get("x-amz-target").unwrap_or_default();
            let operation = target.rsplit('.').next().unwrap_or_default();
            let answer = carry_out(&database, operation, request.body().bytes().unwrap_or_default());
            // As if the answer took some time: other tasks go on, and the caller may give up.
            tokio::task::yield_now().await;
            let (status, json) = match answer {
                Ok(json) => (200, json),
                Err(error) => (error.status_code(), error.to_json()),
            };
            let status =
                StatusCode::try_from(status).map_err(|error| ConnectorError::other(error.into(), None))?;
            Ok(HttpResponse::new(status, SdkBody::from(json)))
        })
    }
}

/// Carries out an operation. Only those that the store uses are known.
fn carry_out(database: &Database, operation: &str, body: &[u8]) -> Result<String, DynoxideError> {
    match operation {
        "BatchGetItem" => to_json(&database.batch_get_item(read(body)?)?),
        "BatchWriteItem" => to_json(&database.batch_write_item(read(body)?)?),
        "GetItem" => to_json(&database.get_item(read(body)?)?),
        "PutItem" => to_json(&database.put_item(read(body)?)?),
        "Query" => to_json(&database.query(read(body)?)?),
        "UpdateItem" => to_json(&database.update_item(read(body)?)?),
        "TransactWriteItems" => to_json(&database.transact_write_items(TransactWriteItemsRequest {
            // By the token a transaction that is sent again is recognised. Here no answer gets lost, so none is sent
            // again, and for each token the engine would search all of the last ten minutes.
            client_request_token: None,
            ..read(body)?
        })?),
        other => Err(DynoxideError::ValidationException(format!("the store never asked for {other} so far"))),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DynoxideError> {
    serde_json::from_slice(body).map_err(|error| DynoxideError::ValidationException(error.to_string()))
}

fn to_json(answer: &impl Serialize) -> Result<String, DynoxideError> {
    serde_json::to_string(answer).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}
