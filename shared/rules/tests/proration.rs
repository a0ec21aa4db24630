//! What a person costs, case by case, across changes of plan, interval, anchor, price and currency, absences, closed
//! periods, and orders of reports. The amounts were worked out by hand.
//!
//! 9300 a month is 310 a day in April and June, and 300 in May. 36500 a year is 100 a day in 2026.

#![expect(clippy::unwrap_used, clippy::panic, reason = "test code fails by panicking")]

use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::billing::{Currency, Interval, Terms};
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::{Plan, ProfileSync, Tenant, TenantId};
use rollcall_rules::update::{Desired, update};
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

/// A case: its name, what happens day by day, and the lines that come of it.
type Case = (&'static str, &'static str, &'static [&'static str]);

/// Steps are `<day> <what>`. A report names the day of the sign-in. Lines are `<period's first day>: <first day
/// billed>..<day after the last> <amount> <currency>`, and the closed period that they correct. Days without a year are
/// of 2026.
#[rustfmt::skip]
const CASES: &[Case] = &[
    // --- One month, and the order of reports ---
    ("on the first day", "03-01 monthly 01-01 9300 EUR; 04-01 report 04-01", &["04-01: 04-01..05-01 9300 EUR"]),
    ("in the middle: 15 days", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16", &["04-01: 04-16..05-01 4650 EUR"]),
    ("on the last day", "03-01 monthly 01-01 9300 EUR; 04-30 report 04-30", &["04-01: 04-30..05-01 310 EUR"]),
    ("a second sign-in adds nothing", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 04-20 report 04-20", &["04-01: 04-16..05-01 4650 EUR"]),
    ("in order", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-15; 04-20 report 04-19", &["04-01: 04-15..05-01 4960 EUR"]),
    ("the earlier one last: 12 days, then 4", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-19; 04-20 report 04-15", &["04-01: 04-19..05-01 3720 EUR", "04-01: 04-15..04-19 1240 EUR"]),
    ("three of them backwards", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-19; 04-20 report 04-17; 04-20 report 04-12", &["04-01: 04-19..05-01 3720 EUR", "04-01: 04-17..04-19 620 EUR", "04-01: 04-12..04-17 1550 EUR"]),
    ("the middle one first", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-17; 04-20 report 04-12; 04-20 report 04-19", &["04-01: 04-17..05-01 4340 EUR", "04-01: 04-12..04-17 1550 EUR"]),
    ("reported again", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-19; 04-20 report 04-19", &["04-01: 04-19..05-01 3720 EUR"]),
    ("of two months, in order", "03-01 monthly 01-01 9300 EUR; 05-10 report 04-28; 05-10 report 05-10", &["04-01: 04-28..05-01 930 EUR", "05-01: 05-01..06-01 9300 EUR"]),
    ("of two months, the earlier one last", "03-01 monthly 01-01 9300 EUR; 05-10 report 05-10; 05-10 report 04-28", &["05-01: 05-10..06-01 6600 EUR", "04-01: 04-28..05-01 930 EUR", "05-01: 05-01..05-10 2700 EUR"]),
    ("after the next month was billed", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 05-01 renew; 05-05 report 04-10", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-01..06-01 9300 EUR", "04-01: 04-10..04-20 3100 EUR"]),
    ("rounded: 400, and 533 in all", "03-01 monthly 01-01 1000 EUR; 04-20 report 04-19; 04-20 report 04-15", &["04-01: 04-19..05-01 400 EUR", "04-01: 04-15..04-19 133 EUR"]),
    ("rounded in order: 26.67", "03-01 monthly 01-01 100 EUR; 04-25 report 04-23", &["04-01: 04-23..05-01 27 EUR"]),
    ("rounded by parts: 20, 23.33, 26.67", "03-01 monthly 01-01 100 EUR; 04-25 report 04-25; 04-25 report 04-24; 04-25 report 04-23", &["04-01: 04-25..05-01 20 EUR", "04-01: 04-24..04-25 3 EUR", "04-01: 04-23..04-24 4 EUR"]),
    ("a cent: 14 days for nothing, 15 for one", "03-01 monthly 01-01 1 EUR; 04-20 report 04-17; 04-20 report 04-16", &["04-01: 04-17..05-01 0 EUR", "04-01: 04-16..04-17 1 EUR"]),
    ("for nothing", "03-01 monthly 01-01 0 EUR; 04-20 report 04-19; 04-20 report 04-15", &["04-01: 04-19..05-01 0 EUR", "04-01: 04-15..04-19 0 EUR"]),
    ("a month late", "03-01 monthly 01-01 9300 EUR; 05-15 report 04-15", &["04-01: 04-15..05-01 4960 EUR", "05-01: 05-01..06-01 9300 EUR"]),
    ("too late", "03-01 monthly 01-01 9300 EUR; 05-17 report 04-15", &[]),
    // --- Short months, leap years, anchors, years ---
    ("February: 14 of 28", "01-01 monthly 01-01 2800 EUR; 02-15 report 02-15", &["02-01: 02-15..03-01 1400 EUR"]),
    ("February of a leap year: 15 of 29", "2028-01-01 monthly 01-01 2900 EUR; 2028-02-15 report 2028-02-15", &["2028-02-01: 2028-02-15..2028-03-01 1500 EUR"]),
    ("the 31st where there is none", "01-01 monthly 01-31 3100 EUR; 02-28 report 02-28", &["02-28: 02-28..03-31 3100 EUR"]),
    ("the 31st, the earlier one last", "01-01 monthly 01-31 3100 EUR; 03-05 report 03-05; 03-05 report 03-01", &["02-28: 03-05..03-31 2600 EUR", "02-28: 03-01..03-05 400 EUR"]),
    ("over the 15th: 29 of 30, then 1 of 31 and 1 of 30", "01-01 monthly 01-15 9300 EUR; 04-20 report 04-16; 04-20 report 04-14", &["04-15: 04-16..05-15 8990 EUR", "03-15: 04-14..04-15 300 EUR", "04-15: 04-15..04-16 310 EUR"]),
    ("half a year: 184 days", "01-01 yearly 01-01 36500 EUR; 07-01 report 07-01", &["01-01: 07-01..2027-01-01 18400 EUR"]),
    ("half a year and 11 days more", "01-01 yearly 01-01 36500 EUR; 07-01 report 07-01; 07-01 report 06-20", &["01-01: 07-01..2027-01-01 18400 EUR", "01-01: 06-20..07-01 1100 EUR"]),
    ("the last two days of a year", "01-01 yearly 03-01 36500 EUR; 02-27 report 02-27", &["2025-03-01: 02-27..03-01 200 EUR"]),
    ("the last day of a leap year", "01-01 yearly 01-01 36600 EUR; 2028-12-31 report 2028-12-31", &["2028-01-01: 2028-12-31..2029-01-01 100 EUR"]),
    // --- Absences ---
    ("away when May begins, back on the 10th", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 block; 05-01 renew; 05-04 restore; 05-10 report 05-10", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-10..06-01 6600 EUR"]),
    ("away when May begins, April told of in May", "03-01 monthly 01-01 9300 EUR; 04-25 block; 05-01 renew; 05-04 restore; 05-05 report 04-20", &["04-01: 04-20..05-01 3410 EUR"]),
    ("the same, and back on the 10th", "03-01 monthly 01-01 9300 EUR; 04-25 block; 05-01 renew; 05-04 restore; 05-10 report 04-20; 05-10 report 05-10", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-10..06-01 6600 EUR"]),
    ("the same in the other order", "03-01 monthly 01-01 9300 EUR; 04-25 block; 05-01 renew; 05-04 restore; 05-10 report 05-10; 05-10 report 04-20", &["05-01: 05-10..06-01 6600 EUR", "04-01: 04-20..05-01 3410 EUR"]),
    ("away and back within the month", "03-01 monthly 01-01 9300 EUR; 04-10 report 04-10; 04-12 block; 04-20 restore; 04-21 report 04-21", &["04-01: 04-10..05-01 6510 EUR"]),
    ("back on the 6th, told of last", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 block; 05-01 renew; 05-04 restore; 05-10 report 05-10; 05-11 report 05-06", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-10..06-01 6600 EUR", "05-01: 05-06..05-10 1200 EUR"]),
    ("gone", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 block; 05-01 renew; 06-01 renew", &["04-01: 04-20..05-01 3410 EUR"]),
    ("away for two days, and the run comes late", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-30 block; 05-02 restore; 05-20 renew", &["04-01: 04-20..05-01 3410 EUR"]),
    ("gone on the first of May", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 05-01 block; 05-02 renew", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-01..06-01 9300 EUR"]),
    ("gone, and April told of after that", "03-01 monthly 01-01 9300 EUR; 04-25 block; 05-01 renew; 05-03 report 04-20", &["04-01: 04-20..05-01 3410 EUR"]),
    ("gone, and a sign-in after that", "03-01 monthly 01-01 9300 EUR; 04-25 block; 05-03 report 04-26", &[]),
    // --- The plan ---
    ("the plan ends before May", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 plan standard; 05-01 renew", &["04-01: 04-20..05-01 3410 EUR"]),
    ("it is back before May", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 plan standard; 04-28 plan advanced; 05-01 renew", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-01..06-01 9300 EUR"]),
    ("it is back on the 10th, they on the 12th", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 plan standard; 05-01 renew; 05-10 plan advanced; 05-10 renew; 05-12 report 05-12", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-12..06-01 6000 EUR"]),
    ("it is back and they are not", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 plan standard; 05-01 renew; 05-10 plan advanced; 05-10 renew; 06-01 renew", &["04-01: 04-20..05-01 3410 EUR"]),
    ("a sign-in without the plan, told of when it is back", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 plan standard; 05-10 plan advanced; 05-12 report 05-05", &["04-01: 04-20..05-01 3410 EUR"]),
    ("a sign-in with the plan, told of when it is back", "03-01 monthly 01-01 9300 EUR; 04-25 plan standard; 05-10 plan advanced; 05-11 report 04-20", &["04-01: 04-20..05-01 3410 EUR"]),
    ("the same, after one of May", "03-01 monthly 01-01 9300 EUR; 04-25 plan standard; 05-10 plan advanced; 05-12 report 05-12; 05-12 report 04-20", &["05-01: 05-12..06-01 6000 EUR", "04-01: 04-20..05-01 3410 EUR"]),
    ("it ends on the first of May", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 05-01 plan standard; 05-01 renew", &["04-01: 04-20..05-01 3410 EUR"]),
    ("it ends on the second of May", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 05-01 renew; 05-02 plan standard; 06-01 renew", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-01..06-01 9300 EUR"]),
    ("it begins within April", "03-01 plan standard; 03-01 monthly 01-01 9300 EUR; 04-10 plan advanced; 04-16 report 04-16; 04-16 report 04-08", &["04-01: 04-16..05-01 4650 EUR"]),
    ("the price ends, and is back on the 10th", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 unpriced; 05-01 renew; 05-10 monthly 01-01 9300 EUR; 05-10 renew; 05-12 report 05-12; 05-12 report 05-05", &["04-01: 04-20..05-01 3410 EUR", "05-01: 05-12..06-01 6000 EUR"]),
    // --- The interval ---
    ("from months to a year: 245 days are left", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-20; 04-25 yearly 01-01 36500 EUR; 05-01 renew", &["04-01: 04-20..05-01 3410 EUR", "01-01: 05-01..2027-01-01 24500 EUR"]),
    ("April told of when there are years", "03-01 monthly 01-01 9300 EUR; 04-25 yearly 01-01 36500 EUR; 05-05 report 04-20", &["04-01: 04-20..05-01 3410 EUR", "01-01: 05-01..2027-01-01 24500 EUR"]),
    ("the same, after one of May", "03-01 monthly 01-01 9300 EUR; 04-25 yearly 01-01 36500 EUR; 05-05 report 05-03; 05-05 report 04-20", &["01-01: 05-03..2027-01-01 24300 EUR", "04-01: 04-20..05-01 3410 EUR", "01-01: 05-01..05-03 200 EUR"]),
    ("from years to months: the year is paid", "01-01 yearly 01-01 36500 EUR; 04-20 report 04-20; 04-25 monthly 01-01 9300 EUR; 05-01 renew", &["01-01: 04-20..2027-01-01 25600 EUR"]),
    ("and then January", "01-01 yearly 01-01 36500 EUR; 04-20 report 04-20; 04-25 monthly 01-01 9300 EUR; 05-01 renew; 2027-01-01 renew", &["01-01: 04-20..2027-01-01 25600 EUR", "2027-01-01: 2027-01-01..2027-02-01 9300 EUR"]),
    // --- The anchor ---
    ("from the 1st to the 20th: 19 days are left", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 04-20 monthly 01-20 9300 EUR; 05-01 renew", &["04-01: 04-16..05-01 4650 EUR", "04-20: 05-01..05-20 5890 EUR"]),
    ("and then from the 20th on", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 04-20 monthly 01-20 9300 EUR; 05-01 renew; 05-20 renew", &["04-01: 04-16..05-01 4650 EUR", "04-20: 05-01..05-20 5890 EUR", "05-20: 05-20..06-20 9300 EUR"]),
    ("the 25th, then the 15th by the terms before", "03-01 monthly 01-01 9300 EUR; 04-20 monthly 01-20 9300 EUR; 04-25 report 04-25; 04-26 report 04-15", &["04-20: 04-25..05-20 7750 EUR", "04-01: 04-15..04-25 3100 EUR"]),
    // --- Price and currency ---
    ("dearer from May on", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 04-20 monthly 01-01 12000 EUR; 05-01 renew", &["04-01: 04-16..05-01 4650 EUR", "05-01: 05-01..06-01 12000 EUR"]),
    ("a day before the change costs what it cost then", "03-01 monthly 01-01 9300 EUR; 04-20 monthly 01-01 18600 EUR; 04-25 report 04-16", &["04-01: 04-16..05-01 4650 EUR"]),
    ("dinars from May on", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 04-20 monthly 01-01 6200 KWD; 05-01 renew", &["04-01: 04-16..05-01 4650 EUR", "05-01: 05-01..06-01 6200 KWD"]),
    ("the missing days in the currency of then", "03-01 monthly 01-01 9300 EUR; 04-20 report 04-19; 04-21 monthly 01-01 6200 KWD; 04-22 report 04-15", &["04-01: 04-19..05-01 3720 EUR", "04-01: 04-15..04-19 1240 EUR"]),
    ("yen, which have no parts", "03-01 monthly 01-01 900 JPY; 04-16 report 04-16", &["04-01: 04-16..05-01 450 JPY"]),
    // --- Closed periods ---
    ("days of a closed April", "03-01 monthly 01-01 9300 EUR; 04-16 report 04-16; 05-01 renew; 05-03 close 05-01; 05-04 report 04-10", &["04-01: 04-16..05-01 4650 EUR", "05-01: 05-01..06-01 9300 EUR", "05-01: 04-10..04-16 1860 EUR for 04-01"]),
    ("a first sign-in in a closed April", "03-01 monthly 01-01 9300 EUR; 05-03 close 05-01; 05-04 report 04-28", &["05-01: 04-28..05-01 930 EUR for 04-01", "05-01: 05-01..06-01 9300 EUR"]),
    ("the same, after one of May", "03-01 monthly 01-01 9300 EUR; 05-03 close 05-01; 05-04 report 05-03; 05-04 report 04-28", &["05-01: 05-03..06-01 8700 EUR", "05-01: 04-28..05-01 930 EUR for 04-01", "05-01: 05-01..05-03 600 EUR"]),
    ("a renewal that comes when April is closed", "03-01 monthly 01-01 9300 EUR; 03-30 report 03-30; 05-02 close 05-01; 05-03 renew", &["03-01: 03-30..04-01 600 EUR", "05-01: 04-01..05-01 9300 EUR for 04-01", "05-01: 05-01..06-01 9300 EUR"]),
];

#[test]
fn each_case_costs_what_was_worked_out_by_hand() {
    assert!(CASES.len() >= 60);
    let wrong: Vec<String> = CASES
        .iter()
        .filter_map(|(name, steps, expected)| {
            let mut life = Life::begin();
            steps.split("; ").for_each(|step| life.step(step));
            let lines: Vec<String> = life.lines.iter().map(told).collect();
            (lines != *expected)
                .then(|| format!("{name}:\n  {steps}\n  expected {expected:?}\n  got      {lines:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn told(line: &BillingLine) -> String {
    let day = |day: Date| day.to_string().trim_start_matches("2026-").to_owned();
    let corrects = line.corrects.map(|period| format!(" for {}", day(period.start))).unwrap_or_default();
    format!(
        "{}: {}..{} {} {}{corrects}",
        day(line.period_start),
        day(line.billable_from),
        day(line.billed_until()),
        line.amount_minor,
        line.currency
    )
}

fn day(text: &str) -> Date {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    text.parse().unwrap()
}

fn time(day: Date, time: &str) -> Timestamp {
    format!("{day}T{time}Z").parse().unwrap()
}

/// A person who has accepted on 1 January 2026, and their tenant.
struct Life {
    user: User,
    tenant: Tenant,
    lines: Vec<BillingLine>,
}

impl Life {
    fn begin() -> Self {
        let (acme, now) = (TenantId::parse("acme").unwrap(), time(day("01-01"), "00:00:00"));
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let ada = User::native(UserId::new(Uuid::from_u128(1)), acme.clone(), email, now);
        let new = NewInvitation {
            id: Uuid::from_u128(7),
            entity: EntityId::new(Uuid::from_u128(5)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            invited_by: None,
            link_lifetime: LINK_LIFETIME,
        };
        let invited = ada.invited(new, Actor::Admin, now).unwrap();
        let user = invited.accepted(invited.invitation.as_ref().unwrap(), now);
        let tenant = Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, now);
        Self { user, tenant, lines: Vec::new() }
    }

    fn step(&mut self, step: &str) {
        let words: Vec<&str> = step.split(' ').collect();
        let [on, words @ ..] = words.as_slice() else { panic!("{step}") };
        let on = day(on);
        match *words {
            ["unpriced"] => self.tenant.set_terms(None, on),
            ["plan", "standard"] => self.tenant.set_plan(Plan::Standard, on),
            ["plan", "advanced"] => self.tenant.set_plan(Plan::Advanced, on),
            ["close", until] => self.tenant.closed_until = Some(day(until)),
            ["block"] => self.set_active(false, on),
            ["restore"] => self.set_active(true, on),
            ["report", signed_in] => self.report(day(signed_in), on),
            ["renew"] => self.renew(on),
            [interval, anchor, price, currency] => {
                let terms = Terms {
                    interval: if interval == "yearly" { Interval::Yearly } else { Interval::Monthly },
                    anchor: day(anchor),
                    price_minor: price.parse().unwrap(),
                    currency: Currency::parse(currency).unwrap(),
                };
                self.tenant.set_terms(Some(terms), on);
            }
            _ => panic!("{step}"),
        }
    }

    fn report(&mut self, signed_in: Date, on: Date) {
        let (at, now) = (time(signed_in, "08:00:00"), time(on, "12:00:00"));
        let Ok(billed) = self.user.signed_in(self.tenant.agreement(on), at, now) else { return };
        self.lines.extend(billed.lines);
        self.user = billed.user;
    }

    /// As the run does it.
    fn renew(&mut self, on: Date) {
        if self.tenant.renews_by(on).is_none() {
            self.tenant.pass_over(on);
            return;
        }
        let since = self.tenant.renewed_until;
        while let Some(billed) = self.user.renewed(self.tenant.agreement(on), since, time(on, "00:06:00")) {
            self.lines.extend(billed.lines);
            self.user = billed.user;
        }
        let end = self.tenant.terms.unwrap().period_of(on).end;
        let next = self.user.billed_until.filter(|until| *until > on);
        self.tenant.renewed_until = Some(next.map_or(end, |next| next.min(end)));
    }

    fn set_active(&mut self, active: bool, on: Date) {
        let User { user_name, external_id, profile, .. } = self.user.clone();
        let desired = Desired { user_name, external_id, active, profile };
        let change = NewEmailChange { id: Uuid::from_u128(9), link_lifetime: LINK_LIFETIME };
        self.user = update(&self.user, desired, ProfileSync::Off, change, time(on, "12:00:00"));
    }
}
