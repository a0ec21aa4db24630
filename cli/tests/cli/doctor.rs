//! `rollcall doctor`, as far as there is a stack without AWS: CloudFormation is a server on loopback.

use std::net::TcpListener;
use std::process::Command;

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
        ["--stack <NAME>", "ROLLCALL_STACK", "[default: rollcall]", "--burst <N>", "10000", "--json"]
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
