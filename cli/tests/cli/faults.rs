//! Each setting or service that can be at fault is named, with what to do, and never in the SDK's debug text.

use std::net::TcpListener;
use std::path::Path;

use crate::command::{Ran, bare, ran, rollcall};
use crate::local::start;
use crate::server::Server;

const LIST: &str = "tenant list --table rollcall";

/// Words of the SDK's own.
const SDK: [&str; 9] = [
    "SdkBody",
    "Request {",
    "dispatch failure",
    "interceptor",
    "credential provider",
    "Attempted:",
    "client error",
    "os error",
    "no answer:",
];

/// Runs a command with region, credentials and these settings.
async fn with(arguments: &str, settings: &[(&str, &str)]) -> Ran {
    let mut command = bare(arguments);
    command.env("AWS_REGION", "eu-west-1").env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
    command.envs(settings.iter().copied());
    ran(arguments, command).await
}

/// Runs a command with a file of profiles, one of which is selected, and nothing else.
async fn with_profile(dir: &Path, config: &str, profile: &str) -> Ran {
    let file = dir.join("config");
    std::fs::write(&file, config).unwrap();
    let mut command = bare(LIST);
    command.env("AWS_CONFIG_FILE", file).env("AWS_PROFILE", profile).env("HOME", dir);
    ran(LIST, command).await
}

/// What is complained of; none of it is the SDK's.
#[track_caller]
fn complaint(ran: &Ran) -> String {
    let error = ran.failed(1);
    for word in SDK {
        assert!(!error.contains(word), "{word}: {error}");
    }
    assert!(error.starts_with("error: ") && error.lines().count() == 1, "{error}");
    error
}

fn refusing() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

#[tokio::test]
async fn an_endpoint_that_is_down() {
    let url = refusing();
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"] {
        let expected = format!(
            "error: cannot reach DynamoDB at {url} ({variable}): connection refused, nothing listens there; start it, or \
             correct or unset {variable}"
        );
        assert_eq!(complaint(&with(LIST, &[(variable, &url)]).await), expected);
    }
}

#[tokio::test]
async fn an_endpoint_that_is_no_url() {
    for (url, reason) in [
        ("127.0.0.1:8001", "does not begin with http:// or https://"),
        ("localhost", "does not begin with http:// or https://"),
        ("http://exa mple", "has a character that no URL has, or no host"),
        ("http://127.0.0.1:99999", "has no port of 0 to 65535"),
    ] {
        for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"] {
            let expected = format!(
                "error: {variable} is no URL: \"{url}\" {reason}; write it as in http://127.0.0.1:8081, or unset it"
            );
            assert_eq!(complaint(&with(LIST, &[(variable, url)]).await), expected);
        }
    }
}

#[tokio::test]
async fn an_endpoint_of_a_profile() {
    let dir = tempfile::tempdir().unwrap();
    let config = "[profile lab]\nregion = eu-west-1\naws_access_key_id = a\naws_secret_access_key = b\n\
                  endpoint_url = localhost:8000\n";
    let error = complaint(&with_profile(dir.path(), config, "lab").await);
    assert!(error.contains("endpoint_url in AWS_CONFIG_FILE is no URL: \"localhost:8000\""), "{error}");
}

#[tokio::test]
async fn hosts_and_regions_that_are_not() {
    let unknown = with(LIST, &[("AWS_ENDPOINT_URL", "http://nowhere.invalid:1")]).await;
    let error = complaint(&unknown);
    assert!(error.contains("there is no host of that name") && error.contains("AWS_ENDPOINT_URL"), "{error}");
    let error = complaint(&with(LIST, &[("AWS_REGION", "eu west")]).await);
    assert_eq!(
        error,
        "error: AWS_REGION names no AWS region: \"eu west\"; a region is named as in eu-west-1"
    );
    let error = complaint(&with(LIST, &[("AWS_REGION", "")]).await);
    assert!(error.contains("no AWS region: set AWS_REGION"), "{error}");
}

#[tokio::test]
async fn something_else_than_dynamodb() {
    let local = start().await;
    // The API's port in place of the table's: an easy mistake.
    let api = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &local.ready.base_url)]).await);
    assert!(api.contains("something else than DynamoDB answers"), "{api}");
    for (status, body) in [(200, "<html>Welcome</html>"), (404, "not found")] {
        let server = Server::that_answers(status, body).await;
        let error = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &server.url)]).await);
        let place =
            format!("something else than DynamoDB answers as DynamoDB at {} (AWS_ENDPOINT_URL)", server.url);
        assert!(error.contains(&place), "{status}: {error}");
    }
    let tls = with(LIST, &[("AWS_ENDPOINT_URL", &local.ready.dynamodb_url.replace("http:", "https:"))]).await;
    let error = complaint(&tls);
    assert!(error.contains("http://"), "{error}");
}

#[tokio::test]
async fn a_table_of_something_else() {
    let body = r#"{"__type":"com.amazon.coral.validate#ValidationException","message":"The table does not have the specified index: ByTenant"}"#;
    let server = Server::that_answers(400, body).await;
    let error = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &server.url)]).await);
    assert!(error.contains("the table \"rollcall\" (--table) is none of Rollcall's"), "{error}");
}

#[tokio::test]
async fn who_may_not_ask_is_told_what_and_where_the_policy_is() {
    let body = r#"{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: arn:aws:iam::1:user/ada is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-west-1:1:table/rollcall/index/ByTenant"}"#;
    let server = Server::that_answers(400, body).await;
    let error = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &server.url)]).await);
    for part in ["no permission for AWS_ACCESS_KEY_ID", "dynamodb:Query on resource", "docs/operating.md"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let documented = include_str!("../../../docs/operating.md");
    assert!(documented.contains("### What the command needs"));
}

#[tokio::test]
async fn credentials_that_have_expired_or_are_nobodys() {
    for (code, kind, part) in [
        ("ExpiredTokenException", "credentialsExpired", "the credentials of AWS_ACCESS_KEY_ID have expired"),
        (
            "UnrecognizedClientException",
            "credentialsRefused",
            "does not accept the credentials of AWS_ACCESS_KEY_ID",
        ),
        (
            "InvalidSignatureException",
            "credentialsRefused",
            "does not accept the credentials of AWS_ACCESS_KEY_ID",
        ),
    ] {
        let body = format!(r#"{{"__type":"com.amazon.coral.service#{code}","message":"words of AWS"}}"#);
        let server = Server::that_answers(400, body.leak()).await;
        let settings = [("AWS_ENDPOINT_URL", server.url.as_str())];
        let error = complaint(&with(LIST, &settings).await);
        assert!(error.contains(part) && error.contains("set new AWS_ACCESS_KEY_ID"), "{error}");
        let problem = with("tenant list --table rollcall --json", &settings).await.problem(1);
        assert_eq!(problem["kind"], kind, "{problem}");
    }
}

#[tokio::test]
async fn a_service_that_takes_no_more_or_fails() {
    for (status, code, part) in [
        (400, "ThrottlingException", "takes no more requests at present; run this again"),
        (500, "InternalServerError", "InternalServerError: words of AWS"),
    ] {
        let body =
            format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"words of AWS"}}"#);
        let server = Server::that_answers(status, body.leak()).await;
        let error = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &server.url)]).await);
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn a_service_that_says_nothing() {
    // Connections are taken and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let error = complaint(&with(LIST, &[("AWS_ENDPOINT_URL", &url)]).await);
    assert!(
        error.contains(&format!("DynamoDB at {url} (AWS_ENDPOINT_URL) does not answer in time")),
        "{error}"
    );
}

#[tokio::test]
async fn profiles_that_are_not_there_or_not_readable() {
    let dir = tempfile::tempdir().unwrap();
    let config = "[profile lab]\nregion = eu-west-1\n[default]\nregion = eu-west-1\n";
    let error = complaint(&with_profile(dir.path(), config, "prod").await);
    assert!(error.contains("there is no profile \"prod\", which AWS_PROFILE names"), "{error}");
    assert!(error.contains("lab") && error.contains("default"), "{error}");
    // Even where the keys are there: they may be those of another account.
    let error = complaint(&with(LIST, &[("AWS_PROFILE", "prod")]).await);
    assert!(error.contains("there is no profile \"prod\""), "{error}");
    let error = complaint(&with(LIST, &[("AWS_PROFILE", "")]).await);
    assert!(error.contains("AWS_PROFILE is set, and empty"), "{error}");
    let error = complaint(&with_profile(dir.path(), "[profile lab]\nregion\n", "lab").await);
    assert!(error.contains("cannot read AWS's settings") && error.contains("line 2"), "{error}");
}

#[tokio::test]
async fn profiles_that_give_no_credentials() {
    let dir = tempfile::tempdir().unwrap();
    let sso = "region = eu-west-1\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n\
               [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://example.invalid/start\n";
    for (settings, parts) in [
        (sso, &["has no session, or one that has ended", "`aws sso login --profile lab`"][..]),
        ("credential_process = /bin/false\n", &["credential_process", "`/bin/false`"]),
        (
            "role_arn = arn:aws:iam::1:role/r\nmfa_serial = arn:aws:iam::1:mfa/a\nsource_profile = lab2\n[profile lab2]\n",
            &["a code of your device", "export-credentials --profile lab"],
        ),
        (
            "role_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n",
            &["does not get the role arn:aws:iam::1:role/r"],
        ),
        ("login_session = arn:aws:iam::1:user/a\n", &["`aws login`", "export-credentials --profile lab"]),
    ] {
        let config = format!("[profile lab]\nregion = eu-west-1\n{settings}");
        let error = complaint(&with_profile(dir.path(), &config, "lab").await);
        for part in ["no AWS credentials: the profile \"lab\"", parts[0], parts.last().unwrap()] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}

#[tokio::test]
async fn credentials_of_which_a_half_is_missing() {
    let error = complaint(&with(LIST, &[("AWS_SECRET_ACCESS_KEY", "")]).await);
    assert_eq!(
        error,
        "error: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: set both, or neither"
    );
    let mut none = bare(LIST);
    none.env("AWS_REGION", "eu-west-1");
    let error = complaint(&ran(LIST, none).await);
    assert_eq!(
        error,
        "error: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    );
}

#[tokio::test]
async fn a_table_that_is_not_named_or_not_there() {
    let error = with("tenant list", &[("TABLE_NAME", "")]).await.failed(2);
    assert_eq!(error, "error: TABLE_NAME is set, and empty: set it to a name, or unset it");
    let error = with("tenant list", &[("TABLE_NAME", "a b")]).await.failed(2);
    assert!(error.contains("TABLE_NAME is \"a b\", which is no name of a table"), "{error}");
    let error = with("tenant list", &[]).await.failed(2);
    for part in ["--table", "--stack", "TABLE_NAME", "ROLLCALL_STACK"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let local = start().await;
    let error = complaint(&rollcall(&local.ready, "tenant list --table elsewhere").await);
    assert!(error.contains("there is no table \"elsewhere\" (--table)"), "{error}");
    assert!(error.contains(&local.ready.dynamodb_url), "{error}");
}

#[tokio::test]
async fn programs_read_errors_as_json() {
    let local = start().await;
    for (arguments, code, kind) in [
        ("tenant show nobody --json", 1, "noTenant"),
        ("tenant list --table elsewhere --json", 1, "noTable"),
        ("tenant create demo --json", 1, "tenantExists"),
        ("token revoke demo 000000000000 --json", 1, "noToken"),
        ("tenant set demo --json", 1, "nothingToSet"),
        ("tenant set demo --price-minor 1 --no-billing --json", 2, "usage"),
        ("tenant create Not_An_Id --json", 2, "usage"),
        ("tenant --json", 2, "usage"),
        ("doctor --json", 1, "localSystem"),
    ] {
        let problem = rollcall(&local.ready, arguments).await.problem(code);
        assert_eq!(problem["kind"], kind, "rollcall {arguments}: {problem}");
        let message = problem["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.starts_with("error"), "{message}");
    }
    let problem = with("tenant list --json", &[("TABLE_NAME", "")]).await.problem(2);
    assert_eq!(problem["kind"], "settings", "{problem}");
    let problem = with("tenant list --table t --json", &[("AWS_ENDPOINT_URL", &refusing())]).await.problem(1);
    assert_eq!(problem["kind"], "unreachable", "{problem}");
}
