//! `--stack`: the table by the stack that has it. CloudFormation is a server on loopback.

use rollcall_local::Ready;

use crate::command::{Ran, bare, ran, settings};
use crate::local::start;
use crate::server::Server;

fn described(outputs: &str) -> &'static str {
    let body = format!(
        "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>acme</StackName>\
         <StackStatus>CREATE_COMPLETE</StackStatus><Outputs>{outputs}</Outputs></member></Stacks>\
         </DescribeStacksResult></DescribeStacksResponse>"
    );
    body.leak()
}

fn output(name: &str, value: &str) -> String {
    format!("<member><OutputKey>{name}</OutputKey><OutputValue>{value}</OutputValue></member>")
}

/// Runs a command whose table is the local system's, and whose stacks are that server's.
async fn on(ready: &Ready, cloudformation: &Server, arguments: &str, more: &[(&str, &str)]) -> Ran {
    let mut command = bare(arguments);
    command.envs(settings(ready)).env_remove("AWS_ENDPOINT_URL").env_remove("TABLE_NAME");
    command.env("AWS_ENDPOINT_URL_DYNAMODB", &ready.dynamodb_url);
    command.env("AWS_ENDPOINT_URL_CLOUDFORMATION", &cloudformation.url).envs(more.iter().copied());
    ran(arguments, command).await
}

#[tokio::test]
async fn every_command_on_a_table_takes_a_stack_in_its_place() {
    let local = start().await;
    let outputs = output("ScimUrl", "https://example.com") + &output("TableName", &local.ready.table_name);
    let aws = Server::that_answers(200, described(&outputs)).await;
    for arguments in [
        "tenant list --stack acme",
        "tenant show demo --stack acme",
        "tenant create beta --stack acme",
        "tenant set beta --scim off --stack acme",
        "token list demo --stack acme",
        "token issue beta --scope people --stack acme",
        "user create demo ada@example.com --stack acme",
        "group list demo --stack acme",
        "invitation create demo ada@example.com --card-access card --stack acme",
        "invitation list demo --stack acme",
    ] {
        on(&local.ready, &aws, arguments, &[]).await.text();
    }
    // A variable names it as well; an option goes before the variables, and a table before a stack.
    on(&local.ready, &aws, "tenant list", &[("ROLLCALL_STACK", "acme")]).await.text();
    on(&local.ready, &aws, "tenant list --stack acme", &[("TABLE_NAME", "elsewhere")]).await.text();
    let other = [("ROLLCALL_STACK", "acme"), ("TABLE_NAME", "elsewhere")];
    let error = on(&local.ready, &aws, "tenant list", &other).await.failed(1);
    assert!(error.contains("no table \"elsewhere\" (TABLE_NAME)"), "{error}");
    let error = on(&local.ready, &aws, "tenant list", &[("ROLLCALL_STACK", "")]).await.failed(2);
    assert!(error.contains("ROLLCALL_STACK is set, and empty"), "{error}");
}

#[tokio::test]
async fn a_stack_that_is_not_there_or_has_no_table() {
    let local = start().await;
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>\
                <Message>Stack with id acme does not exist</Message></Error></ErrorResponse>";
    let aws = Server::that_answers(400, body).await;
    let error = on(&local.ready, &aws, "tenant list --stack acme", &[]).await.failed(1);
    assert!(error.contains("no stack \"acme\""), "{error}");
    let aws = Server::that_answers(200, described(&output("Other", "x"))).await;
    let error = on(&local.ready, &aws, "tenant list --stack acme", &[]).await.failed(1);
    assert!(error.contains("the stack \"acme\" has no output TableName"), "{error}");
}

#[tokio::test]
async fn a_local_system_has_no_stack() {
    let local = start().await;
    let mut command = bare("tenant list --stack rollcall");
    command.envs(settings(&local.ready));
    let error = ran("tenant list --stack rollcall", command).await.failed(1);
    assert!(error.contains("lead to a local system") && error.contains("`--table rollcall`"), "{error}");
}
