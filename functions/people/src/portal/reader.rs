//! The language of the reader: the one that they chose in the portal, else the one that their browser asks for.
//!
//! The choice is in a cookie of the browser's, as an administrator is known by a name alone, and by none without a session.

use axum::extract::{Request, State};
use axum::response::Response;
use http::header::{REFERER, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use rollcall_texts::{Language, Texts};
use rollcall_web::App;
use rollcall_web::page::{self, Reading};

use super::failure::Failure;
use super::page::redirect;
use super::session::{self, cookie_of};

/// Name of the cookie.
const COOKIE_NAME: &str = "__Host-language";

/// How long the choice is kept, in seconds: a year.
const LIFETIME_SECS: u32 = 31_536_000;

/// The pages that the chooser leads back to. What others show, a form has brought about.
const PAGES: [&str; 16] = [
    "connection",
    "people",
    "person",
    "invite-all",
    "entities",
    "groups",
    "group",
    "rule",
    "rule-end",
    "rules",
    "roles-from",
    "activity",
    "waves",
    "wave",
    "wave-undo",
    "billing",
];

/// How the portal learns its reader's language.
pub(super) const READING: Reading = Reading { texts, vary: "Accept-Language, Cookie" };

/// The texts for whoever sent a request with these headers.
pub(crate) fn texts(headers: &HeaderMap) -> Texts {
    let chosen = cookie_of(headers, COOKIE_NAME).and_then(Language::of_tag);
    chosen.map_or_else(|| page::asked_for(headers), Texts::of)
}

/// `POST /portal/language`: has the browser keep a language, and leads back. No session is needed.
pub(super) async fn choose(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    session::refuse_from_elsewhere(&parts.headers, &app)?;
    let fields = session::read_form(body).await?;
    let language = fields.one("language").and_then(Language::of_tag).ok_or(Failure::NotFound)?;
    let mut response = redirect(&page_before(&parts.headers));
    let attributes = "HttpOnly; Secure; SameSite=Lax; Path=/";
    let cookie = format!("{COOKIE_NAME}={language}; {attributes}; Max-Age={LIFETIME_SECS}");
    response.headers_mut().extend(HeaderValue::from_str(&cookie).ok().map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

/// The page with the chooser, by its name and query.
fn page_before(headers: &HeaderMap) -> String {
    let before = headers.get(REFERER).and_then(|before| before.to_str().ok()).unwrap_or_default();
    let page = before.split('#').next().and_then(|path| path.rsplit_once('/')).map_or("", |(_, page)| page);
    let name = page.split('?').next().unwrap_or_default();
    if PAGES.contains(&name) { page.to_owned() } else { "connection".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_asks_for() {
        for (pairs, expected) in [
            (&[][..], Language::English),
            (&[("accept-language", "da-DK, en;q=0.5")], Language::Danish),
            (&[("accept-language", "da"), ("cookie", "__Host-language=fr")], Language::French),
            (&[("accept-language", "da"), ("cookie", "__Host-language=xx")], Language::Danish),
        ] {
            assert_eq!(texts(&headers(pairs)).language(), expected, "{pairs:?}");
        }
    }

    #[test]
    fn the_chooser_leads_back_to_a_page_of_the_portal_and_nowhere_else() {
        for (before, expected) in [
            ("https://scim.example.com/prod/portal/people?q=a&state=", "people?q=a&state="),
            ("https://scim.example.com/portal/connection#main", "connection"),
            ("https://scim.example.com/portal/invite", "connection"),
            ("https://evil.example/https:people", "connection"),
            ("people", "connection"),
            ("", "connection"),
        ] {
            assert_eq!(page_before(&headers(&[("referer", before)])), expected, "{before}");
        }
    }
}
