//! Runs the command, as a person does.

use std::process::{Command, Output};

use rollcall_local::Ready;
use serde_json::Value;

/// A run of `rollcall` that has ended.
pub(crate) struct Ran {
    arguments: String,
    output: Output,
}

/// `rollcall` with these arguments (parted by spaces) and no AWS settings at all.
pub(crate) fn bare(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollcall"));
    command.args(arguments.split(' ')).env_remove("TABLE_NAME").env_remove("ROLLCALL_STACK");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_")) {
        command.env_remove(name);
    }
    let none = "/nonexistent";
    command.env("AWS_CONFIG_FILE", none).env("AWS_SHARED_CREDENTIALS_FILE", none);
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// The settings that reach the local system's table.
pub(crate) fn settings(ready: &Ready) -> [(&'static str, &str); 5] {
    [
        ("AWS_ENDPOINT_URL", &ready.dynamodb_url),
        ("AWS_REGION", "local"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("TABLE_NAME", &ready.table_name),
    ]
}

/// Runs `rollcall` on the local system's table.
pub(crate) async fn rollcall(ready: &Ready, arguments: &str) -> Ran {
    let mut command = bare(arguments);
    command.envs(settings(ready));
    ran(arguments, command).await
}

/// Runs a command to its end, while the local system in this process goes on.
pub(crate) async fn ran(arguments: &str, mut command: Command) -> Ran {
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    Ran::of(arguments, output)
}

impl Ran {
    pub(crate) fn of(arguments: &str, output: Output) -> Self {
        Self { arguments: arguments.to_owned(), output }
    }

    /// What it printed, being done.
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        assert!(self.output.status.success(), "rollcall {}: {}", self.arguments, self.error());
        String::from_utf8(self.output.stdout.clone()).unwrap().trim_end().to_owned()
    }

    /// What it printed, being done, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    /// What it complained of, having ended with this code and printed no answer.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> String {
        assert_eq!(self.output.status.code(), Some(code), "rollcall {}: {}", self.arguments, self.error());
        assert!(self.output.stdout.is_empty(), "an answer to rollcall {}", self.arguments);
        self.error()
    }

    /// What it printed as JSON, having ended with this code.
    #[track_caller]
    pub(crate) fn report(&self, code: i32) -> Value {
        assert_eq!(self.output.status.code(), Some(code), "rollcall {}: {}", self.arguments, self.error());
        serde_json::from_slice(&self.output.stdout).unwrap()
    }

    /// What it complained of as JSON, having ended with this code and printed no answer.
    #[track_caller]
    pub(crate) fn problem(&self, code: i32) -> Value {
        let complaint = self.failed(code);
        let problem: Value = serde_json::from_str(&complaint).unwrap_or_else(|_| panic!("{complaint}"));
        problem["error"].clone()
    }

    /// What it printed, though it may have failed.
    pub(crate) fn printed(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    /// How it ended.
    pub(crate) fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// What it complained of.
    pub(crate) fn error(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).trim_end().to_owned()
    }
}
