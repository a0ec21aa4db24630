//! The oauth function in Lambda. Wiring only.

use lambda_http::Error;
use rollcall::log;
use rollcall_web::App;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    lambda_http::run(rollcall_oauth::function(App::from_env()?)).await
}
