//! The SCIM function in Lambda. Wiring only.

use lambda_http::Error;
use mimalloc::MiMalloc;
use rollcall::log;
use rollcall_web::App;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    lambda_http::run(rollcall_scim::function(App::from_env()?)).await
}
