use proptest::prelude::*;

use super::*;
use crate::admission::Admitted;
use crate::oauth::{InvalidClient, Issued, Reach, RedirectUris, SecretLifetime};
use crate::tenant::{Plan, TenantId};
use crate::token::{Denied, Presented, Scope};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const CALLBACK: &str = "https://app.example/cb";
const OTHER: &str = "https://app.example/other";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const MILLI: SignedDuration = SignedDuration::from_millis(1);
const PLAIN: Exchange<'static> = Exchange { code: "", redirect_uri: None, verifier: None };

/// A tenant with a client, and what the directory has.
struct Acme {
    tenant: Tenant,
    issued: Issued,
    client: ClientId,
}

impl Acme {
    fn new() -> Self {
        let id = TenantId::parse("acme").unwrap();
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, NOW);
        let uris = RedirectUris::parse(&[CALLBACK, OTHER], Reach::Internet).unwrap();
        let issued = tenant.create_code_client([1; 32], None, uris, SecretLifetime::default(), NOW).unwrap();
        let client = ClientId::parse(&issued.client_id).unwrap();
        Self { tenant, issued, client }
    }

    fn consent(&self, challenge: Option<&str>, is_uri_named: bool) -> Consent {
        let challenge = challenge.map(|text| Challenge::parse(text).unwrap());
        let (client, redirect_uri) = (self.client.own().to_owned(), CALLBACK.to_owned());
        Consent { client, redirect_uri, is_uri_named, challenge }
    }

    fn code(&mut self, number: u8) -> String {
        let consent = self.consent(None, false);
        self.tenant.give_code(&consent, [number; 32], None, NOW).unwrap()
    }

    fn exchange_at(&mut self, exchange: Exchange<'_>, seed: u8, at: Timestamp) -> Result<Outcome, Refused> {
        self.tenant.exchange_code(&self.client, &self.issued.client_secret, exchange, [seed; 32], at)
    }

    fn exchange(&mut self, code: &str, seed: u8) -> Result<Outcome, Refused> {
        self.exchange_at(Exchange { code, ..PLAIN }, seed, NOW)
    }

    fn refresh_at(&mut self, token: &str, at: Timestamp) -> Result<Outcome, Refused> {
        self.tenant.refresh(&self.client, &self.issued.client_secret, token, at)
    }

    fn is_open(&self, granted: &Granted, at: Timestamp) -> bool {
        let presented = Presented::parse(&granted.token).unwrap();
        let admitted = Admitted::by_token(Some(self.tenant.clone()), &presented, Scope::Scim, at);
        assert!(matches!(admitted, Ok(_) | Err(Denied::Token | Denied::Expired)));
        admitted.is_ok()
    }
}

#[track_caller]
fn granted(outcome: Result<Outcome, Refused>) -> Granted {
    match outcome {
        Ok(Outcome::Granted(granted)) => granted,
        other => panic!("{other:?}"),
    }
}

fn refresh(granted: &Granted) -> &str {
    granted.refresh_token.as_deref().unwrap()
}

#[test]
fn a_code_gets_tokens_within_a_minute() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let end = NOW + CODE_LIFETIME;
    let asked = Exchange { code: &code, ..PLAIN };
    assert_eq!(acme.exchange_at(asked, 3, end), Err(Refused::Grant));
    let tokens = granted(acme.exchange_at(asked, 3, end - MILLI));
    assert_eq!(tokens.expires_in, 3600);
    assert!(acme.is_open(&tokens, end) && !acme.is_open(&tokens, end + LIFETIME));
}

#[test]
fn a_code_that_comes_twice_ends_what_it_got() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let tokens = granted(acme.exchange(&code, 3));
    assert!(acme.is_open(&tokens, NOW));
    assert_eq!(acme.exchange(&code, 4), Ok(Outcome::Ended));
    assert!(!acme.is_open(&tokens, NOW));
    assert_eq!(acme.refresh_at(refresh(&tokens), NOW), Err(Refused::Grant));
    assert_eq!(acme.exchange(&code, 5), Err(Refused::Grant));
}

#[test]
fn a_request_that_finds_its_own_exchange_is_told_the_same() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let tokens = granted(acme.exchange(&code, 3));
    assert_eq!(granted(acme.exchange(&code, 3)), tokens);
}

#[test]
fn a_code_is_for_its_client_its_redirect_uri_and_its_verifier() {
    let mut acme = Acme::new();
    let consent = acme.consent(Some(CHALLENGE), true);
    let code = acme.tenant.give_code(&consent, [2; 32], None, NOW).unwrap();
    let right = Exchange { code: &code, redirect_uri: Some(CALLBACK), verifier: Some(VERIFIER) };
    let other_verifier = VERIFIER.replace("dBj", "dBk");
    for wrong in [
        Exchange { code: "rco_00", ..right },
        Exchange { code: "", ..right },
        Exchange { redirect_uri: None, ..right },
        Exchange { redirect_uri: Some(OTHER), ..right },
        Exchange { redirect_uri: Some("https://app.example/cb/"), ..right },
        Exchange { verifier: None, ..right },
        Exchange { verifier: Some(&other_verifier), ..right },
        Exchange { verifier: Some(CHALLENGE), ..right },
        Exchange { verifier: Some(&VERIFIER[1..]), ..right },
    ] {
        let before = acme.tenant.clone();
        assert_eq!(acme.exchange_at(wrong, 3, NOW), Err(Refused::Grant));
        assert_eq!(acme.tenant, before, "nothing is changed");
    }
    let mut other = Acme::new();
    assert_eq!(other.exchange_at(right, 3, NOW), Err(Refused::Grant));
    assert!(granted(acme.exchange_at(right, 3, NOW)).refresh_token.is_some());
    let code = acme.code(4);
    let with_verifier = Exchange { code: &code, verifier: Some(VERIFIER), ..PLAIN };
    assert_eq!(acme.exchange_at(with_verifier, 5, NOW), Err(Refused::Grant), "there was no challenge");
    let named = Exchange { code: &code, redirect_uri: Some(CALLBACK), ..PLAIN };
    assert!(acme.exchange_at(named, 5, NOW).is_ok(), "a URI that was left out may be named");
}

#[test]
fn a_client_proves_itself_each_time() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let exchange = Exchange { code: &code, ..PLAIN };
    let wrong = acme.tenant.exchange_code(&acme.client, "rcs_00", exchange, [3; 32], NOW);
    assert_eq!(wrong, Err(Refused::Client(InvalidClient)));
    let tokens = granted(acme.exchange(&code, 3));
    let wrong = acme.tenant.refresh(&acme.client, "rcs_00", refresh(&tokens), NOW);
    assert_eq!(wrong, Err(Refused::Client(InvalidClient)));
    let by_secret =
        |acme: &Acme, secret: &str| Granted::by_secret(Some(&acme.tenant), &acme.client, secret, NOW);
    assert_eq!(by_secret(&acme, &acme.issued.client_secret), Err(Refused::Method));
    assert_eq!(
        by_secret(&acme, "rcs_00"),
        Err(Refused::Client(InvalidClient)),
        "whose way it is learns a right one"
    );
    let year = SecretLifetime::default();
    let plain = acme.tenant.create_oauth_client([9; 32], None, year, NOW).unwrap();
    let client = ClientId::parse(&plain.client_id).unwrap();
    let refused = acme.tenant.exchange_code(&client, &plain.client_secret, exchange, [3; 32], NOW);
    assert_eq!(refused, Err(Refused::Method));
    assert!(acme.tenant.revoke_oauth_client(acme.client.own()));
    assert_eq!(acme.refresh_at(refresh(&tokens), NOW), Err(Refused::Client(InvalidClient)));
    assert!(!acme.is_open(&tokens, NOW), "all ends with the client");
}

#[test]
fn a_refresh_token_is_used_once_and_may_be_asked_with_again_until_the_next_one_is() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let first = granted(acme.exchange(&code, 3));
    let second = granted(acme.refresh_at(refresh(&first), NOW));
    assert_ne!(first.refresh_token, second.refresh_token);
    assert_eq!(granted(acme.refresh_at(refresh(&first), NOW)), second, "its answer got lost");
    let third = granted(acme.refresh_at(refresh(&second), NOW));
    assert!(acme.is_open(&third, NOW));
    assert_eq!(acme.refresh_at(refresh(&first), NOW), Ok(Outcome::Ended), "two have it");
    assert!(!acme.is_open(&third, NOW));
    assert_eq!(acme.refresh_at(refresh(&third), NOW), Err(Refused::Grant));
}

#[test]
fn an_authorization_lasts_as_long_as_it_is_used() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    let first = granted(acme.exchange(&code, 3));
    let late = NOW + UNUSED - LIFETIME * 2;
    let second = granted(acme.refresh_at(refresh(&first), late));
    assert_eq!(acme.refresh_at(refresh(&second), late + UNUSED), Err(Refused::Grant));
    assert!(acme.refresh_at(refresh(&second), late + UNUSED - MILLI).is_ok());
}

#[test]
fn a_later_authorization_takes_the_place_of_the_one_before_within_the_hour() {
    let mut acme = Acme::new();
    let (code, later) = (acme.code(2), acme.code(3));
    let before = granted(acme.exchange(&code, 4));
    let after = granted(acme.exchange(&later, 5));
    let end = NOW + LIFETIME;
    assert!(acme.is_open(&before, end - MILLI) && acme.is_open(&after, end - MILLI));
    let again = granted(acme.refresh_at(refresh(&before), end - SignedDuration::from_secs(9)));
    assert_eq!(again.expires_in, 9, "it is not made to last longer");
    assert_eq!(acme.refresh_at(refresh(&again), end), Err(Refused::Grant));
    assert!(acme.refresh_at(refresh(&after), end).is_ok());
}

#[test]
fn however_often_it_is_consented_a_client_has_few_authorizations() {
    let mut acme = Acme::new();
    for number in 10..30 {
        let code = acme.code(number);
        let tokens = granted(acme.exchange(&code, number));
        assert!(acme.is_open(&tokens, NOW));
    }
    let Method::Code(known) = &acme.tenant.oauth_clients[0].method else { unreachable!() };
    assert_eq!(known.granted.len(), MAX_GRANTED);
}

#[test]
fn the_same_form_gives_the_same_code_until_that_is_exchanged() {
    let mut acme = Acme::new();
    let code = acme.code(2);
    assert_eq!(acme.code(2), code);
    acme.exchange(&code, 3).unwrap();
    let consent = acme.consent(None, false);
    assert_eq!(acme.tenant.give_code(&consent, [2; 32], None, NOW), None);
    let codes: Vec<String> = (10..20).map(|number| acme.code(number)).collect();
    let Method::Code(known) = &acme.tenant.oauth_clients[0].method else { unreachable!() };
    assert_eq!(known.codes.len(), MAX_CODES);
    assert_eq!(acme.exchange(&codes[0], 3), Err(Refused::Grant), "it is forgotten");
    let unknown = Consent { client: "0123456789ab".to_owned(), ..acme.consent(None, false) };
    assert_eq!(acme.tenant.give_code(&unknown, [2; 32], None, NOW), None);
}

#[test]
fn what_a_people_token_led_to_ends_with_it_if_that_is_asked_for() {
    let mut acme = Acme::new();
    let maker = |token: &str| Some(Maker { people_token: token.to_owned(), admin: None });
    let consent = acme.consent(None, false);
    let mut exchanged = Vec::new();
    for (number, token) in [(2, "leaked"), (3, "other")] {
        let code = acme.tenant.give_code(&consent, [number; 32], maker(token), NOW).unwrap();
        exchanged.push(granted(acme.exchange(&code, number)));
    }
    acme.tenant.give_code(&consent, [4; 32], maker("leaked"), NOW).unwrap();
    acme.tenant.revoke_made_by("leaked", NOW);
    assert!(!acme.is_open(&exchanged[0], NOW) && acme.is_open(&exchanged[1], NOW));
    let Method::Code(known) = &acme.tenant.oauth_clients[0].method else { unreachable!() };
    assert_eq!((known.codes.len(), known.granted.len()), (0, 1));
}

#[test]
fn a_challenge_is_a_sha_256_in_base64url() {
    assert!(Challenge::parse(CHALLENGE).is_some_and(|challenge| challenge.is_met_by(VERIFIER)));
    for text in ["", "plain", VERIFIER.split_at(20).0, &format!("{CHALLENGE}="), &CHALLENGE.replace('-', "+")]
    {
        assert!(Challenge::parse(text).is_none(), "{text}");
    }
}

#[test]
fn no_code_and_no_refresh_token_is_in_what_is_kept_or_printed() {
    let mut acme = Acme::new();
    let consent = acme.consent(Some(CHALLENGE), false);
    let code = acme.tenant.give_code(&consent, [2; 32], None, NOW).unwrap();
    let mut kept = format!("{:?} {}", acme.tenant, serde_json::to_string(&acme.tenant).unwrap());
    let tokens =
        granted(acme.exchange_at(Exchange { code: &code, verifier: Some(VERIFIER), ..PLAIN }, 3, NOW));
    kept += &format!("{:?} {} {tokens:?}", acme.tenant, serde_json::to_string(&acme.tenant).unwrap());
    let signature = tokens.token.rsplit('_').next().unwrap();
    for hidden in [&code[4..], &refresh(&tokens)[4..], signature, VERIFIER] {
        assert!(!kept.contains(hidden), "{hidden}");
    }
}

fn codes_of(acme: &Acme) -> impl Iterator<Item = &Code> {
    let Method::Code(known) = &acme.tenant.oauth_clients[0].method else { unreachable!() };
    known.codes.iter()
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Consent(u8),
    Exchange(usize),
    Refresh(usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_u8).prop_map(Step::Consent),
        (0..4_usize).prop_map(Step::Exchange),
        (0..12_usize).prop_map(Step::Refresh),
        (0..4000_i64).prop_map(Step::Wait),
    ]
}

proptest! {
    /// In any order of requests: a code that grants tokens is there before and gone after, the record stays small, and a token that opens the
    /// tenant comes from an authorization that is live.
    #[test]
    fn in_any_order_each_code_is_exchanged_once(steps in prop::collection::vec(step(), 0..60)) {
        let (mut acme, mut now) = (Acme::new(), NOW);
        let (mut codes, mut tokens): (Vec<String>, Vec<Granted>) = Default::default();
        for (number, step) in (0..).zip(steps) {
            match step {
                Step::Consent(secret) => {
                    let consent = acme.consent(None, false);
                    codes.extend(acme.tenant.give_code(&consent, [secret; 32], None, now));
                }
                Step::Exchange(at) => {
                    let Some(code) = codes.get(at).cloned() else { continue };
                    let exchange = Exchange { code: &code, ..PLAIN };
                    let is_there = codes_of(&acme).any(|each| each.hash == TokenHash::of(&code) && each.is_live(now));
                    if let Ok(Outcome::Granted(granted)) = acme.exchange_at(exchange, number, now) {
                        prop_assert!(is_there);
                        prop_assert!(!codes_of(&acme).any(|each| each.hash == TokenHash::of(&code)));
                        tokens.push(granted);
                    }
                }
                Step::Refresh(at) => {
                    let Some(token) = tokens.get(at).map(|granted| refresh(granted).to_owned()) else { continue };
                    if let Ok(Outcome::Granted(granted)) = acme.refresh_at(&token, now) {
                        tokens.push(granted);
                    }
                }
                Step::Wait(secs) => now += SignedDuration::from_secs(secs),
            }
            let Method::Code(known) = &acme.tenant.oauth_clients[0].method else { unreachable!() };
            prop_assert!(known.codes.len() <= MAX_CODES && known.granted.len() <= MAX_GRANTED);
            prop_assert!(known.granted.iter().all(|granted| granted.spent.len() <= MAX_SPENT));
            for granted in tokens.iter().filter(|granted| acme.is_open(granted, now)) {
                let origin = granted.token.split('_').nth(3).unwrap();
                prop_assert!(known.granted.iter().any(|live| live.is_live(now) && live.id() == origin));
            }
        }
    }
}
