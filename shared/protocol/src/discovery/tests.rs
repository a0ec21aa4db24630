use insta::assert_json_snapshot;

use super::*;
use crate::example::{PERSON, SERVICE_URN, TEAM};
use crate::schema::{ENTERPRISE_URN, GROUP_URN, USER_URN, USER_WITH_GROUPS};

const BASE: &str = "https://api.example.com/scim/v2";

fn mutability(urn: &str, profile: ProfileMutability, name: &str) -> Value {
    let schema = schema(BASE, &[&PERSON], urn, profile).expect("a schema");
    let attributes = schema["attributes"].as_array().expect("attributes").clone();
    attributes.into_iter().find(|attribute| attribute["name"] == name).expect("an attribute")["mutability"]
        .clone()
}

#[track_caller]
fn assert_no_null(value: &Value) {
    match value {
        Value::Null => panic!("null"),
        Value::Array(items) => items.iter().for_each(assert_no_null),
        Value::Object(members) => members.values().for_each(assert_no_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_configuration_says_what_there_is() {
    assert_json_snapshot!(service_provider_config(BASE, &[AuthenticationScheme::BearerToken]), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
      ],
      "patch": {
        "supported": true
      },
      "bulk": {
        "supported": true,
        "maxOperations": 1000,
        "maxPayloadSize": 1048576
      },
      "filter": {
        "supported": true,
        "maxResults": 200
      },
      "changePassword": {
        "supported": false
      },
      "sort": {
        "supported": true
      },
      "etag": {
        "supported": true
      },
      "authenticationSchemes": [
        {
          "type": "oauthbearertoken",
          "name": "OAuth Bearer Token",
          "description": "A token issued for this tenant, in the Authorization header: Bearer <token>",
          "specUri": "https://www.rfc-editor.org/info/rfc6750",
          "primary": true
        }
      ],
      "pagination": {
        "cursor": true,
        "index": true,
        "defaultPaginationMethod": "index",
        "defaultPageSize": 100,
        "maxPageSize": 200,
        "cursorTimeout": 86400
      },
      "meta": {
        "resourceType": "ServiceProviderConfig",
        "location": "https://api.example.com/scim/v2/ServiceProviderConfig"
      }
    }
    "#);
}

#[test]
fn the_only_resource_type_is_user() {
    assert_json_snapshot!(resource_types(BASE, &[&PERSON]), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 1,
      "startIndex": 1,
      "itemsPerPage": 1,
      "Resources": [
        {
          "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
          ],
          "id": "User",
          "name": "User",
          "description": "A person's account",
          "endpoint": "/Users",
          "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
          "schemaExtensions": [
            {
              "schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
              "required": false
            },
            {
              "schema": "urn:ietf:params:scim:schemas:extension:example:2.0:User",
              "required": false
            }
          ],
          "meta": {
            "resourceType": "ResourceType",
            "location": "https://api.example.com/scim/v2/ResourceTypes/User"
          }
        }
      ]
    }
    "#);
    assert_eq!(
        resource_type(BASE, &[&PERSON], "User"),
        Some(resource_types(BASE, &[&PERSON])["Resources"][0].clone())
    );
    assert_eq!(resource_type(BASE, &[&PERSON], "Group"), None);
}

#[test]
fn a_schema_is_found_by_its_urn_and_tells_its_attributes() {
    let schema = |urn: &str| schema(BASE, &[&PERSON], urn, ProfileMutability::Immutable);
    assert_json_snapshot!(schema(&SERVICE_URN.to_uppercase()), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:Schema"
      ],
      "id": "urn:ietf:params:scim:schemas:extension:example:2.0:User",
      "name": "Service",
      "description": "What the service says of a person",
      "attributes": [
        {
          "name": "plan",
          "type": "string",
          "multiValued": false,
          "description": "What the person pays.",
          "required": false,
          "caseExact": false,
          "mutability": "readOnly",
          "returned": "default",
          "uniqueness": "none"
        },
        {
          "name": "purgeAt",
          "type": "dateTime",
          "multiValued": false,
          "description": "When the account is deleted for good.",
          "required": false,
          "mutability": "readOnly",
          "returned": "default",
          "uniqueness": "none"
        }
      ],
      "meta": {
        "resourceType": "Schema",
        "location": "https://api.example.com/scim/v2/Schemas/urn:ietf:params:scim:schemas:extension:example:2.0:User"
      }
    }
    "#);
    assert_eq!(schema("urn:example"), None);
}

#[test]
fn attributes_have_the_characteristics_of_their_type() {
    let user = schema(BASE, &[&PERSON], USER_URN, ProfileMutability::ReadWrite).expect("a schema");
    let attributes = user["attributes"].as_array().expect("attributes");
    let some: Vec<_> = attributes
        .iter()
        .filter(|attribute| {
            ["userName", "profileUrl", "password", "ims"].iter().any(|name| attribute["name"] == *name)
        })
        .collect();
    assert_json_snapshot!(some, @r#"
    [
      {
        "name": "userName",
        "type": "string",
        "multiValued": false,
        "description": "The person's e-mail address. A change takes effect for SCIM at once; the account's e-mail address follows when the person confirms it by the link mailed to the new address.",
        "required": true,
        "caseExact": false,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "server"
      },
      {
        "name": "profileUrl",
        "type": "reference",
        "multiValued": false,
        "description": "A page about the person.",
        "required": false,
        "caseExact": true,
        "referenceTypes": [
          "external"
        ],
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none"
      },
      {
        "name": "password",
        "type": "string",
        "multiValued": false,
        "description": "Accepted and discarded: Rollcall keeps no passwords.",
        "required": false,
        "caseExact": true,
        "mutability": "writeOnly",
        "returned": "never",
        "uniqueness": "none"
      },
      {
        "name": "ims",
        "type": "complex",
        "multiValued": true,
        "description": "Instant messaging addresses.",
        "required": false,
        "subAttributes": [
          {
            "name": "value",
            "type": "string",
            "multiValued": false,
            "description": "The address.",
            "required": false,
            "caseExact": false,
            "mutability": "readWrite",
            "returned": "default",
            "uniqueness": "none"
          },
          {
            "name": "display",
            "type": "string",
            "multiValued": false,
            "description": "A name for people to read.",
            "required": false,
            "caseExact": false,
            "mutability": "readWrite",
            "returned": "default",
            "uniqueness": "none"
          },
          {
            "name": "type",
            "type": "string",
            "multiValued": false,
            "description": "What the value is for, such as \"work\" or \"home\".",
            "required": false,
            "caseExact": false,
            "canonicalValues": [
              "aim",
              "gtalk",
              "icq",
              "xmpp",
              "msn",
              "skype",
              "qq",
              "yahoo"
            ],
            "mutability": "readWrite",
            "returned": "default",
            "uniqueness": "none"
          },
          {
            "name": "primary",
            "type": "boolean",
            "multiValued": false,
            "description": "Is this the preferred one? True for one value at most.",
            "required": false,
            "mutability": "readWrite",
            "returned": "default",
            "uniqueness": "none"
          }
        ],
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none"
      }
    ]
    "#);
}

#[test]
fn the_profile_is_as_mutable_as_the_tenant_has_it() {
    for (profile, keyword, emails) in [
        (ProfileMutability::Immutable, "immutable", "readOnly"),
        (ProfileMutability::ReadWrite, "readWrite", "readWrite"),
    ] {
        assert_eq!(mutability(USER_URN, profile, "displayName"), keyword);
        assert_eq!(mutability(ENTERPRISE_URN, profile, "manager"), keyword);
        assert_eq!(mutability(USER_URN, profile, "userName"), "readWrite");
        assert_eq!(mutability(USER_URN, profile, "emails"), emails);
        assert_eq!(mutability(USER_URN, profile, "password"), "writeOnly");
    }
}

#[test]
fn nothing_is_null() {
    assert_no_null(&service_provider_config(BASE, &[AuthenticationScheme::BearerToken]));
    assert_no_null(&resource_types(BASE, &[&PERSON]));
    assert_no_null(&schemas(BASE, &[&PERSON], ProfileMutability::Immutable));
}

#[test]
fn all_schemas_are_listed_with_their_locations() {
    let list = schemas(BASE, &[&PERSON], ProfileMutability::Immutable);
    assert_eq!(list["totalResults"], 3);
    for (index, urn) in [USER_URN, ENTERPRISE_URN, SERVICE_URN].into_iter().enumerate() {
        assert_eq!(list["Resources"][index]["id"], urn);
        assert_eq!(list["Resources"][index]["meta"]["location"], format!("{BASE}/Schemas/{urn}"));
    }
}

#[test]
fn a_service_with_groups_lists_their_type_and_schema() {
    static MEMBER: ResourceType = ResourceType { schema: &USER_WITH_GROUPS, ..PERSON };
    let types: &[&ResourceType] = &[&MEMBER, &TEAM];
    let list = resource_types(BASE, types);
    assert_eq!((&list["totalResults"], &list["Resources"][1]["endpoint"]), (&2.into(), &"/Groups".into()));
    assert_eq!(resource_type(BASE, types, "Group"), Some(list["Resources"][1].clone()));
    let list = schemas(BASE, types, ProfileMutability::Immutable);
    assert_eq!((&list["totalResults"], &list["Resources"][3]["id"]), (&4.into(), &GROUP_URN.into()));
    assert_no_null(&list);
    let described = |types: &[&'static ResourceType]| {
        let user = schema(BASE, types, USER_URN, ProfileMutability::Immutable).expect("a schema");
        let attributes = user["attributes"].as_array().expect("attributes").clone();
        attributes.into_iter().find(|attribute| attribute["name"] == "groups").expect("groups")["description"]
            .clone()
    };
    assert_eq!(described(types), "Groups the person is in. They change by the groups' members.");
    assert_eq!(described(&[&PERSON]), "Groups the person is in. Rollcall keeps none.");
    assert_json_snapshot!(schema(BASE, types, GROUP_URN, ProfileMutability::Immutable), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:Schema"
      ],
      "id": "urn:ietf:params:scim:schemas:core:2.0:Group",
      "name": "Group",
      "description": "A group of people",
      "attributes": [
        {
          "name": "displayName",
          "type": "string",
          "multiValued": false,
          "description": "The name of the group, 255 characters at most. No two groups have the same, whatever its case.",
          "required": true,
          "caseExact": false,
          "mutability": "readWrite",
          "returned": "default",
          "uniqueness": "server"
        },
        {
          "name": "members",
          "type": "complex",
          "multiValued": true,
          "description": "The people in the group. A group cannot be in a group.",
          "required": false,
          "subAttributes": [
            {
              "name": "value",
              "type": "string",
              "multiValued": false,
              "description": "Identifier of the person: the id of a User.",
              "required": false,
              "caseExact": true,
              "mutability": "immutable",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "$ref",
              "type": "reference",
              "multiValued": false,
              "description": "URI of the person's resource.",
              "required": false,
              "caseExact": true,
              "referenceTypes": [
                "User"
              ],
              "mutability": "immutable",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "type",
              "type": "string",
              "multiValued": false,
              "description": "\"User\".",
              "required": false,
              "caseExact": false,
              "canonicalValues": [
                "User"
              ],
              "mutability": "immutable",
              "returned": "default",
              "uniqueness": "none"
            },
            {
              "name": "display",
              "type": "string",
              "multiValued": false,
              "description": "A name for people to read.",
              "required": false,
              "caseExact": false,
              "mutability": "readOnly",
              "returned": "default",
              "uniqueness": "none"
            }
          ],
          "mutability": "readWrite",
          "returned": "default",
          "uniqueness": "none"
        }
      ],
      "meta": {
        "resourceType": "Schema",
        "location": "https://api.example.com/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"
      }
    }
    "#);
}
