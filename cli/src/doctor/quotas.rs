//! Whether the account's quotas let a burst through in time.
//!
//! What they hold back is answered 429 and comes again, so none of them is a problem; a burst takes longer.

use aws_sdk_apigateway::types::ThrottleSettings;
use aws_sdk_lambda::types::AccountLimit;

use super::fact::{Fact, Gap, known};
use super::finding::Finding;
use super::stack::Stack;
use super::words::{count, duration};

/// What AWS gives an account that has asked for it, or is no longer new. A new one has 10, for all functions together.
const CONCURRENCY: i32 = 1_000;

/// A burst should be over after so many seconds.
const PATIENCE: u64 = 600;

/// What the stage says in `Retry-After` when it throttles. All that it held back comes again at once, so what it lets
/// through a second is of use only as far as `ThrottleBurst` saves it up for that moment.
const RETRY_AFTER: u64 = 10;

/// Write units that an on-demand table takes at once when it is new.
const NEW_TABLE: u64 = 4_000;

/// Write units of the costliest request: a transaction, at twice the units, of a user, its address and its `externalId`.
const UNITS_PER_REQUEST: u64 = 6;

/// The account's limits that a burst meets first.
#[derive(Debug)]
pub(super) struct Facts {
    /// Concurrent executions that Lambda allows.
    pub(super) functions: Fact<AccountLimit>,
    /// Requests a second that API Gateway allows.
    pub(super) requests: Fact<ThrottleSettings>,
}

/// Asks Lambda and API Gateway.
pub(super) async fn gather(lambda: &aws_sdk_lambda::Client, api: &aws_sdk_apigateway::Client) -> Facts {
    let (functions, requests) = tokio::join!(
        async {
            let action = "lambda:GetAccountSettings";
            let answer = known(action, lambda.get_account_settings().send().await)?;
            answer.account_limit.ok_or_else(|| no_limits(action))
        },
        async {
            let action = "apigateway:GET on /account";
            let answer = known(action, api.get_account().send().await)?;
            answer.throttle_settings.ok_or_else(|| no_limits(action))
        },
    );
    Facts { functions, requests }
}

fn no_limits(action: &'static str) -> Gap {
    Gap::Unanswered { action, reason: "the answer has no limits".to_owned() }
}

/// Judges the quotas for `burst` people at once. `warm_writes` is what the table says it takes at once.
#[must_use]
pub(super) fn examine(facts: &Facts, burst: u64, warm_writes: Option<u64>, stack: &Stack) -> Vec<Finding> {
    let throttles = Throttles::of(facts.requests.as_ref().ok(), stack);
    let mut findings = vec![concurrency(&facts.functions)];
    if let Err(gap) = &facts.requests {
        findings.push(gap.finding("quota: API Gateway", "API Gateway → Settings sets it up"));
    }
    if let Some(throttles) = throttles {
        findings.push(throttles.judge(burst));
        findings.push(writes(throttles.rate, burst, warm_writes, stack));
    }
    findings
}

fn concurrency(fact: &Fact<AccountLimit>) -> Finding {
    let check = "quota: Lambda";
    let limit = match fact {
        Ok(limit) => limit,
        Err(gap) => return gap.finding(check, ""),
    };
    let all = limit.concurrent_executions;
    let free = limit.unreserved_concurrent_executions.unwrap_or(all);
    let found = format!("{free} functions may run at once, of {all} in the account");
    if free >= CONCURRENCY {
        return Finding::ok(check, found);
    }
    let wanted = CONCURRENCY + (all - free).max(0);
    let command = more("lambda", "L-B99A9384", &wanted.to_string());
    Finding::warning(check, found, format!("ask for {wanted}: `{command}`")).mended_by([command])
}

/// The command that asks AWS for a larger quota.
#[must_use]
pub(super) fn more(service: &str, quota: &str, wanted: &str) -> String {
    format!(
        "aws service-quotas request-service-quota-increase --service-code {service} --quota-code {quota} \
         --desired-value {wanted}"
    )
}

/// The limit that holds requests back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Throttler {
    Stage,
    Account,
}

/// The lower of the stage's throttle and the account's.
#[derive(Debug, Clone, Copy)]
struct Throttles {
    rate: u64,
    burst: u64,
    by: Throttler,
}

impl Throttles {
    fn of(account: Option<&ThrottleSettings>, stack: &Stack) -> Option<Self> {
        let parameter = |name| stack.parameter(name)?.parse::<f64>().ok().map(whole);
        let stage = parameter("ThrottleRate").zip(parameter("ThrottleBurst"));
        let account =
            account.map(|found| (whole(found.rate_limit), u64::try_from(found.burst_limit).unwrap_or(0)));
        match (stage, account) {
            (Some((rate, burst)), Some((most, at_once))) if rate <= most => {
                Some(Self { rate, burst: burst.min(at_once), by: Throttler::Stage })
            }
            (Some((_, burst)), Some((rate, at_once))) => {
                Some(Self { rate, burst: burst.min(at_once), by: Throttler::Account })
            }
            (Some((rate, burst)), None) => Some(Self { rate, burst, by: Throttler::Stage }),
            (None, Some((rate, burst))) => Some(Self { rate, burst, by: Throttler::Account }),
            (None, None) => None,
        }
    }

    /// Requests of a burst that are let through a second, on average.
    fn of_burst(self) -> u64 {
        self.rate.min(self.burst.div_ceil(RETRY_AFTER))
    }

    fn judge(self, burst: u64) -> Finding {
        let rest = burst.saturating_sub(self.burst);
        let check = "quota: requests";
        let whose = match self.by {
            Throttler::Stage => "the stage",
            Throttler::Account => "the account",
        };
        let is_saved_up = self.burst / RETRY_AFTER >= self.rate;
        let (parameter, needed) = match rest.div_ceil(PATIENCE) {
            rate if is_saved_up || rate > self.rate => ("ThrottleRate", rate),
            rate => ("ThrottleBurst", rate * RETRY_AFTER),
        };
        let command = match self.by {
            Throttler::Stage => Stack::deploy(parameter, &needed.to_string()),
            Throttler::Account => more("apigateway", "L-8A5B8E43", &needed.to_string()),
        };
        let advice = || match self.by {
            Throttler::Stage => {
                format!("deploy with {parameter}={needed} or more: `sam deploy --guided` asks for it")
            }
            Throttler::Account => format!("ask for {needed} or more: `{command}`"),
        };
        let allowed =
            format!("{whose} lets through {} at once and {} a second", count(self.burst), count(self.rate));
        if rest > 0 && self.of_burst() == 0 {
            let found = format!("{allowed}: a burst never ends");
            return Finding::problem(check, found, advice()).mended_by([command]);
        }
        let takes = rest.div_ceil(self.of_burst().max(1));
        let found = format!("{} people take {}: {allowed}", count(burst), duration(takes));
        if takes <= PATIENCE {
            return Finding::ok(check, found);
        }
        Finding::warning(check, found, advice()).mended_by([command])
    }
}

fn writes(rate: u64, burst: u64, warm_writes: Option<u64>, stack: &Stack) -> Finding {
    let check = "quota: table";
    let wanted = rate.min(burst) * UNITS_PER_REQUEST;
    let warm = warm_writes.unwrap_or(NEW_TABLE);
    let whose = if warm_writes.is_some() { "it" } else { "a new one" };
    let (takes, wants) = (count(warm), count(wanted));
    let found = format!("{whose} takes {takes} writes a second at once; the requests may want {wants}");
    if wanted <= warm {
        return Finding::ok(check, found);
    }
    Finding::warning(
        check,
        found,
        format!(
            "warm it for a burst to come: DynamoDB → Tables → {} → Additional settings → Warm throughput, {wanted} write \
             units for the table and its indexes",
            stack.physical("Table").unwrap_or("TABLE")
        ),
    )
}

/// Rates are floating-point numbers to API Gateway.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is not negative, and small")]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    fn facts(concurrency: i32, rate: f64, at_once: i32) -> Facts {
        let limit = AccountLimit::builder()
            .concurrent_executions(concurrency)
            .unreserved_concurrent_executions(concurrency)
            .build();
        let throttle = ThrottleSettings::builder().rate_limit(rate).burst_limit(at_once).build();
        Facts { functions: Ok(limit), requests: Ok(throttle) }
    }

    fn statuses(findings: &[Finding]) -> Vec<Status> {
        findings.iter().map(|finding| finding.status).collect()
    }

    #[test]
    fn an_account_that_is_not_new_is_well() {
        let found = examine(&facts(1_000, 10_000.0, 5_000), 10_000, None, &stack());
        assert_eq!(statuses(&found), [Status::Ok; 3]);
        let says = "10,000 people take 10 s: the stage lets through 5,000 at once and 500 a second";
        assert_eq!(found[1].found, says);
    }

    /// As stacks have it that were made with the defaults of before.
    #[test]
    fn what_the_stage_lets_through_a_second_is_of_no_use_where_it_is_not_saved_up() {
        let mut stack = stack();
        stack.parameters.insert("ThrottleBurst".to_owned(), "1000".to_owned());
        let judged = |burst| examine(&facts(1_000, 10_000.0, 5_000), burst, None, &stack).swap_remove(1);
        let says = "10,000 people take 90 s: the stage lets through 1,000 at once and 500 a second";
        assert_eq!(judged(10_000).found, says);
        assert!(judged(201_000).advice.unwrap().contains("ThrottleBurst=3340"));
    }

    #[test]
    fn a_new_account_is_told_what_to_ask_for() {
        let found = examine(&facts(10, 10_000.0, 5_000), 10_000, None, &stack());
        assert_eq!(statuses(&found), [Status::Warning, Status::Ok, Status::Ok]);
        assert!(found[0].advice.as_ref().unwrap().ends_with("L-B99A9384 --desired-value 1000`"), "{found:?}");
    }

    #[test]
    fn reserved_concurrency_is_asked_for_on_top() {
        let limit = AccountLimit::builder()
            .concurrent_executions(1_000)
            .unreserved_concurrent_executions(900)
            .build();
        assert!(concurrency(&Ok(limit)).advice.unwrap().starts_with("ask for 1100:"));
    }

    #[test]
    fn whoever_throttles_more_is_named() {
        for (facts, burst, status, advice) in [
            (facts(1_000, 10_000.0, 5_000), 1_000_000, Status::Warning, "ThrottleRate=1659"),
            (facts(1_000, 10.0, 5), 10_000, Status::Warning, "L-8A5B8E43 --desired-value 17`"),
            (facts(1_000, 0.0, 0), 10_000, Status::Problem, "L-8A5B8E43"),
        ] {
            let found = examine(&facts, burst, None, &stack());
            assert_eq!(found[1].status, status, "{found:?}");
            assert!(found[1].advice.as_ref().unwrap().contains(advice), "{found:?}");
        }
    }

    #[test]
    fn a_table_that_is_not_warm_enough_is_a_warning() {
        let mut stack = stack();
        stack.parameters.insert("ThrottleRate".to_owned(), "2000".to_owned());
        let judged = |burst, warm| examine(&facts(1_000, 10_000.0, 5_000), burst, warm, &stack)[2].status;
        assert_eq!(judged(10_000, None), Status::Warning);
        assert_eq!(judged(10_000, Some(12_000)), Status::Ok);
        assert_eq!(judged(600, None), Status::Ok);
    }

    #[test]
    fn what_is_not_known_does_not_keep_the_rest_from_being_judged() {
        let gap = || Gap::Denied { action: "lambda:GetAccountSettings", reason: "no".to_owned() };
        let found = examine(&Facts { functions: Err(gap()), requests: Err(gap()) }, 10_000, None, &stack());
        assert_eq!(statuses(&found), [Status::Unknown, Status::Unknown, Status::Ok, Status::Ok]);
    }
}
