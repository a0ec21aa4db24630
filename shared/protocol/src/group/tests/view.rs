//! The resource, and which parts of it are answered.

use insta::assert_json_snapshot;
use uuid::Uuid;

use super::*;
use crate::group::MAX_DETAILED;
use crate::{GroupView, Projection, Reference};

const MEMBERS: [Reference<'static>; 2] = [
    Reference { id: Uuid::from_u128(1), display: Some("Ada") },
    Reference { id: Uuid::from_u128(2), display: None },
];

fn view<'a>(members: Option<&'a [Reference<'a>]>) -> GroupView<'a> {
    GroupView {
        resource_type: &TEAM,
        id: Uuid::from_u128(7),
        external_id: Some("00g1"),
        display_name: "Sales",
        members,
        users_at: "https://api.example.com/scim/v2/Users",
        created: "2026-11-25T08:00:00Z".parse().expect("a timestamp"),
        last_modified: "2026-11-25T13:59:59.999999999Z".parse().expect("a timestamp"),
        version: Some(3),
        location: "https://api.example.com/scim/v2/Groups/00000000-0000-0000-0000-000000000007",
    }
}

#[test]
fn a_group_shows_its_members() {
    assert_json_snapshot!(view(Some(&MEMBERS)).to_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:Group"
      ],
      "id": "00000000-0000-0000-0000-000000000007",
      "externalId": "00g1",
      "displayName": "Sales",
      "members": [
        {
          "value": "00000000-0000-0000-0000-000000000001",
          "$ref": "https://api.example.com/scim/v2/Users/00000000-0000-0000-0000-000000000001",
          "display": "Ada",
          "type": "User"
        },
        {
          "value": "00000000-0000-0000-0000-000000000002",
          "$ref": "https://api.example.com/scim/v2/Users/00000000-0000-0000-0000-000000000002",
          "type": "User"
        }
      ],
      "meta": {
        "resourceType": "Group",
        "created": "2026-11-25T08:00:00.000Z",
        "lastModified": "2026-11-25T13:59:59.999Z",
        "location": "https://api.example.com/scim/v2/Groups/00000000-0000-0000-0000-000000000007",
        "version": "W/\"3\""
      }
    }
    "#);
}

#[test]
fn members_that_were_not_read_are_not_there_and_nobody_is_an_empty_list() {
    let resource = GroupView { external_id: None, version: None, ..view(None) }.to_json();
    assert_eq!(resource.keys().collect::<Vec<_>>(), ["schemas", "id", "displayName", "meta"]);
    assert_eq!(resource["meta"].get("version"), None);
    assert_eq!(view(Some(&[])).to_json()["members"], json!([]));
}

/// Of a large group, an answer has the identifiers alone. A filter still sees all that there is.
#[test]
fn a_large_group_is_answered_by_identifiers_alone() {
    let first = |count| {
        let members: Vec<_> =
            (0..count).map(|n| Reference { id: Uuid::from_u128(n), display: None }).collect();
        let group = view(Some(&members));
        (group.to_answer()["members"][0].clone(), group.to_json()["members"][0].clone())
    };
    let most = u128::try_from(MAX_DETAILED).expect("a small number");
    let (answer, whole) = first(most);
    assert_eq!(answer, whole);
    assert_eq!(answer["type"], "User");
    assert_eq!(first(most + 1), (json!({ "value": Uuid::nil() }), whole));
}

#[test]
fn a_group_that_is_put_back_is_the_same() {
    let input = read(&view(Some(&MEMBERS)).to_json().into());
    assert_eq!(input.display_name, "Sales");
    assert_eq!(input.external_id.as_deref(), Some("00g1"));
    assert_eq!(input.members, Members::Replace(MEMBERS.iter().map(|member| member.id.to_string()).collect()));
}

#[test]
fn a_projection_says_whether_members_are_asked_for() {
    let cases = [
        ("attributes", "", true),
        ("attributes", "members", true),
        ("attributes", "displayName,MEMBERS.value", true),
        ("attributes", "urn:ietf:params:scim:schemas:core:2.0:Group", true),
        ("attributes", "displayName", false),
        ("attributes", "shoeSize", false),
        ("excludedAttributes", "members", false),
        ("excludedAttributes", "displayName,Members", false),
        ("excludedAttributes", "urn:ietf:params:scim:schemas:core:2.0:Group", false),
        ("excludedAttributes", "members.display", true),
        ("excludedAttributes", "displayName", true),
    ];
    for (parameter, names, expected) in cases {
        let parameters = [(parameter.to_owned(), names.to_owned())];
        let projection = Projection::from_query(&parameters, &TEAM).expect("a projection");
        assert_eq!(projection.shows("members", &TEAM), expected, "{parameter}={names}");
        let answer = projection.apply(view(Some(&MEMBERS)).to_json(), &TEAM);
        assert_eq!(answer.contains_key("members"), expected, "{parameter}={names}");
    }
    assert!(!Projection::Whole.shows("shoeSize", &TEAM));
}
