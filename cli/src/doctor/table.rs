//! The table: whether it still is as the template defines it.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    BillingMode, ContinuousBackupsDescription, IndexStatus, PointInTimeRecoveryStatus, StreamViewType,
    TableDescription, TableStatus, TimeToLiveDescription, TimeToLiveStatus,
};
use rollcall::store::keys;

use super::fact::{Fact, Gap, known, restore};
use super::finding::Finding;
use super::stack::Stack;

/// The attribute by which DynamoDB takes away what has expired.
const EXPIRY: &str = keys::EXPIRES_AT;

const INDEXES: [&str; 3] = [keys::BY_TENANT, keys::PURGE_DUE, keys::EFFECT_DUE];

/// The table, as DynamoDB knows it.
#[derive(Debug)]
pub(super) struct Facts {
    /// DynamoDB's description of the table.
    pub(super) table: Fact<TableDescription>,
    /// Whether what has expired is taken away.
    pub(super) time_to_live: Fact<TimeToLiveDescription>,
    /// Whether it can be brought back.
    pub(super) backups: Fact<ContinuousBackupsDescription>,
}

impl Facts {
    /// The stream that the table has now.
    #[must_use]
    pub(super) fn stream(&self) -> Option<&str> {
        self.table.as_ref().ok()?.latest_stream_arn.as_deref()
    }

    /// The writes a second that the table takes at once.
    #[must_use]
    pub(super) fn warm_writes(&self) -> Option<u64> {
        let warm = self.table.as_ref().ok()?.warm_throughput.as_ref()?;
        u64::try_from(warm.write_units_per_second?).ok().filter(|&units| units > 0)
    }
}

/// Asks DynamoDB about the table, its time to live and its backups. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let name = || stack.physical("Table");
    let (table, time_to_live, backups) = tokio::join!(
        async {
            let sent = client.describe_table().table_name(name()?).send().await;
            known("dynamodb:DescribeTable", sent)?.table.ok_or(Gap::Absent)
        },
        async {
            let sent = client.describe_time_to_live().table_name(name()?).send().await;
            let answer = known("dynamodb:DescribeTimeToLive", sent)?;
            Ok(answer.time_to_live_description.unwrap_or_else(|| TimeToLiveDescription::builder().build()))
        },
        async {
            let sent = client.describe_continuous_backups().table_name(name()?).send().await;
            let answer = known("dynamodb:DescribeContinuousBackups", sent)?;
            answer.continuous_backups_description.ok_or(Gap::Absent)
        },
    );
    Facts { table, time_to_live, backups }
}

/// Judges the table: indexes, stream, time to live, backups, protection, billing mode.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Vec<Finding> {
    let name = stack.physical("Table").unwrap_or("TABLE");
    let mut findings = match &facts.table {
        Ok(table) => vec![
            status(table, name),
            indexes(table),
            stream(table),
            deletion_protection(table, name),
            billing(table, name),
        ],
        Err(gap) => vec![gap.finding("table", bring_back(name))],
    };
    if !matches!(facts.table, Err(Gap::Absent)) {
        findings.extend([time_to_live(&facts.time_to_live, name), backups(&facts.backups, name)]);
    }
    findings
}

fn bring_back(name: &str) -> String {
    format!(
        "`aws dynamodb list-backups --table-name {name} --backup-type SYSTEM` shows what DynamoDB kept of it; bring that \
         back by `aws dynamodb restore-table-from-backup --target-table-name {name} --backup-arn ARN`"
    )
}

fn status(table: &TableDescription, name: &str) -> Finding {
    let wait = format!("aws dynamodb wait table-exists --table-name {name}");
    match &table.table_status {
        Some(TableStatus::Active) => Finding::ok("table", format!("{name} is ACTIVE")),
        Some(status @ (TableStatus::Updating | TableStatus::Creating)) => {
            let advice = format!("run `{wait}`, then this again");
            Finding::warning("table", format!("{name} is {status}"), advice).mended_by([wait])
        }
        status => Finding::problem(
            "table",
            format!("{name} is {}", status.as_ref().map_or("of no status", TableStatus::as_str)),
            format!("DynamoDB → Tables → {name} says why"),
        ),
    }
}

fn indexes(table: &TableDescription) -> Finding {
    let check = "table: indexes";
    let status = |name: &str| {
        let index = table.global_secondary_indexes().iter().find(|index| index.index_name() == Some(name));
        index.map(|index| index.index_status.clone())
    };
    let missing: Vec<_> = INDEXES.into_iter().filter(|name| status(name).is_none()).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Finding::problem(check, format!("not there: {missing}"), restore(&missing));
    }
    let busy: Vec<_> =
        INDEXES.into_iter().filter(|name| status(name) != Some(Some(IndexStatus::Active))).collect();
    if busy.is_empty() {
        Finding::ok(check, format!("{} are ACTIVE", INDEXES.join(", ")))
    } else {
        Finding::warning(
            check,
            format!("not ACTIVE yet: {}", busy.join(", ")),
            "wait until DynamoDB has filled them, and run this again",
        )
    }
}

fn stream(table: &TableDescription) -> Finding {
    let stream = table.stream_specification.as_ref().filter(|stream| stream.stream_enabled);
    let view = stream.and_then(|stream| stream.stream_view_type.clone());
    if view == Some(StreamViewType::NewAndOldImages) {
        return Finding::ok("table: stream", "on, with new and old images");
    }
    let found = view.map_or_else(|| "off".to_owned(), |view| format!("holds {view}, not new and old images"));
    // Turned on by hand it would be another stream, which neither the mapping nor the role of the outbox names.
    Finding::problem(
        "table: stream",
        found,
        restore("the table's StreamSpecification and all that names its StreamArn"),
    )
}

fn time_to_live(fact: &Fact<TimeToLiveDescription>, name: &str) -> Finding {
    let check = "table: time to live";
    let set = |enabled: &str, attribute: &str| {
        format!(
            "aws dynamodb update-time-to-live --table-name {name} --time-to-live-specification \
             Enabled={enabled},AttributeName={attribute}"
        )
    };
    let (turn_on, advice) = (set("true", EXPIRY), format!("run `{}`", set("true", EXPIRY)));
    let found = match fact {
        Ok(found) => found,
        Err(gap) => return gap.finding(check, advice),
    };
    let on =
        matches!(found.time_to_live_status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling));
    match found.attribute_name.as_deref().filter(|_| on) {
        Some(EXPIRY) => Finding::ok(check, format!("on, by {EXPIRY}")),
        Some(other) => Finding::problem(
            check,
            format!("goes by {other}: expired items stay in the table"),
            format!("run `{}` and, an hour later, `{turn_on}`", set("false", other)),
        )
        .mended_by([set("false", other), "sleep 3600".to_owned(), turn_on]),
        None => Finding::problem(check, "off: expired items stay in the table", advice).mended_by([turn_on]),
    }
}

fn backups(fact: &Fact<ContinuousBackupsDescription>, name: &str) -> Finding {
    let check = "table: point-in-time recovery";
    let command = format!(
        "aws dynamodb update-continuous-backups --table-name {name} --point-in-time-recovery-specification \
         PointInTimeRecoveryEnabled=true"
    );
    let advice = format!("run `{command}`");
    match fact {
        Ok(backups) => {
            let recovery = backups.point_in_time_recovery_description.as_ref();
            let status = recovery.and_then(|recovery| recovery.point_in_time_recovery_status.as_ref());
            if status == Some(&PointInTimeRecoveryStatus::Enabled) {
                Finding::ok(check, "on")
            } else {
                Finding::warning(
                    check,
                    "off: data overwritten or deleted by mistake cannot be restored",
                    advice,
                )
                .mended_by([command])
            }
        }
        Err(gap) => gap.finding(check, advice),
    }
}

fn deletion_protection(table: &TableDescription, name: &str) -> Finding {
    let check = "table: deletion protection";
    if table.deletion_protection_enabled == Some(true) {
        return Finding::ok(check, "on");
    }
    let command = format!("aws dynamodb update-table --table-name {name} --deletion-protection-enabled");
    let advice = format!("deploy with TableDeletionProtection=true or, if it is, run `{command}`");
    Finding::warning(check, "off: one call deletes all accounts", advice).mended_by([command])
}

fn billing(table: &TableDescription, name: &str) -> Finding {
    let check = "table: billing";
    let mode = table.billing_mode_summary.as_ref().and_then(|summary| summary.billing_mode.as_ref());
    if mode == Some(&BillingMode::PayPerRequest) {
        return Finding::ok(check, "on demand");
    }
    let command = format!("aws dynamodb update-table --table-name {name} --billing-mode PAY_PER_REQUEST");
    Finding::warning(check, "provisioned: a burst beyond that is held back", format!("run `{command}`"))
        .mended_by([command])
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::{
        BillingModeSummary, ContinuousBackupsStatus, GlobalSecondaryIndexDescription,
        PointInTimeRecoveryDescription, StreamSpecification,
    };

    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    fn index(name: &str) -> GlobalSecondaryIndexDescription {
        GlobalSecondaryIndexDescription::builder().index_name(name).index_status(IndexStatus::Active).build()
    }

    fn streaming(view: StreamViewType) -> StreamSpecification {
        StreamSpecification::builder().stream_enabled(true).stream_view_type(view).build().unwrap()
    }

    fn lives(status: TimeToLiveStatus, attribute: &str) -> TimeToLiveDescription {
        TimeToLiveDescription::builder().time_to_live_status(status).attribute_name(attribute).build()
    }

    fn recovery(status: PointInTimeRecoveryStatus) -> ContinuousBackupsDescription {
        let recovery =
            PointInTimeRecoveryDescription::builder().point_in_time_recovery_status(status).build();
        ContinuousBackupsDescription::builder()
            .continuous_backups_status(ContinuousBackupsStatus::Enabled)
            .point_in_time_recovery_description(recovery)
            .build()
            .unwrap()
    }

    fn table() -> TableDescription {
        TableDescription::builder()
            .table_status(TableStatus::Active)
            .set_global_secondary_indexes(Some(INDEXES.map(index).into()))
            .stream_specification(streaming(StreamViewType::NewAndOldImages))
            .deletion_protection_enabled(true)
            .billing_mode_summary(
                BillingModeSummary::builder().billing_mode(BillingMode::PayPerRequest).build(),
            )
            .build()
    }

    fn facts(change: impl FnOnce(&mut TableDescription)) -> Facts {
        let mut table = table();
        change(&mut table);
        Facts {
            table: Ok(table),
            time_to_live: Ok(lives(TimeToLiveStatus::Enabled, EXPIRY)),
            backups: Ok(recovery(PointInTimeRecoveryStatus::Enabled)),
        }
    }

    /// What is not as it should be.
    fn faults(facts: &Facts) -> Vec<(Status, String)> {
        let faulty = examine(facts, &stack()).into_iter().filter(|finding| finding.status != Status::Ok);
        faulty.map(|finding| (finding.status, finding.check)).collect()
    }

    #[test]
    fn the_table_of_the_template_is_well() {
        let facts = facts(|_| ());
        assert_eq!(faults(&facts), []);
        assert_eq!(examine(&facts, &stack()).len(), 7);
    }

    #[test]
    fn each_fault_is_found_by_itself() {
        type Change = fn(&mut TableDescription);
        let cases: [(Status, &str, Change); 9] = [
            (Status::Warning, "table", |table| table.table_status = Some(TableStatus::Updating)),
            (Status::Problem, "table", |table| table.table_status = Some(TableStatus::Archived)),
            (Status::Problem, "table: indexes", |table| {
                table.global_secondary_indexes.as_mut().unwrap().truncate(2);
            }),
            (Status::Warning, "table: indexes", |table| {
                table.global_secondary_indexes.as_mut().unwrap()[1].index_status =
                    Some(IndexStatus::Creating);
            }),
            (Status::Problem, "table: stream", |table| table.stream_specification = None),
            (Status::Problem, "table: stream", |table| {
                table.stream_specification = Some(streaming(StreamViewType::KeysOnly));
            }),
            (Status::Warning, "table: deletion protection", |table| table.deletion_protection_enabled = None),
            (Status::Warning, "table: billing", |table| table.billing_mode_summary = None),
            (Status::Problem, "table: indexes", |table| table.global_secondary_indexes = None),
        ];
        for (status, check, change) in cases {
            assert_eq!(faults(&facts(change)), [(status, check.to_owned())]);
        }
    }

    #[test]
    fn time_to_live_has_to_be_on_by_its_attribute() {
        for bad in [lives(TimeToLiveStatus::Disabled, EXPIRY), lives(TimeToLiveStatus::Enabled, "other")] {
            let facts = Facts { time_to_live: Ok(bad), ..facts(|_| ()) };
            assert_eq!(faults(&facts), [(Status::Problem, "table: time to live".to_owned())]);
        }
    }

    #[test]
    fn without_recovery_there_is_a_warning() {
        let facts = Facts { backups: Ok(recovery(PointInTimeRecoveryStatus::Disabled)), ..facts(|_| ()) };
        assert_eq!(faults(&facts), [(Status::Warning, "table: point-in-time recovery".to_owned())]);
    }

    #[test]
    fn a_description_that_is_not_to_be_had_hides_nothing_else() {
        let gap = Gap::Denied { action: "dynamodb:DescribeTable", reason: "no".to_owned() };
        let bad = lives(TimeToLiveStatus::Disabled, EXPIRY);
        let facts = Facts { table: Err(gap), time_to_live: Ok(bad), ..facts(|_| ()) };
        let expected = [(Status::Unknown, "table"), (Status::Problem, "table: time to live")];
        assert_eq!(faults(&facts), expected.map(|(status, check)| (status, check.to_owned())));
    }

    #[test]
    fn a_table_that_is_gone_is_one_problem() {
        let facts = Facts { table: Err(Gap::Absent), ..facts(|_| ()) };
        assert_eq!(faults(&facts), [(Status::Problem, "table".to_owned())]);
    }
}
