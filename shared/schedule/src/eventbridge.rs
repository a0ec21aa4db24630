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

use super::{PurgeRun, ScheduleError, Scheduler};
use rollcall::aws::{self, MissingSetting, TimeLimits};

/// All tries of one schedule. The stream's record comes again where they were not enough.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(10);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: u32 = 4;

/// Tries of a start that fails, within [`MAX_AGE_SECS`]. Then it goes to the dead-letter queue, and the hourly net
/// does its work.
const MAX_RETRIES: i32 = 10;

/// A start that comes later than this comes too late: the hourly net has been there.
const MAX_AGE_SECS: i32 = 30 * 60;

/// The function that a run starts, and how the Scheduler may start it.
#[derive(Debug, Clone)]
pub struct Target {
    /// ARN of the purge function, which a run starts.
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

    fn target(&self) -> Result<AwsTarget, BuildError> {
        AwsTarget::builder()
            .arn(&self.target.function_arn)
            .role_arn(&self.target.role_arn)
            .input(r#"{"task":"purge"}"#)
            .retry_policy(
                RetryPolicy::builder()
                    .maximum_retry_attempts(MAX_RETRIES)
                    .maximum_event_age_in_seconds(MAX_AGE_SECS)
                    .build(),
            )
            .dead_letter_config(DeadLetterConfig::builder().arn(&self.target.dead_letter_arn).build())
            .build()
    }
}

impl Scheduler for EventBridge {
    async fn plan(&self, run: &PurgeRun) -> Result<(), ScheduleError> {
        let refused = |error: BuildError| ScheduleError(error.into());
        let window =
            FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().map_err(refused)?;
        let request = self
            .client
            .create_schedule()
            .name(&run.name)
            .group_name(&self.target.group)
            // Without a zone of its own it is UTC.
            .schedule_expression(format!("at({})", run.at.strftime("%Y-%m-%dT%H:%M:%S")))
            .flexible_time_window(window)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(self.target().map_err(refused)?);
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
}
