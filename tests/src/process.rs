//! The real binary as a process of its own: for what cannot be seen from inside, its death and its output.
//!
//! The binary is `ROLLCALL_BIN`, or `rollcall` where cargo puts it for the profile of this executable. Building the
//! whole workspace's tests does; who builds one package alone runs `cargo build -p rollcall-cli` first, and again when
//! it changed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::{Client, Response};
use rollcall::clock::{Clock, SystemClock};
use rollcall_rules::oauth::{Issued, NewAssertions, Reach, RedirectUris, SecretLifetime};

use crate::admin::Admin;
use crate::events::{self, Event};
use crate::faulty::Faulty;
use crate::keys::{AUDIENCE, ISSUER, SUBJECT};
use crate::local::Ready;
use crate::okta::{App, Okta};
use crate::table::Table;
use crate::{Entra, Mail, People, Portal, Scim, mailbox, seed};

/// How long a start may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The last line of the welcome.
const LAST_OF_WELCOME: &str = "rollcall tenant show demo";

/// `rollcall local`, running.
#[derive(Debug)]
pub struct Process {
    child: Child,
    welcome: PathBuf,
    log: PathBuf,
    /// What it wrote into its ready file.
    pub ready: Ready,
}

impl Process {
    /// Starts it on a data directory, which may hold what an earlier one left, and waits until it is ready.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start(data_dir: &Path) -> Self {
        Self::start_with(data_dir, &[]).await
    }

    /// The same, over a table that fails at will; see
    /// [`LocalSystem::over_faulty_table`](crate::LocalSystem::over_faulty_table).
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start_over_faulty_table(data_dir: &Path, seed: u64) -> (Self, Faulty) {
        let (engine, faulty) = Faulty::before_one_to_come(seed).await;
        let engine = engine.to_string();
        let options = ["--dynamodb-listen", &engine, "--dynamodb-endpoint", faulty.url()];
        (Self::start_with(data_dir, &options).await, faulty)
    }

    async fn start_with(data_dir: &Path, options: &[&str]) -> Self {
        let ready_file = data_dir.join("ready.json");
        let (welcome, log) = (data_dir.join("welcome.txt"), data_dir.join("log.txt"));
        // Left by an earlier process on the same directory; there is none the first time.
        let _ = fs::remove_file(&ready_file);
        let mut child = Command::new(binary())
            .args(["local", "--port", "0", "--data-dir"])
            .arg(data_dir)
            .arg("--ready-file")
            .arg(&ready_file)
            .args(options)
            .stdin(Stdio::null())
            .stdout(File::create(&welcome).expect("a file for standard output"))
            .stderr(File::create(&log).expect("a file for standard error"))
            .spawn()
            .expect("the rollcall binary");
        let ready = wait_for(|| {
            let gone = child.try_wait().expect("the state of the child");
            assert!(gone.is_none(), "ended at once:\n{}", read(&log));
            let text = fs::read_to_string(&ready_file).ok()?;
            serde_json::from_str(&text).ok()
        })
        .await;
        Self { child, welcome, log, ready }
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    ///
    /// # Panics
    /// When it is dead already.
    pub fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ends");
    }

    /// Ends it and gives its log: all of standard error.
    ///
    /// # Panics
    /// When it is dead already, or said more on standard output than its welcome, which shows the demo tenant's token
    /// to the person who started it.
    pub fn stop_and_read_log(&mut self) -> String {
        self.kill();
        let welcome = read(&self.welcome);
        assert!(welcome.trim_end().ends_with(LAST_OF_WELCOME), "more than a welcome:\n{welcome}");
        read(&self.log)
    }

    /// A plain SCIM client of the demo tenant.
    #[must_use]
    pub fn scim(&self) -> Scim {
        Scim::new(Client::new(), &self.ready.scim_url, &self.ready.token)
    }

    /// The demo tenant's Okta.
    #[must_use]
    pub fn okta(&self) -> Okta {
        Okta::new(self.scim(), App::Wizard)
    }

    /// The demo tenant's Entra.
    #[must_use]
    pub fn entra(&self) -> Entra {
        Entra::new(self.scim())
    }

    /// An OAuth client of the demo tenant, with a secret for a year.
    pub async fn oauth_client(&self) -> Issued {
        let admin = Admin::new(&self.table(), SystemClock.now());
        admin.create_oauth_client(&self.ready.tenant, SecretLifetime::default()).await
    }

    /// An OAuth client of the demo tenant that proves itself by what a [`Signer`](crate::keys::Signer) signs, with keys at
    /// this address; gives its id.
    pub async fn asserting_client(&self, jwks_uri: &str) -> String {
        let (issuer, subject) = (Some(ISSUER), Some(SUBJECT));
        let assertions = NewAssertions::parse(issuer, subject, AUDIENCE, jwks_uri, Reach::Loopback);
        let admin = Admin::new(&self.table(), SystemClock.now());
        admin.create_jwt_client(&self.ready.tenant, &assertions.expect("an address")).await
    }

    /// An OAuth client of the demo tenant that gets codes at this URI.
    pub async fn code_client(&self, uri: &str) -> Issued {
        let uris = RedirectUris::parse(&[uri], Reach::Internet).expect("a redirect URI");
        Admin::new(&self.table(), SystemClock.now()).create_code_client(&self.ready.tenant, &uris).await
    }

    /// The operator's backend, with the demo tenant's people token.
    #[must_use]
    pub fn people(&self) -> People {
        let base = format!("{}/people/v1", self.ready.base_url);
        People::new(Client::new(), base, self.ready.people_token.as_str())
    }

    /// The demo tenant's administrator, signed in.
    pub async fn portal(&self) -> Portal {
        Portal::open_with(&self.ready.base_url, &self.people()).await
    }

    /// All mails sent since it started, newest first, as they are now.
    pub async fn mails(&self) -> Vec<Mail> {
        mailbox::read(&Client::new(), &self.ready.mailbox_url).await
    }

    /// All events since it started, in the order in which they were published.
    pub async fn events(&self) -> Vec<Event> {
        events::read(&Client::new(), &self.ready.events_url).await
    }

    /// Moves the clock; all that fell due on the way is done when this returns.
    pub async fn advance(&self, by: SignedDuration) {
        self.move_clock(by).await.error_for_status().expect("the clock moves");
    }

    /// The same where it may stop on the way, because the table fails.
    pub async fn try_advance(&self, by: SignedDuration) {
        self.move_clock(by).await;
    }

    async fn move_clock(&self, by: SignedDuration) -> Response {
        let body = serde_json::json!({ "advanceSecs": by.as_secs() });
        let moved = Client::new().post(&self.ready.clock_url).body(body.to_string()).send();
        moved.await.expect("the clock")
    }

    /// As many people of the demo tenant, written straight into the table as copies of one that the system made;
    /// gives their ids.
    pub async fn seed(&self, people: usize) -> Vec<String> {
        let settle = async || self.advance(SignedDuration::ZERO).await;
        seed::people(&self.okta(), &self.scim(), &self.table(), people, None, settle).await
    }

    /// Its table.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::at(&self.ready.dynamodb_url, &self.ready.table_name)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have been killed by the test already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("what it printed")
}

pub(crate) fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("ROLLCALL_BIN") {
        return path.into();
    }
    let executable = std::env::current_exe().expect("this executable");
    // A program is in target/<profile>, a test below it in deps.
    let mut candidates = executable.ancestors().skip(1).take(2).map(|dir| dir.join("rollcall"));
    let found = candidates.find(|path| path.is_file());
    found
        .unwrap_or_else(|| panic!("no rollcall near {}: `cargo build -p rollcall-cli`", executable.display()))
}

/// Asks again and again until there is an answer.
async fn wait_for<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let mut ticks = tokio::time::interval(Duration::from_millis(5));
    let answered = async {
        loop {
            ticks.tick().await;
            if let Some(answer) = ask() {
                return answer;
            }
        }
    };
    tokio::time::timeout(PATIENCE, answered).await.expect("it is ready in time")
}
