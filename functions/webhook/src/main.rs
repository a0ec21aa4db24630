//! The webhook function in Lambda. Wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mimalloc::MiMalloc;
use rollcall::aws;
use rollcall::clock::SystemClock;
use rollcall::log;
use rollcall::store;
use rollcall_rules::oauth::Reach;
use rollcall_webhook::Sender;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    let sender = Sender::new(store::from_env()?, Arc::new(SystemClock), Reach::Internet);
    let run = async |event: LambdaEvent<Value>| {
        // A delivery that failed is in the log, and is tried again when it is due: this run did not fail.
        sender.run(aws::deadline(event.context.deadline)).await?;
        Ok::<_, Error>(())
    };
    lambda_runtime::run(service_fn(run)).await
}
