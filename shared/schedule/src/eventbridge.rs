//! Amazon `EventBridge` Scheduler: one-time schedules that delete themselves.

use std::time::Duration;

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::config::retry::RetryConfig;
use aws_sdk_scheduler::error::BuildError;
use aws_sdk_scheduler::operation::create_schedule::CreateScheduleError;
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy,
    Target as AwsTarget,
};
use aws_types::SdkConfig;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use rollcall::aws::{self, MissingSetting, TimeLimits};
use rollcall_rules::check::{CheckRun, LIMIT};

use super::{CheckStarter, PurgeRun, ScheduleError, Scheduler};

/// All tries of one schedule. The stream's record comes again where they were not enough.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(10);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: u32 = 4;

/// Tries of a start that fails, within the age that it may have. Then it goes to the dead-letter queue. The hourly net does
/// the work of a deletion run; a check is asked for again.
const MAX_RETRIES: i32 = 10;

/// A start of a deletion run that comes later than this comes too late: the hourly net has been there.
const MAX_AGE_SECS: i32 = 30 * 60;

/// How far ahead a check is planned. A time that is over when the Scheduler reads it may be none. It starts within the minute.
const AHEAD: SignedDuration = SignedDuration::from_secs(5);

/// The function that a run starts, and how the Scheduler may start it.
#[derive(Debug, Clone)]
pub struct Target {
    /// ARN of the function that a run starts.
    pub function_arn: String,
    /// As whom the scheduler invokes it.
    pub role_arn: String,
    /// Where starts that failed for good are kept.
    pub dead_letter_arn: String,
    /// The group that the schedules are in.
    pub group: String,
}

impl Target {
    /// The stack's, to start this function.
    ///
    /// # Errors
    ///
    /// [`MissingSetting`]: `SCHEDULE_ROLE_ARN`, `SCHEDULE_DEAD_LETTER_ARN` or `SCHEDULE_GROUP`.
    pub fn from_env(function_arn: String) -> Result<Self, MissingSetting> {
        Ok(Self {
            function_arn,
            role_arn: aws::required("SCHEDULE_ROLE_ARN")?,
            dead_letter_arn: aws::required("SCHEDULE_DEAD_LETTER_ARN")?,
            group: aws::required("SCHEDULE_GROUP")?,
        })
    }
}

/// Plans runs of one function.
#[derive(Debug, Clone)]
pub struct EventBridge {
    client: Client,
    target: Target,
}

impl EventBridge {
    /// A planner of runs of this target.
    #[must_use]
    pub fn new(settings: &SdkConfig, target: Target) -> Self {
        let limits =
            TimeLimits { connect: CONNECT_TIMEOUT, attempt: ATTEMPT_TIMEOUT, operation: OPERATION_TIMEOUT };
        let mut config = aws_sdk_scheduler::config::Builder::from(settings)
            .timeout_config(limits.into())
            .retry_config(RetryConfig::standard().with_max_attempts(MAX_ATTEMPTS));
        if let Some(url) = aws::endpoint_url("SCHEDULER") {
            config = config.endpoint_url(url);
        }
        Self { client: Client::from_conf(config.build()), target }
    }

    /// Makes sure that the function is started with this input at `at`, and not more than so many seconds later.
    async fn start_at(
        &self,
        name: &str,
        at: Timestamp,
        input: String,
        age_secs: i32,
    ) -> Result<(), ScheduleError> {
        let refused = |error: BuildError| ScheduleError(error.into());
        let window =
            FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().map_err(refused)?;
        let request = self
            .client
            .create_schedule()
            .name(name)
            .group_name(&self.target.group)
            // Without a zone of its own it is UTC.
            .schedule_expression(format!("at({})", at.strftime("%Y-%m-%dT%H:%M:%S")))
            .flexible_time_window(window)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(self.target(input, age_secs).map_err(refused)?);
        match request.send().await {
            Ok(_) => Ok(()),
            // It is there already.
            Err(error)
                if error.as_service_error().is_some_and(CreateScheduleError::is_conflict_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(ScheduleError(error.into())),
        }
    }

    fn target(&self, input: String, age_secs: i32) -> Result<AwsTarget, BuildError> {
        AwsTarget::builder()
            .arn(&self.target.function_arn)
            .role_arn(&self.target.role_arn)
            .input(input)
            .retry_policy(
                RetryPolicy::builder()
                    .maximum_retry_attempts(MAX_RETRIES)
                    .maximum_event_age_in_seconds(age_secs)
                    .build(),
            )
            .dead_letter_config(DeadLetterConfig::builder().arn(&self.target.dead_letter_arn).build())
            .build()
    }
}

impl Scheduler for EventBridge {
    async fn plan(&self, run: &PurgeRun) -> Result<(), ScheduleError> {
        self.start_at(&run.name, run.at, r#"{"task":"purge"}"#.to_owned(), MAX_AGE_SECS).await
    }
}

impl CheckStarter for EventBridge {
    fn start<'a>(&'a self, run: &'a CheckRun, now: Timestamp) -> BoxFuture<'a, Result<(), ScheduleError>> {
        async move {
            let input = serde_json::to_string(run).map_err(|error| ScheduleError(error.into()))?;
            let age_secs = i32::try_from(LIMIT.as_secs()).unwrap_or(i32::MAX);
            self.start_at(&format!("check-{}", run.check), now + AHEAD, input, age_secs).await
        }
        .boxed()
    }
}
