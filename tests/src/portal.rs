//! A tenant's administrator in the portal, with a browser that keeps its cookie and runs no script.
//!
//! `Page::new` judges the form of each page as it arrives, as every page must be private and safe.

use std::fmt;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::{People, TestSystem, loads};

/// Largest page, in bytes.
const LARGEST: usize = 100_000;

/// The page of a consent, as the portal's pages see it.
pub const AUTHORIZE: &str = "../oauth/authorize";

/// Someone with a browser, signed in or not.
#[derive(Debug, Clone)]
pub struct Portal {
    http: Client,
    /// `…/portal`.
    root: String,
    cookie: Option<String>,
    mark: String,
}

/// A page as it arrived.
#[derive(Debug, Clone)]
pub struct Page {
    /// HTTP status.
    pub status: StatusCode,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The page.
    pub html: String,
}

impl Portal {
    /// Somebody who is not signed in.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { http, root: format!("{base_url}/portal"), cookie: None, mark: String::new() }
    }

    /// The administrator of the demo tenant, signed in.
    pub async fn open(system: &TestSystem) -> Self {
        Self::open_with(system.base_url(), &system.people()).await
    }

    /// The administrator of the tenant of that backend, signed in.
    pub async fn open_with(base_url: &str, people: &People) -> Self {
        let mut portal = Self::new(base_url);
        let link = link(people).await;
        let answer = portal.follow(&link).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "../connection"), "{answer}");
        portal.sign_in(&answer);
        portal.get("connection").await.expect(200, "Connection");
        portal
    }

    /// Keeps the cookie of an answer.
    pub fn sign_in(&mut self, answer: &Page) {
        let cookie = answer.header(SET_COOKIE.as_str());
        for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=3600"] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie:?}");
        }
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// Follows a link that opens the portal, and presses the button of its page if there is one.
    pub async fn follow(&self, link: &str) -> Page {
        let page = self.look(link).await;
        if page.status == StatusCode::OK { self.press(link, &page).await } else { page }
    }

    /// Follows a link that opens the portal, and presses nothing.
    pub async fn look(&self, link: &str) -> Page {
        self.send(Method::GET, &opening(link), None, &HeaderMap::new()).await
    }

    /// Presses the button of a link's page.
    pub async fn press(&self, link: &str, page: &Page) -> Page {
        let form: Vec<_> = page.values("nonce").into_iter().map(|nonce| ("nonce", nonce)).collect();
        self.send(Method::POST, &opening(link), Some(&form), &HeaderMap::new()).await
    }

    /// Opens a page of the portal, `connection` for instance.
    pub async fn get(&mut self, page: &str) -> Page {
        let page = self.send(Method::GET, page, None, &HeaderMap::new()).await;
        if let Some(mark) = page.mark() {
            self.mark = mark.to_owned();
        }
        page
    }

    /// Sends a form of the last page, and follows where it leads.
    pub async fn post(&mut self, action: &str, fields: &[(&str, &str)]) -> Page {
        let mark = self.mark.clone();
        let with_mark: Vec<_> = [("mark", mark.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let answer = self.send(Method::POST, action, Some(&with_mark), &HeaderMap::new()).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer;
        }
        let to = answer.location().to_owned();
        self.get(&to).await
    }

    /// Takes on the session of another browser, without the mark of its pages.
    pub fn sign_in_as(&mut self, other: &Self) {
        self.cookie.clone_from(&other.cookie);
    }

    /// Any request, with this form and these headers; what it leads to is not followed.
    pub async fn send(
        &self,
        method: Method,
        page: &str,
        form: Option<&[(&str, &str)]>,
        headers: &HeaderMap,
    ) -> Page {
        let url = format!("{}/{page}", self.root);
        let mut request =
            self.http.request(method.clone(), url.trim_end_matches('/')).headers(headers.clone());
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if let Some(form) = form {
            let body = form.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
            let body = body.collect::<Vec<_>>().join("&");
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        }
        let answer = request.send().await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.expect("a page");
        let html = String::from_utf8(body.into()).expect("a text");
        // Of all pages that of a consent alone leads to another site.
        Page::new(&method, page.starts_with(AUTHORIZE), status, headers, html)
    }

    /// Sends a form of the last page with a file in it, or without (`multipart/form-data`), as browsers do.
    pub async fn upload(&self, action: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Page {
        const BOUNDARY: &str = "----form-of-the-portal";
        let mut body = Vec::new();
        for (name, value) in [("mark", self.mark())].iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        if let Some((name, content)) = file {
            let disposition = format!("form-data; name=\"file\"; filename=\"{name}\"");
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: text/csv\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = self.http.post(format!("{}/{action}", self.root)).header(COOKIE, self.cookie());
        let form = format!("multipart/form-data; boundary={BOUNDARY}");
        let answer = request.header(CONTENT_TYPE, form).body(body).send().await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let html = String::from_utf8(answer.bytes().await.expect("a page").into()).expect("a text");
        Page::new(&Method::POST, false, status, headers, html)
    }

    /// The cookie that it keeps.
    #[must_use]
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// The mark of the last page's forms.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }
}

/// A link that opens the portal of the backend's tenant.
pub async fn link(people: &People) -> String {
    let answer = people.post("/portal-links", &json!({ "name": "Grace Hopper" })).await.expect(201);
    answer["url"].as_str().expect("a link").to_owned()
}

/// The page that a link leads to, whatever is before the secret.
#[must_use]
pub fn opening(link: &str) -> String {
    format!("open/{}", link.rsplit('/').next().unwrap_or_default())
}

/// By this a spreadsheet reads a table as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

impl Page {
    fn new(method: &Method, leads_out: bool, status: StatusCode, headers: HeaderMap, html: String) -> Self {
        let page = Self { status, headers, html };
        assert!(page.header("cache-control").contains("no-store"), "{page}");
        assert!(!page.status.is_server_error(), "{page}");
        let is_report = page.header("content-disposition").starts_with("attachment")
            && page.header("content-type").starts_with("text/html");
        if is_report {
            return page;
        }
        assert!(page.html.len() < LARGEST, "{} bytes\n{page}", page.html.len());
        if status == StatusCode::SEE_OTHER {
            let to = page.location();
            assert_eq!(to.contains("://"), leads_out, "{page}");
            assert!(!to.starts_with('/'), "a relative redirect\n{page}");
            return page;
        }
        let policy = page.header("content-security-policy");
        for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(part) && !policy.contains("unsafe"), "{policy:?}\n{page}");
        }
        for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")] {
            assert_eq!(page.header(name), value, "{name}\n{page}");
        }
        let is_file = |kind| page.header("content-type").starts_with(kind);
        if *method == Method::HEAD || is_file("application/jsonl") {
            return page;
        }
        if is_file("text/csv") {
            let (table, length) = (page.html.strip_prefix(BYTE_ORDER_MARK), page.html.len().to_string());
            assert!(table.is_some_and(|table| !table.starts_with(BYTE_ORDER_MARK)), "one mark\n{page}");
            assert!(["", &length].contains(&page.header("content-length")), "{length} bytes\n{page}");
            return Self { html: table.unwrap_or_default().to_owned(), ..page };
        }
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{page}");
        assert_eq!(page.html.matches("<h1").count(), 1, "one heading\n{page}");
        assert_eq!(page.html.matches("<main").count(), 1, "one main part\n{page}");
        assert!(page.html.matches("<script").count() <= 1, "no script but the page's own\n{page}");
        for forbidden in [" href=\"/", " action=\"/"] {
            assert!(!page.html.contains(forbidden), "{forbidden} in a page\n{page}");
        }
        assert_eq!(loads::forbidden(&page.html, page.header("content-security-policy")), None, "{page}");
        page
    }

    /// Fails unless the page has this status and says this, whatever its case.
    #[track_caller]
    pub fn expect(self, status: u16, says: &str) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self}");
        assert!(self.says(says), "{says:?} is not said\n{self}");
        self
    }

    /// Does the page say this, whatever its case?
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.html.to_lowercase().contains(&text.to_lowercase())
    }

    /// A header's value; empty where it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where the answer leads.
    #[must_use]
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The token that the page shows.
    #[track_caller]
    #[must_use]
    pub fn token(&self) -> String {
        self.between("<code id=\"token\">", "</code>").expect("a token").to_owned()
    }

    /// What the page shows to be copied under this id.
    #[track_caller]
    #[must_use]
    pub fn code(&self, id: &str) -> String {
        let start = format!("<code id=\"{id}\">");
        self.between(&start, "</code>").unwrap_or_else(|| panic!("no {id}\n{self}")).to_owned()
    }

    /// Values of all fields of that name.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&str> {
        let start = format!("name=\"{name}\" value=\"");
        let fields = self.html.split(start.as_str()).skip(1);
        fields.filter_map(|rest| rest.split('"').next()).collect()
    }

    /// What the link of that name leads to.
    #[must_use]
    pub fn link(&self, name: &str) -> Option<String> {
        let before = self.html.split(&format!(">{name}</a>")).next().filter(|before| *before != self.html)?;
        let start = before.rsplit("href=\"").next()?;
        start.split('"').next().map(|link| link.replace("&#38;", "&"))
    }

    fn mark(&self) -> Option<&str> {
        self.between("name=\"mark\" value=\"", "\"")
    }

    fn between(&self, start: &str, end: &str) -> Option<&str> {
        self.html.split_once(start)?.1.split(end).next()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.to_str().unwrap_or("(binary)"))?;
        }
        // Without the stylesheet, which says nothing to who reads a failure.
        f.write_str(self.html.split("</style>").last().unwrap_or_default())
    }
}

/// As a form or a query has it.
#[must_use]
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// A person with that address and name, as a directory sends them.
#[must_use]
pub fn named(address: &str, name: &str) -> Value {
    json!({ "schemas": [crate::USER_URN], "userName": address, "displayName": name, "active": true })
}
