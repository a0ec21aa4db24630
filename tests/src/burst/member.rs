//! A person of the org: what Okta wants of their account, and what it was told has been done.

use serde_json::Value;

use super::call::{Account, Operation};
use super::groups::Memberships;
use super::line::Line;
use super::org::Phase;
use crate::okta::{App, creation, write_profile};
use crate::{Person, patch_op};

/// A person, and how far Okta has come with them.
#[derive(Debug, Clone)]
pub struct Member {
    /// Which one, from 0.
    pub number: usize,
    /// The login that they were first assigned with.
    pub first_login: String,
    /// The person in Okta, as they are now.
    pub person: Person,
    /// Every `id` that the service gave for them, each once: one, if all is well.
    pub ids: Vec<String>,
    /// The last state that the service said they are in; `None`: it never did.
    pub acknowledged: Option<State>,
    /// The last state that Okta asked for.
    pub wanted: Option<State>,
    /// Changes that were never acknowledged, and why.
    pub unacknowledged: Vec<String>,
    /// Their change of login, if they had one.
    pub rename: Option<Rename>,
    /// Their groups.
    pub groups: Memberships,
}

/// What Okta decides of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// `userName`.
    pub user_name: String,
    /// `active`.
    pub active: bool,
}

/// A change of login, which owes a mail to either address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The login before.
    pub from: String,
    /// The login after.
    pub to: String,
    /// Did the service say that it is done?
    pub acknowledged: bool,
}

impl Member {
    /// Somebody whom the service has not heard of.
    pub(super) fn new(number: usize) -> Self {
        let login = format!("person{number}@example.com");
        Self {
            number,
            person: Person::from(login.as_str()),
            first_login: login,
            ids: Vec::new(),
            acknowledged: None,
            wanted: None,
            unacknowledged: Vec::new(),
            rename: None,
            groups: Memberships::default(),
        }
    }

    /// Half of the org uses either kind of app.
    const fn app(&self) -> App {
        if self.number.is_multiple_of(2) { App::Wizard } else { App::Network }
    }

    /// Goes through a phase.
    pub(super) async fn play(&mut self, phase: Phase, line: &mut Line) {
        if phase == Phase::Look {
            return self.look(line).await;
        }
        if phase == Phase::Rename {
            let to = format!("renamed{}@example.com", self.number);
            let from = std::mem::replace(&mut self.person.login, to.clone());
            self.rename = Some(Rename { from, to, acknowledged: false });
        }
        let active = phase != Phase::Deactivate;
        let wanted = State { user_name: self.person.login.clone(), active };
        self.wanted = Some(wanted.clone());
        let done = match phase {
            Phase::Assign | Phase::Reassign => self.assign(line).await,
            Phase::Deactivate => self.deactivate(line).await,
            _ => self.push(line).await,
        };
        match done.and_then(|body| accepted(&body, &wanted)) {
            Ok(account) => self.acknowledge(account, wanted),
            Err(why) => self.fail(phase, &why),
        }
    }

    /// `GET` by id, which changes nothing.
    async fn look(&mut self, line: &mut Line) {
        let Ok(id) = self.id() else { return };
        if let Err(why) = line.send(&self.first_login, Operation::Read { id }, None).await {
            self.fail(Phase::Look, &why);
        }
    }

    /// A change of theirs will not be acknowledged any more.
    pub(super) fn fail(&mut self, phase: Phase, why: &str) {
        self.unacknowledged.push(format!("{}: {why}", phase.name()));
    }

    fn acknowledge(&mut self, account: Account, state: State) {
        if let Some(rename) = self.rename.as_mut().filter(|rename| rename.to == state.user_name) {
            rename.acknowledged = true;
        }
        self.acknowledged = Some(state);
        if !self.ids.contains(&account.id) {
            self.ids.push(account.id);
        }
    }

    /// Look-up, then `POST`, or `GET` and `PUT` of whom it found.
    async fn assign(&self, line: &mut Line) -> Result<Value, String> {
        let user_name = self.person.login.clone();
        let found = line.send(&self.first_login, Operation::Find { user_name }, None).await?;
        match Account::all(&found).into_iter().next() {
            Some(account) => self.update(line, account.id, true, |body| self.write(body)).await,
            None => {
                let operation = Operation::Create { user_name: self.person.login.clone() };
                line.send(&self.first_login, operation, Some(&creation(&self.person))).await
            }
        }
    }

    async fn deactivate(&self, line: &mut Line) -> Result<Value, String> {
        let id = self.id()?;
        match self.app() {
            App::Wizard => self.update(line, id, false, |body| body["active"] = false.into()).await,
            App::Network => {
                let operations = serde_json::json!([{ "op": "replace", "value": { "active": false } }]);
                let operation = Operation::SetActive { id, active: false };
                line.send(&self.first_login, operation, Some(&patch_op(&operations))).await
            }
        }
    }

    async fn push(&self, line: &mut Line) -> Result<Value, String> {
        self.update(line, self.id()?, true, |body| self.write(body)).await
    }

    /// `GET` by id, then `PUT` of the whole resource as it came, changed.
    async fn update(
        &self,
        line: &mut Line,
        id: String,
        active: bool,
        change: impl FnOnce(&mut Value),
    ) -> Result<Value, String> {
        let mut body = line.send(&self.first_login, Operation::Read { id: id.clone() }, None).await?;
        if Account::read(&body).is_none() {
            return Err("GET by id: 200, without an account".to_owned());
        }
        change(&mut body);
        let operation = Operation::Replace { id, user_name: self.person.login.clone(), active };
        line.send(&self.first_login, operation, Some(&body)).await
    }

    fn write(&self, resource: &mut Value) {
        if !resource["name"].is_object() {
            resource["name"] = Value::Null;
        }
        write_profile(resource, &self.person, true);
    }

    fn id(&self) -> Result<String, String> {
        self.ids.last().cloned().ok_or_else(|| "Okta was never told an id".to_owned())
    }
}

/// A 2xx acknowledges what it shows, and nothing else.
fn accepted(body: &Value, wanted: &State) -> Result<Account, String> {
    let account = Account::read(body).ok_or("2xx, without an account")?;
    let shown = State { user_name: account.user_name.clone(), active: account.active };
    if shown == *wanted { Ok(account) } else { Err(format!("2xx, and the account is {shown:?}")) }
}
