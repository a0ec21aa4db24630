//! Whether SES sends the mails by which people confirm their addresses, and how fast.

mod tracking;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use aws_sdk_sesv2::types::{DkimStatus, SendQuota};

use super::fact::{Fact, Gap, known};
use super::finding::Finding;
use super::quotas::more;
use super::stack::Stack;
use super::words::{count, duration};

/// A rename owes a link to the new address and a notice to the old one.
const MAILS_PER_RENAME: u64 = 2;

/// Sending, as SES knows it.
#[derive(Debug)]
pub(super) struct Facts {
    /// The account's sending in this region.
    pub(super) account: Fact<GetAccountOutput>,
    /// What was verified to send from.
    pub(super) identity: Fact<GetEmailIdentityOutput>,
    /// What SES takes in its place, if it is there: the identities that are closer to the sender, the closest first.
    pub(super) closer: Vec<(String, Fact<GetEmailIdentityOutput>)>,
    /// What is done to mails on their way.
    pub(super) tracking: tracking::Facts,
}

/// Asks SES about the account, the identities that the sender may have, and the configuration set. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let ask = async |identity: &str| {
        let sent = client.get_email_identity().email_identity(identity).send().await;
        known("ses:GetEmailIdentity", sent)
    };
    let name = stack.parameter("MailIdentity");
    let (account, identity, closer, tracking) = tokio::join!(
        async { known("ses:GetAccount", client.get_account().send().await) },
        async { ask(name.ok_or(Gap::Absent)?).await },
        async {
            let mut closer = Vec::new();
            for identity in closer_to(address(stack), name.unwrap_or_default()) {
                let found = ask(&identity).await;
                closer.push((identity, found));
            }
            closer
        },
        tracking::gather(client, stack),
    );
    Facts { account, identity, closer, tracking }
}

/// The address of the sender.
fn address(stack: &Stack) -> &str {
    address_of(stack.parameter("MailSender").unwrap_or_default())
}

fn address_of(sender: &str) -> &str {
    sender.rsplit_once('<').map_or(sender, |(_, rest)| rest.trim_end_matches('>'))
}

/// The identities between an address and the identity that it belongs to, the address first. Of an address that does
/// not belong to it there is none: all its mails are refused.
fn closer_to(address: &str, identity: &str) -> Vec<String> {
    let Some((_, domain)) = address.rsplit_once('@') else { return Vec::new() };
    if identity.contains('@') || !covers(identity, address) {
        return Vec::new();
    }
    let parents = std::iter::successors(Some(domain), |domain| Some(domain.split_once('.')?.1));
    let between = parents.take_while(|parent| !parent.eq_ignore_ascii_case(identity));
    std::iter::once(address).chain(between).map(str::to_owned).collect()
}

/// Judges the sending; `burst` people may be renamed at once.
#[must_use]
pub(super) fn examine(facts: &Facts, burst: u64, stack: &Stack) -> Vec<Finding> {
    let name = stack.parameter("MailIdentity").unwrap_or("IDENTITY");
    let mut findings = match &facts.account {
        Ok(account) => {
            vec![sending(account), sandbox(account), quota(account.send_quota.as_ref(), burst)]
        }
        Err(gap) => vec![gap.finding("mail: account", "Amazon SES → Get set up sets it up")],
    };
    match &facts.identity {
        Ok(identity) => findings.extend([verified(identity, name), signed(identity, name)]),
        Err(gap) => {
            let command = format!("aws sesv2 create-email-identity --email-identity {name}");
            let advice = format!("run `{command}` and do what its answer asks for");
            let finding = gap.finding("mail: identity", advice);
            findings.push(if *gap == Gap::Absent { finding.mended_by([command]) } else { finding });
        }
    }
    findings.push(sender(address(stack), name));
    findings.extend(closest(&facts.closer, name));
    findings.extend(tracking::examine(&facts.tracking, &facts.account, &facts.identity, stack));
    findings
}

/// SES takes the settings of the identity that is closest to the sender, whichever the functions name in their policy.
fn closest(closer: &[(String, Fact<GetEmailIdentityOutput>)], name: &str) -> Option<Finding> {
    let check = "mail: sender's own identity";
    let (closest, found) = closer.iter().find(|(_, found)| *found != Err(Gap::Absent))?;
    let found = match found {
        Ok(found) => found,
        Err(gap) => return Some(gap.finding(check, "")),
    };
    let command = Stack::deploy("MailIdentity", closest);
    let advice = format!(
        "deploy with {closest} as MailIdentity, or delete it: `aws sesv2 delete-email-identity --email-identity \
         {closest}`"
    );
    let says = format!("SES takes {closest}, which is an identity of its own, in place of {name}");
    Some(if found.verified_for_sending_status {
        Finding::warning(check, says, advice).mended_by([command])
    } else {
        let command = format!("aws sesv2 delete-email-identity --email-identity {closest}");
        Finding::problem(check, format!("{says}, and it is not verified"), advice).mended_by([command])
    })
}

fn sending(account: &GetAccountOutput) -> Finding {
    let check = "mail: account";
    if !account.sending_enabled {
        return Finding::problem(
            check,
            "SES sends nothing for this account",
            "run `aws sesv2 put-account-sending-attributes --sending-enabled`; if AWS paused it, Amazon SES → \
             Reputation metrics says why",
        )
        .mended_by(["aws sesv2 put-account-sending-attributes --sending-enabled".to_owned()]);
    }
    match account.enforcement_status.as_deref() {
        None | Some("HEALTHY") => Finding::ok(check, "may send"),
        Some(status @ "PROBATION") => Finding::warning(
            check,
            format!("{status}: AWS may soon pause its sending"),
            "Amazon SES → Reputation metrics says why; mend that and answer AWS in its support case",
        ),
        Some(status) => Finding::problem(
            check,
            status,
            "AWS has paused its sending: mend the fault that AWS Support → Your support cases names, and answer \
             there",
        ),
    }
}

fn sandbox(account: &GetAccountOutput) -> Finding {
    if account.production_access_enabled {
        return Finding::ok("mail: sandbox", "left");
    }
    Finding::problem(
        "mail: sandbox",
        "SES sends to verified recipients only",
        "ask for production access in Amazon SES → Account dashboard → Request production access",
    )
}

fn quota(quota: Option<&SendQuota>, burst: u64) -> Finding {
    let check = "mail: quota";
    let Some(quota) = quota else {
        let gap = Gap::Unanswered { action: "ses:GetAccount", reason: "the answer has no quota".to_owned() };
        return gap.finding(check, "");
    };
    let mails = burst * MAILS_PER_RENAME;
    let command = more("ses", "L-804C8AE8", &mails.to_string());
    let advice = format!("ask for {} a day: `{command}`", count(mails));
    let (rate, day) = (whole(quota.max_send_rate).max(1), quota.max24_hour_send);
    let owed = format!("renaming {} people owes {} mails", count(burst), count(mails));
    let paced = duration(mails.div_ceil(rate));
    // Negative means that there is no bound.
    if day < 0.0 || whole(day) >= mails {
        return Finding::ok(check, format!("{owed}: {paced} at {} a second", count(rate)));
    }
    let day = whole(day);
    let days = mails.div_ceil(day.max(1));
    Finding::warning(check, format!("{owed}: {} days at {} a day", count(days), count(day)), advice)
        .mended_by([command])
}

/// SES gives its quotas as floating-point numbers, always whole and small.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number that is not negative"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

fn verified(identity: &GetEmailIdentityOutput, name: &str) -> Finding {
    let check = "mail: identity";
    if identity.verified_for_sending_status {
        return Finding::ok(check, format!("{name} is verified"));
    }
    let status = identity.verification_status.as_ref().map_or("not verified", |status| status.as_str());
    let found = format!("{name} is {status}: no mail goes out");
    if name.contains('@') {
        return Finding::problem(
            check,
            found,
            format!("open the link in the mail that SES has sent to {name}"),
        );
    }
    Finding::problem(check, found, records(name)).mended_by([tokens(name)])
}

fn tokens(domain: &str) -> String {
    format!("aws sesv2 get-email-identity --email-identity {domain} --query DkimAttributes.Tokens")
}

fn records(domain: &str) -> String {
    format!(
        "for each TOKEN that `{}` lists, add to the domain's DNS the CNAME TOKEN._domainkey.{domain} to \
         TOKEN.dkim.amazonses.com",
        tokens(domain)
    )
}

fn signed(identity: &GetEmailIdentityOutput, name: &str) -> Finding {
    let check = "mail: DKIM";
    let dkim = identity.dkim_attributes.as_ref();
    let status = dkim.and_then(|dkim| dkim.status.as_ref());
    let enabled = dkim.is_some_and(|dkim| dkim.signing_enabled);
    let found = match status {
        Some(DkimStatus::Success) if enabled => return Finding::ok(check, "mails are signed"),
        Some(DkimStatus::Success) => "mails are not signed: it is turned off".to_owned(),
        status => format!("mails are not signed: {}", status.map_or("NOT_STARTED", DkimStatus::as_str)),
    };
    let (advice, command) = if let Some((_, domain)) = name.split_once('@') {
        let advice =
            "verify the domain instead of the address, and deploy with it as MailIdentity".to_owned();
        (advice, format!("aws sesv2 create-email-identity --email-identity {domain}"))
    } else if status == Some(&DkimStatus::Success) {
        let command =
            format!("aws sesv2 put-email-identity-dkim-attributes --email-identity {name} --signing-enabled");
        (format!("run `{command}`"), command)
    } else {
        (records(name), tokens(name))
    };
    Finding::warning(check, found, advice).mended_by([command])
}

fn sender(address: &str, identity: &str) -> Finding {
    let check = "mail: sender";
    if covers(identity, address) {
        return Finding::ok(check, format!("{address} belongs to {identity}"));
    }
    Finding::problem(
        check,
        format!("{address} does not belong to {identity}: SES refuses every mail"),
        "deploy with a MailSender of that identity, or with the MailIdentity of that sender: `sam deploy --guided` asks \
         for both",
    )
}

/// An address covers itself; a domain covers its addresses, and those of the domains below it.
fn covers(identity: &str, address: &str) -> bool {
    let Some((person, domain)) = address.rsplit_once('@') else { return false };
    match identity.rsplit_once('@') {
        Some((verified, at)) => verified == person && at.eq_ignore_ascii_case(domain),
        None => {
            let (domain, identity) = (domain.to_ascii_lowercase(), identity.to_ascii_lowercase());
            domain.strip_suffix(&identity).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::{DkimAttributes, VerificationStatus};

    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    fn account(change: impl FnOnce(&mut GetAccountOutput)) -> GetAccountOutput {
        let mut account = GetAccountOutput::builder()
            .sending_enabled(true)
            .production_access_enabled(true)
            .enforcement_status("HEALTHY")
            .send_quota(SendQuota::builder().max24_hour_send(50_000.0).max_send_rate(14.0).build())
            .build();
        change(&mut account);
        account
    }

    fn identity(change: impl FnOnce(&mut GetEmailIdentityOutput)) -> GetEmailIdentityOutput {
        let dkim = DkimAttributes::builder().signing_enabled(true).status(DkimStatus::Success).build();
        let mut identity = GetEmailIdentityOutput::builder()
            .verified_for_sending_status(true)
            .verification_status(VerificationStatus::Success)
            .dkim_attributes(dkim)
            .build();
        change(&mut identity);
        identity
    }

    fn facts(account: GetAccountOutput, identity: Fact<GetEmailIdentityOutput>) -> Facts {
        Facts { account: Ok(account), identity, closer: Vec::new(), tracking: None }
    }

    #[test]
    fn ses_takes_the_identity_that_is_closest_to_the_sender() {
        let between = |address, identity| closer_to(address, identity).join(" ");
        assert_eq!(between("a@example.com", "example.com"), "a@example.com");
        let below = "a@mail.eu.example.com mail.eu.example.com eu.example.com";
        assert_eq!(between("a@mail.eu.example.com", "Example.com"), below);
        for (address, identity) in
            [("a@example.com", "a@example.com"), ("a@example.org", "example.com"), ("", "")]
        {
            assert_eq!(between(address, identity), "", "{address} {identity}");
        }
        let closer = |found| vec![("no-reply@example.com".to_owned(), found)];
        for (found, status) in [
            (Err(Gap::Absent), None),
            (Ok(identity(|_| ())), Some(Status::Warning)),
            (Ok(identity(|identity| identity.verified_for_sending_status = false)), Some(Status::Problem)),
        ] {
            let found = closest(&closer(found), "example.com");
            assert_eq!(found.as_ref().map(|finding| finding.status), status, "{found:?}");
        }
    }

    #[track_caller]
    fn faults(facts: &Facts, expected: &[(Status, &str)]) {
        let found = examine(facts, 10_000, &stack());
        let faulty = found.iter().filter(|finding| finding.status != Status::Ok);
        assert_eq!(
            faulty.map(|finding| (finding.status, finding.check.as_str())).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn an_account_out_of_the_sandbox_with_a_verified_domain_is_well() {
        let facts = facts(account(|_| ()), Ok(identity(|_| ())));
        faults(&facts, &[]);
        let found = examine(&facts, 10_000, &stack());
        assert_eq!(found[2].found, "renaming 10,000 people owes 20,000 mails: 24 min at 14 a second");
    }

    #[test]
    fn each_fault_of_the_account_is_found() {
        type Change = fn(&mut GetAccountOutput);
        let quota = |day| Some(SendQuota::builder().max24_hour_send(day).max_send_rate(1.0).build());
        let cases: [(&[(Status, &str)], Change); 5] = [
            (&[(Status::Problem, "mail: account")], |account| account.sending_enabled = false),
            (&[(Status::Warning, "mail: account")], |account| {
                account.enforcement_status = Some("PROBATION".to_owned());
            }),
            (&[(Status::Problem, "mail: account")], |account| {
                account.enforcement_status = Some("SHUTDOWN".to_owned());
            }),
            (&[(Status::Problem, "mail: sandbox")], |account| account.production_access_enabled = false),
            (&[(Status::Unknown, "mail: quota")], |account| account.send_quota = None),
        ];
        for (expected, change) in cases {
            faults(&facts(account(change), Ok(identity(|_| ()))), expected);
        }
        for (day, expected) in [(200.0, &[(Status::Warning, "mail: quota")][..]), (-1.0, &[])] {
            let account = account(|account| account.send_quota = quota(day));
            faults(&facts(account, Ok(identity(|_| ()))), expected);
        }
    }

    #[test]
    fn each_fault_of_the_identity_is_found() {
        type Change = fn(&mut GetEmailIdentityOutput);
        let cases: [(&[(Status, &str)], Change); 3] = [
            (&[(Status::Problem, "mail: identity")], |identity| identity.verified_for_sending_status = false),
            (&[(Status::Warning, "mail: DKIM")], |identity| identity.dkim_attributes = None),
            (&[(Status::Warning, "mail: DKIM")], |identity| {
                identity.dkim_attributes.as_mut().unwrap().signing_enabled = false;
            }),
        ];
        for (expected, change) in cases {
            faults(&facts(account(|_| ()), Ok(identity(change))), expected);
        }
        let gone = facts(account(|_| ()), Err(Gap::Absent));
        faults(&gone, &[(Status::Problem, "mail: identity")]);
    }

    #[test]
    fn a_sender_belongs_to_its_address_or_domain() {
        for (identity, sender_parameter, status) in [
            ("example.com", "no-reply@example.com", Status::Ok),
            ("example.com", "Example <no-reply@mail.Example.com>", Status::Ok),
            ("no-reply@example.com", "Example <no-reply@example.com>", Status::Ok),
            ("no-reply@example.com", "other@example.com", Status::Problem),
            ("example.com", "no-reply@notexample.com", Status::Problem),
            ("example.com", "", Status::Problem),
        ] {
            let found = sender(address_of(sender_parameter), identity);
            assert_eq!(found.status, status, "{identity} {sender_parameter}");
        }
    }
}
