//! What a test has to do with: a whole system, or what looks like one of its own.

use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_local::Options;
use rollcall_rules::access::{Access, AccessRule, RoleId, RoleName, RolesFrom};
use rollcall_rules::contact::Contact;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::group::GroupId;
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::oauth::{Issued, NewAssertions, Reach, RedirectUris, SecretLifetime};
use rollcall_rules::tenant::{ProfileSync, Tenant};
use rollcall_rules::token::Scope;
use rollcall_rules::user::{Actor, User};

use crate::admin::{Admin, IssuedToken};
use crate::deployed::Deployed;
use crate::keys::{AUDIENCE, ISSUER, SUBJECT};
use crate::local::Local;
use crate::okta::{App, Assigned, Okta};
use crate::table::{Snapshot, Table};
use crate::{Entra, Mail, OAuth, People, Scim};

/// A running system with a tenant on the advanced plan. A test ends with [`TestSystem::check`]; one that forgets to
/// fails.
///
/// It is one in this process, for this test alone; or, where `ROLLCALL_DEPLOYED` names the file that says how it is
/// reached, a deployed stack that tests share, each with tenants of its own. What only the first can do is on
/// [`LocalSystem`](crate::LocalSystem).
#[derive(Debug)]
pub struct TestSystem {
    place: Place,
    demo: TestTenant,
    people_token: String,
    /// Ids of the operator's tokens that the test has.
    operator_tokens: Mutex<Vec<String>>,
    checked: bool,
}

/// Where it runs.
#[derive(Debug)]
enum Place {
    /// In this process.
    Here(Box<Local>),
    /// Elsewhere.
    Deployed(Deployed),
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
    /// Starts a system, or makes a place in the one that is deployed.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start() -> Self {
        match Deployed::from_env() {
            Some(deployed) => Self::in_place(Place::Deployed(deployed)).await,
            None => Self::start_here(Options::default()).await,
        }
    }

    /// Starts a system in this process, whatever is deployed.
    pub(crate) async fn start_here(options: Options) -> Self {
        Self::in_place(Place::Here(Box::new(Local::start(options).await))).await
    }

    async fn in_place(place: Place) -> Self {
        match place {
            Place::Here(local) => {
                let ready = local.ready();
                let scim = Scim::new(local.http(), &ready.scim_url, &ready.token);
                let demo = TestTenant { id: ready.tenant.clone(), token: ready.token.clone(), scim };
                let people_token = ready.people_token.clone();
                Self::new(Place::Here(local), demo, people_token)
            }
            Place::Deployed(deployed) => {
                let admin = Admin::new(deployed.table(), deployed.now());
                let id = deployed.tenant_id("demo");
                admin.create_tenant(&id).await;
                let token = admin.issue_token(&id, Scope::Scim, None).await.token;
                let people_token = admin.issue_token(&id, Scope::People, None).await.token;
                let scim = Scim::new(deployed.http(), deployed.scim_url(), token.as_str());
                let demo = TestTenant { id, token, scim };
                Self::new(Place::Deployed(deployed), demo, people_token)
            }
        }
    }

    const fn new(place: Place, demo: TestTenant, people_token: String) -> Self {
        Self { place, demo, people_token, operator_tokens: Mutex::new(Vec::new()), checked: false }
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
        &self.people_token
    }

    /// The demo tenant's backend at the operator.
    #[must_use]
    pub fn people(&self) -> People {
        let http = match &self.place {
            Place::Here(local) => local.http(),
            Place::Deployed(deployed) => deployed.http(),
        };
        People::new(http, format!("{}/people/v1", self.base_url()), self.people_token.as_str())
    }

    /// A token of another tenant for the people API.
    pub async fn people_token_of(&self, tenant: &TestTenant) -> String {
        self.admin().await.issue_token(&tenant.id, Scope::People, None).await.token
    }

    /// The operator's backend with a token for all tenants: a client of `/operator/v1`.
    pub async fn operator(&self) -> People {
        let token = self.issue_operator_token(None).await.token;
        let http = match &self.place {
            Place::Here(local) => local.http(),
            Place::Deployed(deployed) => deployed.http(),
        };
        People::new(http, format!("{}/operator/v1", self.base_url()), token)
    }

    /// A token of the operator's, live for so long. A stack that is deployed has a few at a time for all tests.
    ///
    /// # Panics
    /// When there is no room for it.
    pub async fn issue_operator_token(&self, lifetime: Option<SignedDuration>) -> IssuedToken {
        for _ in 0..600 {
            let admin = self.admin().await;
            let expires_at = lifetime.map(|lifetime| admin.now + lifetime);
            if let Some(issued) = admin.issue_operator_token(expires_at).await {
                self.operator_tokens.lock().expect("the ids").push(issued.id.clone());
                return issued;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no room for a token of the operator's");
    }

    /// Revokes a token of the operator's.
    pub async fn revoke_operator_token(&self, id: &str) {
        self.admin().await.revoke_operator_token(id).await;
    }

    /// When a token of the operator's was last used.
    pub async fn operator_used_at(&self, id: &str) -> Option<Timestamp> {
        self.admin().await.operator_used_at(id).await
    }

    /// An id for a tenant that is not there yet.
    #[must_use]
    pub fn free_tenant_id(&self, name: &str) -> String {
        match &self.place {
            Place::Here(_) => name.to_owned(),
            Place::Deployed(deployed) => deployed.tenant_id(name),
        }
    }

    /// The token endpoint.
    #[must_use]
    pub fn oauth(&self) -> OAuth {
        let http = match &self.place {
            Place::Here(local) => local.http(),
            Place::Deployed(deployed) => deployed.http(),
        };
        OAuth::new(http, self.base_url())
    }

    /// An OAuth client of the demo tenant, with the label "Entra" and a secret for a year.
    pub async fn oauth_client(&self) -> Issued {
        self.oauth_client_for(SecretLifetime::default()).await
    }

    /// The same, with a secret for so long.
    pub async fn oauth_client_for(&self, lifetime: SecretLifetime) -> Issued {
        self.admin().await.create_oauth_client(&self.demo.id, lifetime).await
    }

    /// The same, of another tenant.
    pub async fn oauth_client_of(&self, tenant: &TestTenant) -> Issued {
        self.admin().await.create_oauth_client(&tenant.id, SecretLifetime::default()).await
    }

    /// An OAuth client of the demo tenant that proves itself by what a [`Signer`](crate::keys::Signer) signs, with keys at
    /// this address; gives its id.
    ///
    /// # Panics
    /// When the address is none.
    pub async fn asserting_client(&self, jwks_uri: &str) -> String {
        let (issuer, subject) = (Some(ISSUER), Some(SUBJECT));
        let assertions = NewAssertions::parse(issuer, subject, AUDIENCE, jwks_uri, Reach::Loopback);
        self.admin().await.create_jwt_client(&self.demo.id, &assertions.expect("an address")).await
    }

    /// The same, of one whose assertions are about itself; gives its id.
    ///
    /// # Panics
    /// When the address is none.
    pub async fn client_that_asserts_itself(&self, jwks_uri: &str) -> String {
        let assertions = NewAssertions::parse(None, None, AUDIENCE, jwks_uri, Reach::Loopback);
        self.admin().await.create_jwt_client(&self.demo.id, &assertions.expect("an address")).await
    }

    /// An OAuth client of the demo tenant that gets codes at these URIs.
    ///
    /// # Panics
    /// When one is none.
    pub async fn code_client(&self, uris: &[&str]) -> Issued {
        let uris = RedirectUris::parse(uris, Reach::Internet).expect("redirect URIs");
        self.admin().await.create_code_client(&self.demo.id, &uris).await
    }

    /// What is known of the requests of the demo tenant's directory.
    pub async fn contact(&self) -> Contact {
        self.admin().await.contact(&self.demo.id).await
    }

    /// Another tenant on the advanced plan. Its id begins like this.
    pub async fn tenant(&self, id: &str) -> TestTenant {
        let admin = self.admin().await;
        let id = self.free_tenant_id(id);
        admin.create_tenant(&id).await;
        let token = admin.issue_token(&id, Scope::Scim, None).await.token;
        let scim = self.scim().with_token(token.as_str());
        TestTenant { id, token, scim }
    }

    /// Another SCIM token of the demo tenant, live for so long.
    pub async fn issue_token(&self, lifetime: Option<SignedDuration>) -> IssuedToken {
        let admin = self.admin().await;
        let expires_at = lifetime.map(|lifetime| admin.now + lifetime);
        admin.issue_token(&self.demo.id, Scope::Scim, expires_at).await
    }

    /// Another people token of the demo tenant, live for so long.
    pub async fn issue_people_token(&self, lifetime: Option<SignedDuration>) -> IssuedToken {
        let admin = self.admin().await;
        let expires_at = lifetime.map(|lifetime| admin.now + lifetime);
        admin.issue_token(&self.demo.id, Scope::People, expires_at).await
    }

    /// A SCIM token of the demo tenant that expired a minute ago.
    pub async fn expired_token(&self) -> String {
        let now = self.now().await;
        let admin = Admin::new(self.table(), now - SignedDuration::from_hours(1));
        let expired_at = Some(now - SignedDuration::from_mins(1));
        admin.issue_token(&self.demo.id, Scope::Scim, expired_at).await.token
    }

    /// Revokes a token of the demo tenant.
    pub async fn revoke_token(&self, id: &str) {
        self.admin().await.revoke_token(&self.demo.id, id).await;
    }

    /// Changes the demo tenant's settings.
    pub async fn configure(&self, change: impl Fn(&mut Tenant)) {
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

    /// An account of the demo tenant, as the table has it.
    pub async fn user(&self, id: &str) -> User {
        self.admin().await.user(&self.demo.id, id).await
    }

    /// Writes an account of the demo tenant as a rule leaves it, past the APIs.
    pub async fn change_user(&self, id: &str, change: impl Fn(&User, Timestamp) -> User) {
        self.admin().await.change_user(&self.demo.id, id, change).await;
    }

    /// Declares roles of the demo tenant: each by its id and its name.
    pub async fn declare_roles(&self, roles: &[(&str, &str)]) {
        let admin = self.admin().await;
        let declare = |access: &Access, _, _| {
            roles.iter().try_fold(access.clone(), |access, (id, name)| {
                access.with_role(role_id(id), RoleName::parse(name).expect("a name"), None, admin.now)
            })
        };
        admin.change_access(&self.demo.id, declare).await;
    }

    /// A role of the demo tenant is declared no more.
    pub async fn withdraw_role(&self, id: &str) {
        let admin = self.admin().await;
        let withdraw = |access: &Access, _, _| access.without_role(&role_id(id));
        admin.change_access(&self.demo.id, withdraw).await;
    }

    /// Gives the people of a group of the demo tenant a role, or invites them to a card at the first entity, or both. The rule
    /// is the last one, or stands where the group had one.
    pub async fn set_rule(&self, group: &str, role: Option<&str>, invite: bool) {
        let admin = self.admin().await;
        let set = |access: &Access, entity, run| {
            let rule = AccessRule {
                group: group_id(group),
                role: role.map(role_id),
                entity: invite.then_some(entity),
                card_access: invite.then_some(CardAccess::Card),
                invite,
            };
            access.with_rule(rule, None, run, admin.now)
        };
        admin.change_access(&self.demo.id, set).await;
    }

    /// Takes the rule of a group of the demo tenant away.
    pub async fn end_rule(&self, group: &str) {
        let admin = self.admin().await;
        let end = |access: &Access, _, run| access.without_rule(group_id(group), run, admin.now);
        admin.change_access(&self.demo.id, end).await;
    }

    /// Says where the roles of the demo tenant's people come from.
    pub async fn take_roles_from(&self, from: RolesFrom) {
        let admin = self.admin().await;
        let take = |access: &Access, _, run| Ok(access.with_roles_from(from, run, admin.now));
        admin.change_access(&self.demo.id, take).await;
    }

    /// Invites somebody to a card at an entity of that name. The mail leaves by itself.
    pub async fn invite(&self, id: &str, entity_name: &str) {
        let new = NewInvitation {
            id: entropy::new_id(),
            entity: EntityId::new(entropy::new_id()),
            entity_name: EntityName::parse(entity_name).expect("a name"),
            card_access: CardAccess::Card,
            invited_by: None,
            link_lifetime: LINK_LIFETIME,
        };
        let invited = |user: &User, now| user.invited(new.clone(), Actor::Admin, now);
        self.change_user(id, |user, now| invited(user, now).expect("can be invited")).await;
    }

    /// Somebody who was provisioned by Okta and has accepted an invitation.
    pub async fn member(&self, login: &str) -> Assigned {
        let assigned = self.okta().assign(login).await;
        self.accept_invitation(&assigned.id).await;
        assigned
    }

    /// Has a person of the demo tenant accepted an invitation, past mails and pages.
    pub async fn accept_invitation(&self, id: &str) {
        self.admin().await.accept_invitation(&self.demo.id, id).await;
    }

    /// The whole table, as far as it is this test's, once all that changes owe is done.
    pub async fn snapshot(&self) -> Snapshot {
        match &self.place {
            Place::Here(local) => {
                local.settle().await;
                local.table().snapshot().await
            }
            Place::Deployed(deployed) => deployed.settle().await,
        }
    }

    /// All mails sent so far, newest first, once all that changes owe is done.
    pub async fn mails(&self) -> Vec<Mail> {
        match &self.place {
            Place::Here(local) => local.mails().await,
            Place::Deployed(deployed) => deployed.mails().await,
        }
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

    /// Root of the system's pages.
    #[must_use]
    pub fn base_url(&self) -> &str {
        match &self.place {
            Place::Here(local) => &local.ready().base_url,
            Place::Deployed(deployed) => deployed.base_url(),
        }
    }

    /// What the system's clock says.
    pub async fn now(&self) -> Timestamp {
        match &self.place {
            Place::Here(local) => local.now().await,
            Place::Deployed(deployed) => deployed.now(),
        }
    }

    /// Sees to it that what comes next has a later time than what was. Ten minutes later where the clock can be moved.
    pub async fn let_time_pass(&self) {
        if let Place::Here(local) = &self.place {
            local.advance(SignedDuration::from_mins(10)).await;
        }
    }

    /// Ends the test: reads the whole table and fails where guards, users and indexes contradict each other.
    ///
    /// # Panics
    /// When they do.
    pub async fn check(mut self) {
        self.checked = true;
        let operator_tokens = std::mem::take(&mut *self.operator_tokens.lock().expect("the ids"));
        for id in operator_tokens {
            self.revoke_operator_token(&id).await;
        }
        let snapshot = self.snapshot().await;
        snapshot.check_consistency();
        if let Place::Deployed(deployed) = &self.place {
            deployed.leave(&snapshot).await;
        }
    }

    /// The system in this process.
    pub(crate) fn local(&self) -> &Local {
        match &self.place {
            Place::Here(local) => local,
            Place::Deployed(_) => unreachable!("only `start_here` makes what asks for it"),
        }
    }

    fn table(&self) -> &Table {
        match &self.place {
            Place::Here(local) => local.table(),
            Place::Deployed(deployed) => deployed.table(),
        }
    }

    async fn admin(&self) -> Admin {
        Admin::new(self.table(), self.now().await)
    }
}

impl Drop for TestSystem {
    fn drop(&mut self) {
        assert!(self.checked || std::thread::panicking(), "a test ends with `system.check().await`");
    }
}

fn role_id(text: &str) -> RoleId {
    RoleId::parse(text).expect("the id of a role")
}

fn group_id(text: &str) -> GroupId {
    GroupId::parse(text).expect("the id of a group")
}
