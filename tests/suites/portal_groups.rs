//! Groups in the portal: found, given rules that are looked at before they are saved, and put in order.

use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_rules::tenant::Plan;
use rollcall_tests::portal::{Page, Portal};
use rollcall_tests::{TestSystem, USER_URN};
use serde_json::{Value, json};

const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

const SCRIPT: &str = "<script>alert(1)</script>";

/// Pushes a group as a directory does; gives its id.
async fn push(system: &TestSystem, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "schemas": [GROUP_URN], "displayName": name, "members": members });
    system.scim().post("/Groups", &group).await.expect(201).id()
}

/// Assigns somebody of that name; gives their id.
async fn assign(system: &TestSystem, name: &str) -> String {
    let address = format!("{}@example.com", name.to_lowercase());
    let person = json!({ "schemas": [USER_URN], "userName": address, "displayName": name, "active": true });
    system.scim().post("/Users", &person).await.expect(201).id()
}

/// The places of these texts in a page, in order.
#[track_caller]
fn assert_in_order(page: &Page, texts: &[&str]) {
    let places: Vec<_> = texts.iter().map(|text| page.html.find(text)).collect();
    assert!(places.iter().all(Option::is_some), "{texts:?} at {places:?}\n{page}");
    assert!(places.is_sorted(), "{texts:?} at {places:?}\n{page}");
}

#[tokio::test]
async fn a_tenant_without_groups_is_told_how_to_push_some() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("groups").await.expect(200, "has pushed no group yet");
    assert!(page.says("Push Groups") && page.html.contains("href=\"connection#guides\""), "{page}");
    portal.get("group?id=odd").await.expect(404, "nothing here");
    portal.get("group?id=00000000-0000-0000-0000-000000000001").await.expect(404, "nothing here");
    portal.get("groups?page=odd").await.expect(400, "no such page");
    system.check().await;
}

#[tokio::test]
async fn groups_are_in_order_of_their_names_and_found_without_case_or_accents() {
    let system = TestSystem::start().await;
    let ada = assign(&system, "Ada").await;
    for name in ["zebra", "Büro Nord", "Acme", SCRIPT] {
        push(&system, name, &[&ada]).await;
    }
    let mut portal = Portal::open(&system).await;
    let page = portal.get("groups").await.expect(200, "4 groups");
    assert_in_order(&page, &["&#60;script&#62;", ">Acme<", ">Büro Nord<", ">zebra<"]);
    assert!(!page.html.contains(SCRIPT), "{page}");
    for part in ["buero", "BURO", "n%C3%B6rd+b"] {
        let page = portal.get(&format!("groups?q={part}")).await.expect(200, "1 of 4 groups matches");
        assert!(page.says("Büro Nord") && !page.says("zebra"), "{page}");
    }
    portal.get("groups?q=nothing").await.expect(200, "No group was found");
    for number in 0..30 {
        push(&system, &format!("Team {number:02}"), &[]).await;
    }
    let first = portal.get("groups").await.expect(200, "Page 1 of 2");
    let next = portal.get(&first.link("Next page").unwrap()).await.expect(200, "Page 2 of 2");
    assert!(first.says("Team 10") && !first.says("Team 25"), "{first}");
    assert!(next.says("Team 25") && next.says("zebra"), "{next}");
    let found = portal.get("groups?q=team").await.expect(200, "30 of 34 groups match");
    portal.get(&found.link("Next page").unwrap()).await.expect(200, "Team 29");
    portal.get("groups?page=9").await.expect(200, "There are no more groups");
    system.check().await;
}

#[tokio::test]
async fn the_members_of_a_group_are_in_order_and_can_be_found_among_people() {
    let system = TestSystem::start().await;
    let mut members = Vec::new();
    for number in (0..60).rev() {
        members.push(assign(&system, &format!("Person{number:02}")).await);
    }
    let other = assign(&system, "Other").await;
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let id = push(&system, "Builders", &members).await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get(&format!("group?id={id}")).await.expect(200, "60 members");
    assert_in_order(&page, &[">Person00<", ">Person01<", ">Person49<"]);
    assert!(!page.says("Person50"), "{page}");
    let next = portal.get(&page.link("Next page").unwrap()).await.expect(200, "Page 2 of 2");
    assert!(next.says("Person50") && next.says("Person59"), "{next}");
    portal.get(&format!("group?id={id}&page=9")).await.expect(200, "There are no more members");
    let people = portal.get(&page.link("Show them under People").unwrap()).await;
    let people = people.expect(200, "60 of 61 people match");
    assert!(people.says("Only people in the group") && people.says("Choose all 60 who match"), "{people}");
    let found = portal.get(&format!("people?group={id}&q=other")).await.expect(200, "0 of 61 people match");
    assert_eq!(found.values("group"), [id.as_str()], "the search stays within the group\n{found}");
    portal.get("people?group=odd").await.expect(400, "no such group");
    let person = portal.get(&format!("person?id={}", members[0])).await.expect(200, "Builders");
    assert!(person.html.contains(&format!("href=\"group?id={id}\"")), "{person}");
    let person = portal.get(&format!("person?id={other}")).await.expect(200, "Account");
    assert!(!person.says("Groups and roles"), "{person}");
    let empty = push(&system, "Empty", &[]).await;
    portal.get(&format!("group?id={empty}")).await.expect(200, "Nobody is in this group");
    system.check().await;
}

/// A tenant with two people in a group, an entity and two roles.
struct Company {
    system: TestSystem,
    portal: Portal,
    ada: String,
    bob: String,
    group: String,
    entity: String,
}

impl Company {
    async fn start() -> Self {
        let system = TestSystem::start().await;
        let (ada, bob) = (assign(&system, "Ada").await, assign(&system, "Bob").await);
        let group = push(&system, "Engineers", &[&ada, &bob]).await;
        let entity = system.people().entity("Acme GmbH").await;
        system.declare_roles(&[("editor", "Editor"), ("viewer", "Viewer")]).await;
        let portal = Portal::open(&system).await;
        Self { system, portal, ada, bob, group, entity }
    }

    /// Looks at a rule for the group.
    async fn preview(&mut self, rule: &[(&str, &str)]) -> Page {
        let id = self.group.clone();
        let fields: Vec<_> = [("id", id.as_str())].into_iter().chain(rule.iter().copied()).collect();
        self.portal.post("rule-preview", &fields).await
    }

    /// Sends the form of a preview.
    async fn save(&mut self, preview: &Page) -> Page {
        let fields: Vec<_> = ["id", "seen", "role", "invite", "entity", "access"]
            .into_iter()
            .flat_map(|name| preview.values(name).into_iter().map(move |value| (name, value)))
            .collect();
        self.portal.post("rule-save", &fields).await
    }

    /// Gives the group a rule.
    async fn rule(&mut self, rule: &[(&str, &str)]) {
        let preview = self.preview(rule).await.expect(200, "Preview: Engineers");
        self.save(&preview).await.expect(200, "The rule is saved");
    }

    async fn show(&mut self) -> Page {
        let page = format!("group?id={}", self.group);
        self.portal.get(&page).await
    }
}

#[tokio::test]
async fn a_rule_is_looked_at_before_it_is_saved() {
    let mut company = Company::start().await;
    company.show().await.expect(200, "This group has no rule");
    let page = format!("rule?id={}", company.group);
    let form = company.portal.get(&page).await.expect(200, "Rule of Engineers");
    assert!(form.says(">Editor</option>") && form.says(">Acme GmbH</option>"), "{form}");
    let before = company.system.snapshot().await;
    let entity = company.entity.clone();
    let rule = [("role", "editor"), ("invite", "yes"), ("entity", entity.as_str()), ("access", "card")];
    let preview = company.preview(&rule).await.expect(200, "Nothing is changed yet");
    for said in ["2 people get the role Editor", "2 people are invited", ">Ada</bdi>", "Acme GmbH (Card)"] {
        assert!(preview.says(said), "{said}\n{preview}");
    }
    let difference = before.difference(&company.system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let saved = company.save(&preview).await.expect(200, "The rule is saved");
    assert!(saved.says("Role: Editor") && saved.says("Invitation to Acme GmbH (Card)"), "{saved}");
    company.save(&preview).await.expect(200, "The rule is saved");
    let page = format!("person?id={}", company.ada);
    company.portal.get(&page).await.expect(200, "Editor: by Engineers");
    let list = company.portal.get("groups?rule=with").await.expect(200, "1 of 1 group matches");
    assert!(list.says("Role: Editor") && list.says("1 group has a rule"), "{list}");
    company.portal.get("groups?rule=without").await.expect(200, "No group was found");
    company.portal.get("activity?kind=group").await.expect(200, "Made a rule for a group");
    company.system.check().await;
}

#[tokio::test]
async fn whom_a_rule_invites_gets_one_mail_and_is_told_as_invited() {
    let mut company = Company::start().await;
    let entity = company.entity.clone();
    let rule = [("invite", "yes"), ("entity", entity.as_str()), ("access", "card")];
    company.rule(&rule).await;
    let mails = company.system.mails().await;
    for address in ["ada@example.com", "bob@example.com"] {
        assert_eq!(mails.iter().filter(|mail| mail.to == address).count(), 1, "{address}");
    }
    let again = company.preview(&rule).await.expect(200, "Nothing changes for anybody now");
    assert!(!again.says("are invited"), "{again}");
    let page = format!("person?id={}", company.ada);
    company.portal.get(&page).await.expect(200, "by the rule of a group");
    company.system.check().await;
}

#[tokio::test]
async fn a_rule_that_cannot_be_is_answered_by_its_form_with_the_field_marked() {
    let mut company = Company::start().await;
    let before = company.system.snapshot().await;
    let entity = company.entity.clone();
    let invites = [("invite", "yes"), ("entity", entity.as_str())];
    for (rule, said, field) in [
        (&[][..], "The rule gives nothing", "role-fault"),
        (&[("role", "owner")], "This role is not there any more", "role-fault"),
        (&[("role", "o w n")], "This role is not there any more", "role-fault"),
        (&[("role", "editor"), ("invite", "yes"), ("access", "card")], "Choose the entity", "entity-fault"),
        (&[("invite", "yes"), ("entity", "odd"), ("access", "card")], "Choose the entity", "entity-fault"),
        (&invites, "Choose the card access", "access-fault"),
        (&[invites[0], invites[1], ("access", "odd")], "Choose the card access", "access-fault"),
    ] {
        let page = company.preview(rule).await.expect(400, said);
        assert!(page.says(&format!("id=\"{field}\"")) && page.says("aria-invalid=\"true\""), "{page}");
        assert!(page.says("Nothing was changed"), "{page}");
        let id = company.group.clone();
        let fields: Vec<_> = [("id", id.as_str())].into_iter().chain(rule.iter().copied()).collect();
        company.portal.post("rule-save", &fields).await.expect(400, said);
    }
    let kept =
        company.preview(&[("role", "editor"), invites[0], invites[1]]).await.expect(400, "card access");
    assert!(kept.html.contains("value=\"editor\" selected") && kept.says("value=\"yes\" checked"), "{kept}");
    company.portal.post("roles-switch", &[("from", "odd")]).await.expect(400, "cannot be");
    company.portal.post("rule-move", &[("up", "odd")]).await.expect(404, "nothing here");
    let difference = before.difference(&company.system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    company.system.check().await;
}

#[tokio::test]
async fn who_was_overtaken_by_another_administrator_sees_both_rules() {
    let mut company = Company::start().await;
    let mine = company.preview(&[("role", "editor")]).await.expect(200, "get the role Editor");
    company.rule(&[("role", "viewer")]).await;
    let both = company.save(&mine).await.expect(409, "Another administrator changed the rules meanwhile");
    for said in ["2 people get the role Editor", "2 people lose the role Viewer"] {
        assert!(both.says(said), "{said}\n{both}");
    }
    assert_in_order(&both, &["<bdi>Viewer</bdi>", "<bdi>Editor</bdi>"]);
    company.show().await.expect(200, "Role: Viewer");
    company.save(&both).await.expect(200, "Role: Editor");
    company.system.snapshot().await;
    let end = format!("rule-end?id={}", company.group);
    let end = company.portal.get(&end).await.expect(200, "2 people lose the role Editor");
    company.rule(&[("role", "viewer")]).await;
    let id = company.group.clone();
    let form = [("id", id.as_str()), ("seen", end.values("seen")[0])];
    let both = company.portal.post("rule-remove", &form).await.expect(409, "lose the role Viewer");
    let form = [("id", id.as_str()), ("seen", both.values("seen")[0])];
    company.portal.post("rule-remove", &form).await.expect(200, "The rule is removed");
    company.portal.post("rule-remove", &form).await.expect(200, "The rule is removed");
    company.portal.post("rule-apply", &[("id", &id)]).await.expect(200, "has no rule any more");
    let end = format!("rule-end?id={}", company.group);
    let back = company.portal.get(&end).await;
    company.portal.get(back.location()).await.expect(200, "has no rule any more");
    let bob = format!("person?id={}", company.bob);
    company.portal.get(&bob).await.expect(200, "No role");
    company.system.check().await;
}

#[tokio::test]
async fn a_group_that_is_deleted_meanwhile_is_told_as_gone() {
    let mut company = Company::start().await;
    let preview = company.preview(&[("role", "editor")]).await.expect(200, "get the role Editor");
    let path = format!("/Groups/{}", company.group);
    company.system.scim().request(Method::DELETE, &path).send().await.expect(204);
    let before = company.system.snapshot().await;
    company.save(&preview).await.expect(200, "not there any more");
    company.preview(&[("role", "editor")]).await.expect(200, "not there any more");
    let id = company.group.clone();
    for action in ["rule-apply", "rule-remove"] {
        company.portal.post(action, &[("id", &id)]).await.expect(200, "not there any more");
    }
    for page in ["group", "rule", "rule-end"] {
        company.portal.get(&format!("{page}?id={id}")).await.expect(404, "nothing here");
    }
    let difference = before.difference(&company.system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    company.system.check().await;
}

#[tokio::test]
async fn rules_are_moved_up_and_down_without_a_script() {
    let mut company = Company::start().await;
    for name in ["Engineers", "Finance", "Guests"] {
        if name != "Engineers" {
            company.group = push(&company.system, name, &[]).await;
        }
        let id = company.group.clone();
        let preview = company.portal.post("rule-preview", &[("id", &id), ("role", "editor")]).await;
        company.save(&preview).await.expect(200, "The rule is saved");
    }
    let guests = company.group.clone();
    let rules = company.portal.get("rules").await.expect(200, "Order of the rules");
    assert_in_order(&rules, &[">Engineers<", ">Finance<", ">Guests<"]);
    assert_eq!((rules.values("up").len(), rules.values("down").len()), (2, 2), "{rules}");
    let rules = company.portal.post("rule-move", &[("up", &guests)]).await;
    let rules = rules.expect(200, "Guests is now at place 2 of 3");
    assert_in_order(&rules, &[">Engineers<", ">Guests<", ">Finance<"]);
    let focused = format!("name=\"up\" value=\"{guests}\" autofocus");
    assert!(rules.html.contains(&focused), "{focused}\n{rules}");
    let rules = company.portal.post("rule-move", &[("up", &guests)]).await;
    let rules = rules.expect(200, "Guests is now at place 1 of 3");
    assert!(rules.html.contains(&format!("name=\"down\" value=\"{guests}\" autofocus")), "{rules}");
    company.portal.post("rule-move", &[("up", &guests)]).await.expect(200, "cannot be moved further");
    company.portal.post("rule-move", &[("down", &guests)]).await.expect(200, "at place 2 of 3");
    company.show().await.expect(200, "Place 2 of 3");
    company.portal.get("activity?kind=group").await.expect(200, "Changed the order of the rules");
    company.system.check().await;
}

#[tokio::test]
async fn where_roles_come_from_is_asked_before_it_is_switched() {
    let mut company = Company::start().await;
    company.rule(&[("role", "editor")]).await;
    company.portal.get("groups").await.expect(200, "Roles come from groups");
    let ask = company.portal.get("roles-from").await.expect(200, "Take roles from your directory?");
    assert!(ask.says("Everybody loses the roles that their groups give"), "{ask}");
    company
        .portal
        .post("roles-switch", &[("from", "directory")])
        .await
        .expect(200, "Roles come from your directory");
    company.show().await.expect(200, "gives nothing now");
    let page = format!("rule?id={}", company.group);
    company.portal.get(&page).await.expect(200, "Your directory decides who has which role");
    company.system.snapshot().await;
    let ada = format!("person?id={}", company.ada);
    company.portal.get(&ada).await.expect(200, "No role");
    company.portal.get("roles-from").await.expect(200, "Take roles from groups?");
    company.portal.post("roles-switch", &[("from", "groups")]).await.expect(200, "Roles come from groups");
    company.portal.get(&ada).await.expect(200, "Editor: by Engineers");
    company.portal.get("activity?kind=group").await.expect(200, "Had roles come from the directory");
    company.system.check().await;
}

#[tokio::test]
async fn a_form_of_an_ended_session_is_kept_and_a_plan_without_provisioning_changes_nothing() {
    let mut company = Company::start().await;
    let form = [("id", company.group.as_str()), ("role", "editor")];
    let nobody = Portal::new(company.system.base_url());
    let kept = nobody.send(Method::POST, "rule-preview", Some(&form), &HeaderMap::new()).await;
    let kept = kept.expect(401, "Your session is over");
    assert_eq!(kept.values("role"), ["editor"], "{kept}");
    company.system.configure(|tenant| tenant.plan = Plan::Standard).await;
    let page = company.show().await.expect(200, "change nothing");
    assert!(!page.says("Make a rule"), "{page}");
    company.portal.get("groups").await.expect(200, "Engineers");
    let id = company.group.clone();
    company.portal.get(&format!("rule?id={id}")).await.expect(403, "Advanced plan");
    company
        .portal
        .post("rule-preview", &[("id", &id), ("role", "editor")])
        .await
        .expect(403, "Advanced plan");
    company.system.check().await;
}

#[tokio::test]
async fn without_declared_roles_the_form_says_who_declares_them() {
    let system = TestSystem::start().await;
    let group = push(&system, SCRIPT, &[]).await;
    let mut portal = Portal::open(&system).await;
    let form = portal.get(&format!("rule?id={group}")).await.expect(200, "your vendor declares those");
    assert!(!form.html.contains(SCRIPT), "{form}");
    system.check().await;
}
