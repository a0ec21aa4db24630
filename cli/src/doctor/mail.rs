//! Whether SES sends the mails by which people confirm their addresses, and how fast.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use aws_sdk_sesv2::types::{DkimStatus, SendQuota};

use super::fact::{Fact, Gap, known};
use super::finding::Finding;
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
}

/// Asks SES about the account and the identity. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let (account, identity) =
        tokio::join!(async { known("ses:GetAccount", client.get_account().send().await) }, async {
            let identity = stack.parameter("MailIdentity").ok_or(Gap::Absent)?;
            let sent = client.get_email_identity().email_identity(identity).send().await;
            known("ses:GetEmailIdentity", sent)
        },);
    Facts { account, identity }
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
        Err(gap) => findings.push(gap.finding(
            "mail: identity",
            format!("run `aws sesv2 create-email-identity --email-identity {name}` and do what its answer asks for"),
        )),
    }
    findings.push(sender(stack.parameter("MailSender").unwrap_or_default(), name));
    findings
}

fn sending(account: &GetAccountOutput) -> Finding {
    let check = "mail: account";
    if !account.sending_enabled {
        return Finding::problem(
            check,
            "SES sends nothing for this account",
            "run `aws sesv2 put-account-sending-attributes --sending-enabled`; if AWS paused it, Amazon SES → \
             Reputation metrics says why",
        );
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
    let advice = || {
        format!(
            "ask for {} a day: `aws service-quotas request-service-quota-increase --service-code ses --quota-code \
             L-804C8AE8 --desired-value {mails}`",
            count(mails)
        )
    };
    let (rate, day) = (whole(quota.max_send_rate).max(1), quota.max24_hour_send);
    let owed = format!("renaming {} people owes {} mails", count(burst), count(mails));
    let paced = duration(mails.div_ceil(rate));
    // Negative means that there is no bound.
    if day < 0.0 || whole(day) >= mails {
        return Finding::ok(check, format!("{owed}: {paced} at {} a second", count(rate)));
    }
    let day = whole(day);
    let days = mails.div_ceil(day.max(1));
    Finding::warning(check, format!("{owed}: {} days at {} a day", count(days), count(day)), advice())
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
    let advice = if name.contains('@') {
        format!("open the link in the mail that SES has sent to {name}")
    } else {
        records(name)
    };
    Finding::problem(check, format!("{name} is {status}: no mail goes out"), advice)
}

fn records(domain: &str) -> String {
    format!(
        "for each TOKEN that `aws sesv2 get-email-identity --email-identity {domain} --query DkimAttributes.Tokens` \
         lists, add to the domain's DNS the CNAME TOKEN._domainkey.{domain} to TOKEN.dkim.amazonses.com"
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
    let advice = if name.contains('@') {
        "verify the domain instead of the address, and deploy with it as MailIdentity".to_owned()
    } else if status == Some(&DkimStatus::Success) {
        format!(
            "run `aws sesv2 put-email-identity-dkim-attributes --email-identity {name} --signing-enabled`"
        )
    } else {
        records(name)
    };
    Finding::warning(check, found, advice)
}

fn sender(sender: &str, identity: &str) -> Finding {
    let check = "mail: sender";
    let address = sender.rsplit_once('<').map_or(sender, |(_, rest)| rest.trim_end_matches('>'));
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
        let facts = Facts { account: Ok(account(|_| ())), identity: Ok(identity(|_| ())) };
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
            faults(&Facts { account: Ok(account(change)), identity: Ok(identity(|_| ())) }, expected);
        }
        for (day, expected) in [(200.0, &[(Status::Warning, "mail: quota")][..]), (-1.0, &[])] {
            let account = account(|account| account.send_quota = quota(day));
            faults(&Facts { account: Ok(account), identity: Ok(identity(|_| ())) }, expected);
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
            faults(&Facts { account: Ok(account(|_| ())), identity: Ok(identity(change)) }, expected);
        }
        let gone = Facts { account: Ok(account(|_| ())), identity: Err(Gap::Absent) };
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
            assert_eq!(sender(sender_parameter, identity).status, status, "{identity} {sender_parameter}");
        }
    }
}
