//! One whole system for one test.

use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use rollcall::directory::tenant::{ProfileSync, Tenant};
use rollcall::store::StoreError;
use rollcall_cli::local::faults::Service;
use rollcall_cli::local::{self, Local};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::admin::{Admin, IssuedToken};
use crate::okta::{App, Okta};
use crate::table::{Snapshot, Table};
use crate::{Entra, Mail, Scim, cost, mailbox, seed};

/// When every test begins.
pub const START: &str = "2026-03-02T09:30:00Z";

/// How to reach a system: what its ready file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Root of everything below.
    pub base_url: String,
    /// Base of the SCIM API.
    pub scim_url: String,
    /// The demo tenant.
    pub tenant: String,
    /// Its SCIM token.
    pub token: String,
    /// Its people token.
    pub people_token: String,
    /// The mails sent.
    pub mailbox_url: String,
    /// The clock.
    pub clock_url: String,
    /// The engine, for any DynamoDB client.
    pub dynamodb_url: String,
    /// The table.
    pub table_name: String,
}

/// A running system. A test ends with [`TestSystem::check`]; one that forgets to fails.
#[derive(Debug)]
pub struct TestSystem {
    ready: Ready,
    http: Client,
    table: Table,
    demo: TestTenant,
    checked: bool,
    local: Local,
}

/// A tenant and a token of it.
#[derive(Debug, Clone)]
pub struct TestTenant {
    /// Identifier.
    pub id: String,
    /// A live SCIM token.
    pub token: String,
    scim: Scim,
}

impl TestTenant {
    /// A plain client.
    #[must_use]
    pub fn scim(&self) -> Scim {
        self.scim.clone()
    }

    /// Its Okta, with an app made by the wizard.
    #[must_use]
    pub fn okta(&self) -> Okta {
        Okta::new(self.scim(), App::Wizard)
    }
}

impl TestSystem {
    /// Starts a system in memory, on free ports, at [`START`], with a demo tenant on the advanced plan.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start() -> Self {
        cost::keep_log();
        let now = START.parse().expect("a time");
        let options = local::Options { data_dir: None, port: 0, now: Some(now) };
        let local = local::start(options).await.expect("the local system starts");
        let ready = serde_json::to_value(&local.ready).and_then(serde_json::from_value);
        let ready: Ready = ready.expect("what the ready file promises");
        let http = Client::new();
        let scim = Scim::new(http.clone(), &ready.scim_url, &ready.token);
        let demo = TestTenant { id: ready.tenant.clone(), token: ready.token.clone(), scim };
        let table = Table::at(&ready.dynamodb_url, &ready.table_name);
        Self { ready, http, table, demo, checked: false, local }
    }

    /// The demo tenant.
    #[must_use]
    pub const fn demo(&self) -> &TestTenant {
        &self.demo
    }

    /// A plain client of the demo tenant.
    #[must_use]
    pub fn scim(&self) -> Scim {
        self.demo.scim()
    }

    /// The demo tenant's Okta, with an app made by the wizard.
    #[must_use]
    pub fn okta(&self) -> Okta {
        self.demo.okta()
    }

    /// The demo tenant's Okta, with an app of that kind.
    #[must_use]
    pub fn okta_app(&self, app: App) -> Okta {
        Okta::new(self.scim(), app)
    }

    /// An Okta into which an admin pasted this token.
    #[must_use]
    pub fn okta_with_token(&self, token: &str) -> Okta {
        Okta::new(self.scim().with_token(token), App::Wizard)
    }

    /// The demo tenant's Entra.
    #[must_use]
    pub fn entra(&self) -> Entra {
        Entra::new(self.scim())
    }

    /// The demo tenant's token for the people API.
    #[must_use]
    pub fn people_token(&self) -> &str {
        &self.ready.people_token
    }

    /// Another tenant on the advanced plan.
    pub async fn tenant(&self, id: &str) -> TestTenant {
        let admin = self.admin().await;
        admin.create_tenant(id).await;
        let token = admin.issue_token(id, None).await.token;
        let scim = self.scim().with_token(token.as_str());
        TestTenant { id: id.to_owned(), token, scim }
    }

    /// Another SCIM token of the demo tenant, live for so long.
    pub async fn issue_token(&self, lifetime: Option<SignedDuration>) -> IssuedToken {
        let admin = self.admin().await;
        let expires_at = lifetime.map(|lifetime| admin.now + lifetime);
        admin.issue_token(&self.demo.id, expires_at).await
    }

    /// Revokes a token of the demo tenant.
    pub async fn revoke_token(&self, id: &str) {
        self.admin().await.revoke_token(&self.demo.id, id).await;
    }

    /// Changes the demo tenant's settings.
    pub async fn configure(&self, change: impl FnOnce(&mut Tenant)) {
        self.admin().await.configure(&self.demo.id, change).await;
    }

    /// Profiles of the demo tenant follow the directory from now on (`profileSync: full`).
    pub async fn sync_profiles(&self) {
        self.configure(|tenant| tenant.profile_sync = ProfileSync::Full).await;
    }

    /// An account that the operator's product has and no directory manages yet; gives its id.
    pub async fn native_user(&self, email: &str) -> String {
        self.try_native_user(email).await.expect("nobody has the address")
    }

    /// The same, where the address may be taken.
    ///
    /// # Errors
    /// It is.
    pub async fn try_native_user(&self, email: &str) -> Result<String, StoreError> {
        self.admin().await.create_native_user(&self.demo.id, email).await
    }

    /// As many people of the demo tenant, written straight into the table as copies of one that the system made;
    /// gives their ids.
    pub async fn seed(&self, people: usize) -> Vec<String> {
        seed::people(&self.okta(), &self.scim(), &self.table, people, async || self.settle().await).await
    }

    /// The whole table, once all that changes owe is done.
    pub async fn snapshot(&self) -> Snapshot {
        self.settle().await;
        self.table.snapshot().await
    }

    /// Waits until all that changes owe is done, as far as the services are there.
    pub async fn settle(&self) {
        self.advance(SignedDuration::ZERO).await;
    }

    /// All mails sent so far, newest first, once all that changes owe is done.
    pub async fn mails(&self) -> Vec<Mail> {
        self.settle().await;
        mailbox::read(&self.http, &self.ready.mailbox_url).await
    }

    /// The link in the newest mail with a link to that address.
    ///
    /// # Panics
    /// When there is none.
    pub async fn link_for(&self, address: &str) -> String {
        let mails = self.mails().await;
        let newest = mails.iter().find(|mail| mail.to == address && !mail.links().is_empty());
        newest.unwrap_or_else(|| panic!("no link for {address} among {} mails", mails.len())).link()
    }

    /// Takes a service away, or brings it back.
    pub fn set_away(&self, service: Service, away: bool) {
        self.local.faults.set_away(service, away);
    }

    /// Names of the runs that are planned.
    #[must_use]
    pub fn planned_runs(&self) -> Vec<String> {
        self.local.planned_runs()
    }

    /// The table, for what reads and writes it past the system.
    #[must_use]
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Root of the system's pages.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.ready.base_url
    }

    /// What the system's clock says.
    pub async fn now(&self) -> Timestamp {
        let answer = self.http.get(&self.ready.clock_url).send().await.expect("the clock");
        read_time(&answer.json().await.expect("the time"))
    }

    /// Moves the system's clock; all that fell due on the way is done when this returns.
    pub async fn advance(&self, by: SignedDuration) -> Timestamp {
        let body = json!({ "advanceSecs": by.as_secs() });
        let moved = self.http.post(&self.ready.clock_url).header("content-type", "application/json");
        let answer = moved.body(body.to_string()).send().await.expect("the clock");
        read_time(&answer.json().await.expect("the time"))
    }

    /// Ends the test: reads the whole table and fails where guards, users and indexes contradict each other.
    ///
    /// # Panics
    /// When they do.
    pub async fn check(mut self) {
        self.checked = true;
        self.snapshot().await.check_consistency();
    }

    async fn admin(&self) -> Admin {
        Admin::new(&self.table, self.now().await)
    }
}

impl Drop for TestSystem {
    fn drop(&mut self) {
        assert!(self.checked || std::thread::panicking(), "a test ends with `system.check().await`");
    }
}

fn read_time(answer: &Value) -> Timestamp {
    answer["now"].as_str().and_then(|now| now.parse().ok()).expect("`now` as RFC 3339")
}
