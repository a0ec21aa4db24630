use insta::assert_json_snapshot;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::*;
use crate::example::{PERSON, SERVICE_URN};
use crate::schema::{ENTERPRISE_URN, ProfileMutability, USER_URN};
use crate::{Reference, ScimType};

#[track_caller]
fn read(body: Value) -> UserInput {
    UserInput::from_json(body, &PERSON).expect("the body is accepted")
}

/// What is kept of it where the profile follows the directory.
#[track_caller]
fn profile(input: &UserInput) -> Map<String, Value> {
    input.profile(ProfileMutability::ReadWrite).expect("a profile")
}

#[track_caller]
fn refused(body: Value) -> (ScimType, String) {
    let error = UserInput::from_json(body, &PERSON).expect_err("the body is refused");
    (error.scim_type.expect("a 400 has a scimType"), error.detail)
}

/// What Okta POSTs when a person is assigned.
fn okta_create() -> Value {
    json!({
        "schemas": [USER_URN, ENTERPRISE_URN],
        "userName": "test.user@okta.local",
        "name": { "givenName": "Test", "familyName": "User", "middleName": "", "honorificPrefix": null },
        "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work", "display": "test.user" }],
        "phoneNumbers": [{ "primary": true, "value": "555-555-5555", "type": "work" }],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": true,
        (ENTERPRISE_URN): { "department": "R&D", "employeeNumber": 4711, "manager": { "value": "m-1", "displayName": "Boss" } },
    })
}

#[test]
fn oktas_create_is_read_without_what_okta_may_not_write() {
    let input = read(okta_create());
    assert_eq!(input.user_name.as_deref(), Some("test.user@okta.local"));
    assert_eq!(input.external_id.as_deref(), Some("00ujl29u0le5T6Aj10h7"));
    assert_eq!(input.active, Some(true));
    assert_json_snapshot!(profile(&input), @r#"
    {
      "name": {
        "givenName": "Test",
        "familyName": "User"
      },
      "phoneNumbers": [
        {
          "primary": true,
          "value": "555-555-5555",
          "type": "work"
        }
      ],
      "displayName": "Test User",
      "locale": "en-US",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "R&D",
        "employeeNumber": "4711",
        "manager": {
          "value": "m-1"
        }
      }
    }
    "#);
}

#[test]
fn entras_strings_and_bare_values_are_read_as_what_they_mean() {
    let input = read(json!({
        "schemas": [USER_URN.to_lowercase()],
        "USERNAME": "adele@contoso.com",
        "Active": "False",
        "roles": [
            { "primary": "True", "value": "admin", "type": "WindowsAzureActiveDirectoryRole" },
            { "primary": "True", "value": "reader" },
        ],
        "entitlements": "beta",
        "title": ["Architect"],
        "nickName": [],
        "profileUrl": "UXJNBUCTWLQB",
        "addresses": [{ "type": "work", "streetAddress": "" }, { "TYPE": "home", "Locality": "Oslo" }],
        "phoneNumbers": [{ "type": "work", "value": "", "primary": true }],
        (ENTERPRISE_URN.to_uppercase()): { "Manager": ["m-1"], "division": "" },
    }));
    assert_eq!(input.user_name.as_deref(), Some("adele@contoso.com"));
    assert_eq!(input.external_id, None);
    assert_eq!(input.active, Some(false));
    assert_json_snapshot!(profile(&input), @r#"
    {
      "roles": [
        {
          "primary": true,
          "value": "admin",
          "type": "WindowsAzureActiveDirectoryRole"
        },
        {
          "primary": false,
          "value": "reader"
        }
      ],
      "entitlements": [
        {
          "value": "beta"
        }
      ],
      "title": "Architect",
      "profileUrl": "UXJNBUCTWLQB",
      "addresses": [
        {
          "type": "home",
          "locality": "Oslo"
        }
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "manager": {
          "value": "m-1"
        }
      }
    }
    "#);
}

#[test]
fn null_and_empty_values_are_absent() {
    let input = read(json!({
        "userName": "", "externalId": null, "active": [], "title": "", "name": {}, "roles": [null, ""],
        (ENTERPRISE_URN): null, "schemas": null,
    }));
    assert_eq!(input, UserInput::default());
}

#[test]
fn unknown_attributes_are_dropped_wherever_they_stand() {
    let input = read(json!({
        "shoeSize": 44,
        "urn:example:Other": { "a": 1 },
        "name": { "initials": "A" },
        "roles": [{ "value": "x", "since": 2020 }],
        (ENTERPRISE_URN): { "floor": 3 },
    }));
    assert_eq!(Value::from(profile(&input)), json!({ "roles": [{ "value": "x" }] }));
}

#[test]
fn a_value_that_does_not_fit_is_refused_by_its_name() {
    let cases = [
        (json!({ "userName": { "value": "x" } }), "userName takes a string, not an object"),
        (json!({ "active": "maybe" }), "active takes true or false, not this string"),
        (json!({ "active": 1 }), "active takes true or false, not a number"),
        (json!({ "title": ["a", "b"] }), "title takes one value, not an array of 2"),
        (json!({ "title": true }), "title takes a string, not a boolean"),
        (json!({ "name": "Adele" }), "name takes an object, not a string"),
        (json!({ "name": { "givenName": {"a": 1} } }), "name.givenName takes a string, not an object"),
        (
            json!({ "roles": [{ "primary": "yes", "value": "x" }] }),
            "roles.primary takes true or false, not this string",
        ),
        (json!({ "roles": [["a", "b"]] }), "roles takes one value, not an array of 2"),
        (
            json!({ (ENTERPRISE_URN): { "manager": { "value": true } } }),
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value takes a string, not a boolean",
        ),
        (
            json!({ (ENTERPRISE_URN): 3 }),
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User takes an object",
        ),
    ];
    for (body, detail) in cases {
        assert_eq!(refused(body), (ScimType::InvalidValue, detail.to_owned()));
    }
}

#[test]
fn a_body_that_is_no_user_is_invalid_syntax() {
    let cases = [
        json!([]),
        json!("user"),
        json!(null),
        json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"] }),
        json!({ "schemas": [1] }),
        json!({ "title": "a", "TITLE": "b" }),
        json!({ "title": "a", "TITLE": null }),
        json!({ "name": { "givenName": "a", "givenname": "b" } }),
        json!({ (ENTERPRISE_URN): {}, (ENTERPRISE_URN.to_lowercase()): {} }),
    ];
    for body in cases {
        assert_eq!(refused(body.clone()).0, ScimType::InvalidSyntax, "{body}");
    }
}

const ID: Uuid = Uuid::from_u128(0x2819_c223_7f76_453a_919d_4138_6190_4646);

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn view(profile: &Map<String, Value>) -> UserView<'_> {
    static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    UserView {
        resource_type: &PERSON,
        id: ID,
        external_id: Some("00ujl29u0le5T6Aj10h7"),
        user_name: "new@okta.local",
        active: true,
        email: "test.user@okta.local",
        profile,
        mutability: ProfileMutability::ReadWrite,
        created: at("2026-11-25T08:00:00Z"),
        last_modified: at("2026-11-25T13:59:59.999999999Z"),
        version: 7,
        location: "https://api.example.com/scim/v2/Users/2819c223-7f76-453a-919d-413861904646",
        groups: &[],
        groups_at: "https://api.example.com/scim/v2/Groups",
        read_only: &NOTHING,
    }
}

#[test]
fn a_resource_has_the_extensions_that_have_content() {
    let profile = profile(&read(okta_create()));
    assert_json_snapshot!(view(&profile).to_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "id": "2819c223-7f76-453a-919d-413861904646",
      "externalId": "00ujl29u0le5T6Aj10h7",
      "userName": "new@okta.local",
      "name": {
        "familyName": "User",
        "givenName": "Test"
      },
      "displayName": "Test User",
      "locale": "en-US",
      "active": true,
      "emails": [
        {
          "value": "test.user@okta.local",
          "type": "work",
          "primary": true
        }
      ],
      "phoneNumbers": [
        {
          "value": "555-555-5555",
          "type": "work",
          "primary": true
        }
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "employeeNumber": "4711",
        "department": "R&D",
        "manager": {
          "value": "m-1"
        }
      },
      "meta": {
        "resourceType": "User",
        "created": "2026-11-25T08:00:00.000Z",
        "lastModified": "2026-11-25T13:59:59.999Z",
        "location": "https://api.example.com/scim/v2/Users/2819c223-7f76-453a-919d-413861904646",
        "version": "W/\"7\""
      }
    }
    "#);
}

#[test]
fn a_resource_has_the_read_only_extensions_that_have_content() {
    let profile = Map::new();
    let service = json!({ "purgeAt": "2026-12-09T12:00:00.000Z", "unknown": 1, "plan": "A" });
    let read_only = [(SERVICE_URN.to_owned(), service)].into_iter().collect();
    let view = UserView { external_id: None, active: false, read_only: &read_only, ..view(&profile) };
    assert_json_snapshot!(view.to_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:example:2.0:User"
      ],
      "id": "2819c223-7f76-453a-919d-413861904646",
      "userName": "new@okta.local",
      "active": false,
      "emails": [
        {
          "value": "test.user@okta.local",
          "type": "work",
          "primary": true
        }
      ],
      "urn:ietf:params:scim:schemas:extension:example:2.0:User": {
        "plan": "A",
        "purgeAt": "2026-12-09T12:00:00.000Z"
      },
      "meta": {
        "resourceType": "User",
        "created": "2026-11-25T08:00:00.000Z",
        "lastModified": "2026-11-25T13:59:59.999Z",
        "location": "https://api.example.com/scim/v2/Users/2819c223-7f76-453a-919d-413861904646",
        "version": "W/\"7\""
      }
    }
    "#);
}

#[test]
fn a_person_shows_their_groups_and_a_directory_does_not_write_them() {
    let profile = Map::new();
    let sales = Reference { id: Uuid::from_u128(7), display: Some("Sales") };
    let resource = UserView { groups: &[sales], ..view(&profile) }.to_json();
    assert_json_snapshot!(resource["groups"], @r#"
    [
      {
        "value": "00000000-0000-0000-0000-000000000007",
        "$ref": "https://api.example.com/scim/v2/Groups/00000000-0000-0000-0000-000000000007",
        "display": "Sales",
        "type": "direct"
      }
    ]
    "#);
    assert_eq!(view(&profile).to_json().get("groups"), None);
    let without = view(&profile).to_json();
    assert_eq!(read(resource.into()), read(without.into()));
}

#[test]
fn a_directory_that_puts_back_what_it_got_changes_nothing() {
    let sent = read(okta_create());
    let profile = profile(&sent);
    let resource = UserView { user_name: "test.user@okta.local", ..view(&profile) }.to_json();
    let back = read(resource.into());
    assert_eq!(
        (&back.user_name, &back.external_id, back.active),
        (&sent.user_name, &sent.external_id, sent.active)
    );
    assert_eq!(self::profile(&back), profile);
}

/// The e-mail entries that are kept of these, where the profile follows the directory.
#[track_caller]
fn kept(emails: &Value) -> Value {
    let input = read(json!({ "userName": "Ada@example.com", "emails": emails }));
    assert_eq!(input.profile(ProfileMutability::Immutable), Ok(Map::new()), "none beside the account's own");
    profile(&input).remove("emails").unwrap_or_default()
}

#[test]
fn email_entries_beside_the_accounts_own_are_kept_as_sent() {
    let home = json!({ "value": "Ada@home.example", "display": "Ada", "type": "home", "primary": false });
    let work = json!({ "value": "x@y.example", "type": "Work", "primary": true });
    let cases = [
        (json!([work, home]), json!([home])),
        (json!([work, { "value": "z@y.example", "type": "work" }]), Value::Null),
        (json!(home), json!([home])),
        (json!({ "value": "ada@EXAMPLE.com" }), Value::Null),
        (json!("ada@example.com"), Value::Null),
        (
            json!([{ "value": "ada@example.com", "type": "home" }]),
            json!([{ "value": "ada@example.com", "type": "home" }]),
        ),
        // Without a type: the preferred one is the account's own, unless another entry is.
        (json!([{ "value": "x@y.example", "primary": true }, home]), json!([home])),
        (json!(["x@y.example", home]), json!([{ "value": "x@y.example" }, home])),
        (
            json!([{ "value": "x@y.example", "primary": true }, work]),
            json!([{ "value": "x@y.example", "primary": false }]),
        ),
        // Nothing to keep.
        (json!([{ "type": "other", "primary": "True" }, null, ""]), Value::Null),
        (
            json!({ "type": "home", "value": "h@y.example", "primary": "True" }),
            json!([{ "type": "home", "value": "h@y.example", "primary": false }]),
        ),
    ];
    for (sent, expected) in cases {
        assert_eq!(kept(&sent), expected, "{sent}");
    }
}

#[test]
fn entries_of_one_type_and_value_become_one() {
    let twice = json!([
        { "value": "1", "type": "work" },
        { "value": "2", "type": "work" },
        { "value": "1", "type": "Work", "display": "Desk" },
        { "value": "1" },
    ]);
    let input = read(json!({ "phoneNumbers": twice }));
    let once = json!([
        { "value": "1", "type": "work", "display": "Desk" },
        { "value": "2", "type": "work" },
        { "value": "1" },
    ]);
    assert_eq!(Value::from(profile(&input)), json!({ "phoneNumbers": once }));
}

#[test]
fn emails_that_do_not_fit_are_refused_only_where_they_would_be_kept() {
    let many: Vec<Value> = (0..1001).map(|n| json!({ "value": n.to_string(), "type": "o" })).collect();
    let cases = [
        (json!([["a", "b"]]), "emails takes one value, not an array of 2"),
        (json!(true), "emails.value takes a string, not a boolean"),
        (json!([{ "value": { "a": 1 } }]), "emails.value takes a string, not an object"),
        (
            json!([{ "primary": "perhaps", "value": "a@b.example" }]),
            "emails.primary takes true or false, not this string",
        ),
        (json!(many), "emails takes at most 1000 values, not 1001"),
        (json!([{ "value": "x".repeat(MAX_PROFILE_LEN), "type": "o" }]), "more than the 65536 that are kept"),
    ];
    for (emails, detail) in cases {
        let input = read(json!({ "userName": "a@b.example", "emails": emails }));
        assert_eq!(input.profile(ProfileMutability::Immutable), Ok(Map::new()), "{detail}");
        let error = input.profile(ProfileMutability::ReadWrite).expect_err(detail);
        assert_eq!((error.status.as_u16(), error.scim_type), (400, Some(ScimType::InvalidValue)));
        assert!(error.detail.contains(detail), "{}", error.detail);
    }
}

#[test]
fn the_accounts_own_email_comes_first_and_others_are_shown_where_they_may_be_written() {
    let Value::Object(profile) = json!({ "emails": [{ "type": "home", "value": "h@y.example" }] }) else {
        panic!("an object")
    };
    let own = json!({ "value": "test.user@okta.local", "type": "work", "primary": true });
    let shown = view(&profile).to_json();
    assert_eq!(
        shown["emails"].to_string(),
        json!([own, { "value": "h@y.example", "type": "home" }]).to_string()
    );
    let hidden = UserView { mutability: ProfileMutability::Immutable, ..view(&profile) }.to_json();
    assert_eq!(hidden["emails"], json!([own]));
}

#[test]
fn a_stored_profile_is_shown_in_the_order_of_the_schema() {
    let Value::Object(profile) = json!({
        "title": "Dr", "name": { "givenName": "A", "familyName": "B" }, "forgotten": 1,
        "roles": [{ "type": "t", "value": "v" }], "displayName": "A B",
    }) else {
        panic!("an object")
    };
    let resource = view(&profile).to_json();
    let names: Vec<_> = resource.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "schemas",
            "id",
            "externalId",
            "userName",
            "name",
            "displayName",
            "title",
            "active",
            "emails",
            "roles",
            "meta"
        ]
    );
    assert_eq!(Value::from(resource)["roles"].to_string(), r#"[{"value":"v","type":"t"}]"#);
}

#[test]
fn blanks_around_a_user_name_are_no_part_of_it() {
    for text in [" adele@contoso.com", "adele@contoso.com\t\n", "\u{a0}adele@contoso.com "] {
        assert_eq!(read(json!({ "userName": text })).user_name.as_deref(), Some("adele@contoso.com"));
    }
}

#[test]
fn a_body_without_the_urns_of_the_rfcs_is_a_user() {
    for schemas in [
        json!(["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"]),
        json!("urn:scim:schemas:core:1.0"),
        json!([ENTERPRISE_URN]),
        json!([format!(" {USER_URN}\n")]),
        json!([null, " "]),
    ] {
        assert_eq!(read(json!({ "schemas": schemas, "title": "CTO" })), read(json!({ "title": "CTO" })));
    }
}
