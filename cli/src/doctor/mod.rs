//! `rollcall doctor`: looks at a deployed stack and says what to mend. It changes nothing. With `--fix` it prints the
//! commands that mend it, and runs none of them.
//!
//! Each area is a file of its own with two halves: `gather` asks AWS and judges nothing, `examine` judges the answers
//! and asks nothing, so each fault can be tested without AWS. A check that cannot be made is a finding of its own
//! ([`fact::Gap`]) and stops no other.

mod alarms;
mod bus;
mod credentials;
mod fact;
mod finding;
mod functions;
mod mail;
mod public;
mod queues;
mod quotas;
mod report;
mod schedules;
mod stack;
mod stream;
mod table;
mod webhooks;
mod words;

use std::time::Duration;

use aws_types::SdkConfig;
use jiff::Timestamp;
use rollcall::aws::TimeLimits;
use rollcall::clock::{Clock, SystemClock};
use rollcall::store::{self, Store};

use crate::args::DoctorArgs;
use crate::aws::endpoint::Service;
use crate::aws::{Aws, local};
use crate::error::CliError;
use crate::print;

use finding::{Finding, Status};
use report::{Report, Script};
use stack::Stack;

/// Somebody waits for the answer, and one service that hangs should not keep the others' back for long.
const LIMITS: TimeLimits = TimeLimits {
    connect: Duration::from_secs(3),
    attempt: Duration::from_secs(8),
    operation: Duration::from_secs(20),
};

/// Asks AWS about the stack, judges the answers and prints the findings.
///
/// # Errors
///
/// [`CliError::Problems`] if there are some, [`CliError::LocalSystem`], or what kept it from finding the stack.
pub(crate) async fn run(args: DoctorArgs) -> Result<(), CliError> {
    let environment = local::Environment::of_this_process();
    if let Some(setting) = environment.leads_to_local_system() {
        return Err(CliError::LocalSystem(setting));
    }
    let aws = Aws::from_settings().await?;
    let settings = aws.config(Service::CloudFormation)?.to_builder().timeout_config(LIMITS.into()).build();
    let stack = stack::find(&aws, &aws_sdk_cloudformation::Client::new(&settings), &args.stack).await?;
    let findings = check(&settings, &stack, args.burst.into(), SystemClock.now()).await;
    let report = Report::new(args.stack, findings);
    if args.fix {
        print::answer(&Script(&report), args.json)?;
    } else {
        print::answer(&report, args.json)?;
    }
    match report.count(Status::Problem) {
        0 => Ok(()),
        count => Err(CliError::Problems(count)),
    }
}

async fn check(settings: &SdkConfig, stack: &Stack, burst: u64, now: Timestamp) -> Vec<Finding> {
    let lambda = aws_sdk_lambda::Client::new(settings);
    let dynamodb = aws_sdk_dynamodb::Client::new(settings);
    let scheduler = aws_sdk_scheduler::Client::new(settings);
    let sqs = aws_sdk_sqs::Client::new(settings);
    let ses = aws_sdk_sesv2::Client::new(settings);
    let api = aws_sdk_apigateway::Client::new(settings);
    let sns = aws_sdk_sns::Client::new(settings);
    let events = aws_sdk_eventbridge::Client::new(settings);
    let items = stack.physical("Table").map(|table| Store::new(store::client(settings, None), table));
    let items = items.as_ref().map_err(Clone::clone);
    let (
        table,
        stream,
        schedules,
        functions,
        queues,
        mail,
        quotas,
        alarms,
        public,
        bus,
        webhooks,
        credentials,
    ) = tokio::join!(
        table::gather(&dynamodb, stack),
        stream::gather(&lambda, stack),
        schedules::gather(&scheduler, stack),
        functions::gather(&lambda, stack),
        queues::gather(&sqs, stack),
        mail::gather(&ses, stack),
        quotas::gather(&lambda, &api),
        alarms::gather(&sns, stack),
        public::gather(stack),
        bus::gather(&events, stack),
        webhooks::gather(items.clone()),
        credentials::gather(items.clone()),
    );
    [
        vec![stack::examine(stack)],
        alarms::examine(&alarms, stack).into_iter().collect(),
        vec![public::examine(&public, stack)],
        table::examine(&table, stack),
        stream::examine(&stream, table.stream(), stack),
        schedules::examine(&schedules, stack),
        functions::examine(&functions, stack),
        queues::examine(&queues, stack),
        mail::examine(&mail, burst, stack),
        vec![bus::examine(&bus, stack)],
        webhooks::examine(&webhooks, stack, now),
        credentials::examine(&credentials, stack, now),
        quotas::examine(&quotas, burst, table.warm_writes(), stack),
    ]
    .concat()
}
