//! What an API Gateway in front makes different: it decodes paths, and names a media type where there is no content.

use reqwest::Method;
use reqwest::header::HeaderName;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::user::User;
use rollcall_tests::{LocalSystem, Scim};
use serde_json::json;

#[tokio::test]
async fn an_id_does_not_lead_out_of_its_place() {
    let system = LocalSystem::start().await;
    let scim = system.scim();
    scim.get("/Users/..%2FUsers").await.expect_refusal(404, None, "no user with this id");
    scim.delete("..%2FUsers").await.expect_refusal(404, None, "no user with this id");
    system.check().await;
}

#[tokio::test]
async fn an_answer_without_content_has_no_media_type() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let gone = system.scim().delete(&ada.id).await.expect(204);
    assert_eq!(gone.headers.get("content-type"), None);
    system.check().await;
}

/// Directories join a base URL and a path as they like.
#[tokio::test]
async fn a_path_is_served_whichever_way_it_is_joined_to_the_base() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let token = &system.demo().token;
    let root = Scim::new(reqwest::Client::new(), system.base_url(), token);
    for path in [
        "/scim/v2/Users/",
        "/scim/v2//Users",
        "//scim/v2/Users?",
        "/scim/v2/Users?count=1&",
        "/scim/v2/Users&",
    ] {
        let answer = root.get(path).await.expect(200);
        assert_eq!(answer["totalResults"], 1, "{path}");
    }
    for path in [format!("/scim/v2/Users/{}/", ada.id), format!("/scim/v2//Users/{}?&", ada.id)] {
        assert_eq!(root.get(&path).await.expect(200).id(), ada.id, "{path}");
    }
    let line = root.get("/scim/v2//Users").await.log_line();
    assert_eq!(line["operation"], "GET /scim/v2/Users");
    root.get("/scim/v2/Robots/").await.expect(404);
    system.check().await;
}

#[tokio::test]
async fn the_first_scheme_in_front_is_that_of_the_location() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let request = system.scim().request(Method::GET, &format!("/Users/{}", ada.id));
    let answer = request.header(&HeaderName::from_static("x-forwarded-proto"), "https,http").send().await;
    let location = answer["meta"]["location"].as_str().unwrap();
    assert!(location.starts_with("https://"), "{location}");
    system.check().await;
}

/// Such accounts were made before their addresses were checked as closely as today.
#[tokio::test]
async fn an_account_with_an_address_that_is_refused_today_is_read_deactivated_and_renamed() {
    let system = LocalSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    for old in ["a@127.0.0.1", "a@x_y.example", "a@xn--a.example"] {
        okta.create(old).await.expect_refusal(400, Some("invalidValue"), "cannot receive mail");
        let id = system.okta().assign("ada@example.com").await.id;
        let address: EmailAddress = serde_json::from_value(json!(old)).unwrap();
        system.change_user(&id, |user, _| User { user_name: address.clone(), ..user.clone() }).await;
        assert_eq!(okta.find(old).await.expect(200)["totalResults"], 1, "{old}");
        let read = scim.get(&format!("/Users/{id}")).await.expect(200);
        assert_eq!(read["userName"], old);
        let mut whole = read.body.clone();
        whole["active"] = false.into();
        assert_eq!(scim.put(&id, &whole).await.expect(200)["active"], false);
        let active = |active: bool| json!([{ "op": "replace", "value": { "active": active } }]);
        assert_eq!(scim.patch(&id, active(true)).await.expect(200)["active"], true);
        let name = |name: &str| json!([{ "op": "replace", "path": "userName", "value": name }]);
        let worse = scim.patch(&id, name("b@127.0.0.1")).await;
        worse.expect_refusal(400, Some("invalidValue"), "cannot receive mail");
        assert_eq!(scim.patch(&id, name("ada@example.com")).await.expect(200)["userName"], "ada@example.com");
        system.settle().await;
        scim.delete(&id).await.expect(204);
    }
    system.check().await;
}
