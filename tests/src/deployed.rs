//! A stack that was deployed, which tests share: each has tenants of its own in it, and sees nothing of the others.
//!
//! The stack is in an emulator of AWS, which is known here by its list of sent mails and by nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::Client;
use rollcall::clock::{Clock, SystemClock};
use rollcall::entropy;
use serde::Deserialize;

use crate::Mail;
use crate::table::{Snapshot, Table};

/// Names the file that says how the stack is reached.
const SETTING: &str = "ROLLCALL_DEPLOYED";

/// How long what a change owes may take before the test gives up. A hundred mails took more than a minute on a busy
/// machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// How a stack is reached; that file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reach {
    /// The stage of the API.
    base_url: String,
    /// Where the stage would be in AWS. Links in mails begin so.
    public_url: String,
    /// The table.
    table_name: String,
    /// AWS; region and credentials are in the environment.
    endpoint_url: String,
    /// The mails sent.
    mails_url: String,
}

/// One test's part of a stack.
#[derive(Debug)]
pub(crate) struct Deployed {
    reach: Reach,
    scim_url: String,
    http: Client,
    table: Table,
    /// At the end of the id of each of its tenants.
    mark: String,
}

impl Deployed {
    /// The stack that the environment names, if it names one.
    pub(crate) fn from_env() -> Option<Self> {
        let file = std::env::var_os(SETTING)?;
        let reach = std::fs::read_to_string(&file).expect("the file that says how the stack is reached");
        let reach: Reach = serde_json::from_str(&reach).expect("how the stack is reached");
        let table = Table::at(&reach.endpoint_url, &reach.table_name);
        let scim_url = format!("{}/scim/v2", reach.base_url);
        let mark = entropy::new_id().simple().to_string().split_off(22);
        Some(Self { reach, scim_url, http: Client::new(), table, mark })
    }

    /// An id for a tenant that no other test has.
    pub(crate) fn tenant_id(&self, name: &str) -> String {
        format!("{name}-{}", self.mark)
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.reach.base_url
    }

    pub(crate) fn scim_url(&self) -> &str {
        &self.scim_url
    }

    pub(crate) fn http(&self) -> Client {
        self.http.clone()
    }

    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    #[expect(clippy::unused_self, reason = "its clock is the real one, which is not for a caller to know")]
    pub(crate) fn now(&self) -> Timestamp {
        SystemClock.now()
    }

    /// Waits until nobody is owed anything and every change is in its account's history; gives what is in the table.
    ///
    /// A scan is no point in time: of a transaction that ends meanwhile it may see one item as it was and another as it
    /// is. Where two in a row see the same, that is what the table held when the first ended.
    pub(crate) async fn settle(&self) -> Snapshot {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        let settled = async {
            let mut before = None;
            loop {
                ticks.tick().await;
                let snapshot = self.table.snapshot().await.of_tenants(|tenant| tenant.ends_with(&self.mark));
                if snapshot.is_settled() && before.as_ref() == Some(&snapshot) {
                    return snapshot;
                }
                before = Some(snapshot);
            }
        };
        tokio::time::timeout(PATIENCE, settled).await.expect("what is owed is done in time")
    }

    /// Takes away what the test had in the table, but for the tenants themselves, of which something may still be
    /// noted. The other tests read the whole table again and again: with all that was ever in it they take three times
    /// as long.
    pub(crate) async fn leave(&self, mine: &Snapshot) {
        let is_of_people = |pk: &str| {
            pk.split('#').nth(2).is_some_and(|part| matches!(part, "U" | "G" | "A" | "X" | "D" | "B"))
        };
        let keys = mine.items().filter(|(pk, ..)| is_of_people(pk));
        self.table.delete_keys(keys.map(|(pk, sk, _)| (pk.to_owned(), sk.to_owned())).collect()).await;
    }

    /// The mails to people of its tenants, newest first, with links that lead to where the stack is.
    pub(crate) async fn mails(&self) -> Vec<Mail> {
        self.settle().await;
        let answer = self.http.get(&self.reach.mails_url).send().await.expect("the mails sent");
        let sent: Sent = answer.json().await.expect("the mails sent");
        let mine = sent.messages.into_values().flatten().filter(|mail| mail.body_text.contains(&self.mark));
        let mut mails: Vec<_> = mine.map(|mail| self.arrived(mail)).collect();
        mails.reverse();
        mails
    }

    fn arrived(&self, sent: SentMail) -> Mail {
        let here = |body: String| body.replace(&self.reach.public_url, &self.reach.base_url);
        let [to] = <[String; 1]>::try_from(sent.to).expect("one recipient");
        Mail { to, subject: sent.subject, text: here(sent.body_text), html: here(sent.body_html) }
    }
}

/// The emulator's list.
#[derive(Debug, Deserialize)]
struct Sent {
    /// By account.
    messages: BTreeMap<String, Vec<SentMail>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SentMail {
    to: Vec<String>,
    subject: String,
    body_text: String,
    body_html: String,
}
