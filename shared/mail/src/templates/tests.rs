use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use rollcall_rules::brand::BrandSettings;
use rollcall_rules::contact::ClientFault;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::link_life::{LINK_LIFETIME, LinkLife};
use rollcall_rules::notices::CredentialKind;
use rollcall_rules::resend::Resends;

const LINK: &str = "https://accounts.example.com/prod/verify/4b1d";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn verify(tenant_name: &str) -> Mail {
    verify_in(Language::English, tenant_name)
}

fn verify_in(language: Language, tenant_name: &str) -> Mail {
    VerifyLink {
        language,
        brand: &Brand::default(),
        tenant_name,
        is_linked: true,
        to: &address("ada.king@acme.example"),
        link: LINK,
        valid_until: "2026-03-09T09:30:00Z".parse().unwrap(),
    }
    .to_mail()
}

#[test]
fn whom_no_directory_manages_is_told_of_none() {
    let (brand, to, new_address) = (Brand::default(), address("ada@acme.example"), address("ada@acme.test"));
    let notice = AddressNotice {
        language: Language::English,
        brand: &brand,
        tenant_name: "Acme",
        is_linked: false,
        to: &to,
        new_address: &new_address,
    };
    for body in [notice.to_mail().text, notice.to_mail().html] {
        assert!(body.contains("because it has an account for you"), "{body}");
        assert!(!body.contains("directory"), "{body}");
    }
}

fn notice(tenant_name: &str) -> Mail {
    notice_in(Language::English, tenant_name)
}

fn notice_in(language: Language, tenant_name: &str) -> Mail {
    AddressNotice {
        language,
        brand: &Brand::default(),
        tenant_name,
        is_linked: true,
        to: &address("ada@acme.example"),
        new_address: &address("ada.king@acme.example"),
    }
    .to_mail()
}

fn invitation(tenant_name: &str, entity_name: EntityName, card_access: CardAccess) -> Mail {
    invitation_of(Language::English, &Brand::default(), tenant_name, entity_name, card_access)
}

fn invitation_of(
    language: Language,
    brand: &Brand,
    tenant_name: &str,
    entity_name: EntityName,
    card_access: CardAccess,
) -> Mail {
    let invitation = &Invitation {
        id: Uuid::from_u128(7),
        entity: EntityId::new(Uuid::from_u128(5)),
        entity_name,
        card_access,
        invited_at: "2026-03-02T09:30:00Z".parse().unwrap(),
        link: LinkLife { expires_at: "2026-03-09T09:30:00Z".parse().unwrap(), lifetime: LINK_LIFETIME },
        mailed_at: None,
        undeliverable_at: None,
        resent_at: Resends::default(),
        accepted_at: None,
        expired_at: None,
        ended_at: None,
        invited_by: None,
        by_group: None,
        revoked_at: None,
    };
    InvitationLink { language, brand, tenant_name, to: &address("ada@acme.example"), invitation, link: LINK }
        .to_mail()
}

fn to_administrator<'a>(
    language: Language,
    brand: &'a Brand,
    tenant_name: &'a str,
    to: &'a EmailAddress,
) -> AdministratorMail<'a> {
    AdministratorMail { language, brand, tenant_name, to, link: LINK }
}

fn confirmation_in(language: Language, tenant_name: &str) -> Mail {
    let valid_until = "2026-03-09T09:30:00Z".parse().unwrap();
    to_administrator(language, &Brand::default(), tenant_name, &address("ada@acme.example"))
        .confirmation(valid_until)
}

fn told_in(language: Language, brand: &Brand, tenant_name: &str, notice: MailedNotice<'_>) -> Mail {
    to_administrator(language, brand, tenant_name, &address("ada@acme.example")).notice(notice)
}

/// Credentials whose token and client may be called anything.
fn credentials(label: &str) -> Vec<Credential> {
    let credential = |kind, id: &str, client: Option<&str>, end: &str| Credential {
        kind,
        id: id.to_owned(),
        label: Some(label.to_owned()),
        client: client.map(str::to_owned),
        expires_at: end.parse().unwrap(),
    };
    vec![
        credential(CredentialKind::Token, "0123456789ab", None, "2026-03-09T09:30:00Z"),
        credential(
            CredentialKind::ClientSecret,
            "ba9876543210",
            Some("00112233aabb"),
            "2026-03-10T09:30:00Z",
        ),
    ]
}

/// A mail of each kind of notice.
fn told(language: Language, tenant_name: &str, label: &str) -> Vec<(&'static str, Mail)> {
    let (brand, at) = (Brand::default(), "2026-03-02T09:30:00Z".parse().unwrap());
    let token = Cause::Token { token: "0123456789ab".to_owned(), label: Some(label.to_owned()) };
    let client_id = "rcc_acme_00112233aabb".to_owned();
    let client = Cause::Client { client_id, label: Some(label.to_owned()), fault: ClientFault::Audience };
    let mail = |notice: MailedNotice<'_>| told_in(language, &brand, tenant_name, notice);
    let other = |notice: Notice| mail(MailedNotice::Other(&notice));
    vec![
        ("expiring", mail(MailedNotice::Expiring(&credentials(label)))),
        ("silent", other(Notice::Silent { heard_at: at, days: 14 })),
        ("refused", other(Notice::Refused { cause: token, at })),
        ("refused_client", other(Notice::Refused { cause: client, at })),
        ("refused_plan", other(Notice::Refused { cause: Cause::Plan, at })),
    ]
}

#[test]
fn the_mails_to_administrators_read_well() {
    let confirmation = ("administrator", confirmation_in(Language::English, "Acme Inc."));
    for (name, mail) in told(Language::English, "Acme Inc.", "Okta").into_iter().chain([confirmation]) {
        insta::assert_snapshot!(format!("{name}_subject"), mail.subject);
        insta::assert_snapshot!(format!("{name}_text"), mail.text);
        insta::assert_snapshot!(format!("{name}_html"), mail.html);
    }
}

#[test]
fn a_notice_has_one_link_that_removes_the_address_and_leads_to_the_product_if_that_is_known() {
    for (name, mail) in told(Language::English, "Acme Inc.", "Okta") {
        assert_eq!((links(&mail.text), links(&mail.html)), (1, 1), "{name}");
        assert!(mail.text.contains(LINK) && mail.html.contains(&format!("href=\"{LINK}\"")), "{name}");
    }
    let brand = Brand::parse(BrandSettings {
        product_name: "Ledger",
        product_url: "https://ledger.example.com/",
        ..BrandSettings::default()
    });
    let notice = MailedNotice::Expiring(&credentials("Okta"));
    let mail = told_in(Language::English, &brand.unwrap(), "Acme Inc.", notice);
    assert!(
        mail.text.contains("https://ledger.example.com/") && mail.html.contains("Open Ledger"),
        "{}",
        mail.html
    );
}

/// To an entity that may be called anything.
fn invited(tenant_name: &str, entity_name: &str) -> Mail {
    invited_in(Language::English, tenant_name, entity_name)
}

fn invited_in(language: Language, tenant_name: &str, entity_name: &str) -> Mail {
    let entity = EntityName::of_tenant(entity_name);
    invitation_of(language, &Brand::default(), tenant_name, entity, CardAccess::CardAndReimbursement)
}

#[test]
fn the_mail_with_the_link_reads_well() {
    let mail = verify("Acme Inc.");
    assert_eq!(mail.to.as_str(), "ada.king@acme.example");
    insta::assert_snapshot!("verify_subject", mail.subject);
    insta::assert_snapshot!("verify_text", mail.text);
    insta::assert_snapshot!("verify_html", mail.html);
}

#[test]
fn the_notice_reads_well() {
    let mail = notice("Acme Inc.");
    assert_eq!(mail.to.as_str(), "ada@acme.example");
    insta::assert_snapshot!("notice_subject", mail.subject);
    insta::assert_snapshot!("notice_text", mail.text);
    insta::assert_snapshot!("notice_html", mail.html);
}

#[test]
fn the_invitation_reads_well() {
    let mail = invited("Acme Inc.", "Acme Ireland Ltd.");
    assert_eq!(mail.to.as_str(), "ada@acme.example");
    insta::assert_snapshot!("invitation_subject", mail.subject);
    insta::assert_snapshot!("invitation_text", mail.text);
    insta::assert_snapshot!("invitation_html", mail.html);
}

#[test]
fn each_mail_reads_well_in_each_language() {
    for language in Language::ALL {
        for (name, mail) in [
            ("verify", verify_in(language, "Acme Inc.")),
            ("notice", notice_in(language, "Acme Inc.")),
            ("invitation", invited_in(language, "Acme Inc.", "Acme Ireland Ltd.")),
            ("administrator", confirmation_in(language, "Acme Inc.")),
        ]
        .into_iter()
        .chain(told(language, "Acme Inc.", "Okta"))
        {
            assert_eq!(mail.language, language);
            assert!(mail.html.contains(&format!("<html lang=\"{language}\">")), "{name} {language}");
            if language != Language::English {
                let text = format!("{}\n\n{}", mail.subject, mail.text);
                insta::assert_snapshot!(format!("{name}_{language}"), text);
            }
        }
    }
}

/// An invitation in the name of a product with all settings.
fn branded_invitation() -> Mail {
    let brand = Brand::parse(BrandSettings {
        product_name: "Ledger",
        support_address: "help@example.com",
        logo_url: "https://cdn.example.com/logo.png",
        color: "#ffd400",
        ..BrandSettings::default()
    });
    let entity = EntityName::of_tenant("Acme GmbH");
    invitation_of(Language::English, &brand.unwrap(), "Acme Inc.", entity, CardAccess::Card)
}

#[test]
fn a_mail_in_the_name_of_a_product_shows_it_and_says_who_helps() {
    let mail = branded_invitation();
    assert_eq!(mail.subject.as_str(), "Acme Inc. invites you to Ledger");
    assert_eq!(mail.reply_to, Some(address("help@example.com")));
    insta::assert_snapshot!("branded_text", mail.text);
    insta::assert_snapshot!("branded_html", mail.html);
}

#[test]
fn a_button_can_be_read_on_any_colour_and_is_not_tracked() {
    let mail = branded_invitation();
    assert!(
        mail.html.contains("bgcolor=\"#ffd400\"") && mail.html.contains("color:#000000;"),
        "{}",
        mail.html
    );
    // A tracked link would go by way of Amazon SES, which is to know no secret.
    assert!(mail.html.contains(&format!("<a ses:no-track href=\"{LINK}\"")), "{}", mail.html);
}

#[test]
fn what_somebody_is_invited_to_is_said_in_words() {
    for (access, words) in [
        (CardAccess::Card, "where you will have a card to pay with."),
        (CardAccess::CardAndReimbursement, "a card to pay with, and your own expenses paid back."),
        (CardAccess::ReimbursementOnly, "where you will have your own expenses paid back."),
    ] {
        let mail = invitation("Acme Inc.", EntityName::of_tenant("Acme GmbH"), access);
        assert!(mail.text.contains(words) && mail.html.contains(words), "{}", mail.text);
    }
}

#[test]
fn each_body_has_one_link_and_the_notice_has_none() {
    for mail in [verify("Acme Inc."), invited("Acme Inc.", "Acme GmbH")] {
        assert_eq!(mail.text.matches(LINK).count(), 1);
        assert_eq!(links(&mail.text), 1);
        assert_eq!(mail.html.matches(&format!("href=\"{LINK}\"")).count(), 1);
        assert!(mail.html.contains(&format!("<br>{LINK}</p>")), "spelt out for who sees no button");
        assert_eq!(links(&mail.html), 2);
        assert_eq!(mail.html.matches("<a ").count(), 1);
    }
    let notice = notice("Acme Inc.");
    assert_eq!(links(&notice.text) + links(&notice.html), 0);
}

#[test]
fn a_tenant_without_a_name_is_still_spoken_of() {
    let mail = verify("\r\n");
    assert_eq!(mail.subject.as_str(), "Confirm your new email address for your organisation");
    assert!(mail.text.contains("\nyour organisation is changing"), "{}", mail.text);
}

#[test]
fn a_name_with_a_full_stop_keeps_it() {
    let mail = verify("Shop.example");
    assert_eq!(mail.subject.as_str(), "Confirm your new email address for Shop.example");
    assert!(mail.text.contains("\nShop.\u{200B}example is changing"), "{}", mail.text);
}

#[test]
fn debug_output_holds_nothing_of_a_mail() {
    assert_eq!(format!("{:?}", verify("Acme Inc.")), "Mail(…)");
}

fn links(body: &str) -> usize {
    body.matches("://").count()
}

/// Names that try: any text, and parts of links, mails and pages.
fn hostile_name() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[\\PC]{0,20}",
        any::<String>(),
        Just("https://evil.example/".to_owned()),
        Just("www.evil.example".to_owned()),
        Just("mailto:eve@evil.example".to_owned()),
        Just("<a href=\"//evil.example\">".to_owned()),
        Just("</title><script>".to_owned()),
        Just("\r\nBcc: eve@evil.example\r\n\r\n".to_owned()),
        Just("{{ link }}{% block %}".to_owned()),
        Just("\u{202E}\u{2028}\u{200B}".to_owned()),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat().chars().take(200).collect::<String>())
}

proptest! {
    #[test]
    fn no_name_adds_a_line_a_link_or_a_tag(
        name in hostile_name(),
        language in prop::sample::select(&Language::ALL),
    ) {
        let told_of = |tenant: &str, label: &str| told(language, tenant, label).into_iter().map(|(_, mail)| mail);
        let told = told_of(&name, "x").zip(told_of("x", "x")).chain(told_of("x", &name).zip(told_of("x", "x")));
        for (mail, plain) in [
            (verify_in(language, &name), verify_in(language, "x")),
            (notice_in(language, &name), notice_in(language, "x")),
            (invited_in(language, &name, "x"), invited_in(language, "x", "x")),
            (invited_in(language, "x", &name), invited_in(language, "x", "x")),
            (confirmation_in(language, &name), confirmation_in(language, "x")),
        ]
        .into_iter()
        .chain(told)
        {
            prop_assert!(!mail.subject.as_str().contains(|each: char| each.is_control()));
            prop_assert!(mail.subject.as_str().chars().count() <= 150);
            for (body, plain) in [(&mail.text, &plain.text), (&mail.html, &plain.html)] {
                prop_assert_eq!(body.lines().count(), plain.lines().count());
                prop_assert_eq!(links(body), links(plain));
            }
            for special in ["<", ">", "\""] {
                prop_assert_eq!(mail.html.matches(special).count(), plain.html.matches(special).count());
            }
        }
    }

    #[test]
    fn nothing_that_passes_for_an_entitys_name_adds_anything_either(name in hostile_name()) {
        if let Ok(entity) = EntityName::parse(&name) {
            let mail = invitation("x", entity, CardAccess::CardAndReimbursement);
            let plain = invited("x", "x");
            for (body, plain) in [(&mail.text, &plain.text), (&mail.html, &plain.html)] {
                prop_assert_eq!(body.lines().count(), plain.lines().count());
                prop_assert_eq!(links(body), links(plain));
            }
            prop_assert_eq!(mail.html.matches('<').count(), plain.html.matches('<').count());
        }
    }

    #[test]
    fn nothing_in_a_name_can_be_taken_for_a_web_or_mail_address(name in hostile_name()) {
        let shown = Frame::of(&name, &Brand::default(), Language::English).tenant;
        let letters: Vec<char> = shown.chars().collect();
        for pair in letters.windows(2) {
            let joins = ".:@。．｡：＠".contains(pair[0]);
            prop_assert!(!joins || pair[1].is_whitespace() || pair[1] == '\u{200B}', "{}", shown);
        }
    }
}
