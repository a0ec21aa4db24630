//! What would come of a list of people, if each were provisioned one after another: by the very rules of the requests,
//! over accounts in memory.
//!
//! A person is found as a directory finds them that has the account already: by `externalId`, or else by `userName`.
//! Who is found is put, and anybody else is posted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rollcall_protocol::ScimError;
use rollcall_rules::access::Access;
use rollcall_rules::address::AddressKey;
use rollcall_rules::import::{Newcomer, Turn};
use rollcall_rules::provision::{Holders, New};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, Guard, User, UserId};

use crate::said::{Said, held};

/// The accounts that a list can be about, as they are, and then as they would be.
#[derive(Debug, Default)]
pub struct Stage {
    users: HashMap<UserId, User>,
    holders: BTreeMap<Guard, UserId>,
}

/// What would come of one person.
#[derive(Debug)]
pub struct Played {
    /// The account as it is; `None`: there is none.
    pub before: Option<User>,
    /// The account as it would be.
    pub after: User,
    /// Other accounts that would give their place to this one.
    pub replaced: Vec<UserId>,
}

/// What would be done to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An account would be made.
    Created,
    /// The directory would take up an account that it does not manage.
    Linked,
    /// The account would get another `userName`.
    Renamed,
    /// The account would be blocked.
    Blocked,
    /// The account would be restored.
    Restored,
    /// Something else of the account would change, and nothing of the above.
    Changed,
}

impl Said {
    /// All that could lead to an account of the person, or be in the way of one.
    #[must_use]
    pub fn sought(&self) -> Vec<Guard> {
        let address = self.input.user_name.as_deref().and_then(AddressKey::sought).map(Guard::Address);
        address.into_iter().chain(self.sought_id().map(Guard::ExternalId)).collect()
    }

    fn sought_id(&self) -> Option<ExternalId> {
        ExternalId::parse(self.input.external_id.as_deref()?).ok().flatten()
    }

    /// The `userName` as it was sent.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        self.input.user_name.as_deref()
    }
}

impl Played {
    /// What would be done; nothing: the account would stay as it is.
    #[must_use]
    pub fn steps(&self) -> BTreeSet<Step> {
        let Self { before, after, .. } = self;
        let Some(before) = before else {
            let blocked = (!after.is_active()).then_some(Step::Blocked);
            return [Step::Created].into_iter().chain(blocked).collect();
        };
        let told = [
            (Step::Linked, after.linked && !before.linked),
            (Step::Renamed, after.user_name != before.user_name),
            (Step::Blocked, before.is_active() && !after.is_active()),
            (Step::Restored, !before.is_active() && after.is_active()),
        ];
        let steps: BTreeSet<Step> =
            told.into_iter().filter_map(|(step, holds)| holds.then_some(step)).collect();
        if steps.is_empty() && after != before { [Step::Changed].into() } else { steps }
    }
}

impl Stage {
    /// The accounts of a tenant, as far as they hold what was looked up.
    #[must_use]
    pub fn of(users: Vec<User>, holders: BTreeMap<Guard, UserId>) -> Self {
        Self { users: users.into_iter().map(|user| (user.id, user)).collect(), holders }
    }

    /// What a directory would make of a person. Those who come after see it done.
    ///
    /// # Errors
    ///
    /// Why the request would be refused. Nothing is done then.
    pub fn provision(
        &mut self,
        said: Said,
        tenant: &Tenant,
        access: Option<&Access>,
        new: New,
        now: Timestamp,
    ) -> Result<Played, ScimError> {
        if let Some(before) = self.found(&said).cloned() {
            let after = said.put(&before, tenant, access, new.change, now)?;
            self.write(Some(&before), &after)?;
            return Ok(Played { before: Some(before), after, replaced: Vec::new() });
        }
        let wanted = said.wanted()?;
        let holders = {
            let guards = wanted.guards();
            let holder = |at: usize| guards.get(at).and_then(|guard| self.holder(guard));
            Holders { address: holder(0), external_id: holder(1) }
        };
        let made = wanted.post(holders, tenant, access, new, now)?;
        for (before, after) in &made.replaced {
            self.write(Some(before), after)?;
        }
        self.write(made.before.as_ref(), &made.user)?;
        let replaced = made.replaced.iter().map(|(before, _)| before.id).collect();
        Ok(Played { before: made.before, after: made.user, replaced })
    }

    /// What bringing in somebody would make, whom no directory manages; `None`: somebody has the address, and stays as
    /// they are.
    pub fn bring_in(
        &mut self,
        newcomer: &Newcomer,
        tenant: &Tenant,
        id: UserId,
        now: Timestamp,
    ) -> Option<Played> {
        let Turn::Create = Newcomer::turn(self.holder_id(&newcomer.guard())) else { return None };
        let user = newcomer.account(id, tenant.id.clone(), now);
        self.write(None, &user).ok()?;
        Some(Played { before: None, after: user, replaced: Vec::new() })
    }

    fn holder(&self, guard: &Guard) -> Option<&User> {
        self.users.get(self.holders.get(guard)?)
    }

    /// The id of the account that has something.
    #[must_use]
    pub fn holder_id(&self, guard: &Guard) -> Option<UserId> {
        self.holders.get(guard).copied()
    }

    /// Whom a directory finds that looks for the person, among those whom it manages.
    fn found(&self, said: &Said) -> Option<&User> {
        let by_id = said.sought_id().map(Guard::ExternalId).and_then(|guard| self.holder(&guard));
        let name = said.user_name().and_then(AddressKey::sought);
        let by_name = name.as_ref().and_then(|name| self.holder(&Guard::Address(name.clone())));
        let by_name = by_name.filter(|user| Some(user.user_name.key()) == name);
        [by_id, by_name].into_iter().flatten().find(|user| user.linked)
    }

    fn write(&mut self, before: Option<&User>, after: &User) -> Result<(), ScimError> {
        let (had, has) = (before.map(User::guards).unwrap_or_default(), after.guards());
        if let Some(guard) = has.difference(&had).find(|guard| self.holders.contains_key(guard)) {
            return Err(held(guard));
        }
        for guard in &had {
            self.holders.remove(guard);
        }
        self.holders.extend(has.into_iter().map(|guard| (guard, after.id)));
        self.users.insert(after.id, after.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use rollcall_rules::address::EmailAddress;
    use rollcall_rules::email_change::NewEmailChange;
    use rollcall_rules::name::Names;
    use rollcall_rules::tenant::{Plan, TenantId};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    struct Play {
        stage: Stage,
        tenant: Tenant,
        made: u128,
    }

    fn now() -> Timestamp {
        "2026-11-30T13:00:00Z".parse().unwrap()
    }

    impl Play {
        fn over(users: &[User]) -> Self {
            let holders =
                users.iter().flat_map(|user| user.guards().into_iter().map(|guard| (guard, user.id)));
            let stage = Stage::of(users.to_vec(), holders.collect());
            let tenant =
                Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, now());
            Self { stage, tenant, made: 100 }
        }

        fn say(&mut self, person: Value) -> Result<Vec<Step>, String> {
            self.made += 1;
            let change =
                NewEmailChange { id: Uuid::from_u128(7), link_lifetime: SignedDuration::from_hours(168) };
            let new = New { user: UserId::new(Uuid::from_u128(self.made)), change };
            let said = Said::read(person).map_err(|error| error.detail)?;
            let played = self.stage.provision(said, &self.tenant, None, new, now());
            Ok(played.map_err(|error| error.detail)?.steps().into_iter().collect())
        }
    }

    fn user(number: u128, address: &str, linked: bool) -> User {
        let (id, tenant) = (UserId::new(Uuid::from_u128(number)), TenantId::parse("acme").unwrap());
        let mut user = User::native(id, tenant, EmailAddress::parse(address).unwrap(), now());
        user.linked = linked;
        user.external_id = ExternalId::parse(if linked { address } else { "" }).unwrap();
        user
    }

    #[test]
    fn each_person_is_told_what_would_become_of_them() {
        let users = [user(1, "ada@example.com", true), user(2, "bob@example.com", false)];
        let mut play = Play::over(&users);
        let named = |name: &str| json!({ "userName": name });
        assert_eq!(play.say(named("new@example.com")), Ok(vec![Step::Created]));
        assert_eq!(play.say(named("bob@example.com")), Ok(vec![Step::Linked]));
        assert_eq!(play.say(named("ADA@example.com")), Ok(vec![Step::Renamed]));
        assert_eq!(
            play.say(
                json!({ "externalId": "ada@example.com", "userName": "king@example.com", "active": false })
            ),
            Ok(vec![Step::Renamed, Step::Blocked])
        );
        assert_eq!(
            play.say(
                json!({ "externalId": "ada@example.com", "userName": "king@example.com", "active": true })
            ),
            Ok(vec![Step::Restored])
        );
        assert_eq!(
            play.say(json!({ "userName": "gone@example.com", "active": false })),
            Ok(vec![Step::Created, Step::Blocked])
        );
        assert_eq!(
            play.say(json!({ "userName": "bob@example.com", "externalId": "b" })),
            Ok(vec![Step::Changed])
        );
        assert_eq!(play.say(json!({ "userName": "bob@example.com", "externalId": "b" })), Ok(vec![]));
    }

    #[test]
    fn whoever_is_refused_is_told_what_the_request_would_be_told() {
        let users = [user(1, "ada@example.com", true), user(2, "bob@example.com", false)];
        let mut play = Play::over(&users);
        let refused = |play: &mut Play, person| play.say(person).unwrap_err();
        assert!(
            refused(&mut play, json!({ "userName": "ada" })).starts_with("userName is not an e-mail address")
        );
        assert!(refused(&mut play, json!("ada")).contains("must be a JSON object"));
        let taken = json!({ "userName": "bob@example.com", "externalId": "ada@example.com" });
        assert!(refused(&mut play, taken).starts_with("Another account has this address"));
        assert_eq!(
            play.say(json!({ "userName": "bob@example.com" })),
            Ok(vec![Step::Linked]),
            "nothing was done"
        );
    }

    #[test]
    fn a_person_of_the_list_is_there_for_those_after_them() {
        let mut play = Play::over(&[]);
        let twice = json!({ "userName": "ada@example.com", "externalId": "1" });
        assert_eq!(play.say(twice.clone()), Ok(vec![Step::Created]));
        assert_eq!(play.say(twice), Ok(vec![]));
        let newcomer =
            |text: &str| Newcomer { email: EmailAddress::parse(text).unwrap(), names: Names::default() };
        let id = UserId::new(Uuid::from_u128(9));
        let (tenant, stage) = (play.tenant.clone(), &mut play.stage);
        assert!(stage.bring_in(&newcomer("ADA@example.com"), &tenant, id, now()).is_none());
        assert!(stage.bring_in(&newcomer("eve@example.com"), &tenant, id, now()).is_some());
    }
}
