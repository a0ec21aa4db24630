//! `rollcall conform` on Rollcall itself.

use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use rollcall_local::{Local, Ready};
use serde_json::Value;

use crate::command::{Ran, bare, ran, rollcall};
use crate::local::start;

const PROFILE_SYNC: &str = "Run `rollcall tenant set <tenant> --profile-sync full`.";

/// All suites but IPSIE's.
const MOST: &str = "okta-spec,okta-crud,okta-entitlements,entra,interop,rfc";

fn command(ready: &Ready, arguments: &str) -> (String, Command) {
    let arguments = format!("conform --base {} {arguments}", ready.scim_url);
    let mut command = bare(&arguments);
    command.env("SCIM_TOKEN", &ready.token);
    (arguments, command)
}

async fn conform(ready: &Ready, arguments: &str) -> Ran {
    let (arguments, command) = command(ready, arguments);
    let ran = ran(&arguments, command).await;
    assert!(
        !ran.printed().contains(&ready.token) && !ran.error().contains(&ready.token),
        "the token is shown"
    );
    ran
}

async fn count(ready: &Ready, endpoint: &str) -> u64 {
    let list = Client::new().get(format!("{}/{endpoint}?count=0", ready.scim_url)).bearer_auth(&ready.token);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    list["totalResults"].as_u64().unwrap()
}

/// That a run left nobody behind.
async fn nobody_is_left(ready: &Ready) {
    assert_eq!((count(ready, "Users").await, count(ready, "Groups").await), (0, 0));
}

/// The ids of the findings that ended so.
fn ids<'a>(report: &'a Value, outcome: &str) -> Vec<&'a str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["outcome"] == outcome)
        .map(|finding| finding["id"].as_str().unwrap())
        .collect()
}

fn finding<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id).unwrap()
}

/// A tenant that a catalogue may look at.
async fn listed() -> Local {
    let local = start().await;
    for arguments in [
        "tenant set demo --profile-sync full",
        "role set demo approver --display Approver",
        "role set demo auditor --display Auditor",
        "oauth-client create demo",
    ] {
        rollcall(&local.ready, arguments).await.text();
    }
    local
}

#[tokio::test]
async fn with_profile_sync_all_that_applies_passes() {
    let local = listed().await;
    let report = conform(&local.ready, &format!("--only {MOST} --rate 100 --format json")).await;
    let report: Value =
        serde_json::from_str(&report.printed()).unwrap_or_else(|_| panic!("{}", report.error()));
    let failed: Vec<_> = ids(&report, "fail").into_iter().map(|id| finding(&report, id)).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let not_applicable = [
        "okta-spec.https",
        "entra.email",
        "interop.strict-path",
        "interop.strict-attributes",
        "interop.strict-filter",
    ];
    let found = ids(&report, "notApplicable");
    let unexpected: Vec<_> = found.iter().filter(|id| !not_applicable.contains(id)).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    assert_eq!(report["server"]["isRollcall"], true);
    assert!(report["summary"]["pass"].as_u64().unwrap() > 100, "{}", report["summary"]);
    nobody_is_left(&local.ready).await;
}

#[tokio::test]
async fn all_of_the_ipsie_profile_passes() {
    let local = listed().await;
    let report = conform(&local.ready, "--only ipsie --rate 50 --format json").await;
    let report: Value = serde_json::from_str(&report.printed()).unwrap();
    let failed: Vec<_> = ids(&report, "fail").into_iter().map(|id| finding(&report, id)).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(finding(&report, "ipsie.throughput")["outcome"], "pass");
    nobody_is_left(&local.ready).await;
}

#[tokio::test]
async fn without_profile_sync_the_report_names_the_setting() {
    let local = start().await;
    let report =
        conform(&local.ready, "--only okta-crud,entra,interop --rate 100 --format json").await.report(1);
    let failed = [
        "okta-crud.update",
        "entra.update",
        "entra.update-enterprise",
        "entra.update-without-path",
        "entra.value-path",
        "entra.null-and-empty",
        "entra.manager",
    ];
    assert_eq!(ids(&report, "fail"), failed);
    for id in failed.into_iter().chain(["interop.add-merges", "interop.list-replace", "interop.value-path"]) {
        assert_eq!(finding(&report, id)["mend"], PROFILE_SYNC, "{id}");
    }
    assert_eq!(finding(&report, "interop.add-merges")["outcome"], "notApplicable");
    let update = finding(&report, "okta-crud.update");
    assert_eq!((&update["exchange"]["method"], &update["exchange"]["status"]), (&"GET".into(), &200.into()));
    nobody_is_left(&local.ready).await;
}

#[tokio::test]
async fn a_report_takes_the_form_that_is_asked_for() {
    let local = start().await;
    let dir = tempfile::tempdir().unwrap();
    let text = conform(&local.ready, "--only okta-spec --rate 100").await.text();
    assert!(text.contains("pass  okta-spec.create") && text.contains("n/a   okta-spec.https"), "{text}");
    for (format, parts) in [
        ("text", ["Okta: SPEC test", "none failed"]),
        ("json", ["\"format\": 1", "\"okta-spec.create\""]),
        ("junit", ["<testsuites name=\"rollcall conform\"", "classname=\"okta-spec\""]),
        ("html", ["<!doctype html>", "prefers-color-scheme: dark"]),
    ] {
        let file = dir.path().join(format);
        let arguments = format!("--only okta-spec --rate 100 --format {format} --output {}", file.display());
        let said = conform(&local.ready, &arguments).await.text();
        assert!(said.contains("none failed"), "{said}");
        let report = std::fs::read_to_string(&file).unwrap();
        for part in parts {
            assert!(report.contains(part), "{part}: {report}");
        }
        assert!(!report.contains(&local.ready.token));
    }
    nobody_is_left(&local.ready).await;
}

#[tokio::test]
async fn people_who_are_to_be_kept_stay_and_are_told() {
    let local = start().await;
    let ran = conform(&local.ready, "--only okta-spec --rate 100 --keep").await;
    ran.text();
    assert!(ran.error().contains("Their names begin with rollcall-conform-"), "{}", ran.error());
    assert!(count(&local.ready, "Users").await > 3);
}

#[cfg(unix)]
#[tokio::test]
async fn an_interrupted_run_takes_its_people_away() {
    let local = start().await;
    let (_, mut command) = command(&local.ready, "--rate 10 --format json");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pid = child.id().to_string();
    while count(&local.ready, "Users").await < 3 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    let error = Ran::of("conform", output).failed(2);
    assert!(error.contains("broken off"), "{error}");
    nobody_is_left(&local.ready).await;
}

#[tokio::test]
async fn what_cannot_be_checked_ends_with_2_and_shows_no_token() {
    let local = start().await;
    let ready = &local.ready;
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("no/report").display().to_string();
    for (arguments, part) in [
        (format!("--base {} --token rc_demo_wrong", ready.scim_url), "answers 401 to the token"),
        (
            format!("--base {} --token rc_demo_wr\u{e4}ng", ready.scim_url),
            "characters that a header cannot have",
        ),
        (format!("--base {} --user-domain nowhere", ready.scim_url), "domain of the users"),
        (format!("--base {} --output {nowhere}", ready.scim_url), "cannot write the report"),
        (format!("--base {} --only bulk", ready.scim_url), "okta-spec"),
        (format!("--base {} --rate 0", ready.scim_url), "--rate"),
        ("--base http://127.0.0.1:1/scim/v2".to_owned(), "nothing answers there"),
        ("--base example.com".to_owned(), "is no URL"),
        ("--base http://a:b@example.com".to_owned(), "a user name or a password"),
        (String::new(), "--base"),
    ] {
        let arguments = format!("conform {arguments}");
        let mut command = bare(arguments.trim_end());
        command.env("SCIM_TOKEN", &ready.token);
        let error = ran(&arguments, command).await.failed(2);
        assert!(error.contains(part), "{arguments}: {error}");
        assert!(!error.contains(&ready.token) && !error.contains("rc_demo_wr"), "{error}");
    }
    let mut command = bare("conform --base http://127.0.0.1:1/");
    command.env_remove("SCIM_TOKEN");
    let error = ran("conform", command).await.failed(2);
    assert!(error.contains("SCIM_TOKEN"), "{error}");
    let mut command = bare("conform --help");
    command.env("SCIM_TOKEN", &ready.token);
    let help = ran("conform --help", command).await.text();
    assert!(!help.contains(&ready.token), "{help}");
    for part in ["[env: SCIM_TOKEN]", "Exit codes:", "okta-entitlements", "[default: 10]"] {
        assert!(help.contains(part), "{part}: {help}");
    }
    nobody_is_left(ready).await;
}
