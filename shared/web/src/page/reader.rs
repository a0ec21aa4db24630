//! In which language a page speaks to its reader.
//!
//! It goes along with the request, as [the look](super::look) does: a page is made in many places, and most of those that
//! tell of a failure know nothing of the reader.

use std::cell::Cell;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue};
use rollcall_texts::{Language, Texts};

tokio::task_local! {
    /// The texts of the pages by which the request under way is answered.
    static TEXTS: Cell<Texts>;
}

/// How a function learns the language of a reader of whom it knows nothing yet.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// By the headers of their request.
    pub texts: fn(&HeaderMap) -> Texts,
    /// The names of these headers, for caches.
    pub vary: &'static str,
}

impl Reading {
    /// By what the browser asks for alone.
    pub const BY_BROWSER: Self = Self { texts: asked_for, vary: "Accept-Language" };
}

/// The texts that a browser asks for.
#[must_use]
pub fn asked_for(headers: &HeaderMap) -> Texts {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|asked| asked.to_str().ok());
    Texts::of(Language::of_accept_language(asked))
}

/// Middleware: the pages that answer a request speak the reader's language, and say which one.
pub async fn spoken(State(reading): State<Reading>, request: Request, next: Next) -> Response {
    let asked = (reading.texts)(request.headers());
    let answered = async {
        let response = next.run(request).await;
        (response, texts().language())
    };
    let (mut response, language) = TEXTS.scope(Cell::new(asked), answered).await;
    let headers = response.headers_mut();
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.insert(VARY, HeaderValue::from_static(reading.vary));
    }
    response
}

/// The texts of the page that is being made; without [`spoken`], as in a test of a page by itself, the English ones.
#[must_use]
pub fn texts() -> Texts {
    TEXTS.try_with(Cell::get).unwrap_or(Texts::of(Language::English))
}

/// From now on pages speak the language of a person who is known, whatever their browser asks for.
pub fn speak(language: Language) {
    // Without the middleware there is no page.
    TEXTS.try_with(|texts| texts.set(Texts::of(language))).unwrap_or_default();
}

/// Makes a page in a language: for tests of a page by itself.
pub fn in_language<T>(language: Language, make: impl FnOnce() -> T) -> T {
    TEXTS.sync_scope(Cell::new(Texts::of(language)), make)
}
