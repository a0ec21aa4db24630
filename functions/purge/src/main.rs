//! The purge function in Lambda. Wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mimalloc::MiMalloc;
use rollcall::aws;
use rollcall::clock::SystemClock;
use rollcall::log;
use rollcall::store;
use rollcall_purge::Purge;
use rollcall_schedule::{EventBridge, Target};
use serde_json::Value;
use tokio::sync::OnceCell;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    let (store, settings, purge) = (store::from_env()?, aws::sdk_config()?, OnceCell::new());
    let run = async |event: LambdaEvent<Value>| {
        // A continuation starts this very function, whose name only an invocation tells.
        let name = event.context.invoked_function_arn;
        let purge = purge
            .get_or_try_init(async || {
                let scheduler = EventBridge::new(&settings, Target::from_env(name)?);
                Ok::<_, Error>(Purge::new(store.clone(), scheduler, Arc::new(SystemClock)))
            })
            .await?;
        let report = purge.run(aws::deadline(event.context.deadline)).await?;
        // Lambda starts the run again, twice, minutes later.
        if report.failed > 0 { Err(Error::from("not all that is due could be deleted")) } else { Ok(()) }
    };
    lambda_runtime::run(service_fn(run)).await
}
