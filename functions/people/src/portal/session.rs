//! Who is there: the session in the cookie, its tenant, and whether a form was sent from a page of that session.
//!
//! The cookie's prefix `__Host-` has browsers take it only over a secure connection (or the machine's own), for this host
//! and all its paths, so that no neighbouring domain can set it. `Lax` and not `Strict`: the portal is opened from the
//! operator's product, and the redirect after that counts as coming from there.

use std::convert::Infallible;
use std::future::ready;
use std::ops::Deref;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use futures_util::stream;
use http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use multer::Multipart;
use rollcall::entropy;
use rollcall_rules::admission::Admitted;
use rollcall_rules::link;
use rollcall_rules::portal::{AdminName, FormMark, Session, TokenMint};
use rollcall_rules::seed::Seed;
use rollcall_rules::tenant::Plan;
use rollcall_texts::Texts;
use rollcall_web::{App, BodyError, read_body, request_log};
use uuid::Builder;

use super::failure::Failure;
use super::fields::Fields;
use super::page::{Notice, Shell, Tab, texts};
use super::reader;

/// Name of the cookie.
const COOKIE_NAME: &str = "__Host-portal";

/// What keeps the cookie to this host, to requests and to secure connections.
const ATTRIBUTES: &str = "HttpOnly; Secure; SameSite=Lax; Path=/";

/// Longest form, in bytes: a page of people, all of them chosen.
const LIMIT: usize = 64 * 1024;

/// Longest form with a file, in bytes. API Gateway hands it to the function as a text in JSON, of 6 MB at most.
const UPLOAD_LIMIT: usize = 2 * 1024 * 1024;

/// Field of a form that has a file.
const FILE: &str = "file";

/// Field of a form by which it does nothing twice, however often it is sent.
const NONCE: &str = "nonce";

/// Field of a form that was kept from a session that had ended. It has no mark.
pub(crate) const KEPT: &str = "kept";

/// Field of each form that has the session's mark.
const MARK: &str = "mark";

/// The header by which a browser is given a session.
pub(crate) fn cookie(secret: &str, lifetime_secs: i64) -> Option<HeaderValue> {
    let cookie = format!("{COOKIE_NAME}={secret}; {ATTRIBUTES}; Max-Age={lifetime_secs}");
    HeaderValue::from_str(&cookie).ok()
}

/// An administrator in a session, whatever the tenant's plan. Two calls; three if the operator's token opened it.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) session: Session,
    pub(crate) tenant: Admitted,
    pub(crate) mark: FormMark,
    pub(crate) mint: TokenMint,
    /// In the language that the administrator reads.
    pub(crate) texts: Texts,
}

impl SignedIn {
    /// The administrator whose session is in the cookie of a request with these headers.
    ///
    /// # Errors
    ///
    /// [`Failure::NoSession`]: there is none, or it is over. Otherwise the table could not be read.
    pub(crate) async fn of(headers: &HeaderMap, app: &App) -> Result<Self, Failure> {
        let secret = secret_of(headers).ok_or(Failure::NoSession)?;
        let hash = link::hash_of(secret).ok_or(Failure::NoSession)?;
        let session = app.store.session(&hash).await?.ok_or(Failure::NoSession)?;
        if !app.store.operator_keeps_open(session.operator_token.as_deref(), app.now()).await? {
            return Err(Failure::NoSession);
        }
        let record = app.store.tenant(&session.tenant).await?.ok_or(Failure::NoSession)?;
        let tenant = Admitted::by_session(record, &session, app.now()).ok_or(Failure::NoSession)?;
        request_log::tenant(&tenant.id);
        let (mark, mint) = (FormMark::of(secret), TokenMint::of(secret));
        Ok(Self { mark, mint, session, tenant, texts: reader::texts(headers) })
    }

    /// What the identifiers follow from of all that a form makes, by the nonce of its page: the form does nothing twice.
    pub(crate) fn seed(&self, nonce: &str) -> Seed {
        let [random @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            self.mint.secret(&format!("form {nonce}"));
        Seed::new(Builder::from_random_bytes(random).into_uuid())
    }

    /// What is around the content of each page.
    pub(crate) fn shell(&self, tab: Tab, notice: Option<Notice>) -> Shell<'_> {
        Shell {
            tenant_name: self.texts.tenant(&self.tenant.name),
            admin: self.session.admin.as_ref().map(AdminName::as_str),
            mark: self.mark.as_str(),
            ends_at: self.session.valid_until,
            tab,
            notice,
            texts: self.texts,
            is_read_only: self.tenant.plan == Plan::Standard,
        }
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        Self::of(&parts.headers, app).await
    }
}

/// An administrator of a tenant whose plan has provisioning.
#[derive(Debug)]
pub(crate) struct Admin(SignedIn);

impl Admin {
    fn of(signed_in: SignedIn) -> Result<Self, Failure> {
        match signed_in.tenant.plan {
            Plan::Advanced => Ok(Self(signed_in)),
            Plan::Standard => Err(Failure::Plan(Box::new(signed_in))),
        }
    }
}

impl Deref for Admin {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        Self::of(SignedIn::from_request_parts(parts, app).await?)
    }
}

/// A form that was sent from a page of the session, whatever the tenant's plan.
#[derive(Debug)]
pub(crate) struct SignedForm {
    pub(crate) signed_in: SignedIn,
    pub(crate) fields: Fields,
}

impl FromRequest<App> for SignedForm {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let signed_in = SignedIn::from_request_parts(&mut parts, app).await;
        refuse_from_elsewhere(&parts.headers, app)?;
        let fields = read_form(body).await?;
        let kept = || KeptForm::of(parts.uri.path(), &fields);
        let signed_in = match signed_in {
            Err(Failure::NoSession) => return Err(Failure::SessionOver(kept())),
            signed_in => signed_in?,
        };
        match fields.one(MARK) {
            Some(mark) if signed_in.mark.matches(mark) => Ok(Self { signed_in, fields }),
            None if fields.one(KEPT).is_some() => Err(Failure::SendAgain(kept(), Box::new(signed_in))),
            _ => Err(Failure::Forged),
        }
    }
}

/// What somebody typed into a form that was sent when their session was over. It is nowhere but in the page that answers:
/// they can send it again once they are signed in. Nothing is done by it before they have seen it in a page of the new
/// session, which has the mark.
#[derive(Debug)]
pub(crate) struct KeptForm {
    /// The form's action: the name of the page beside it.
    pub(crate) action: String,
    /// All of its fields, but the marks.
    pub(crate) fields: Vec<(String, String)>,
}

impl KeptForm {
    fn of(path: &str, fields: &Fields) -> Self {
        let action = path.rsplit('/').next().unwrap_or_default().to_owned();
        Self { action, fields: fields.without(&[MARK, KEPT]) }
    }

    /// What was typed, rather than chosen.
    pub(crate) fn typed(&self) -> impl Iterator<Item = &str> {
        let typed = self
            .fields
            .iter()
            .filter(|(name, _)| ["label", "name", "address", "days"].contains(&name.as_str()));
        typed.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    }
}

/// The same, of an administrator of a tenant whose plan has provisioning.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) admin: Admin,
    pub(crate) fields: Fields,
}

impl FromRequest<App> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let SignedForm { signed_in, fields } = SignedForm::from_request(request, app).await?;
        Ok(Self { admin: Admin::of(signed_in)?, fields })
    }
}

/// A form that can hold a file (`multipart/form-data`), of an administrator of a tenant whose plan has provisioning.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) admin: Admin,
    pub(crate) fields: Fields,
    /// The file; `None`: none was chosen. Browsers send an empty one without a name then.
    pub(crate) file: Option<Bytes>,
}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        // A file is not kept in a page for a session to come.
        let signed_in = SignedIn::from_request_parts(&mut parts, app).await?;
        refuse_from_elsewhere(&parts.headers, app)?;
        let (fields, file) = read_upload(&parts.headers, body).await?;
        match fields.one(MARK) {
            Some(mark) if signed_in.mark.matches(mark) => {
                Ok(Self { admin: Admin::of(signed_in)?, fields, file })
            }
            _ => Err(Failure::Forged),
        }
    }
}

/// Reads a form of [`UPLOAD_LIMIT`] at most, and the file in it.
async fn read_upload(headers: &HeaderMap, body: Body) -> Result<(Fields, Option<Bytes>), Failure> {
    let incomplete = || Failure::invalid("portal-incomplete");
    let body = read_body(body, UPLOAD_LIMIT).await.map_err(|error| match error {
        BodyError::TooLong(_) => Failure::UploadTooLarge,
        BodyError::Incomplete => incomplete(),
    })?;
    let form = headers.get(CONTENT_TYPE).and_then(|form| form.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(form).map_err(|_| incomplete())?;
    let whole = stream::once(ready(Ok::<_, Infallible>(body)));
    let mut parts = Multipart::new(whole, boundary);
    let (mut fields, mut file) = (Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(|_| incomplete())? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_named = part.file_name().is_some_and(|name| !name.is_empty());
        let bytes = part.bytes().await.map_err(|_| incomplete())?;
        if name == FILE {
            file = (is_named || !bytes.is_empty()).then_some(bytes);
        } else {
            fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((Fields::of(fields), file))
}

/// Reads a form of 64 KiB at most.
pub(crate) async fn read_form(body: Body) -> Result<Fields, Failure> {
    let body = read_body(body, LIMIT).await.map_err(|error| match error {
        BodyError::TooLong(_) => Failure::TooLarge,
        BodyError::Incomplete => Failure::Invalid(texts().get("portal-incomplete").into_owned()),
    })?;
    Ok(Fields::parse(&String::from_utf8_lossy(&body)))
}

/// Refuses a form that a page of another origin sent.
pub(crate) fn refuse_from_elsewhere(headers: &HeaderMap, app: &App) -> Result<(), Failure> {
    let is_refused = is_from_elsewhere(headers, &app.base_url.resolve(headers));
    if is_refused { Err(Failure::Forged) } else { Ok(()) }
}

/// The nonce that a page gave its form. A text that cannot be from there counts as none, and none as a new one.
pub(crate) fn nonce_of(form: &Fields) -> String {
    let given = form.one(NONCE).filter(|nonce| link::hash_of(nonce).is_some());
    given.map_or_else(new_nonce, str::to_owned)
}

/// A nonce for the forms of one page.
pub(crate) fn new_nonce() -> String {
    hex::encode(entropy::secret())
}

fn secret_of(headers: &HeaderMap) -> Option<&str> {
    cookie_of(headers, COOKIE_NAME)
}

/// What the browser keeps under this name.
pub(super) fn cookie_of<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == wanted).map(|(_, secret)| secret.trim())
}

/// Does the browser say that a page of another origin sent this? All that are in use say so of a form from elsewhere.
fn is_from_elsewhere(headers: &HeaderMap, base_url: &str) -> bool {
    let header = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    match (header("sec-fetch-site"), header(ORIGIN.as_str())) {
        (Some(site), _) => site != b"same-origin" && site != b"none",
        (None, Some(origin)) => origin != origin_of(base_url).as_bytes(),
        (None, None) => false,
    }
}

/// Scheme and host of a URL (RFC 6454 §6.1).
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_secret_is_found_among_other_cookies() {
        let found = |cookies: &[(&'static str, &str)]| secret_of(&headers(cookies)).map(str::to_owned);
        assert_eq!(found(&[("cookie", "a=b; __Host-portal=00ff; c=d")]).as_deref(), Some("00ff"));
        assert_eq!(found(&[("cookie", "a=b"), ("cookie", "__Host-portal=1")]).as_deref(), Some("1"));
        assert_eq!(found(&[("cookie", "portal=1; x__Host-portal=2")]), None);
    }

    #[test]
    fn what_a_browser_says_of_another_origin_is_believed() {
        let base_url = "https://scim.example.com/prod";
        for (pairs, expected) in [
            (&[][..], false),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("origin", "https://scim.example.com")], false),
            (&[("origin", "https://evil.example")], true),
            (&[("origin", "null")], true),
        ] {
            assert_eq!(is_from_elsewhere(&headers(pairs), base_url), expected, "{pairs:?}");
        }
        assert_eq!(origin_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
