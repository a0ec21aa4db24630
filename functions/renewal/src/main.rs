//! The renewal function in Lambda. Wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mimalloc::MiMalloc;
use rollcall::aws;
use rollcall::clock::SystemClock;
use rollcall::log;
use rollcall::store;
use rollcall_renewal::Renewal;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    let renewal = Renewal::new(store::from_env()?, Arc::new(SystemClock));
    let run = async |event: LambdaEvent<Value>| {
        // An account that failed is in the log, and the run of the next hour tries it again: this run did not fail.
        renewal.run(aws::deadline(event.context.deadline)).await?;
        Ok::<_, Error>(())
    };
    lambda_runtime::run(service_fn(run)).await
}
