//! The pages behind links and the portal are in the name of the operator's product, and lead to it.

use rollcall_rules::brand::{Brand, BrandSettings};
use rollcall_tests::portal::{self, Portal};
use rollcall_tests::{LocalSystem, Visitor};

const LOGO: &str = "<img src=\"https://cdn.example.com/logo.png\" alt=\"Ledger\">";
const HELP: &str = "<a href=\"mailto:help@example.com\">";
const BUTTON: &str =
    "<a class=\"button\" href=\"https://app.example.com/sign-in?from=rollcall\">Open <bdi>Ledger</bdi></a>";

fn ledger(logo_url: &str) -> Brand {
    Brand::parse(BrandSettings {
        product_name: "Ledger",
        support_address: "help@example.com",
        logo_url,
        color: "#ffd600",
        product_url: "https://app.example.com/sign-in?from=rollcall",
    })
    .unwrap()
}

#[tokio::test]
async fn pages_behind_links_name_the_product_and_who_helps_and_lead_to_it_at_the_end() {
    let system = LocalSystem::branded(ledger("https://cdn.example.com/logo.png")).await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let link = system.link_for("ada@example.com").await;
    let unknown = visitor.open(&format!("{}/accept/{}", system.base_url(), "00".repeat(32))).await;
    for page in [unknown.expect(404, HELP), visitor.open(&link).await.expect(200, HELP)] {
        assert!(page.html.contains(LOGO) && page.html.contains("--button: #ffd600;"), "{page}");
        assert!(!page.html.contains("class=\"button\""), "nothing is done yet\n{page}");
    }
    visitor.accept(&link).await.expect(200, BUTTON);
    visitor.open(&link).await.expect(200, BUTTON);
    okta.rename(&ada, "ada.king@example.com").await;
    visitor.confirm(&system.link_for("ada.king@example.com").await).await.expect(200, BUTTON);
    system.check().await;
}

#[tokio::test]
async fn the_portal_names_the_product_and_who_helps() {
    let system = LocalSystem::branded(ledger("")).await;
    let mut portal = Portal::open(&system).await;
    let named = "class=\"product\"><bdi>Ledger</bdi>";
    portal.get("people").await.expect(200, named);
    for page in [portal.get("nowhere").await, portal.look(&portal::link(&system.people()).await).await] {
        assert!(page.says(named) && page.says(HELP) && page.says("--button: #ffd600;"), "{page}");
    }
    system.check().await;
}

#[tokio::test]
async fn without_a_brand_no_page_names_a_product_or_leads_anywhere() {
    let system = LocalSystem::start().await;
    let visitor = Visitor::default();
    let ada = system.okta().assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let accepted = visitor.accept(&system.link_for("ada@example.com").await).await.expect(200, "accepted");
    for part in ["class=\"product\"", "class=\"button\"", "mailto:", "<img"] {
        assert!(!accepted.html.contains(part), "{part}\n{accepted}");
    }
    system.check().await;
}
