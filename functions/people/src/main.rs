//! The people function in Lambda. Wiring only.

use lambda_http::Error;
use mimalloc::MiMalloc;
use rollcall::log;
use rollcall_web::{App, keeping_byte_order_marks};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    lambda_http::run(keeping_byte_order_marks(rollcall_people::function(App::from_env()?))).await
}
