//! Directories that rename whom they block: Entra puts 32 hexadecimal digits before the address of a deleted person, and
//! administrators have marks of their own. Nobody is mailed because of that, and who is restored has the account of
//! before.

use rollcall_tests::entra::soft_deleted;
use rollcall_tests::resource::{account, email};
use rollcall_tests::{Answer, Person, TestSystem, Visitor};
use serde_json::json;

/// How a directory sends a name and `active`.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// In one PATCH, the name first.
    NameFirst,
    /// In one PATCH, `active` first.
    ActiveFirst,
    /// In two PATCH requests, the name first.
    NameThenActive,
    /// In two PATCH requests, `active` first.
    ActiveThenName,
    /// In one PUT.
    Put,
    /// In two PUT requests, `active` first.
    TwoPuts,
}

impl Way {
    const ALL: [Self; 6] = [
        Self::NameFirst,
        Self::ActiveFirst,
        Self::NameThenActive,
        Self::ActiveThenName,
        Self::Put,
        Self::TwoPuts,
    ];
    /// Those by which nobody is active under the new name, nor under the name of before when they are back.
    const TOGETHER: [Self; 3] = [Self::NameFirst, Self::ActiveFirst, Self::Put];

    /// Sends both, and waits after each request until all that is owed is done. Gives the last answer.
    async fn send(self, system: &TestSystem, id: &str, name: &str, active: bool) -> Answer {
        let (entra, okta) = (system.entra(), system.okta());
        let (named, activated) = (("userName", json!(name)), ("active", json!(active)));
        let requests = match self {
            Self::NameFirst => vec![entra.set(id, &[named, activated]).await],
            Self::ActiveFirst => vec![entra.set(id, &[activated, named]).await],
            Self::NameThenActive | Self::ActiveThenName => {
                let mut both = [named, activated];
                both.rotate_left(usize::from(matches!(self, Self::ActiveThenName)));
                let first = entra.set(id, &both[..1]).await;
                system.mails().await;
                vec![first, entra.set(id, &both[1..]).await]
            }
            Self::Put => vec![
                okta.update(id, |resource| {
                    resource["userName"] = name.into();
                    resource["active"] = active.into();
                })
                .await,
            ],
            Self::TwoPuts => {
                let first = okta.update(id, |resource| resource["active"] = active.into()).await;
                system.mails().await;
                vec![first, okta.update(id, |resource| resource["userName"] = name.into()).await]
            }
        };
        let answer = requests.into_iter().map(|answer| answer.expect(200)).last().unwrap();
        system.mails().await;
        assert_eq!((&answer["userName"], &answer["active"]), (&json!(name), &json!(active)), "{self:?}");
        answer
    }
}

/// Who was mailed so far, in order of their addresses.
async fn mailed(system: &TestSystem) -> Vec<String> {
    let mut to: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    to.sort();
    to
}

fn pending(answer: &Answer) -> Option<&str> {
    account(answer)["emailChange"]["value"].as_str()
}

#[tokio::test]
async fn a_soft_delete_and_a_restore_mail_nobody_and_leave_the_account_as_it_was() {
    let system = TestSystem::start().await;
    for (number, way) in Way::ALL.into_iter().enumerate() {
        let login = format!("ada{number}@example.com");
        let ada = system.entra().provision(login.as_str()).await;
        let gone = way.send(&system, &ada.id(), &soft_deleted(&login), false).await;
        assert_eq!((email(&gone), pending(&gone)), (login.as_str(), None), "{way:?}");
        let back = way.send(&system, &ada.id(), &login, true).await;
        assert_eq!((back.id(), email(&back)), (ada.id(), login.as_str()), "{way:?}");
        assert!(account(&back).is_null(), "{way:?}\n{back}");
    }
    let compliant = system.entra().with_optscim062020();
    let bob = compliant.provision("bob@example.com").await;
    let gone = [("userName", json!(soft_deleted("bob@example.com"))), ("active", json!(false))];
    compliant.set(&bob.id(), &gone).await.expect(200);
    assert_eq!(mailed(&system).await, [""; 0]);
    system.check().await;
}

#[tokio::test]
async fn a_soft_delete_keeps_a_pending_change_and_a_restore_goes_on_with_it() {
    let system = TestSystem::start().await;
    let mut expected = Vec::new();
    for (number, way) in Way::ALL.into_iter().enumerate() {
        let (old, new) = (format!("ada{number}@example.com"), format!("king{number}@example.com"));
        let ada = system.entra().provision(old.as_str()).await;
        let renamed = system.entra().set(&ada.id(), &[("userName", json!(new))]).await.expect(200);
        let link = system.link_for(&new).await;
        let gone = way.send(&system, &ada.id(), &soft_deleted(&new), false).await;
        assert_eq!(account(&gone)["emailChange"], account(&renamed)["emailChange"], "{way:?}");
        let back = way.send(&system, &ada.id(), &new, true).await;
        assert_eq!(account(&back), account(&renamed), "{way:?}");
        Visitor::default().confirm(&link).await.expect(200, &new);
        expected.extend([old, new]);
    }
    expected.sort();
    assert_eq!(mailed(&system).await, expected);
    system.check().await;
}

#[tokio::test]
async fn an_address_of_a_soft_delete_is_never_mailed_nor_verified() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let ada = entra.provision("ada@example.com").await;
    let gone = soft_deleted("ada@example.com");
    let renamed = entra.set(&ada.id(), &[("userName", json!(gone))]).await.expect(200);
    assert_eq!((email(&renamed), pending(&renamed)), ("ada@example.com", None), "while active");
    entra.disable(&ada.id()).await.expect(200);
    let back = entra.enable(&ada.id()).await.expect(200);
    assert_eq!((email(&back), pending(&back)), ("ada@example.com", None), "restored under that name");
    let upper = gone.replace("ada@", "ADA@");
    entra.disable(&ada.id()).await.expect(200);
    let same = Person::from(upper.as_str()).with_directory_id(&Person::from("ada@example.com").directory_id);
    let taken_up = entra.create(&same).await.expect(201);
    assert_eq!((taken_up.id(), email(&taken_up), pending(&taken_up)), (ada.id(), "ada@example.com", None));
    assert_eq!(mailed(&system).await, [""; 0]);
    system.check().await;
}

/// A local part has 64 characters at most and an address 254, but for a soft delete Entra puts 32 before one that may be
/// as long.
#[tokio::test]
async fn a_soft_delete_of_a_long_address_is_applied() {
    let system = TestSystem::start().await;
    let local_part = "a".repeat(64);
    let longest = [63, 63, 57].map(|letters| "d".repeat(letters)).join(".");
    for domain in ["example.com", &format!("{longest}.com")] {
        let long = format!("{local_part}@{domain}");
        let ada = system.entra().provision(long.as_str()).await;
        let gone = Way::NameFirst.send(&system, &ada.id(), &soft_deleted(&long), false).await;
        assert_eq!(email(&gone), long);
        let found = system.entra().find("userName", &soft_deleted(&long)).await.expect(200);
        assert_eq!(found["Resources"][0]["id"], ada.id().as_str());
    }
    system.check().await;
}

#[tokio::test]
async fn a_mark_before_the_address_of_a_leaver_mails_nobody_and_calls_nothing_off() {
    let system = TestSystem::start().await;
    let mut expected = Vec::new();
    for (number, way) in Way::TOGETHER.into_iter().enumerate() {
        let (old, new) = (format!("ada{number}@example.com"), format!("king{number}@example.com"));
        let ada = system.entra().provision(old.as_str()).await;
        let gone = way.send(&system, &ada.id(), &format!("zz_left_{old}"), false).await;
        assert_eq!((email(&gone), pending(&gone)), (old.as_str(), None), "{way:?}");
        let back = way.send(&system, &ada.id(), &old, true).await;
        assert!(account(&back).is_null(), "{way:?}\n{back}");

        let renamed = system.entra().set(&ada.id(), &[("userName", json!(new))]).await.expect(200);
        for name in [&old, &new] {
            let gone = way.send(&system, &ada.id(), &format!("ZZ_left_{name}"), false).await;
            assert_eq!(pending(&gone), Some(new.as_str()), "{way:?}");
        }
        let back = way.send(&system, &ada.id(), &new, true).await;
        assert_eq!(account(&back), account(&renamed), "{way:?}");
        expected.extend([old, new]);
    }
    expected.sort();
    assert_eq!(mailed(&system).await, expected, "of the one rename");
    system.check().await;
}

#[tokio::test]
async fn a_mark_given_after_the_deactivation_mails_nobody() {
    let system = TestSystem::start().await;
    for way in [Way::ActiveThenName, Way::TwoPuts] {
        let login = format!("{way:?}@example.com");
        let ada = system.entra().provision(login.as_str()).await;
        way.send(&system, &ada.id(), &format!("zz_left_{login}"), false).await;
        let back = Way::NameThenActive.send(&system, &ada.id(), &login, true).await;
        assert!(account(&back).is_null(), "{way:?}\n{back}");
    }
    assert_eq!(mailed(&system).await, [""; 0]);
    system.check().await;
}

/// `m.ada@…` may be a mailbox as well as a mark.
#[tokio::test]
async fn a_mark_that_stands_when_the_person_is_back_is_a_name_as_any_other() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let ada = entra.provision("ada@example.com").await;
    Way::Put.send(&system, &ada.id(), "m.ada@example.com", false).await;
    let back = entra.enable(&ada.id()).await.expect(200);
    assert_eq!(pending(&back), Some("m.ada@example.com"));
    assert_eq!(mailed(&system).await, ["ada@example.com", "m.ada@example.com"]);
    system.check().await;
}

#[tokio::test]
async fn a_rename_of_somebody_blocked_is_mailed_once_when_they_are_back() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let mut expected = Vec::new();
    for (number, way) in [Way::NameFirst, Way::ActiveFirst, Way::ActiveThenName, Way::Put, Way::TwoPuts]
        .into_iter()
        .enumerate()
    {
        let (old, new) = (format!("ada{number}@example.com"), format!("king{number}@example.com"));
        let ada = entra.provision(old.as_str()).await;
        let gone = way.send(&system, &ada.id(), &new, false).await;
        assert_eq!((email(&gone), pending(&gone)), (old.as_str(), None), "{way:?}");
        assert_eq!(mailed(&system).await, expected, "{way:?}");
        for _ in 0..2 {
            let back = entra.enable(&ada.id()).await.expect(200);
            assert_eq!((email(&back), pending(&back)), (old.as_str(), Some(new.as_str())), "{way:?}");
        }
        expected.extend([old, new.clone()]);
        expected.sort();
        assert_eq!(mailed(&system).await, expected, "{way:?}");
        Visitor::default().confirm(&system.link_for(&new).await).await.expect(200, &new);
    }
    system.check().await;
}

#[tokio::test]
async fn a_rename_of_somebody_blocked_supersedes_the_change_before_and_the_old_name_calls_it_off() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    for (old, name, expected) in [
        ("ada@example.com", "countess@example.com", Some("countess@example.com")),
        ("bob@example.com", "Bob@example.com", None),
    ] {
        let person = entra.provision(old).await;
        let new = format!("new.{old}");
        entra.set(&person.id(), &[("userName", json!(new))]).await.expect(200);
        let link = system.link_for(&new).await;
        let gone = Way::NameFirst.send(&system, &person.id(), name, false).await;
        assert_eq!(pending(&gone), None, "{name}");
        Visitor::default().confirm(&link).await.expect(410, "no longer");
        let back = entra.enable(&person.id()).await.expect(200);
        assert_eq!((email(&back), pending(&back)), (old, expected), "{name}");
    }
    let mut expected = vec!["ada@example.com"; 2];
    expected.extend([
        "bob@example.com",
        "countess@example.com",
        "new.ada@example.com",
        "new.bob@example.com",
    ]);
    assert_eq!(mailed(&system).await, expected);
    system.check().await;
}

#[tokio::test]
async fn a_post_that_takes_up_somebody_blocked_under_a_new_name_mails_once_and_only_if_it_restores() {
    let system = TestSystem::start().await;
    let (entra, scim) = (system.entra(), system.scim());
    let person = |login: &str| Person::from(login).with_directory_id("00uAda");
    let ada = entra.provision(person("ada@example.com")).await;
    Way::NameFirst.send(&system, &ada.id(), "king@example.com", false).await;
    scim.delete(&ada.id()).await.expect(204);
    let blocked = json!({
        "schemas": [rollcall_tests::USER_URN],
        "userName": "king@example.com",
        "externalId": "00uAda",
        "active": false
    });
    let answer = scim.post("/Users", &blocked).await.expect(201);
    assert_eq!((answer.id(), email(&answer), pending(&answer)), (ada.id(), "ada@example.com", None));
    assert_eq!(mailed(&system).await, [""; 0]);
    let back = entra.create(person("king@example.com")).await.expect(201);
    assert_eq!((back.id(), pending(&back)), (ada.id(), Some("king@example.com")));
    assert_eq!(mailed(&system).await, ["ada@example.com", "king@example.com"]);

    let bob = entra.provision("bob@example.com").await;
    Way::NameFirst.send(&system, &bob.id(), &soft_deleted("bob@example.com"), false).await;
    let back = entra.create("bob@example.com").await.expect(201);
    assert_eq!((back.id(), email(&back), account(&back)), (bob.id(), "bob@example.com", &json!(null)));
    assert_eq!(mailed(&system).await, ["ada@example.com", "king@example.com"]);
    system.check().await;
}
