//! The check function in Lambda. Wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mimalloc::MiMalloc;
use rollcall::aws;
use rollcall::clock::SystemClock;
use rollcall::log;
use rollcall::store;
use rollcall_check::{Checker, RATE};
use rollcall_rules::check::CheckRun;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    let scim_url = aws::required("SCIM_URL")?;
    let checker = Checker::new(store::from_env()?, Arc::new(SystemClock), scim_url, RATE);
    let run = async |event: LambdaEvent<CheckRun>| {
        checker.run(&event.payload, aws::deadline(event.context.deadline)).await?;
        Ok::<_, Error>(())
    };
    lambda_runtime::run(service_fn(run)).await
}
