//! People in the portal: added, found, what happened to them and what they cost.

use rollcall_rules::billing::{Currency, Interval, Terms};
use rollcall_tests::portal::{Page, Portal, encoded, named};
use rollcall_tests::{TestSystem, Visitor};
use serde_json::json;

const SCRIPT: &str = "<script>alert(1)</script>";

#[tokio::test]
async fn people_are_added_and_their_invitations_arrive() {
    let system = TestSystem::start().await;
    let (ada, bob) =
        (system.okta().assign("ada@example.com").await, system.okta().assign("bob@example.com").await);
    let entity = system.people().entity("Acme GmbH").await;
    let mut portal = Portal::open(&system).await;
    let list = portal.get("people").await.expect(200, "bob@example.com");
    assert_eq!(list.values("id").len(), 2, "{list}");
    portal.post("choose", &[]).await.expect(200, "Nobody is chosen");
    let (first, second) = (("id", ada.id.as_str()), ("id", bob.id.as_str()));
    let choose = portal.post("choose", &[first, second]).await.expect(200, "Invite 2 people");
    assert!(choose.html.contains(&format!("<option value=\"{entity}\">Acme GmbH</option>")), "{choose}");
    let chosen = ("entity", entity.as_str());
    portal.post("invite", &[first, second, chosen]).await.expect(400, "card access");
    let access = ("access", "card_and_reimbursement");
    portal.post("invite", &[first, second, access, ("entity", "odd")]).await.expect(400, "no such entity");
    portal.post("invite", &[first, second, access]).await.expect(400, "Choose the entity");
    let form = [first, second, chosen, access];
    portal.post("invite", &form).await.expect(200, "2 people invited to Acme GmbH");
    let mails = system.mails().await;
    for address in ["ada@example.com", "bob@example.com"] {
        assert_eq!(mails.iter().filter(|mail| mail.to == address).count(), 1, "{address}");
    }
    portal.post("invite", &form).await.expect(200, "invited already");
    let list = portal.get("people").await.expect(200, "Invited");
    assert_eq!(list.values("id").len(), 0, "{list}");
    system.check().await;
}

#[tokio::test]
async fn an_invitation_is_sent_again_and_taken_back() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let mut portal = Portal::open(&system).await;
    let person = format!("person?id={}", ada.id);
    portal.get(&person).await.expect(200, ">Invite</button>");
    let entity = system.people().entity("Acme GmbH").await;
    let form = [("id", ada.id.as_str()), ("entity", &entity), ("access", "card")];
    portal.post("invite", &form).await.expect(200, "1 person invited to Acme GmbH");
    portal.post("resend", &[("person", &ada.id)]).await.expect(200, "on its way again");
    portal.post("resend", &[("person", &ada.id)]).await.expect(400, "sent again in");
    portal.post("revoke", &[("person", &ada.id)]).await.expect(200, "The invitation is revoked");
    portal.post("revoke", &[("person", &ada.id)]).await.expect(200, "The invitation is revoked");
    system.snapshot().await;
    let page = portal.get(&person).await.expect(200, "Revoked the invitation");
    assert!(
        page.says("Invited the person to Acme GmbH (card)") && page.says("Resent the invitation"),
        "{page}"
    );
    system.check().await;
}

#[tokio::test]
async fn entities_are_renamed_and_deleted_when_nobody_belongs_to_them() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let people = system.people();
    let (acme, empty) = (people.entity("Acme GmbH").await, people.entity("Empty Ltd.").await);
    let ada = people.user("ada@example.com").await;
    people.invite(&acme, &[&ada]).await.expect(200);
    portal.get("people").await.expect(200, "href=\"entities\"");
    portal.get("entities").await.expect(200, "Empty Ltd.");
    let form = [("entity", acme.as_str()), ("name", " Acme SE ")];
    portal.post("entity-rename", &form).await.expect(200, "The entity is renamed");
    assert_eq!(people.get(&format!("/entities/{acme}")).await.expect(200)["name"], "Acme SE");
    for name in ["", "a\nb", &"x".repeat(101)] {
        let form = [("entity", acme.as_str()), ("name", name)];
        portal.post("entity-rename", &form).await.expect(200, "1 to 100 characters");
    }
    portal.post("entity-delete", &[("entity", &acme)]).await.expect(200, "is not deleted");
    portal.post("entity-delete", &[("entity", &empty)]).await.expect(200, "The entity is deleted");
    portal.post("entity-delete", &[("entity", &empty)]).await.expect(200, "not there any more");
    let form = [("entity", empty.as_str()), ("name", "Acme")];
    portal.post("entity-rename", &form).await.expect(200, "not there any more");
    portal.post("entity-delete", &[("entity", "odd")]).await.expect(404, "nothing here");
    let page = portal.get("entities").await.expect(200, "Acme SE");
    assert!(!page.says("Empty Ltd."), "{page}");
    system.check().await;
}

#[tokio::test]
async fn the_confirmation_of_a_new_address_is_sent_again() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let mut portal = Portal::open(&system).await;
    let person = format!("person?id={}", ada.id);
    let page = portal.get(&person).await.expect(200, ">Invite</button>");
    assert!(!page.says("Resend the confirmation"), "{page}");
    let form = [("person", ada.id.as_str())];
    portal.post("resend-confirmation", &form).await.expect(400, "no address that waits");
    let renamed = system.okta().rename(&ada, "king@example.com").await;
    let first = system.link_for("king@example.com").await;
    portal.get(&person).await.expect(200, "Resend the confirmation");
    portal.post("resend-confirmation", &form).await.expect(200, "on its way again to the new address");
    let second = system.link_for("king@example.com").await;
    assert_ne!(first, second);
    portal.post("resend-confirmation", &form).await.expect(400, "sent again in");
    system.snapshot().await;
    portal.get(&person).await.expect(200, "Sent the confirmation of the address again");
    system.okta().unassign(&renamed).await.expect(200);
    let page = portal.get(&person).await.expect(200, "Deactivated");
    assert!(!page.says("Resend the confirmation"), "{page}");
    portal.post("resend-confirmation", &form).await.expect(400, "deactivated");
    system.okta().reactivate(&renamed).await.expect(200);
    Visitor::default().confirm(&second).await.expect(200, "confirmed");
    portal.post("resend-confirmation", &[("person", "odd")]).await.expect(404, "nothing here");
    system.check().await;
}

#[tokio::test]
async fn people_are_found_by_part_of_their_name_and_by_state() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    scim.post("/Users", &named("ada@example.com", "Ada King")).await.expect(201);
    let bob = system.okta().assign("bob@example.com").await;
    system.okta().unassign(&bob).await.expect(200);
    let mut portal = Portal::open(&system).await;
    for (query, ada, bob) in [
        ("people", true, true),
        ("people?q=aDa+k", true, false),
        ("people?q=EXAMPLE.com", true, true),
        ("people?state=deactivated", false, true),
        ("people?q=ada&state=deactivated", false, false),
        ("people?state=provisioned", true, false),
    ] {
        let page = portal.get(query).await.expect(200, "People");
        assert_eq!(
            (page.says("ada@example.com"), page.says("bob@example.com")),
            (ada, bob),
            "{query}\n{page}"
        );
    }
    portal.get("people?state=deactivated").await.expect(200, "kept until");
    portal.get("people?q=nobody").await.expect(200, "Nobody was found");
    portal.get("people?state=odd").await.expect(400, "no such state");
    portal.get("people?of=odd").await.expect(400, "no such entity");
    for page in ["after=odd", "page=0", "page=-1", "page=odd", "page=99999999999999999999"] {
        portal.get(&format!("people?{page}")).await.expect(400, "no such page");
    }
    portal.get("people?page=7").await.expect(200, "There are no more people");
    system.check().await;
}

#[tokio::test]
async fn people_are_found_by_those_who_lack_the_letters_of_their_names() {
    let system = TestSystem::start().await;
    let names =
        ["Jürgen Müller", "José García", "Siobhán O’Brien", "Groß Strauß", "Søren Ågård", "Łukasz Đorđević"];
    for (number, name) in names.iter().enumerate() {
        system.scim().post("/Users", &named(&format!("u{number}@example.com"), name)).await.expect(201);
    }
    let mut portal = Portal::open(&system).await;
    for (query, name) in [
        ("muller", names[0]),
        ("mueller", names[0]),
        ("garcia jose", names[1]),
        ("GARCÍA", names[1]),
        ("o'brien", names[2]),
        ("o’brien siobhan", names[2]),
        ("strauss", names[3]),
        ("GROSS", names[3]),
        ("soren agard", names[4]),
        ("lukasz dordevic", names[5]),
        ("u5@", names[5]),
    ] {
        let page =
            portal.get(&format!("people?q={}", encoded(query))).await.expect(200, "1 of 6 people matches");
        assert!(page.says(name), "{query}\n{page}");
        let found = system.people().get(&format!("/users?q={}", encoded(query))).await.expect(200);
        assert_eq!(found["users"].as_array().unwrap().len(), 1, "{query}");
    }
    portal.get("people?q=garcia+muller").await.expect(200, "Nobody was found");
    system.check().await;
}

#[tokio::test]
async fn people_are_in_order_of_their_names_on_all_pages_and_counted() {
    let system = TestSystem::start().await;
    let names = ["Åse", "ann", "Ann", "Émile", "emil", "Zoë", "ørsted", "Oscar"];
    let mut expected = Vec::new();
    for number in 0..107 {
        let name = format!("{} {:02}", names[number % names.len()], number / names.len());
        system.scim().post("/Users", &named(&format!("p{number}@example.com"), &name)).await.expect(201);
        expected.push(name);
    }
    // Without accents and case; of the same name, by the address.
    let plain =
        |name: &String| name.to_lowercase().replace('å', "a").replace(['é', 'ë'], "e").replace('ø', "o");
    expected.sort_by_key(plain);
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    let first = portal.get("people").await.expect(200, "107 people");
    let second = portal.get(&first.link("Next page").unwrap()).await.expect(200, "Page 2 of 3");
    let third = portal.get(&second.link("Next page").unwrap()).await.expect(200, "Page 3 of 3");
    assert!(third.link("Next page").is_none(), "{third}");
    let shown: Vec<&str> = [&first, &second, &third].into_iter().flat_map(people_on).collect();
    let (mut shown_plain, mut expected_plain) = (Vec::new(), Vec::new());
    shown_plain.extend(shown.iter().map(|name| plain(&(*name).to_owned())));
    expected_plain.extend(expected.iter().map(plain));
    assert_eq!(shown_plain, expected_plain);
    assert_eq!([&first, &second, &third].map(|page| people_on(page).len()), [50, 50, 7]);
    let back = portal.get(&third.link("Previous page").unwrap()).await.expect(200, "Page 2 of 3");
    assert_eq!(people_on(&back), people_on(&second));
    let last = portal.get(&first.link("Last page").unwrap()).await;
    assert_eq!(people_on(&last), people_on(&third));
    portal.get("people?q=ann").await.expect(200, "28 of 107 people match");
    system.check().await;
}

#[tokio::test]
async fn people_who_are_too_many_to_sort_are_shown_in_the_order_of_the_table_page_after_page() {
    let system = TestSystem::start().await;
    for number in 0..101 {
        let name = format!("Person {number}");
        system.scim().post("/Users", &named(&format!("p{number}@example.com"), &name)).await.expect(201);
    }
    let mut portal = Portal::open(&system).await;
    let first = portal.get("people?order=id").await.expect(200, "in no particular order");
    let second = portal.get(&first.link("Next page").unwrap()).await.expect(200, "in no particular order");
    let third = portal.get(&second.link("Next page").unwrap()).await.expect(200, "First page");
    assert!(third.link("Next page").is_none(), "{third}");
    let mut shown: Vec<&str> =
        [&first, &second, &third].into_iter().flat_map(|page| page.values("id")).collect();
    assert!(shown.is_sorted(), "in order of id");
    shown.dedup();
    assert_eq!(shown.len(), 101);
    first.link("Choose all who can be invited").unwrap();
    let some = portal.get("people?order=id&q=person+1").await.expect(200, "in no particular order");
    assert_eq!(people_on(&some).len(), 20, "those with a 1 in their name or address: {some}");
    system.check().await;
}

#[tokio::test]
async fn people_are_found_by_entity_and_by_groups_of_states() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (acme, other) = (people.entity("Acme GmbH").await, people.entity("Other Ltd.").await);
    let [fresh, invited, accepted, revoked, gone] = ["fresh", "invited", "accepted", "revoked", "gone"];
    let mut ids = Vec::new();
    for name in [fresh, invited, accepted, revoked, gone] {
        ids.push(system.okta().assign(format!("{name}@example.com").as_str()).await);
    }
    people.invite(&acme, &[&ids[1].id, &ids[2].id, &ids[4].id]).await.expect(200);
    people.invite(&other, &[&ids[3].id]).await.expect(200);
    let mut portal = Portal::open(&system).await;
    let link = system.link_for("accepted@example.com").await;
    Visitor::default().accept(&link).await.expect(200, "Acme GmbH");
    portal.post("revoke", &[("person", &ids[3].id)]).await.expect(200, "revoked");
    system.okta().unassign(&ids[4]).await.expect(200);
    system.snapshot().await;
    for (query, expected) in [
        ("state=can-be-invited".to_owned(), &[fresh, revoked][..]),
        ("state=waiting".to_owned(), &[invited]),
        ("state=accepted".to_owned(), &[accepted]),
        ("state=deactivated".to_owned(), &[gone]),
        ("state=unreachable".to_owned(), &[]),
        (format!("of={acme}"), &[accepted, gone, invited]),
        (format!("of={other}"), &[]),
        (format!("of={acme}&state=waiting"), &[invited]),
    ] {
        let page = portal.get(&format!("people?{query}")).await.expect(200, "People");
        let shown: Vec<_> = people_on(&page)
            .into_iter()
            .map(|name| name.trim_end_matches(" Example").to_lowercase())
            .collect();
        assert_eq!(shown, expected, "{query}\n{page}");
    }
    system.check().await;
}

#[tokio::test]
async fn what_happened_is_told_with_who_did_it() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    system.okta().rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "king@example.com");
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("activity").await.expect(200, "Made the account");
    assert!(page.says("Changed the user name to king@example.com"), "{page}");
    assert!(page.says("Confirmed the address king@example.com"), "{page}");
    // Where tenants are made as tests go, their tokens count too.
    assert!(page.says("3 changes;") || page.says("5 changes;"), "{page}");
    assert!(page.html.contains(&format!("person?id={}", ada.id)), "{page}");
    let connection = portal.get("connection").await.expect(200, "Last change by your directory");
    assert!(!connection.says("None lately") && !connection.says("<dd>Never</dd>"), "{connection}");
    system.check().await;
}

#[tokio::test]
async fn what_people_and_entities_are_called_is_never_markup() {
    let system = TestSystem::start().await;
    let ada = system.scim().post("/Users", &named("ada@example.com", SCRIPT)).await.expect(201).id();
    system.configure(|tenant| tenant.name = format!("Acme {SCRIPT}")).await;
    let mut portal = Portal::open(&system).await;
    let entity = system.people().entity(SCRIPT).await;
    let form = [("id", ada.as_str()), ("entity", &entity), ("access", "card")];
    let invited = portal.post("invite", &form).await.expect(200, "1 person invited");
    assert!(invited.says("&#60;script&#62;alert(1)"), "{invited}");
    portal.post("token-new", &[("label", SCRIPT)]).await.expect(200, "&#60;script");
    system.snapshot().await;
    let person = format!("person?id={ada}");
    for page in ["connection", "people", "activity", "billing", &person, "people?q=%3Cscript%3E"] {
        let page = portal.get(page).await;
        assert!(!page.html.contains("<script>alert"), "{page}");
    }
    portal.post("choose", &[("id", &ada)]).await.expect(200, "&#60;script");
    system.check().await;
}

#[tokio::test]
async fn pages_of_fifty_people_with_long_names_follow_each_other() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let long = "&".repeat(200);
    for number in 0..53 {
        let address = format!("{}{number}@{}.example", "a".repeat(60), "b".repeat(60));
        scim.post("/Users", &named(&address, &long)).await.expect(201);
    }
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    let first = portal.get("people").await.expect(200, "Next page");
    let second = portal.get(&first.link("Next page").unwrap()).await.expect(200, "Page 2 of 2");
    assert_eq!((first.values("id").len(), second.values("id").len()), (50, 3));
    assert!(first.values("id").iter().all(|id| !second.values("id").contains(id)));
    let ids: Vec<_> = first.values("id").iter().map(|id| ("id", *id)).collect();
    portal.post("choose", &ids).await.expect(200, "Invite 50 people");
    let latest = portal.get("activity").await.expect(200, "Earlier");
    assert!(!latest.says("A burst"), "the first import: {latest}");
    let earlier = portal.get(&latest.link("Earlier").unwrap()).await.expect(200, "Made the account");
    assert_eq!(earlier.html.matches("Made the account").count(), 3, "{earlier}");
    system.check().await;
}

#[tokio::test]
async fn what_many_people_cost_is_told_by_the_page() {
    let system = TestSystem::start().await;
    let mut ids = Vec::new();
    for number in 0..53 {
        let person = system.member(&format!("user{number}@example.com")).await;
        system.people().sign_in(&person.id).await.expect(200);
        ids.push(person.id);
    }
    let mut portal = Portal::open(&system).await;
    let first = portal.get("billing").await.expect(200, "Sum so far");
    let second = portal.get(&first.link("Next page").unwrap()).await.expect(200, "First page");
    assert!(!second.says("Next page") && !second.says("Sum so far"), "{second}");
    let on = |page: &Page| ids.iter().filter(|id| page.html.contains(*id)).count();
    assert_eq!((on(&first), on(&second)), (50, 3));
    assert!(ids.iter().all(|id| first.html.contains(id) != second.html.contains(id)), "each is on one page");
    let csv = portal.get(&first.link("Download CSV").unwrap()).await.expect(200, "id,name,address");
    assert_eq!((csv.html.lines().count(), on(&csv)), (55, 53), "with header and total");
    let place = first.link("Next page").unwrap().split_once("after=").unwrap().1.to_owned();
    let one = portal.get(&format!("billing.csv?until={place}&part=1")).await.expect(200, "id,name,address");
    let two = portal.get(&format!("billing.csv?after={place}&part=2")).await.expect(200, "id,name,address");
    assert_eq!((on(&one), on(&two)), (50, 3), "the parts of a file hold each line once");
    assert!(two.header("content-disposition").ends_with("-part-2.csv\""), "{two}");
    portal.get("billing?after=50").await.expect(404, "nothing here");
    portal.get("billing.csv?after=x").await.expect(404, "nothing here");
    system.check().await;
}

#[tokio::test]
async fn what_people_cost_is_told_once_there_are_terms_and_somebody_signs_in() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    system.configure(|tenant| tenant.terms = None).await;
    portal.get("billing").await.expect(200, "Nothing is billed here");
    portal.get("billing.csv").await.expect(404, "nothing here");
    let terms = Terms {
        interval: Interval::Monthly,
        anchor: "2026-01-01".parse().unwrap(),
        price_minor: 1_250,
        currency: Currency::parse("EUR").unwrap(),
    };
    system.configure(|tenant| tenant.terms = Some(terms)).await;
    let page = portal.get("billing").await.expect(200, "Nobody is billed yet");
    assert!(page.says("EUR\u{A0}12.50"), "{page}");
    let csv = portal.get("billing.csv").await.expect(200, "id,name,address");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.html.lines().count(), 1, "{csv}");
    let ada = system.scim().post("/Users", &named("ada@example.com", "=Ada")).await.expect(201).id();
    system.accept_invitation(&ada).await;
    system.people().sign_in(&ada).await.expect(200);
    let page = portal.get("billing").await.expect(200, "Sum so far");
    assert!(page.html.contains(&format!("person?id={ada}")) && page.says("Download CSV"), "{page}");
    let csv = portal.get("billing.csv").await.expect(200, &ada);
    assert!(csv.html.contains(&format!("{ada},'=Ada,ada@example.com,")), "{csv}");
    assert!(csv.html.ends_with(",EUR\r\n"), "{csv}");
    portal.get("people?state=accepted").await.expect(200, "ada@example.com");
    portal.get("billing?period=odd").await.expect(404, "nothing here");
    system.check().await;
}

#[tokio::test]
async fn all_who_match_are_invited_by_one_action_and_nobody_else() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let mut ids = Vec::new();
    for number in 0..60 {
        let person = named(&format!("sales{number}@example.com"), "Sam Sales");
        ids.push(system.scim().post("/Users", &person).await.expect(201).id());
    }
    let outside = system.okta().assign("outside@example.com").await;
    people.invite(&entity, &[&ids[0], &ids[1]]).await.expect(200);
    system.accept_invitation(&ids[2]).await;
    let block = json!([{ "op": "replace", "value": { "active": false } }]);
    system.scim().patch(&ids[3], block).await.expect(200);
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    let list = portal.get("people?q=sales").await.expect(200, "60 of 61 people match");
    let plan =
        portal.get(&list.link("Choose all 56 who match").unwrap()).await.expect(200, "Invite 56 people");
    for left_out in
        ["2 people are invited already", "1 person has accepted already", "1 person is deactivated"]
    {
        assert!(plan.says(left_out), "{plan}");
    }
    assert!(plan.says("Send 56 invitations"), "{plan}");
    let nonce = plan.values("nonce")[0].to_owned();
    let form = [
        ("nonce", nonce.as_str()),
        ("q", plan.values("q")[0]),
        ("entity", entity.as_str()),
        ("access", "card"),
    ];
    portal.post("inviting", &form[..3]).await.expect(400, "card access");
    let done = portal.post("inviting", &form).await.expect(200, "56 people invited to Acme GmbH");
    assert!(!done.says(">Continue</button>"), "{done}");
    // The same form again, as of a page that is loaded again.
    portal.post("inviting", &form).await.expect(200, "56 people invited to Acme GmbH");
    let mails = system.mails().await;
    for address in (4..60).map(|number| format!("sales{number}@example.com")) {
        assert_eq!(mails.iter().filter(|mail| mail.to == address).count(), 1, "{address}");
    }
    assert!(mails.iter().all(|mail| mail.to != "outside@example.com" && mail.to != "sales3@example.com"));
    let page = portal.get(&format!("person?id={}", outside.id)).await;
    assert!(page.says("Not invited"), "{page}");
    portal.post("revoke", &[("person", &ids[5])]).await.expect(200, "revoked");
    portal.post("inviting", &form).await.expect(200, "56 people invited to Acme GmbH");
    portal.get(&format!("person?id={}", ids[5])).await.expect(200, "Not invited");
    // A new action is for whoever can be invited by then.
    portal.get("invite-all?q=sales").await.expect(200, "Invite 1 person");
    let nobody = portal.get("invite-all?q=nobody").await.expect(303, "");
    portal.get(nobody.location()).await.expect(200, "Nobody who matches can be invited");
    portal.get("invite-all?state=odd").await.expect(400, "no such state");
    system.check().await;
}

#[tokio::test]
async fn whoever_is_added_after_an_action_began_is_not_invited_by_it() {
    let system = TestSystem::start().await;
    let entity = system.people().entity("Acme GmbH").await;
    let ada = system.okta().assign("ada@example.com").await;
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    let begun = |text| [("access", "card"), ("entity", entity.as_str()), ("begun", text)];
    portal.post("inviting", &begun("2026-01-01T00:00:00Z")).await.expect(200, "0 people invited");
    portal.post("inviting", &begun("odd")).await.expect(400, "cannot be");
    portal.get(&format!("person?id={}", ada.id)).await.expect(200, "Not invited");
    system.check().await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_entity_and_invites_once() {
    let system = TestSystem::start().await;
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(system.okta().assign(format!("user{number}@example.com").as_str()).await.id);
    }
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    delete_entities(&system, &mut portal).await;
    let chosen: Vec<_> = ids[..2].iter().map(|id| ("id", id.as_str())).collect();
    let choose = portal.post("choose", &chosen).await.expect(200, "Your first entity");
    let nonce = choose.values("nonce")[0].to_owned();
    let mut form = vec![("nonce", nonce.as_str()), ("name", "Acme GmbH"), ("access", "card")];
    form.extend(chosen);
    let all = portal.get("invite-all").await.expect(200, "Invite 3 people");
    let of_all = [("nonce", all.values("nonce")[0]), ("name", "Acme GmbH"), ("access", "card")];
    let (mut one, mut other) = (portal.clone(), portal.clone());
    let (first, second) = tokio::join!(one.post("invite", &form), other.post("invite", &form));
    for page in [first, second] {
        page.expect(200, "2 people invited to Acme GmbH");
    }
    let entities = system.people().get("/entities").await.expect(200);
    assert_eq!(entities["entities"].as_array().unwrap().len(), 1, "{entities}");
    let (first, second) = tokio::join!(one.post("inviting", &of_all), other.post("inviting", &of_all));
    for page in [first, second] {
        page.expect(200, "1 person invited to Acme GmbH");
    }
    let mails = system.mails().await;
    for number in 0..3 {
        let address = format!("user{number}@example.com");
        assert_eq!(mails.iter().filter(|mail| mail.to == address).count(), 1, "{address}");
    }
    let entities = system.people().get("/entities").await.expect(200);
    assert_eq!(entities["entities"].as_array().unwrap().len(), 1, "{entities}");
    system.check().await;
}

#[tokio::test]
async fn an_action_whose_form_is_sent_twice_at_once_makes_one_entity() {
    let system = TestSystem::start().await;
    for number in 0..3 {
        system.okta().assign(format!("user{number}@example.com").as_str()).await;
    }
    system.snapshot().await;
    let mut portal = Portal::open(&system).await;
    delete_entities(&system, &mut portal).await;
    let all = portal.get("invite-all").await.expect(200, "Your first entity");
    let form = [("nonce", all.values("nonce")[0]), ("name", "Acme GmbH"), ("access", "card")];
    let (mut one, mut other) = (portal.clone(), portal.clone());
    let (first, second) = tokio::join!(one.post("inviting", &form), other.post("inviting", &form));
    for page in [first, second] {
        page.expect(200, "3 people invited to Acme GmbH");
    }
    let entities = system.people().get("/entities").await.expect(200);
    assert_eq!(entities["entities"].as_array().unwrap().len(), 1, "{entities}");
    system.check().await;
}

async fn delete_entities(system: &TestSystem, portal: &mut Portal) {
    let entities = system.people().get("/entities").await.expect(200);
    for entity in entities["entities"].as_array().unwrap() {
        let form = [("entity", entity["id"].as_str().unwrap())];
        portal.post("entity-delete", &form).await.expect(200, "The entity is deleted");
    }
}

/// Names of the people on a page of the list.
fn people_on(page: &Page) -> Vec<&str> {
    let rows = page.html.split("role=\"rowheader\"").skip(1);
    rows.filter_map(|row| row.split_once("<bdi>")?.1.split("</bdi>").next()).collect()
}
