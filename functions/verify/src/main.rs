//! The verify function in Lambda. Wiring only.

use lambda_http::Error;
use rollcall::web::{App, log};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    lambda_http::run(rollcall_verify::function(App::from_env()?)).await
}
