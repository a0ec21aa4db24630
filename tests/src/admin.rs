//! What the operator does: tenants, tokens, accounts of its own product. By the store, as the command line does it.

use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Change, Decision, Store, StoreError};
use rollcall_rules::access::{Access, AccessRefusal};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Currency, Interval, Terms, day_of};
use rollcall_rules::contact::Contact;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::oauth::{Issued, NewAssertions, RedirectUris, SecretLifetime};
use rollcall_rules::operator::OperatorTokens;
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_rules::token::Scope;
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

use crate::table::Table;

/// The operator, at a moment of the system's clock.
#[derive(Debug)]
pub struct Admin {
    store: Store,
    /// The moment.
    pub now: Timestamp,
}

/// A token as it is shown once.
#[derive(Debug, Clone)]
pub struct IssuedToken {
    /// By which it is revoked.
    pub id: String,
    /// The token.
    pub token: String,
}

impl Admin {
    /// The operator of this table.
    #[must_use]
    pub fn new(table: &Table, now: Timestamp) -> Self {
        let (client, name) = table.parts();
        Self { store: Store::new(client, name), now }
    }

    /// A tenant on the advanced plan, with an entity, whose people cost 12.00 EUR a month.
    pub async fn create_tenant(&self, id: &str) {
        let mut tenant = Tenant::new(tenant_id(id), id.to_owned(), Plan::Advanced, self.now);
        tenant.set_terms(Some(self.terms()), day_of(self.now));
        let entity = Entity::first(&tenant, EntityId::new(entropy::new_id()), self.now);
        self.store.create_tenant_with(&tenant, &entity).await.expect("a new tenant");
    }

    /// What the demo tenant's people cost too: 12.00 EUR a month, by the calendar.
    fn terms(&self) -> Terms {
        let currency = Currency::parse("EUR").expect("a currency");
        let anchor = day_of(self.now).first_of_month();
        Terms { interval: Interval::Monthly, anchor, price_minor: 1200, currency }
    }

    /// Has a person accepted an invitation to the first entity of their tenant, past mails and pages.
    pub async fn accept_invitation(&self, tenant: &str, user: &str) {
        let entities = self.store.entities(&self.admitted(tenant).await).await.expect("the table");
        let entity = entities.first().expect("an entity");
        self.change_user(tenant, user, |before, now| {
            let new = NewInvitation {
                id: entropy::new_id(),
                entity: entity.id,
                entity_name: entity.name.clone(),
                card_access: CardAccess::Card,
                invited_by: None,
                link_lifetime: LINK_LIFETIME,
            };
            let invited = before.invited(new, Actor::Operator, now).expect("somebody to invite");
            let accepted = invited.accepted(invited.invitation.as_ref().expect("the invitation"), now);
            // One change instead of two, or the mail would be under way in between.
            User { version: invited.version, revision: invited.revision, ..accepted }
        })
        .await;
    }

    /// Changes a tenant's settings.
    pub async fn configure<T>(&self, id: &str, change: impl Fn(&mut Tenant) -> T) -> (Tenant, T) {
        let change = |tenant: &mut Tenant| Ok::<_, StoreError>(change(tenant));
        let admitted = self.admitted(id).await;
        let changed = self.store.change_tenant(&admitted, Actor::Operator, self.now, change).await;
        changed.expect("the table")
    }

    /// A token.
    pub async fn issue_token(&self, id: &str, scope: Scope, expires_at: Option<Timestamp>) -> IssuedToken {
        let secret = entropy::secret();
        let issue = |tenant: &mut Tenant| tenant.issue_token(secret, scope, None, expires_at, self.now);
        let (tenant, issued) = self.configure(id, issue).await;
        let token = issued.expect("room for a token");
        IssuedToken { id: tenant.tokens.last().expect("the token").id.clone(), token }
    }

    /// A token of the operator's, with the label "backend"; `None`: there are as many as there can be.
    pub async fn issue_operator_token(&self, expires_at: Option<Timestamp>) -> Option<IssuedToken> {
        let secret = entropy::secret();
        let issue = |tokens: &mut OperatorTokens| {
            Ok::<_, StoreError>(tokens.issue(secret, Some("backend".to_owned()), expires_at, self.now))
        };
        let (tokens, issued) = self.store.change_operator_tokens(issue).await.expect("the table");
        let token = issued.ok()?;
        Some(IssuedToken { id: tokens.tokens.last().expect("the token").id.clone(), token })
    }

    /// Revokes a token of the operator's.
    pub async fn revoke_operator_token(&self, id: &str) {
        let revoke = |tokens: &mut OperatorTokens| Ok::<_, StoreError>(tokens.revoke(id));
        self.store.change_operator_tokens(revoke).await.expect("the table");
    }

    /// When the operator's token was last used.
    pub async fn operator_used_at(&self, id: &str) -> Option<Timestamp> {
        self.store.operator_uses().await.expect("the table").get(id).copied()
    }

    /// An OAuth client with the label "Entra".
    pub async fn create_oauth_client(&self, id: &str, lifetime: SecretLifetime) -> Issued {
        let (secret, label) = (entropy::secret(), Some("Entra".to_owned()));
        let create =
            |tenant: &mut Tenant| tenant.create_oauth_client(secret, label.clone(), lifetime, self.now);
        self.configure(id, create).await.1.expect("room for a client")
    }

    /// An OAuth client that proves itself by assertions, with the label "Entra"; gives its id.
    pub async fn create_jwt_client(&self, id: &str, assertions: &NewAssertions) -> String {
        let (seed, label) = (entropy::secret(), Some("Entra".to_owned()));
        let create =
            |tenant: &mut Tenant| tenant.create_jwt_client(seed, label.clone(), assertions.clone(), self.now);
        self.configure(id, create).await.1.expect("room for a client")
    }

    /// An OAuth client that gets codes at these URIs, with the label "Okta".
    pub async fn create_code_client(&self, id: &str, uris: &RedirectUris) -> Issued {
        let (secret, label) = (entropy::secret(), Some("Okta".to_owned()));
        let create = |tenant: &mut Tenant| {
            tenant.create_code_client(
                secret,
                label.clone(),
                uris.clone(),
                SecretLifetime::default(),
                self.now,
            )
        };
        self.configure(id, create).await.1.expect("room for a client")
    }

    /// What is known of the requests of a tenant's directory.
    pub async fn contact(&self, id: &str) -> Contact {
        self.store.contact(&self.admitted(id).await, self.now).await.expect("the table")
    }

    /// Takes a token away.
    pub async fn revoke_token(&self, id: &str, token_id: &str) {
        self.configure(id, |tenant| {
            assert!(tenant.revoke_token(token_id, tenant.created_at), "it had this token");
        })
        .await;
    }

    /// An account of the operator's product; gives its id.
    ///
    /// # Errors
    /// [`StoreError::LostRace`]: the address is taken.
    pub async fn create_native_user(&self, tenant: &str, email: &str) -> Result<String, StoreError> {
        let email = EmailAddress::parse(email).expect("an address");
        let user = User::native(UserId::new(entropy::new_id()), tenant_id(tenant), email, self.now);
        let change = Change { before: None, after: &user };
        self.store.commit(&self.admitted(tenant).await, entropy::new_write(), &[change]).await?;
        Ok(user.id.to_string())
    }

    /// An account.
    pub async fn user(&self, tenant: &str, id: &str) -> User {
        let id = UserId::parse(id).expect("an id");
        self.store.user(&self.admitted(tenant).await, id).await.expect("the table").expect("the account")
    }

    /// Writes an account as a rule leaves it, whoever else writes it at the same time.
    pub async fn change_user(&self, tenant: &str, id: &str, change: impl Fn(&User, Timestamp) -> User) {
        let (admitted, known) = (self.admitted(tenant).await, self.user(tenant, id).await);
        let change = |before: &User| Ok::<_, StoreError>(Decision::new(change(before, self.now)));
        let write = entropy::new_write();
        let changed = self.store.change_user(&admitted, known, write, Patience::NONE, change).await;
        changed.expect("the table").expect("the account");
    }

    /// Changes a tenant's roles and access rules. `change` is also given the id of the tenant's first entity, and of a run.
    pub async fn change_access(
        &self,
        id: &str,
        change: impl Fn(&Access, EntityId, Uuid) -> Result<Access, AccessRefusal>,
    ) -> Access {
        let (admitted, run) = (self.admitted(id).await, entropy::new_id());
        let entities = self.store.entities(&admitted).await.expect("the table");
        let entity = entities.first().expect("an entity").id;
        let change = |before: &Access| Ok::<_, StoreError>(change(before, entity, run).expect("what can be"));
        self.store.change_access(&admitted, Actor::Admin, self.now, change).await.expect("the table")
    }

    async fn admitted(&self, id: &str) -> Admitted {
        Admitted::by_role(self.tenant(id).await)
    }

    async fn tenant(&self, id: &str) -> Tenant {
        self.store.tenant(&tenant_id(id)).await.expect("the table").expect("the tenant")
    }
}

fn tenant_id(id: &str) -> TenantId {
    TenantId::parse(id).expect("a tenant's id")
}
