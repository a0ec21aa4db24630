//! The operator's webhooks: URLs to which the service sends what happens at every tenant.
//!
//! All of them are one small item, which the sender reads with each run, and whoever writes into a feed. The secret of a webhook
//! signs, so it is kept as it is and not as a hash.

use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Signed, SignedHeaders, WebhookSecret};
use crate::events::EventKind;
use crate::oauth::Reach;
use crate::oauth::method::{MAX_URI, is_uri};
use crate::seed::Seed;

/// Webhooks that the operator can have: each event is sent to every one.
pub const MAX_WEBHOOKS: usize = 5;

/// How long the secret before a new one signs as well. A receiver takes whichever it knows.
pub const BOTH_SIGN: SignedDuration = SignedDuration::from_hours(24);

const PREFIX: &str = "wh_";

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 12;

/// Identifier of a webhook, such as `wh_0123456789ab`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookId(String);

impl WebhookId {
    /// An id of random bits, which the edge draws.
    #[must_use]
    pub fn new(random: Uuid) -> Self {
        let mut digits = random.simple().to_string();
        digits.truncate(ID_DIGITS);
        Self(format!("{PREFIX}{digits}"))
    }

    /// Reads an id; `None`: the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(PREFIX)?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == ID_DIGITS && digits.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where events are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// Takes a URL: by `https` to a domain name, and in the local system by `http` to loopback, too.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Url`].
    pub fn parse(text: &str, reach: Reach) -> Result<Self, WebhookError> {
        if is_uri(text, reach) { Ok(Self(text.to_owned())) } else { Err(WebhookError::Url) }
    }

    /// The URL, as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a webhook cannot be made so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// No URL that is taken.
    #[error(
        "a webhook's URL is an https URL with a domain name, of at most {MAX_URI} bytes, without user, password and fragment, \
         and written as browsers write it"
    )]
    Url,
    /// No description that is taken.
    #[error("a webhook's description is one line of 1 to {MAX_DESCRIPTION} characters")]
    Description,
    /// No event has this kind.
    #[error("there are no events of the kind {0}")]
    Kind(String),
    /// The operator has [`MAX_WEBHOOKS`] already.
    #[error("the operator has {MAX_WEBHOOKS} webhooks already: remove one first")]
    TooMany,
}

/// Kinds of events that a webhook is sent; none: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kinds(BTreeSet<String>);

impl Kinds {
    /// Takes kinds as events spell them.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Kind`].
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Result<Self, WebhookError> {
        let known = |text: &T| {
            let text = text.as_ref();
            let is_known = EventKind::ALL.iter().any(|kind| kind.as_str() == text);
            if is_known { Ok(text.to_owned()) } else { Err(WebhookError::Kind(text.to_owned())) }
        };
        texts.iter().map(known).collect::<Result<_, _>>().map(Self)
    }

    /// Whether events of a kind are sent.
    #[must_use]
    pub fn have(&self, kind: &str) -> bool {
        self.0.is_empty() || self.0.contains(kind)
    }

    /// Whether these are all kinds.
    #[must_use]
    pub fn are_all(&self) -> bool {
        self.0.is_empty()
    }

    /// The kinds, in order of their names; none if all are sent.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// A secret that signs beside the one that took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretBefore {
    /// The secret.
    pub secret: WebhookSecret,
    /// Until when it signs.
    pub until: Timestamp,
}

/// A URL to which the service sends what happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its identifier.
    pub id: WebhookId,
    /// Where events are sent.
    pub url: WebhookUrl,
    /// A note for people, such as what the receiver does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What is sent.
    #[serde(default, skip_serializing_if = "Kinds::are_all")]
    pub kinds: Kinds,
    /// What signs.
    pub secret: WebhookSecret,
    /// What signs as well, for a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_before: Option<SecretBefore>,
    /// When it was made. What was written into a feed before is not sent.
    pub made_at: Timestamp,
}

impl Webhook {
    /// The headers of a request to it, with a signature by each secret that is good at this time.
    #[must_use]
    pub fn headers(&self, signed: &Signed<'_>) -> Option<SignedHeaders> {
        let mut signatures = self.secret.sign(signed.id, signed.at, signed.body)?;
        if let Some(before) = self.secret_before.as_ref().filter(|before| signed.at < before.until) {
            signatures = format!("{signatures} {}", before.secret.sign(signed.id, signed.at, signed.body)?);
        }
        Some(signed.headers(signatures))
    }

    /// Until when the secret before signs as well; `None`: there is none that does at `now`.
    #[must_use]
    pub fn both_sign_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.secret_before.as_ref().map(|before| before.until).filter(|until| now < *until)
    }
}

/// What the hash of a secret begins with that a request makes.
const SECRETS: &str = "rollcall webhook ";

/// The secret of a webhook that a request makes, by its token: the same if the request is sent again.
#[must_use]
pub fn webhook_secret(operator_token: &str, seed: Seed) -> WebhookSecret {
    let id = seed.id("webhook secret");
    WebhookSecret::new(Sha256::digest(format!("{SECRETS}{operator_token} {id}")).into())
}

/// The operator's webhooks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhooks {
    /// In the order in which they were made.
    pub webhooks: Vec<Webhook>,
    /// Counts the changes; 0: there never was a webhook.
    pub version: u64,
}

/// What a new webhook is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    /// Its identifier.
    pub id: WebhookId,
    /// Where events are to be sent.
    pub url: WebhookUrl,
    /// A note for people.
    pub description: Option<String>,
    /// What is to be sent.
    pub kinds: Kinds,
    /// What signs.
    pub secret: WebhookSecret,
}

/// What shall be different of a webhook. What is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// Where events are to be sent from now on, those that wait among them.
    pub url: Option<WebhookUrl>,
    /// Another note, or none.
    pub description: Option<Option<String>>,
    /// What is to be sent from now on.
    pub kinds: Option<Kinds>,
}

/// Longest description of a webhook, in characters.
pub const MAX_DESCRIPTION: usize = 200;

/// Takes a description: one line with something in it.
///
/// # Errors
///
/// [`WebhookError::Description`].
pub fn parse_description(text: &str) -> Result<String, WebhookError> {
    let trimmed = text.trim();
    let is_line = !trimmed.is_empty() && !trimmed.chars().any(char::is_control);
    if is_line && trimmed.chars().count() <= MAX_DESCRIPTION {
        Ok(trimmed.to_owned())
    } else {
        Err(WebhookError::Description)
    }
}

impl Webhooks {
    /// The webhook with this id.
    #[must_use]
    pub fn find(&self, id: &WebhookId) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.id == *id)
    }

    /// Adds a webhook. One with the same id is the same one: a caller that did not learn whether the write succeeded can repeat it.
    ///
    /// # Errors
    ///
    /// [`WebhookError::TooMany`].
    pub fn add(&mut self, new: &NewWebhook, now: Timestamp) -> Result<Webhook, WebhookError> {
        if let Some(known) = self.find(&new.id) {
            return Ok(known.clone());
        }
        if self.webhooks.len() >= MAX_WEBHOOKS {
            return Err(WebhookError::TooMany);
        }
        let NewWebhook { id, url, description, kinds, secret } = new.clone();
        let webhook = Webhook { id, url, description, kinds, secret, secret_before: None, made_at: now };
        self.webhooks.push(webhook.clone());
        Ok(webhook)
    }

    /// Changes a webhook. `None`: there is no such webhook.
    pub fn change(&mut self, id: &WebhookId, change: &WebhookChange) -> Option<Webhook> {
        let webhook = self.webhooks.iter_mut().find(|webhook| webhook.id == *id)?;
        let WebhookChange { url, description, kinds } = change.clone();
        webhook.url = url.unwrap_or_else(|| webhook.url.clone());
        webhook.description = description.unwrap_or_else(|| webhook.description.clone());
        webhook.kinds = kinds.unwrap_or_else(|| webhook.kinds.clone());
        Some(webhook.clone())
    }

    /// Gives a webhook another secret. The one that it had signs as well for a day, and one before that no longer. `None`: there is
    /// no such webhook.
    pub fn rotate(&mut self, id: &WebhookId, secret: &WebhookSecret, now: Timestamp) -> Option<Webhook> {
        let webhook = self.webhooks.iter_mut().find(|webhook| webhook.id == *id)?;
        if webhook.secret != *secret {
            let until = now.checked_add(BOTH_SIGN).unwrap_or(Timestamp::MAX);
            let before = std::mem::replace(&mut webhook.secret, secret.clone());
            webhook.secret_before = Some(SecretBefore { secret: before, until });
        }
        Some(webhook.clone())
    }

    /// Takes a webhook away. `false`: there was none of that id.
    pub fn remove(&mut self, id: &WebhookId) -> bool {
        let before = self.webhooks.len();
        self.webhooks.retain(|webhook| webhook.id != *id);
        self.webhooks.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn secret(number: u8) -> WebhookSecret {
        WebhookSecret::new([number; 32])
    }

    fn new(number: u8) -> NewWebhook {
        NewWebhook {
            id: WebhookId::new(Uuid::from_u128(u128::from(number) << 120)),
            url: WebhookUrl::parse("https://example.com/hooks", Reach::Internet).unwrap(),
            description: None,
            kinds: Kinds::default(),
            secret: secret(number),
        }
    }

    #[test]
    fn an_id_is_read_as_it_is_shown_and_nothing_else_is_one() {
        let id = WebhookId::new(Uuid::from_u128(0x0123_4567_89ab_cdef << 64));
        assert_eq!(id.as_str(), "wh_0123456789ab");
        assert_eq!(WebhookId::parse(id.as_str()), Some(id));
        for text in ["", "wh_", "0123456789ab", "wh_0123456789aB", "wh_0123456789a#", "wh_0123456789abc"] {
            assert_eq!(WebhookId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_url_leads_by_https_to_a_domain_name_and_to_loopback_in_the_local_system_alone() {
        for (text, internet, loopback) in [
            ("https://example.com/hooks?key=1", true, true),
            ("http://127.0.0.1:9000/hooks", false, true),
            ("http://example.com/hooks", false, false),
            ("https://10.0.0.1/hooks", false, false),
            ("https://user@example.com/hooks", false, false),
        ] {
            assert_eq!(WebhookUrl::parse(text, Reach::Internet).is_ok(), internet, "{text}");
            assert_eq!(WebhookUrl::parse(text, Reach::Loopback).is_ok(), loopback, "{text}");
        }
    }

    #[test]
    fn without_kinds_every_event_is_sent_and_with_some_no_other() {
        let kinds = Kinds::parse(&["user.deactivated", "user.deleted"]).unwrap();
        assert!(kinds.have("user.deleted") && !kinds.have("user.created") && !kinds.are_all());
        assert!(Kinds::default().have("user.created") && Kinds::default().are_all());
        assert_eq!(Kinds::parse(&["user.*"]), Err(WebhookError::Kind("user.*".to_owned())));
    }

    #[test]
    fn there_are_so_many_at_a_time_and_the_same_id_is_the_same_webhook() {
        let mut webhooks = Webhooks::default();
        for number in 1..=5 {
            webhooks.add(&new(number), NOW).unwrap();
        }
        assert_eq!(webhooks.add(&new(5), NOW).map(|webhook| webhook.id), Ok(new(5).id));
        assert_eq!(webhooks.add(&new(6), NOW), Err(WebhookError::TooMany));
        assert!(webhooks.remove(&new(1).id) && !webhooks.remove(&new(1).id));
        assert!(webhooks.add(&new(6), NOW).is_ok());
    }

    #[test]
    fn both_secrets_sign_for_a_day_the_new_one_first() {
        let mut webhooks = Webhooks::default();
        let id = webhooks.add(&new(1), NOW).unwrap().id;
        let webhook = webhooks.rotate(&id, &secret(2), NOW).unwrap();
        let signatures = |webhook: &Webhook, at: Timestamp| {
            let [id, time, (name, signed)] = webhook.headers(&Signed { id: "1", at, body: "{}" }).unwrap();
            let second = at.as_second().to_string();
            assert_eq!((id, time), (("webhook-id", "1".to_owned()), ("webhook-timestamp", second)));
            assert_eq!(name, "webhook-signature");
            signed.split(' ').map(str::to_owned).collect::<Vec<_>>()
        };
        let by = |number: u8, at| secret(number).sign("1", at, "{}").unwrap();
        let last = NOW + BOTH_SIGN - SignedDuration::from_secs(1);
        assert_eq!(signatures(&webhook, last), [by(2, last), by(1, last)]);
        assert_eq!(signatures(&webhook, NOW + BOTH_SIGN), [by(2, NOW + BOTH_SIGN)]);
        assert_eq!(webhook.both_sign_until(NOW), Some(NOW + BOTH_SIGN));
        assert_eq!(webhooks.rotate(&id, &secret(2), last), Some(webhook), "done twice");
        let third = webhooks.rotate(&id, &secret(3), NOW).unwrap();
        assert_eq!(signatures(&third, NOW), [by(3, NOW), by(2, NOW)]);
        assert_eq!(webhooks.rotate(&new(9).id, &secret(3), NOW), None);
    }

    #[test]
    fn what_is_not_to_change_stays() {
        let mut webhooks = Webhooks::default();
        let before = webhooks.add(&new(1), NOW).unwrap();
        let id = before.id.clone();
        assert_eq!(webhooks.change(&id, &WebhookChange::default()), Some(before.clone()));
        let (url, kinds) =
            (WebhookUrl("https://example.com/2".to_owned()), Kinds::parse(&["user.deleted"]).unwrap());
        let note = Some("pager".to_owned());
        let change = WebhookChange {
            url: Some(url.clone()),
            description: Some(note.clone()),
            kinds: Some(kinds.clone()),
        };
        let after = webhooks.change(&id, &change).unwrap();
        assert_eq!(after, Webhook { url, kinds, description: note, ..before });
        let bare = WebhookChange { description: Some(None), ..WebhookChange::default() };
        assert_eq!(webhooks.change(&id, &bare), Some(Webhook { description: None, ..after }));
        assert_eq!(webhooks.change(&new(9).id, &change), None);
    }

    #[test]
    fn a_description_is_one_line() {
        assert_eq!(parse_description(" pager of the team "), Ok("pager of the team".to_owned()));
        assert_eq!(parse_description(&"é".repeat(200)), Ok("é".repeat(200)));
        for text in ["", " ", "a\nb", &"é".repeat(201)] {
            assert_eq!(parse_description(text), Err(WebhookError::Description), "{text:?}");
        }
    }

    #[test]
    fn no_secret_shows_in_debug_output() {
        let mut webhooks = Webhooks::default();
        let id = webhooks.add(&new(7), NOW).unwrap().id;
        webhooks.rotate(&id, &secret(8), NOW);
        let debug = format!("{webhooks:?}");
        assert!(!debug.contains("whsec_") && !debug.contains("7, 7"), "{debug}");
    }
}
