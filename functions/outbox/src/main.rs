//! The outbox function in Lambda. Wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mimalloc::MiMalloc;
use rollcall::aws;
use rollcall::clock::SystemClock;
use rollcall::log;
use rollcall::store;
use rollcall_events::EventBridgeBus;
use rollcall_mail::ses::Ses;
use rollcall_outbox::{BatchResponse, Event, MAILS_PER_TENANT_AND_HOUR, Outbox, Task};
use rollcall_schedule::{EventBridge, Target};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log::init();
    let settings = aws::sdk_config()?;
    let scheduler = EventBridge::new(&settings, Target::from_env(aws::required("PURGE_FUNCTION_ARN")?)?);
    let checks = EventBridge::new(&settings, Target::from_env(aws::required("CHECK_FUNCTION_ARN")?)?);
    let base_url = aws::required("VERIFY_URL")?.trim_end_matches('/').to_owned();
    let mails_per_hour = aws::optional("MAILS_PER_TENANT_AND_HOUR").and_then(|mails| mails.parse().ok());
    let outbox = Outbox::new(
        store::from_env()?,
        Ses::from_env()?,
        scheduler,
        EventBridgeBus::from_env()?,
        Arc::new(SystemClock),
        base_url,
        mails_per_hour.unwrap_or(MAILS_PER_TENANT_AND_HOUR),
    )
    .branded(aws::brand()?)
    .with_link_lifetime(aws::link_lifetime())
    .with_checks(Arc::new(checks));
    let run = async |event: LambdaEvent<Event>| {
        let deadline = aws::deadline(event.context.deadline);
        match event.payload {
            Event::Stream(batch) => Ok(outbox.handle(batch).await),
            Event::Task { task: Task::Sweep } => {
                outbox.sweep(deadline).await?;
                Ok::<_, Error>(BatchResponse::default())
            }
        }
    };
    lambda_runtime::run(service_fn(run)).await
}
