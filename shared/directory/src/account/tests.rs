use insta::assert_json_snapshot;
use jiff::{SignedDuration, Timestamp};
use rollcall_protocol::discovery;
use rollcall_protocol::schema::ProfileMutability;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::tenant::{ProfileSync, TenantId};
use rollcall_rules::update::{Desired, update};
use rollcall_rules::user::UserId;
use uuid::Uuid;

use super::*;
use crate::USER;

const BASE: &str = "https://api.example.com/scim/v2";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn ada() -> User {
    let acme = TenantId::parse("acme").expect("a tenant");
    let id = UserId::new(Uuid::from_u128(1));
    User { linked: true, ..User::native(id, acme, address("ada@example.com"), at("2026-11-25T08:00:00Z")) }
}

#[test]
fn the_schema_is_found_by_its_urn_and_tells_its_attributes() {
    let urn = ACCOUNT_URN.to_uppercase();
    let schema = discovery::schema(BASE, &[&USER], &urn, ProfileMutability::Immutable);
    assert_json_snapshot!(schema, @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:Schema"
      ],
      "id": "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User",
      "name": "Account",
      "description": "What is going on with the account in Rollcall",
      "attributes": [
        {
          "name": "emailChange",
          "type": "complex",
          "multiValued": false,
          "description": "The pending change of the e-mail address: present until the person confirms it.",
          "required": false,
          "subAttributes": [
            {
              "name": "value",
              "type": "string",
              "multiValued": false,
              "description": "The new address, not verified yet.",
              "required": false,
              "caseExact": false,
              "mutability": "readOnly",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "requestedAt",
              "type": "dateTime",
              "multiValued": false,
              "description": "When the directory asked for it.",
              "required": false,
              "mutability": "readOnly",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "expiresAt",
              "type": "dateTime",
              "multiValued": false,
              "description": "When the link stops working.",
              "required": false,
              "mutability": "readOnly",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "undeliverableAt",
              "type": "dateTime",
              "multiValued": false,
              "description": "Present if the new address takes no mail, and since when that is known.",
              "required": false,
              "mutability": "readOnly",
              "returned": "default",
              "uniqueness": "none"
            }
          ],
          "mutability": "readOnly",
          "returned": "default",
          "uniqueness": "none"
        },
        {
          "name": "deactivatedAt",
          "type": "dateTime",
          "multiValued": false,
          "description": "When the account was deactivated.",
          "required": false,
          "mutability": "readOnly",
          "returned": "default",
          "uniqueness": "none"
        },
        {
          "name": "purgeAt",
          "type": "dateTime",
          "multiValued": false,
          "description": "When the inactive account is deleted for good, unless it is reactivated.",
          "required": false,
          "mutability": "readOnly",
          "returned": "default",
          "uniqueness": "none"
        }
      ],
      "meta": {
        "resourceType": "Schema",
        "location": "https://api.example.com/scim/v2/Schemas/urn:ietf:params:scim:schemas:extension:rollcall:2.0:User"
      }
    }
    "#);
}

#[test]
fn an_inactive_account_with_a_pending_change_shows_both_deadlines() {
    let change = NewEmailChange { id: Uuid::from_u128(2), link_lifetime: SignedDuration::from_hours(7 * 24) };
    let desired = |active| Desired {
        user_name: address("king@example.com"),
        external_id: None,
        active,
        profile: Map::new(),
    };
    let renamed = update(&ada(), desired(true), ProfileSync::Off, change, at("2026-11-25T13:00:00.5Z"));
    let gone = update(&renamed, desired(false), ProfileSync::Off, change, at("2026-11-25T13:59:59.999Z"));
    assert_json_snapshot!(of(&gone), @r#"
    {
      "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User": {
        "emailChange": {
          "value": "king@example.com",
          "requestedAt": "2026-11-25T13:00:00.500Z",
          "expiresAt": "2026-12-02T13:00:00.500Z"
        },
        "deactivatedAt": "2026-11-25T13:59:59.999Z",
        "purgeAt": "2026-12-09T12:00:00.000Z"
      }
    }
    "#);
}

#[test]
fn an_account_with_which_nothing_is_going_on_has_no_attributes() {
    assert_eq!(Value::from(of(&ada())), serde_json::json!({ ACCOUNT_URN: {} }));
}
