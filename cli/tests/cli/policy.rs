//! The permissions that docs/operator-policy.json gives are those that the commands use: neither fewer nor more.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::command::{bare, ran, rollcall};
use crate::local::start;
use crate::server::Server;

const POLICY: &str = include_str!("../../../docs/operator-policy.json");

type Actions = BTreeSet<String>;

/// The actions of the statements with these names.
fn granted(names: &[&str]) -> Actions {
    let policy: Value = serde_json::from_str(POLICY).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let of = |name: &&str| statements.iter().find(|statement| statement["Sid"] == **name).unwrap();
    let actions = names.iter().map(of).flat_map(|statement| statement["Action"].as_array().unwrap());
    actions.map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// What IAM asks for a request to DynamoDB: for a transaction, the permission of each of its parts.
fn needed(target: &str, body: &Value) -> Actions {
    let operation = target.rsplit('.').next().unwrap();
    let parts = body["TransactItems"].as_array().cloned().unwrap_or_default();
    let part = |part: &Value| match part.as_object().unwrap().keys().next().unwrap().as_str() {
        "ConditionCheck" => "dynamodb:ConditionCheckItem".to_owned(),
        verb => format!("dynamodb:{verb}Item"),
    };
    let parts: Actions = parts.iter().map(part).collect();
    if parts.is_empty() { [format!("dynamodb:{operation}")].into() } else { parts }
}

/// A way to the engine that notes what goes over it.
async fn recorder(engine: String) -> (Server, Arc<Mutex<Actions>>) {
    let used = Arc::new(Mutex::new(Actions::new()));
    let noted = Arc::clone(&used);
    let forward = async move |headers: HeaderMap, body: String| {
        let target = headers["x-amz-target"].to_str().unwrap();
        noted.lock().unwrap().extend(needed(target, &serde_json::from_str(&body).unwrap()));
        let mut request = reqwest::Client::new().post(&engine).body(body);
        for name in ["x-amz-target", "content-type", "authorization", "x-amz-date"] {
            request = request.header(name, headers[name].to_str().unwrap());
        }
        let answer = request.send().await.unwrap();
        let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
        (status, [("content-type", "application/x-amz-json-1.0")], answer.text().await.unwrap())
    };
    (Server::of(Router::new().fallback(forward)).await, used)
}

#[tokio::test]
async fn commands_on_a_table_use_what_the_policy_gives_them() {
    let local = start().await;
    let (recorder, used) = recorder(local.ready.dynamodb_url.clone()).await;
    let mut ready = local.ready.clone();
    ready.dynamodb_url.clone_from(&recorder.url);
    for arguments in [
        "tenant create acme --plan advanced",
        "tenant set acme --scim off",
        "tenant set acme --price-minor 1200 --currency EUR --billing monthly --billing-anchor 2026-07-01",
        "tenant show acme",
        "tenant list",
        "token issue acme --scope people",
        "token list acme",
        "token issue --operator",
        "token list --operator",
        "user create acme ada@example.com",
        "trace acme ada@example.com",
        "events list acme",
        "webhook add http://127.0.0.1:9/hooks",
        "webhook list",
        "group list acme",
        "invitation create acme ada@example.com --card-access card",
        "invitation list acme",
        "invitation revoke acme ada@example.com",
        "entity create acme Other",
        "entity rename acme Other Another",
        "entity delete acme Another",
        "role set acme approver --display Approver",
        "role list acme",
        "access-rule list acme",
        "role delete acme approver",
    ] {
        rollcall(&ready, arguments).await.text();
    }
    let id = rollcall(&ready, "token list acme --json").await.json()[0]["id"].as_str().unwrap().to_owned();
    rollcall(&ready, &format!("token revoke acme {id} --with-made")).await.text();
    let dir = tempfile::tempdir().unwrap();
    let export = dir.path().join("acme.export").display().to_string();
    rollcall(&ready, &format!("tenant export acme --to {export}")).await.text();
    rollcall(&ready, &format!("tenant import {export} --dry-run")).await.failed(1);
    rollcall(&ready, "tenant delete acme --yes-delete acme --last-look-after 0").await.text();
    assert_eq!(*used.lock().unwrap(), granted(&["RollcallTable"]));
}

#[tokio::test]
async fn the_doctor_uses_what_the_policy_gives_it() {
    // It may look at the stack and at nothing else. Of each refusal it says what is missing.
    let aws = Server::that_answers_by(|_, uri, body| {
        let xml = |text: String| (StatusCode::OK, HeaderMap::new(), text);
        if body.contains("Action=DescribeStacks") {
            return xml(stack());
        }
        if body.contains("Action=ListStackResources") {
            return xml(resources());
        }
        // Without this it does not ask for more of the set.
        if uri.path().ends_with("/configuration-sets/mails") {
            return xml("{}".to_owned());
        }
        // SNS alone answers in XML.
        if body.contains("Action=GetTopicAttributes") {
            let refusal = "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code>\
                           <Message>you may not</Message></Error></ErrorResponse>";
            return (StatusCode::FORBIDDEN, HeaderMap::new(), refusal.to_owned());
        }
        let refusal = json!({ "__type": "AccessDeniedException", "message": "you may not" }).to_string();
        let kind = HeaderValue::from_static("AccessDeniedException");
        (StatusCode::FORBIDDEN, HeaderMap::from_iter([("x-amzn-errortype".parse().unwrap(), kind)]), refusal)
    })
    .await;
    let arguments = "doctor --json --stack acme";
    let mut command = bare(arguments);
    command.env("AWS_ENDPOINT_URL", &aws.url).env("AWS_REGION", "eu-west-1");
    command.env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
    let printed = ran(arguments, command).await.printed();
    let report: Value = serde_json::from_str(&printed).unwrap();
    let advice =
        report["findings"].as_array().unwrap().iter().filter_map(|finding| finding["advice"].as_str());
    let missing = advice.filter_map(|advice| advice.strip_prefix("allow ")?.split(' ').next());
    let mut used: Actions = missing.map(str::to_owned).collect();
    used.insert("cloudformation:DescribeStacks".to_owned());
    used.insert("cloudformation:ListStackResources".to_owned());
    used.insert("ses:GetConfigurationSet".to_owned());
    // What is in the table is looked at by what all commands on a table need.
    let of_table = granted(&["RollcallTable"]);
    let read: Actions = used.extract_if(.., |action| of_table.contains(action)).collect();
    assert_eq!(read, ["dynamodb:GetItem", "dynamodb:Query"].map(str::to_owned).into());
    let granted =
        granted(&["RollcallStack", "DoctorTable", "DoctorFunctions", "DoctorOfStack", "DoctorOfAccount"]);
    assert_eq!(used, granted, "{report:#}");
}

fn stack() -> String {
    let parameter = |name: &str, value: &str| {
        format!(
            "<member><ParameterKey>{name}</ParameterKey><ParameterValue>{value}</ParameterValue></member>"
        )
    };
    let parameters = [
        ("MailIdentity", "example.com"),
        ("MailSender", "a@example.com"),
        ("MailConfigurationSet", "mails"),
        ("EventBusName", "product"),
        ("AlarmTopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"),
    ];
    let parameters = parameters.map(|(name, value)| parameter(name, value)).concat();
    format!(
        "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>acme</StackName>\
         <StackStatus>CREATE_COMPLETE</StackStatus><Parameters>{parameters}</Parameters></member></Stacks>\
         </DescribeStacksResult></DescribeStacksResponse>"
    )
}

fn resources() -> String {
    let resources = [
        "Table",
        "ScimFunction",
        "VerifyFunction",
        "PeopleFunction",
        "OauthFunction",
        "OutboxFunction",
        "PurgeFunction",
        "RenewalFunction",
        "WebhookFunction",
        "CheckFunction",
        "OutboxFailures",
        "ScheduleFailures",
        "ScheduleGroup",
        "SweepSchedule",
        "PurgeNetSchedule",
        "WebhookSchedule",
        "RenewalSchedule",
        "OutboxFunctionChanges",
        "Api",
    ];
    let member = |name: &str| {
        format!(
            "<member><LogicalResourceId>{name}</LogicalResourceId><PhysicalResourceId>acme-{name}</PhysicalResourceId>\
             <ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"
        )
    };
    format!(
        "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>{}</StackResourceSummaries>\
         </ListStackResourcesResult></ListStackResourcesResponse>",
        resources.map(member).concat()
    )
}
