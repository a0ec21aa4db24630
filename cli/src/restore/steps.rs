//! What a person does to restore a table, in order, with the names filled in.

use serde::Serialize;

/// One step.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    what: String,
    /// Lines for a shell; empty where docs/operating.md has them.
    commands: Vec<String>,
}

/// What stands for the stack's name where only a table was named.
const STACK: &str = "$STACK";

/// All steps of a restore of `old` to `new`, which belongs to the stack afterwards.
pub(super) fn all(old: &str, new: &str, stack: Option<&str>) -> Vec<Step> {
    let stack = stack.unwrap_or(STACK);
    let unnamed = if stack == STACK { ". STACK is your stack's name" } else { "" };
    let step = |what: &str, commands: &[String]| Step { what: what.to_owned(), commands: commands.to_vec() };
    let arn = |table: &str| {
        format!("$(aws dynamodb describe-table --table-name {table} --query Table.TableArn --output text)")
    };
    vec![
        step(
            &format!("Stop the functions, and keep the template that runs{unnamed}"),
            &[
                "for f in ScimFunction VerifyFunction OauthFunction PeopleFunction OutboxFunction PurgeFunction \
                 RenewalFunction WebhookFunction CheckFunction; do"
                    .to_owned(),
                format!(
                    "  name=$(aws cloudformation describe-stack-resource --stack-name {stack} --logical-resource-id $f \
                     --query StackResourceDetail.PhysicalResourceId --output text)"
                ),
                "  aws lambda put-function-concurrency --function-name $name --reserved-concurrent-executions 0"
                    .to_owned(),
                "done".to_owned(),
                format!(
                    "aws cloudformation get-template --stack-name {stack} --template-stage Processed --query TemplateBody \
                     >before.json"
                ),
            ],
        ),
        step(
            "Restore, unless the table is there. AT is the moment before the damage",
            &[
                format!(
                    "aws dynamodb restore-table-to-point-in-time --source-table-name {old} --target-table-name {new} \
                     --restore-date-time $AT"
                ),
                format!("aws dynamodb wait table-exists --table-name {new}"),
            ],
        ),
        step(
            "Give the table the stream and the deletion protection",
            &[
                format!(
                    "aws dynamodb update-table --table-name {new} --deletion-protection-enabled --stream-specification \
                     StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES"
                ),
                format!("aws dynamodb wait table-exists --table-name {new}"),
            ],
        ),
        step(
            "Give it the time to live",
            &[format!(
                "aws dynamodb update-time-to-live --table-name {new} --time-to-live-specification \
                 Enabled=true,AttributeName=expiresAt"
            )],
        ),
        step(
            "Give it point-in-time recovery",
            &[format!(
                "aws dynamodb update-continuous-backups --table-name {new} --point-in-time-recovery-specification \
                 PointInTimeRecoveryEnabled=true"
            )],
        ),
        step(
            "Give it the tags of the old table, if that has any of yours",
            &[
                format!(
                    "tags=$(aws dynamodb list-tags-of-resource --resource-arn {} --output json --query \
                     'Tags[?!starts_with(Key, `aws:`)]')",
                    arn(old)
                ),
                format!("aws dynamodb tag-resource --resource-arn {} --tags \"$tags\"", arn(new)),
            ],
        ),
        step(
            "Delete again who was deleted since, before anything works on the table",
            &[format!("rollcall restore apply --from {new} --table {old}")],
        ),
        step("Deploy the template without the table: docs/operating.md, section 9, steps 3 and 4", &[]),
        step("Mend the rest, then start the functions: section 9, step 5", &[]),
        step(
            "Import the table into the stack, and deploy the usual template: section 9, steps 6 and 7",
            &[],
        ),
    ]
}

/// The steps as text.
pub(super) fn text(steps: &[Step]) -> String {
    let mut lines = vec!["What to do, in this order:".to_owned()];
    for (number, step) in (1..).zip(steps) {
        lines.push(format!("{number}. {}", step.what));
        lines.extend(step.commands.iter().map(|command| format!("   {command}")));
    }
    lines.join("\n")
}
