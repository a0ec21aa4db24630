//! The whole lifecycle against a small model: whatever directories, people and time do in whatever order, and whichever
//! services are away meanwhile, accounts end as the model says, nobody is kept too long or deleted too soon, and every
//! mail that is owed is sent once.
//!
//! `accounts` says again, in the plainest way, what an account is; `steps` what can happen to it.

mod accounts;
mod steps;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use proptest::test_runner::{Config, TestRunner};
use rollcall_local::faults::Service;
use rollcall_tests::{LocalSystem, Person, Visitor};
use serde_json::{Value, json};

use accounts::{Accounts, Fate};
use steps::{Name, Step, directory_id, login, steps};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A link that somebody got.
#[derive(Debug, Clone)]
struct MailedLink {
    url: String,
    account: usize,
    change: usize,
    /// Its mail left between two looks at the mailbox: it stops working no sooner and no later than this.
    valid_until: (Timestamp, Timestamp),
}

/// The system and the model beside it.
struct Run {
    system: LocalSystem,
    accounts: Accounts,
    links: Vec<MailedLink>,
    /// Mails read so far, and when.
    read: usize,
    read_at: Timestamp,
    /// Notices by account and change.
    notices: BTreeMap<(usize, usize), usize>,
    /// Until when the purge function was away.
    purge_away_until: Option<Timestamp>,
    away: Vec<Service>,
}

impl Run {
    async fn start() -> Self {
        Self {
            system: LocalSystem::start().await,
            accounts: Accounts::default(),
            links: Vec::new(),
            read: 0,
            read_at: Timestamp::MAX,
            notices: BTreeMap::new(),
            purge_away_until: None,
            away: Vec::new(),
        }
    }

    async fn step(&mut self, step: &Step) {
        let now = self.system.now().await;
        match step {
            Step::SignUp { address } => {
                let made = self.system.try_native_user(&login(*address)).await;
                match self.accounts.sign_up(&login(*address)) {
                    Some(account) => account.id = made.unwrap(),
                    None => assert!(made.is_err(), "the address is taken"),
                }
            }
            Step::Create { address, directory_id: id } => {
                let person = Person::from(login(*address).as_str()).with_directory_id(&directory_id(*id));
                let answer = self.system.okta().create(person).await;
                match self.accounts.create(&login(*address), &directory_id(*id), now) {
                    Some(account) => {
                        assert_eq!(answer.status, 201, "{answer}");
                        if account.id.is_empty() {
                            account.id = answer.id();
                        }
                        assert_eq!(account.id, answer.id());
                    }
                    None => assert_eq!(answer.status, 409, "{answer}"),
                }
            }
            Step::Rename { person, name } => {
                let expected = self.accounts.update(*person, Some(&name.login()), None, now);
                self.patch(*person, vec![json!({ "userName": name.login() })], expected).await;
            }
            Step::RenameAndSetActive { person, name, active, name_first } => {
                let expected = self.accounts.update(*person, Some(&name.login()), Some(*active), now);
                let mut values = vec![json!({ "active": active }), json!({ "userName": name.login() })];
                values.rotate_left(usize::from(*name_first));
                self.patch(*person, values, expected).await;
            }
            Step::SetActive { person, active } => {
                let expected = self.accounts.update(*person, None, Some(*active), now);
                self.patch(*person, vec![json!({ "active": active })], expected).await;
            }
            Step::Delete { person } => {
                let Some(id) = self.accounts.get(*person).map(|account| account.id.clone()) else { return };
                let expected = self.accounts.delete(*person, now);
                self.system.scim().delete(&id).await.expect(expected);
            }
            Step::Look { link } => self.follow(*link, false).await,
            Step::Click { link } => self.follow(*link, true).await,
            Step::Wait { minutes } => {
                self.system.advance(SignedDuration::from_mins(*minutes)).await;
            }
            Step::TakeAway { service } => {
                self.system.set_away(*service, true).await;
                self.away.push(*service);
            }
            Step::BringBack => self.bring_all_back(now).await,
        }
    }

    async fn bring_all_back(&mut self, now: Timestamp) {
        for service in self.away.drain(..) {
            self.system.set_away(service, false).await;
            if service == Service::Purge {
                self.purge_away_until = Some(now);
            }
        }
    }

    /// An operation for each value.
    async fn patch(&self, person: usize, values: Vec<Value>, expected: u16) {
        let Some(account) = self.accounts.get(person) else { return };
        let operations = values.into_iter().map(|value| json!({ "op": "replace", "value": value }));
        self.system.scim().patch(&account.id, operations.collect()).await.expect(expected);
    }

    /// Follows one of the links that were mailed so far.
    async fn follow(&mut self, number: usize, click: bool) {
        let Some(link) = self.links.get(number % self.links.len().max(1)).cloned() else { return };
        let now = self.system.now().await;
        let visitor = Visitor::default();
        let page = if click { visitor.confirm(&link.url).await } else { visitor.open(&link.url).await };
        // Where it is not known whether the link had stopped working when the page was made, either answer is right.
        let (earliest, latest) = link.valid_until;
        let has_ended = now >= latest || self.system.now().await >= earliest && page.status.as_u16() == 410;
        let account = &mut self.accounts.all[link.account];
        let is_pending = account.pending.as_ref().is_some_and(|pending| pending.change == link.change);
        let expected = match account.fate {
            Fate::Deleted => 404,
            Fate::Replaced if account.confirmed == Some(link.change) => 200,
            Fate::Replaced => 410,
            Fate::Alive if is_pending && has_ended => 410,
            Fate::Alive if is_pending || account.confirmed == Some(link.change) => 200,
            Fate::Alive => 410,
        };
        assert_eq!(page.status.as_u16(), expected, "{link:?} {account:?}\n{page}");
        if click && is_pending && expected == 200 {
            account.confirm();
        }
    }

    /// Compares everything there is with the model.
    async fn compare(&mut self) {
        let now = self.system.now().await;
        let mails = self.system.mails().await;
        let table = self.system.table().snapshot().await;
        for mail in mails.iter().rev().skip(self.read) {
            self.arrived(mail, now);
        }
        (self.read, self.read_at) = (mails.len(), now);
        let watched_since = self.purge_watched_since();
        for account in &mut self.accounts.all {
            let partition = format!("T#demo#U#{}", account.id);
            let item = table.get(&partition, "USER");
            account.settle_fate(item.is_some(), now, watched_since);
            if let Some(item) = item {
                account.compare(item);
            }
        }
        table.check_consistency();
    }

    /// Since when the purge function has been there; `None`: it is not.
    fn purge_watched_since(&self) -> Option<Timestamp> {
        (!self.away.contains(&Service::Purge)).then(|| self.purge_away_until.unwrap_or(Timestamp::MIN))
    }

    /// A mail is about the pending change of whoever has or awaits the address, and is not blocked.
    fn arrived(&mut self, mail: &rollcall_tests::Mail, now: Timestamp) {
        let brings_link = !mail.links().is_empty();
        let about = self.accounts.all.iter().position(|account| {
            let pending = account.pending.as_ref();
            account.fate == Fate::Alive
                && account.is_active()
                && pending.is_some_and(|pending| {
                    if brings_link { pending.to == mail.to } else { account.email == mail.to }
                })
        });
        let account = about.unwrap_or_else(|| panic!("a mail to {} about nothing", mail.to));
        let pending = self.accounts.all[account].pending.as_ref().unwrap();
        if brings_link {
            // A mail that leaves late brings a link of full length.
            let until = |left: Timestamp| {
                let is_late = left.duration_since(pending.requested_at) >= HOUR;
                (if is_late { left } else { pending.requested_at }) + WEEK
            };
            let valid_until = (until(self.read_at.min(now)), until(now));
            self.links.push(MailedLink { url: mail.link(), account, change: pending.change, valid_until });
        } else {
            *self.notices.entry((account, pending.change)).or_default() += 1;
        }
    }

    /// All services are back: what is owed arrives, and who is due goes.
    async fn finish(mut self) {
        let now = self.system.now().await;
        self.bring_all_back(now).await;
        self.system.advance(SignedDuration::from_mins(61)).await;
        self.compare().await;
        let mut links: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for link in &self.links {
            *links.entry((link.account, link.change)).or_default() += 1;
        }
        for (number, account) in self.accounts.all.iter().enumerate() {
            let Some(pending) = account.pending.as_ref().filter(|_| account.fate == Fate::Alive) else {
                continue;
            };
            let key = (number, pending.change);
            let mailed = (links.get(&key), self.notices.get(&key));
            // Of somebody blocked the mails wait, unless they had left.
            let waits = !account.is_active() && mailed == (None, None);
            assert!(waits || mailed == (Some(&1), Some(&1)), "{mailed:?} {account:?}");
        }
        assert!(
            links.values().chain(self.notices.values()).all(|times| *times == 1),
            "a mail was sent twice"
        );
        self.system.check().await;
    }
}

async fn run(history: Vec<Step>) {
    let mut run = Run::start().await;
    for step in &history {
        run.step(step).await;
        run.compare().await;
    }
    run.finish().await;
}

/// Of a mail that leaves on the way it is not known when: the model once took it for as late as it was read.
#[test]
fn a_link_whose_mail_left_long_before_it_is_read_has_ended() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(run(vec![
        Step::Create { address: 2, directory_id: 0 },
        Step::TakeAway { service: Service::Mail },
        Step::Create { address: 0, directory_id: 0 },
        Step::Rename { person: 0, name: Name::Plain(0) },
        Step::BringBack,
        Step::Wait { minutes: 20_207 },
        Step::Look { link: 0 },
    ]));
}

#[test]
fn no_history_ends_otherwise_than_the_model_says() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 16, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(), |history| {
        runtime.block_on(run(history));
        Ok(())
    });
    outcome.unwrap();
}
