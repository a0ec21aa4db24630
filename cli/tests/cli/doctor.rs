//! `rollcall doctor`, as far as there is a stack without AWS: CloudFormation is a server on loopback.

use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use rollcall_local::Ready;
use serde_json::Value;

use crate::command::{Ran, bare, ran, rollcall};
use crate::local::start;
use crate::server::Server;

fn doctor(arguments: &str, endpoint: &str) -> Command {
    let mut command = bare(arguments);
    command.env_remove("ROLLCALL_STACK").env("AWS_ENDPOINT_URL", endpoint).env("AWS_REGION", "local");
    command.env("AWS_ACCESS_KEY_ID", "local").env("AWS_SECRET_ACCESS_KEY", "local");
    command
}

/// Runs it on an AWS that answers everything with this.
async fn answered(arguments: &str, status: u16, body: &'static str) -> Ran {
    let aws = Server::that_answers(status, body).await;
    ran(arguments, doctor(arguments, &aws.url)).await
}

#[tokio::test]
async fn its_help_tells_what_can_be_said() {
    let help = ran("doctor --help", bare("doctor --help")).await.text();
    for option in
        ["--stack <NAME>", "ROLLCALL_STACK", "[default: rollcall]", "--burst <N>", "10000", "--fix", "--json"]
    {
        assert!(help.contains(option), "{option}: {help}");
    }
    let error = ran("doctor --burst 0", bare("doctor --burst 0")).await.failed(2);
    assert!(error.contains("--burst"), "{error}");
}

#[tokio::test]
async fn without_region_or_credentials_it_says_which_is_missing() {
    let error = ran("doctor", bare("doctor")).await.failed(1);
    assert!(error.contains("AWS_REGION"), "{error}");
}

#[tokio::test]
async fn an_unknown_stack_is_answered_with_the_way_out() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>\
                <Message>Stack with id other does not exist</Message></Error></ErrorResponse>";
    let error = answered("doctor --stack other", 400, body).await.failed(1);
    assert!(error.contains("no stack \"other\"") && error.contains("ROLLCALL_STACK"), "{error}");
}

#[tokio::test]
async fn who_may_not_ask_is_told_so() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>\
                <Message>ada is not authorized to perform: cloudformation:DescribeStacks</Message></Error></ErrorResponse>";
    let error = answered("doctor", 403, body).await.failed(1);
    assert!(error.contains("no permission") && error.contains("cloudformation:DescribeStacks"), "{error}");
}

#[tokio::test]
async fn an_endpoint_that_refuses_is_named_as_such() {
    let refusing = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = ran("doctor", doctor("doctor", &format!("http://{refusing}"))).await.failed(1);
    assert!(
        error.contains(&format!("cannot reach CloudFormation at http://{refusing} (AWS_ENDPOINT_URL)")),
        "{error}"
    );
    assert!(error.contains("connection refused"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_unknown_and_stops_nothing_else() {
    // To all but `DescribeStacks` this answers nothing: neither resources nor anything of the account.
    let body = "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>rollcall</StackName>\
                <StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult>\
                </DescribeStacksResponse>";
    let report = answered("doctor --json", 200, body).await.report(1);
    assert_eq!(report["stack"], "rollcall");
    let findings = report["findings"].as_array().unwrap();
    let status = |check: &str| {
        let finding = findings.iter().find(|finding| finding["check"] == check);
        finding.unwrap_or_else(|| panic!("{check}: {report}"))["status"].as_str().unwrap()
    };
    assert_eq!(status("stack"), "ok");
    assert_eq!(status("quota: Lambda"), "unknown");
    for finding in findings {
        assert!(!finding["found"].as_str().unwrap().contains("Error {"), "{finding}");
    }
}

#[tokio::test]
async fn the_problems_are_told_by_the_code_though_nobody_reads_them() {
    let body = "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>rollcall</StackName>\
                <StackStatus>ROLLBACK_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult>\
                </DescribeStacksResponse>";
    let aws = Server::that_answers(200, body).await;
    let mut command = doctor("doctor", &aws.url);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer);
    let output = tokio::task::spawn_blocking(move || command.spawn().unwrap().wait()).await.unwrap().unwrap();
    assert_eq!(output.code(), Some(1));
}

#[tokio::test]
async fn of_a_local_system_it_says_that_there_is_nothing_to_inspect() {
    let local = start().await;
    let by_all = rollcall(&local.ready, "doctor").await.failed(1);
    let mut welcomed = bare("doctor");
    welcomed.env("AWS_ENDPOINT_URL_DYNAMODB", &local.ready.dynamodb_url).env("AWS_REGION", "local");
    let by_table = ran("doctor", welcomed).await.failed(1);
    for (error, setting) in [(by_all, "AWS_ENDPOINT_URL="), (by_table, "AWS_ENDPOINT_URL_DYNAMODB=")] {
        assert!(error.contains("deployed to AWS") && error.contains("needs no doctor"), "{error}");
        assert!(error.contains(&format!("unset {setting}{}", local.ready.dynamodb_url)), "{error}");
    }
    local.stop().await;
}

/// A stack whose table is that of the local system. All else that the doctor asks for is answered with nothing.
async fn stack_over(ready: &Ready) -> Server {
    let (engine, table) = (ready.dynamodb_url.clone(), ready.table_name.clone());
    let answer = async move |headers: HeaderMap, body: String| {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if header("x-amz-target").starts_with("DynamoDB_") {
            let mut request = reqwest::Client::new().post(&engine).body(body.clone());
            for name in ["x-amz-target", "content-type", "authorization", "x-amz-date"] {
                request = request.header(name, header(name));
            }
            let answer = request.send().await.unwrap();
            let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
            return (status, answer.text().await.unwrap()).into_response();
        }
        let text = if body.contains("Action=DescribeStacks") {
            "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>rollcall</StackName>\
             <StackStatus>CREATE_COMPLETE</StackStatus><Parameters><member><ParameterKey>AlarmTopicArn</ParameterKey>\
             <ParameterValue></ParameterValue></member></Parameters><Outputs><member><OutputKey>ScimUrl</OutputKey>\
             <OutputValue>http://127.0.0.1:9/scim/v2</OutputValue></member></Outputs></member></Stacks>\
             </DescribeStacksResult></DescribeStacksResponse>"
                .to_owned()
        } else if body.contains("Action=ListStackResources") {
            format!(
                "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>\
                 <LogicalResourceId>Table</LogicalResourceId><PhysicalResourceId>{table}</PhysicalResourceId>\
                 <ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries>\
                 </ListStackResourcesResult></ListStackResourcesResponse>"
            )
        } else {
            String::new()
        };
        text.into_response()
    };
    Server::of(Router::new().fallback(answer)).await
}

fn finding<'a>(report: &'a Value, check: &str) -> &'a Value {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["check"] == check).unwrap_or_else(|| panic!("{check}: {report:#}"))
}

#[tokio::test]
async fn webhooks_that_stopped_and_credentials_that_end_are_told_with_the_commands_that_mend_them() {
    let local = start().await;
    let ready = &local.ready;
    let gone = Server::that_answers(410, "").await;
    let added = rollcall(ready, &format!("webhook add {} --json", gone.url)).await.json();
    let webhook = added["id"].as_str().unwrap();
    rollcall(ready, "token issue demo --scope people --label hr --expires-in-days 30").await.text();
    rollcall(ready, "token issue demo --scope people --expires-in-days 31").await.text();
    rollcall(ready, "token issue --operator --label backend --expires-in-days 5").await.text();
    rollcall(ready, "tenant create acme --plan advanced").await.text();
    rollcall(ready, "user create demo ada@example.com").await.text();
    let show = format!("webhook show {webhook} --json");
    let until = Instant::now() + Duration::from_secs(20);
    while rollcall(ready, &show).await.json()["untaken"][0]["stoppedAt"].is_null() {
        assert!(Instant::now() < until, "the webhook is not sent anything");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    let aws = stack_over(ready).await;
    let report = ran("doctor --json", doctor("doctor --json", &aws.url)).await.report(1);
    let check = format!("webhook: {webhook}");
    let stopped = finding(&report, &check);
    assert_eq!(stopped["status"], "problem");
    let found = stopped["found"].as_str().unwrap();
    assert!(
        found.contains("has stopped for 1 tenant") && found.contains("the receiver answers 410"),
        "{stopped}"
    );
    let resume = format!("rollcall webhook resume {webhook} --stack rollcall");
    assert_eq!(stopped["commands"][1], resume.as_str());
    let tenants = finding(&report, "credentials: tenants");
    assert_eq!(tenants["status"], "warning");
    let found = tenants["found"].as_str().unwrap();
    assert!(found.starts_with("0 expired, 1 within 30 days: demo, token hr expires "), "{tenants}");
    let issue = "rollcall token issue demo --scope people --label hr --expires-in-days 30 --stack rollcall";
    assert_eq!(tenants["commands"][0], issue);
    let operator = finding(&report, "credentials: operator");
    assert!(operator["found"].as_str().unwrap().contains("token backend expires"), "{operator}");
    assert_eq!(finding(&report, "public URL")["status"], "problem");
    assert_eq!(finding(&report, "alarms")["status"], "warning");

    let script = ran("doctor --fix", doctor("doctor --fix", &aws.url)).await;
    assert_eq!(script.code(), Some(1), "{}", script.error());
    let script = script.printed();
    for line in
        [&format!("# problem: {check}: {}", stopped["found"].as_str().unwrap()), &resume, &issue.to_owned()]
    {
        assert!(script.lines().any(|found| found == line), "{line}: {script}");
    }
    let is_command = |line: &str| {
        ["rollcall ", "aws ", "sam ", "make ", "topic="].iter().any(|word| line.starts_with(word))
    };
    assert!(
        script.lines().all(|line| line.is_empty() || line.starts_with("# ") || is_command(line)),
        "{script}"
    );
    // The commands do what they say, once the receiver is mended.
    let arguments = resume.strip_prefix("rollcall ").unwrap().replace(" --stack rollcall", "");
    let resumed = rollcall(ready, &arguments).await.text();
    assert!(resumed.contains("goes on with the events of 1 tenant"), "{resumed}");
    local.stop().await;
}
