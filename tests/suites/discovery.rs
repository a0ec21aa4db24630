//! What the service says about itself must be what it does.

use insta::assert_json_snapshot;
use rollcall_rules::tenant::ProfileSync;
use rollcall_tests::resource::wire;
use rollcall_tests::{Answer, LIST_URN, TestSystem, USER_URN};
use serde_json::{Value, json};

#[tokio::test]
async fn the_service_provider_config_says_what_works() {
    let system = TestSystem::start().await;
    let config = system.scim().get("/ServiceProviderConfig").await.expect(200);
    assert_json_snapshot!(wire(&config), @r#"
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
        "location": "[base]/scim/v2/ServiceProviderConfig"
      }
    }
    "#);
    system.check().await;
}

#[tokio::test]
async fn resource_types_are_listed_and_read_one_by_one() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let types = scim.get("/ResourceTypes").await.expect(200);
    assert_json_snapshot!(wire(&types), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 3,
      "startIndex": 1,
      "itemsPerPage": 3,
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
              "schema": "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User",
              "required": false
            }
          ],
          "meta": {
            "resourceType": "ResourceType",
            "location": "[base]/scim/v2/ResourceTypes/User"
          }
        },
        {
          "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
          ],
          "id": "Group",
          "name": "Group",
          "description": "A group of people",
          "endpoint": "/Groups",
          "schema": "urn:ietf:params:scim:schemas:core:2.0:Group",
          "schemaExtensions": [],
          "meta": {
            "resourceType": "ResourceType",
            "location": "[base]/scim/v2/ResourceTypes/Group"
          }
        },
        {
          "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
          ],
          "id": "Role",
          "name": "Role",
          "description": "A role that a person can have in the product",
          "endpoint": "/Roles",
          "schema": "urn:okta:scim:schemas:core:1.0:Role",
          "schemaExtensions": [],
          "meta": {
            "resourceType": "ResourceType",
            "location": "[base]/scim/v2/ResourceTypes/Role"
          }
        }
      ]
    }
    "#);
    for resource_type in types.resources() {
        let one = scim.get(&format!("/ResourceTypes/{}", resource_type["id"].as_str().unwrap())).await;
        assert_eq!(&one.expect(200).body, resource_type);
    }
    scim.get("/ResourceTypes/Robot").await.expect_refusal(404, None, "nothing with this id");
    system.check().await;
}

/// The attribute of the core User schema with that name.
fn attribute(schema: &Answer, name: &str) -> Value {
    let attributes = schema["attributes"].as_array().unwrap();
    attributes.iter().find(|attribute| attribute["name"] == name).unwrap().clone()
}

/// Entra reads it when provisioning is set up, and stumbles over a null.
#[tokio::test]
async fn schemas_are_listed_and_read_one_by_one() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let schemas = scim.get("/Schemas").await.expect(200);
    assert_eq!(schemas["schemas"], json!([LIST_URN]));
    assert_eq!(schemas["totalResults"], schemas.resources().len());
    for schema in schemas.resources() {
        let one = scim.get(&format!("/Schemas/{}", schema["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(&one.body, schema);
    }
    scim.get("/Schemas/urn:nonsense").await.expect_refusal(404, None, "nothing with this id");
    let user = scim.get(&format!("/Schemas/{USER_URN}")).await.expect(200);
    assert_json_snapshot!(attribute(&user, "userName"), @r#"
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
    }
    "#);
    assert_eq!(attribute(&user, "emails")["mutability"], "readOnly");
    system.check().await;
}

#[tokio::test]
async fn the_schema_follows_the_tenants_profile_setting() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    for (sync, mutability, emails) in
        [(ProfileSync::Off, "immutable", "readOnly"), (ProfileSync::Full, "readWrite", "readWrite")]
    {
        system.configure(|tenant| tenant.profile_sync = sync).await;
        let user = scim.get(&format!("/Schemas/{USER_URN}")).await.expect(200);
        assert_eq!(attribute(&user, "title")["mutability"], mutability);
        assert_eq!(attribute(&user, "name")["subAttributes"][0]["mutability"], mutability);
        let of_emails = attribute(&user, "emails");
        assert_eq!(of_emails["mutability"], emails);
        for sub in of_emails["subAttributes"].as_array().unwrap() {
            assert_eq!(sub["mutability"], emails, "{sub}");
        }
        assert!(of_emails["description"].as_str().unwrap().contains("Others are kept for a tenant whose"));
        assert_eq!(attribute(&user, "active")["mutability"], "readWrite");
        assert_eq!(attribute(&user, "userName")["mutability"], "readWrite");
    }
    system.check().await;
}

/// RFC 7644 §4: a client must not take all that there is for what its filter lets through.
#[tokio::test]
async fn discovery_is_not_filtered() {
    let system = TestSystem::start().await;
    for path in ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"] {
        let filtered = format!("{path}?filter=name%20eq%20%22User%22");
        system.scim().get(&filtered).await.expect_refusal(403, None, "cannot be filtered");
        system.scim().without_token().get(&filtered).await.expect_refusal(401, None, "token");
        system.scim().get(&format!("{path}?sortBy=name")).await.expect(200);
    }
    system.check().await;
}

#[tokio::test]
async fn discovery_is_not_for_strangers() {
    let system = TestSystem::start().await;
    for path in ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"] {
        system.scim().without_token().get(path).await.expect_refusal(401, None, "token");
    }
    system.check().await;
}
