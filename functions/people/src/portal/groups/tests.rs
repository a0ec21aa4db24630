//! What the pages of groups say; what they do is told over HTTP by the suites.

use askama::Template;
use jiff::Timestamp;
use rollcall_rules::access::{Access, AccessRule, RoleDescription, RoleId, RoleName, RolesFrom};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::group::{Group, GroupId, GroupName};
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};
use rollcall_texts::{Language, Texts};
use uuid::Uuid;

use super::super::progress::Progress;
use super::draft::{Draft, Faults};
use super::list::{Groups, Row};
use super::members::Members;
use super::order::{self, Rules, Way};
use super::outlook::{Effect, Outlook};
use super::roles_from::Ask;
use super::rule::{Preview, Write};
use super::show::Show;
use super::words::{Halves, gives};
use crate::portal::card::Card;
use crate::portal::page::{Shell, Tab};
use crate::portal::pages::Pages;

const HOSTILE: &str = "\"><script>alert(1)</script><form><h1>'&{{ card }}";

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn tenant() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn shell() -> Shell<'static> {
    Shell {
        tenant_name: "Acme Inc.".to_owned(),
        admin: Some("Grace Hopper"),
        mark: "00ff",
        ends_at: now(),
        tab: Tab::Groups,
        is_read_only: false,
        notice: None,
        texts: rollcall_web::page::texts(),
    }
}

fn group_id() -> GroupId {
    GroupId::new(Uuid::from_u128(1))
}

fn group(name: &str) -> Group {
    Group::new(group_id(), tenant(), GroupName::parse(name).unwrap(), None, now())
}

fn person() -> User {
    let id = UserId::new(Uuid::from_u128(4));
    User::native(id, tenant(), EmailAddress::parse("ada@acme.example").unwrap(), now())
}

fn entity(name: &str) -> Entity {
    Entity::new(EntityId::new(Uuid::from_u128(2)), tenant(), EntityName::parse(name).unwrap(), now())
}

fn rule() -> AccessRule {
    AccessRule {
        group: group_id(),
        role: RoleId::parse("editor").ok(),
        entity: Some(EntityId::new(Uuid::from_u128(2))),
        card_access: Some(CardAccess::Card),
        invite: true,
    }
}

/// Rules of which one is being applied.
fn access(role: &str) -> Access {
    let id = RoleId::parse("editor").unwrap();
    let about = RoleDescription::parse("Writes and publishes.").unwrap();
    let access = Access::none(tenant()).with_role(id, RoleName::parse(role).unwrap(), about, now());
    let mut access = access.unwrap().with_rule(rule(), None, Uuid::from_u128(3), now()).unwrap();
    if let Some(run) = &mut access.run {
        (run.done, run.total) = (1_200, 10_000);
    }
    access
}

fn pages() -> Vec<(&'static str, String)> {
    let (access, entities) = (access("Editor"), [entity("Acme GmbH")]);
    let given = gives(&access, &entities, &rule());
    vec![
        ("groups_none", list(0, Vec::new(), &access)),
        ("groups", list(1_234, vec![row("Engineers", given.clone())], &access)),
        ("group", show("Engineers", Some(given.clone()), Some(&access))),
        ("group_without_rule", show("Engineers", None, None)),
        ("rule", write("Engineers", Draft::of_rule(Some(&rule())), Faults::default(), access.clone())),
        ("rule_preview", preview("Engineers", &access, Some(&rule()))),
        ("rule_removal", preview("Engineers", &access, None)),
        ("rules", rules("Engineers", &given)),
        ("roles_from", Ask { shell: shell(), to: RolesFrom::Directory }.render().unwrap()),
        ("roles_from_groups", Ask { shell: shell(), to: RolesFrom::Groups }.render().unwrap()),
    ]
}

fn row(name: &str, gives: Vec<String>) -> Row {
    Row { id: group_id(), name: name.to_owned(), members: 50_000, gives, place: Some(1) }
}

fn list(everything: usize, rows: Vec<Row>, access: &Access) -> String {
    let view = Groups {
        shell: shell(),
        part: String::new(),
        which: None,
        everything,
        matching: everything,
        rows,
        pages: Pages { is_first: true, ..Pages::default() },
        rules: 2,
        roles_from: RolesFrom::Groups,
        has_roles: true,
        progress: Progress::of(access, "groups".to_owned()),
    };
    view.render().unwrap()
}

fn show(name: &str, gives: Option<Vec<String>>, access: Option<&Access>) -> String {
    let view = Show {
        shell: shell(),
        name: name.to_owned(),
        group: group(name),
        count: 50_000,
        members: Members {
            cards: vec![Card::of(&person(), now())],
            is_sorted: false,
            pages: Pages { is_first: true, ..Pages::default() },
        },
        place: gives.as_ref().map(|_| (1, 2)),
        gives,
        is_role_idle: false,
        progress: access.and_then(|access| Progress::of_group(access, group_id(), "group?id=1".to_owned())),
    };
    view.render().unwrap()
}

fn write(name: &str, draft: Draft, faults: Faults, access: Access) -> String {
    let view = Write {
        shell: shell(),
        group: group(name),
        name: name.to_owned(),
        draft,
        faults,
        roles: access.roles,
        roles_from: access.roles_from,
        entities: vec![entity("Acme GmbH")],
    };
    view.render().unwrap()
}

fn preview(name: &str, access: &Access, rule: Option<&AccessRule>) -> String {
    let effect = Effect {
        what: "2 people get the role Editor".to_owned(),
        people: vec![(name.to_owned(), "person?id=1".to_owned())],
        others: "and 1 other".to_owned(),
    };
    let view = Preview {
        shell: shell(),
        group: group(name),
        name: name.to_owned(),
        draft: rule.map(|rule| Draft::of_rule(Some(rule))),
        seen: "00ff".to_owned(),
        now: Halves::of(access, &[entity("Acme GmbH")], None),
        then: Halves::of(access, &[entity("Acme GmbH")], rule),
        outlook: Outlook { looked_at: 2_000, members: Some(50_000), effects: vec![effect] },
    };
    view.render().unwrap()
}

fn rules(name: &str, gives: &[String]) -> String {
    let row = |is_first, focus| order::Row {
        place: 1,
        group: group_id(),
        name: name.to_owned(),
        gives: gives.to_vec(),
        is_first,
        is_last: !is_first,
        focus,
    };
    Rules {
        shell: shell(),
        rows: vec![row(true, None), row(false, Some(Way::Up))],
        pages: Pages::default(),
        moved: Some("Engineers is now at place 2 of 2.".to_owned()),
    }
    .render()
    .unwrap()
}

/// The part of a page that is its own.
fn main_part(html: &str) -> &str {
    let (_, main) = html.split_once("<main id=\"main\" tabindex=\"-1\">").unwrap();
    main.split_once("</main>").unwrap().0.trim()
}

#[test]
fn pages_of_groups_read_well_in_every_language() {
    for language in Language::ALL {
        let all = rollcall_web::page::in_language(language, || {
            let said = pages().into_iter().map(|(name, html)| format!("{name}\n{}\n", main_part(&html)));
            said.collect::<Vec<_>>().join("\n")
        });
        insta::assert_snapshot!(format!("groups_{language}"), all);
    }
    assert_eq!(shell().texts, Texts::of(Language::English));
}

#[test]
fn nothing_from_outside_is_taken_for_markup() {
    let of = |name: &str| {
        let access = access(&name.replace('\n', " "));
        [
            list(1, vec![row(name, gives(&access, &[entity(name)], &rule()))], &access),
            show(name, Some(vec![name.to_owned()]), Some(&access)),
            write(
                name,
                Draft { role: name.to_owned(), ..Draft::default() },
                Faults::default(),
                access.clone(),
            ),
            preview(name, &access, Some(&rule())),
            rules(name, &[name.to_owned()]),
        ]
    };
    for (html, harmless) in of(HOSTILE).iter().zip(of("Engineers")) {
        for tag in ["<script", "<form", "<h1", "</"] {
            assert_eq!(html.matches(tag).count(), harmless.matches(tag).count(), "{tag}\n{html}");
        }
    }
}
