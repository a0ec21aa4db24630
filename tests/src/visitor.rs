//! A person who follows a link, with a browser that runs no script. Or a mail scanner, which follows it first.
//!
//! `Visit::new` judges the form of each page as it arrives, as every page must be private and safe.

use std::fmt;

use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, REFERRER_POLICY};
use reqwest::{Client, Method, StatusCode};

use crate::loads;

/// Someone with a browser.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    http: Client,
}

/// A page as it arrived.
#[derive(Debug, Clone)]
pub struct Visit {
    /// HTTP status.
    pub status: StatusCode,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The page.
    pub html: String,
}

impl Visitor {
    /// Follows a link.
    pub async fn open(&self, link: &str) -> Visit {
        self.send(Method::GET, link, "").await
    }

    /// Presses the button that confirms.
    pub async fn confirm(&self, link: &str) -> Visit {
        self.send(Method::POST, link, "").await
    }

    /// Presses the button that accepts.
    pub async fn accept(&self, link: &str) -> Visit {
        self.send(Method::POST, link, "").await
    }

    /// Presses the button for a new link.
    pub async fn ask_for_new_link(&self, link: &str) -> Visit {
        self.send(Method::POST, link, "action=new-link").await
    }

    /// Sends a request of that method with that form.
    pub async fn send(&self, method: Method, link: &str, form: &str) -> Visit {
        let request = self.http.request(method.clone(), link);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.to_owned());
        let answer = request.send().await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let html = answer.text().await.expect("a page");
        Visit::new(status, headers, html)
    }
}

impl Visit {
    fn new(status: StatusCode, headers: HeaderMap, html: String) -> Self {
        let visit = Self { status, headers, html };
        for (header, value) in [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_SECURITY_POLICY, "default-src 'none'"),
            (REFERRER_POLICY, "no-referrer"),
            (CACHE_CONTROL, "no-store"),
        ] {
            let found = visit.headers.get(&header).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert!(found.contains(value), "{header}: {found:?}\n{visit}");
        }
        assert_eq!(visit.html.matches("<h1").count(), 1, "one heading\n{visit}");
        assert!(!visit.html.contains("<script"), "a script in a page\n{visit}");
        let policy = visit.headers.get(&CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
        assert_eq!(loads::forbidden(&visit.html, policy.unwrap_or_default()), None, "{visit}");
        visit
    }

    /// Fails unless the page has this status and says this, whatever its case.
    #[track_caller]
    pub fn expect(self, status: u16, says: &str) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self}");
        assert!(self.html.to_lowercase().contains(&says.to_lowercase()), "{says:?} is not said\n{self}");
        self
    }

    /// Has the page a button that says this?
    #[must_use]
    pub fn has_button(&self, label: &str) -> bool {
        let buttons = self.html.split("<button").skip(1).filter_map(|rest| rest.split("</button>").next());
        buttons.into_iter().any(|button| button.contains(label))
    }

    /// By which the line of the request log is found.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default()
    }
}

impl fmt::Display for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.to_str().unwrap_or("(binary)"))?;
        }
        f.write_str(&self.html)
    }
}
