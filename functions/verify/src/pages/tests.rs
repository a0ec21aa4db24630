//! The snapshots are what the browser tests open, so every page is among them.

use axum::body::to_bytes;
use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderMap, HeaderName};
use rollcall_texts::Language;
use sha2::{Digest, Sha256};

use super::*;

const HOSTILE: &str = "\"><script>alert(1)</script><form><h1>'&{{ address }}";

/// Every page there is, by the name of its snapshot.
fn pages<'a>(
    tenant_name: &'a str,
    entity: &'a str,
    address: &'a str,
    reference: &'a str,
) -> Vec<(&'static str, u16, Page<'a>)> {
    let valid_until = valid_until();
    let card_access = CardAccess::CardAndReimbursement;
    vec![
        ("confirm", 200, Page::Confirm { tenant_name, address, valid_until }),
        ("confirmed", 200, Page::Confirmed { tenant_name, address }),
        ("already_confirmed", 200, Page::AlreadyConfirmed { tenant_name }),
        ("expired_with_resend", 410, Page::Expired { tenant_name, resend: true }),
        ("expired", 410, Page::Expired { tenant_name, resend: false }),
        ("link_sent", 200, Page::LinkSent { tenant_name, address }),
        ("too_soon", 429, Page::TooSoon { tenant_name, retry_after_secs: 42 }),
        ("superseded", 410, Page::Superseded { tenant_name }),
        (
            "invitation",
            200,
            Page::Invitation { tenant_name, invited_by: None, entity, card_access, valid_until },
        ),
        (
            "invitation_by",
            200,
            Page::Invitation { tenant_name, invited_by: Some(entity), entity, card_access, valid_until },
        ),
        ("accepted", 200, Page::Accepted { tenant_name, entity }),
        ("already_accepted", 200, Page::AlreadyAccepted { tenant_name }),
        ("blocked", 409, Page::Blocked { tenant_name, valid_until }),
        ("invitation_expired", 410, Page::InvitationExpired { tenant_name }),
        ("invitation_gone", 410, Page::InvitationGone { tenant_name }),
        ("invitation_moved", 410, Page::InvitationMoved { tenant_name }),
        ("administrator", 200, Page::Administrator { tenant_name, address, valid_until }),
        ("administrator_confirmed", 200, Page::AdministratorConfirmed { tenant_name, address }),
        ("administrator_remove", 200, Page::AdministratorRemove { tenant_name, address }),
        ("administrator_removed", 200, Page::AdministratorRemoved { tenant_name, address }),
        ("administrator_gone", 410, Page::AdministratorGone { tenant_name }),
        ("administrator_expired", 410, Page::AdministratorExpired { tenant_name }),
        ("unknown", 404, Page::Unknown),
        ("try_later", 429, Page::TryLater { retry_after_secs: 7 }),
        ("bug", 500, Page::Bug { reference }),
        ("not_allowed", 405, Page::NotAllowed),
    ]
}

fn valid_until() -> Timestamp {
    "2026-03-09T09:30:00Z".parse().unwrap()
}

fn acme() -> Vec<(&'static str, u16, Page<'static>)> {
    pages("Acme Inc.", "Acme Ireland Ltd.", "ada.king@acme.example", "6f0c3d1e8a7b4c2d9e5f1a2b3c4d5e6f")
}

fn style(html: &str) -> &str {
    html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0
}

fn count(html: &str, part: &str) -> usize {
    html.matches(part).count()
}

/// The text that a reader sees, without what is around it.
fn title_and_heading(html: &str) -> (&str, &str) {
    let between = |from: &str, to: &str| html.split_once(from).unwrap().1.split_once(to).unwrap().0;
    (between("<title>", "</title>"), between("<h1>", "</h1>"))
}

#[test]
fn every_page_reads_well() {
    for (name, _, page) in acme() {
        let html = page.to_string();
        insta::assert_snapshot!(name, html.replace(style(&html), "[style]"));
    }
    // The longest there can be, without a place to break them at.
    let (name, address) = ("Ü".repeat(200), format!("{}@{}.example", "a".repeat(64), "b".repeat(60)));
    let html = Page::Confirmed { tenant_name: &name, address: &address }.to_string();
    insta::assert_snapshot!("confirmed_long", html.replace(style(&html), "[style]"));
}

#[test]
fn every_page_reads_well_in_every_language() {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        page::in_language(language, || {
            let html = acme().into_iter().map(|(name, _, page)| {
                let html = page.to_string();
                assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name} {language}");
                let main = html.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
                format!("{name}\n{}\n", main.trim())
            });
            let all = html.collect::<Vec<_>>().join("\n");
            insta::assert_snapshot!(format!("all_{language}"), all);
        });
    }
}

#[test]
fn every_page_has_one_heading_that_is_its_title_and_one_form_at_most() {
    for (name, _, page) in acme() {
        let html = page.to_string();
        let (title, heading) = title_and_heading(&html);
        assert_eq!(title, heading, "{name}");
        for part in ["<main>", "<h1>", "<html lang=\"en\">", "<title>"] {
            assert_eq!(count(&html, part), 1, "{name}: {part}");
        }
        assert_eq!(count(&html, "<form"), count(&html, "<button"), "{name}");
        let has_form = matches!(
            page,
            Page::Confirm { .. }
                | Page::Expired { resend: true, .. }
                | Page::Invitation { .. }
                | Page::Administrator { .. }
                | Page::AdministratorRemove { .. }
        );
        assert_eq!(count(&html, "<form"), usize::from(has_form), "{name}");
    }
}

#[test]
fn nothing_that_came_from_outside_becomes_a_part_of_a_page() {
    for ((name, _, hostile), (_, _, plain)) in
        pages(HOSTILE, HOSTILE, HOSTILE, HOSTILE).into_iter().zip(pages("x", "x", "x", "x"))
    {
        let (hostile, plain) = (hostile.to_string(), plain.to_string());
        for part in ["<form", "<h1", "<script"] {
            assert_eq!(count(&hostile, part), count(&plain, part), "{name}: {part}");
        }
        assert!(!hostile.contains(HOSTILE), "{name}");
        // The picture made of a name's first letter is the only tag that depends on the name.
        let initials = count(&plain, "<span") - count(&hostile, "<span");
        assert_eq!(count(&hostile, "<") + 2 * initials, count(&plain, "<"), "{name}");
    }
}

#[test]
fn no_page_asks_for_anything_that_the_policy_forbids() {
    for (name, _, page) in acme() {
        let html = page.to_string();
        for part in ["<script", "<img", " style=", " src=", "http://", "https://"] {
            assert_eq!(count(&html.replace(style(&html), ""), part), 0, "{name}: {part}");
        }
        assert_eq!(count(&html, "<link"), count(&html, "<link rel=\"icon\" href=\"data:"), "{name}");
        let hash = BASE64_STANDARD.encode(Sha256::digest(style(&html)));
        let response = page.into_response();
        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains(&format!("style-src 'sha256-{hash}';")), "{name}: {policy}");
    }
}

#[tokio::test]
async fn every_page_is_sent_with_its_status_and_the_same_headers() {
    for (name, status, page) in acme() {
        let html = page.to_string();
        let response = page.into_response();
        assert_eq!(response.status(), status, "{name}");
        let mut headers = response.headers().clone();
        let retry_after = headers.remove(RETRY_AFTER);
        assert_eq!(retry_after.is_some(), status == 429, "{name}");
        assert_eq!(headers.remove(ALLOW).is_some(), status == 405, "{name}");
        insta::assert_snapshot!("headers", lines(&headers));
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), html, "{name}");
    }
}

fn lines(headers: &HeaderMap) -> String {
    let line = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}", value.to_str().unwrap());
    headers.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_wait_is_told_in_words_and_in_the_header() {
    let page = Page::TooSoon { tenant_name: "Acme Inc.", retry_after_secs: 4_000 };
    assert!(page.to_string().contains("in 67 minutes"), "{}", page.to_string());
    assert_eq!(page.into_response().headers()[RETRY_AFTER], "4000");
}

#[test]
fn what_somebody_is_invited_to_is_said_in_words() {
    for (card_access, words) in [
        (CardAccess::Card, "You will have a card to pay with. "),
        (CardAccess::CardAndReimbursement, "a card to pay with, and your own expenses paid back. "),
        (CardAccess::ReimbursementOnly, "You will have your own expenses paid back. "),
    ] {
        let (tenant_name, entity, valid_until) = ("Acme Inc.", "Acme Ireland Ltd.", valid_until());
        let html =
            Page::Invitation { tenant_name, invited_by: None, entity, card_access, valid_until }.to_string();
        assert!(html.contains(words), "{html}");
    }
}

#[test]
fn a_tenant_is_named_on_one_line_with_its_initial() {
    let html = |tenant_name| Page::AlreadyConfirmed { tenant_name }.to_string();
    assert!(html("émile\u{202E}\r\n& Co").contains(">É</span><bdi>émile &#38; Co</bdi>"), "{}", html("é"));
    assert!(html("(Acme)").contains("<p class=\"tenant\"><bdi>(Acme)</bdi>"), "{}", html("(Acme)"));
    assert!(html("\u{2028}").contains("<bdi>your organisation</bdi>"), "{}", html("\u{2028}"));
}
