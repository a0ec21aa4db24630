//! A directory assigns a person: who is created, who is linked, who comes back, and who is refused.

use insta::assert_json_snapshot;
use rollcall_tests::resource::{account, email, wire};
use rollcall_tests::{Person, TestSystem};

#[tokio::test]
async fn a_new_person_is_looked_up_and_then_created() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign(Person::from("ada.king@example.com").in_department("Engines")).await;
    assert_json_snapshot!(wire(&ada.answer.expect(201)), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "id": "[id]",
      "externalId": "00uc9f0a4d75e94b151x",
      "userName": "ada.king@example.com",
      "name": {
        "familyName": "King",
        "givenName": "Ada"
      },
      "displayName": "Ada King",
      "locale": "en-US",
      "active": true,
      "emails": [
        {
          "value": "ada.king@example.com",
          "type": "work",
          "primary": true
        }
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "Engines"
      },
      "meta": {
        "resourceType": "User",
        "created": "[time]",
        "lastModified": "[time]",
        "location": "[base]/scim/v2/Users/[id]",
        "version": "W/\"1\""
      }
    }
    "#);
    system.check().await;
}

#[tokio::test]
async fn a_created_person_is_found_whatever_the_case_of_the_look_up() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("Ada.King@Example.com").await;
    for login in ["Ada.King@Example.com", "ada.king@example.com", "ADA.KING@EXAMPLE.COM"] {
        let found = okta.find(login).await.expect(200);
        assert_eq!(found["totalResults"], 1, "{login}");
        assert_eq!(found["Resources"][0]["id"], ada.id);
        assert_eq!(found["Resources"][0]["userName"], "Ada.King@Example.com", "kept as it was written");
    }
    system.check().await;
}

#[tokio::test]
async fn assigning_twice_finds_the_person_and_changes_nothing() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let first = okta.assign("ada.king@example.com").await;
    let before = system.snapshot().await;
    let second = okta.assign("ada.king@example.com").await;
    assert_eq!(second.id, first.id);
    assert_eq!(second.answer.etag(), first.answer.etag());
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn creating_twice_is_a_conflict() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    okta.assign("ada.king@example.com").await;
    let before = system.snapshot().await;
    for login in ["ada.king@example.com", "ADA.KING@example.com"] {
        let again = okta.create(Person::from(login).with_directory_id("00uSomebodyElse")).await;
        again.expect_refusal(409, Some("uniqueness"), "userName");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn an_external_id_belongs_to_one_active_person() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let imposter = Person::from("eve@example.com").with_directory_id(&ada.person.directory_id);
    okta.create(imposter).await.expect_refusal(409, Some("uniqueness"), "externalId");
    system.check().await;
}

#[tokio::test]
async fn external_ids_that_differ_in_case_are_different_people() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign(Person::from("ada@example.com").with_directory_id("00uABC")).await;
    let bob = okta.assign(Person::from("bob@example.com").with_directory_id("00uabc")).await;
    assert_ne!(ada.id, bob.id);
    system.check().await;
}

/// Somebody signed up by themselves before their company bought provisioning.
#[tokio::test]
async fn a_native_account_is_linked_and_keeps_its_id() {
    let system = TestSystem::start().await;
    let native = system.native_user("Ada@example.com").await;
    let okta = system.okta();
    let found = okta.find("ada@example.com").await.expect(200);
    assert_eq!(found["totalResults"], 0, "not the directory's yet");
    let ada = okta.assign("ada@example.com").await;
    assert_eq!(ada.answer.status, 201);
    assert_eq!(ada.id, native);
    assert_eq!(ada.answer["active"], true);
    assert_eq!(ada.answer["externalId"], ada.person.directory_id);
    system.check().await;
}

#[tokio::test]
async fn linking_writes_the_native_account_and_creates_nobody() {
    let system = TestSystem::start().await;
    system.native_user("ada@example.com").await;
    let okta = system.okta();
    okta.assign("ada@example.com").await;
    assert_eq!(okta.import().await.len(), 1);
    okta.create("ada@example.com").await.expect_refusal(409, Some("uniqueness"), "userName");
    system.check().await;
}

#[tokio::test]
async fn a_deleted_person_is_gone_and_comes_back_as_the_same_account() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    scim.delete(&ada.id).await.expect(204);

    scim.get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "no user with this id");
    scim.delete(&ada.id).await.expect_refusal(404, None, "no user with this id");
    okta.unassign(&ada).await.expect_refusal(404, None, "no user with this id");
    assert_eq!(okta.find("ada@example.com").await["totalResults"], 0);
    assert_eq!(okta.import().await.len(), 0);

    let back = okta.assign("ada@example.com").await;
    assert_eq!(back.answer.status, 201);
    assert_eq!(back.id, ada.id);
    assert_eq!(back.answer["active"], true);
    assert!(account(&back.answer)["purgeAt"].is_null(), "the deletion is called off");
    system.check().await;
}

#[tokio::test]
async fn an_inactive_person_posted_again_is_reassigned() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let back = okta.create(&ada.person).await.expect(201);
    assert_eq!(back.id(), ada.id);
    assert_eq!(back["active"], true);
    assert!(account(&back).is_null());
    system.check().await;
}

/// An address is given to a successor, and so is an `externalId` that is mapped from a place in a plan.
#[tokio::test]
async fn a_leavers_place_goes_to_nobody_else() {
    let system = TestSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let leaver = |number: u8| format!("leaver{number}@example.com");
    let stranger = Person::from("x@example.com");
    for (number, unlink) in [(1, false), (2, true), (3, false), (4, true)] {
        let ada = system.member(&leaver(number)).await;
        if unlink {
            system.scim().delete(&ada.id).await.expect(204);
        } else {
            okta.unassign(&ada).await.expect(200);
        }
        let kept = system.user(&ada.id).await;
        let (login, id) = if number < 3 {
            (format!("eve{number}@example.com"), ada.person.directory_id.clone())
        } else {
            (leaver(number).to_uppercase(), format!("00uEve{number}"))
        };
        let eve = Person {
            login: login.clone(),
            given_name: "Eve".to_owned(),
            directory_id: id.clone(),
            ..stranger.clone()
        };
        let made = okta.create(&eve).await.expect(201);
        assert_ne!(made.id(), ada.id);
        assert_eq!((&made["userName"], email(&made)), (&login.as_str().into(), login.as_str()));
        assert_eq!((&made["name"]["givenName"], &made["active"]), (&"Eve".into(), &true.into()));
        assert!(account(&made).is_null(), "nothing is pending: {made}");
        let shown = people.get(&format!("/users/{}", made.id())).await.expect(200);
        assert_eq!(shown["status"], "provisioned");
        people.sign_in(&made.id()).await.expect(409);

        let old = system.user(&ada.id).await;
        assert_eq!((old.deactivation, old.version), (kept.deactivation, kept.version + 1), "still due");
        system.scim().get(&format!("/Users/{}", ada.id)).await.expect(404);
        system.snapshot().await;
        let history = people.get(&format!("/users/{}/history", ada.id)).await.expect(200).to_string();
        assert!(history.contains(&ada.person.directory_id) && history.contains(&id), "{history}");
        okta.create(&eve).await.expect_refusal(409, Some("uniqueness"), "userName");
    }
    system.check().await;
}

/// Okta looks a user name up, finds the blocked account, and writes over it.
#[tokio::test]
async fn a_leavers_account_that_is_written_over_is_emptied() {
    let system = TestSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = system.member("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let eve = Person {
        given_name: "Eve".to_owned(),
        ..Person::from("ada@example.com").with_directory_id("00uSomebodyElse")
    };
    let back = okta.assign(&eve).await;
    assert_eq!((back.answer.status.as_u16(), &back.id), (200, &ada.id));
    assert_eq!(back.answer["name"]["givenName"], "Eve");
    let shown = people.get(&format!("/users/{}", ada.id)).await.expect(200);
    assert_eq!((&shown["status"], &shown["invitation"]), (&"provisioned".into(), &serde_json::Value::Null));
    system.check().await;
}

#[tokio::test]
async fn an_account_without_an_external_id_is_known_by_its_address() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let body = serde_json::json!({ "schemas": [rollcall_tests::USER_URN], "userName": "Ada@example.com" });
    let ada = scim.post("/Users", &body).await.expect(201);
    scim.delete(&ada.id()).await.expect(204);
    let back = okta.create(Person::from("ada@EXAMPLE.com").with_directory_id("00uAda")).await.expect(201);
    assert_eq!(back.id(), ada.id());
    system.check().await;
}

/// The look-up misses, because the userName changed while the person was away; Okta then posts with the same
/// `externalId`, and a 409 there would wedge it for good.
#[tokio::test]
async fn a_person_who_comes_back_under_a_new_user_name_is_not_refused() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    okta.unassign(&ada).await.expect(200);

    let married = Person::from("ada.king@example.com").with_directory_id(&ada.person.directory_id);
    let back = okta.assign(&married).await;
    assert_eq!(back.answer.status, 201);
    assert_ne!(back.id, ada.id, "it may be somebody else");
    assert_eq!(back.answer["userName"], "ada.king@example.com");
    assert_eq!(back.answer["active"], true);
    assert_eq!(email(&back.answer), "ada.king@example.com");
    assert!(account(&back.answer).is_null());
    okta.unassign(&back).await.expect(200);
    assert_eq!(okta.create(&married).await.expect(201).id(), back.id, "the same in both is the same");
    system.check().await;
}

#[tokio::test]
async fn a_deleted_person_who_comes_back_under_a_new_user_name_is_not_refused_either() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    system.scim().delete(&ada.id).await.expect(204);
    let married = Person::from("ada.king@example.com").with_directory_id(&ada.person.directory_id);
    let back = okta.assign(&married).await;
    assert_eq!(back.answer.status, 201);
    assert_ne!(back.id, ada.id);
    assert_eq!(back.answer["userName"], "ada.king@example.com");
    system.check().await;
}

#[tokio::test]
async fn an_address_that_is_somebodys_pending_change_is_taken() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    okta.rename(&ada, "ada.king@example.com").await.answer.expect(200);
    for login in ["ada.byron@example.com", "ada.king@example.com"] {
        let other = Person::from(login).with_directory_id("00uSomebodyElse");
        okta.create(other).await.expect_refusal(409, Some("uniqueness"), "userName");
    }
    system.check().await;
}

#[tokio::test]
async fn entra_looks_up_by_external_id_and_then_creates() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let ada = entra.provision(Person::from("ada.king@example.com").in_department("Engines")).await;
    assert_json_snapshot!(wire(&ada), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "id": "[id]",
      "externalId": "00uc9f0a4d75e94b151x",
      "userName": "ada.king@example.com",
      "name": {
        "formatted": "Ada King",
        "familyName": "King",
        "givenName": "Ada"
      },
      "displayName": "Ada King",
      "active": true,
      "emails": [
        {
          "value": "ada.king@example.com",
          "type": "work",
          "primary": true
        }
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "Engines"
      },
      "meta": {
        "resourceType": "User",
        "created": "[time]",
        "lastModified": "[time]",
        "location": "[base]/scim/v2/Users/[id]",
        "version": "W/\"1\""
      }
    }
    "#);
    let found = entra.find("externalId", ada["externalId"].as_str().unwrap()).await.expect(200);
    assert_eq!(found["Resources"][0], ada.body);
    let both = entra.find_by_both(&"ada.king@example.com".into()).await.expect(200);
    assert_eq!(both["Resources"][0], ada.body);
    let validator = entra.find_as_validator("userName", "ada.king@example.com").await.expect(200);
    assert_eq!(validator["Resources"][0], ada.body);
    system.check().await;
}
