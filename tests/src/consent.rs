//! A directory that is let in by a tenant's administrator: what it asks for, and what it does with the answer.

use std::fmt;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use rollcall_rules::oauth::Issued;

use crate::portal::{AUTHORIZE, Page, encoded};
use crate::{Answer, OAuth, Portal};

/// Where directories of these tests wait for the answer. Nothing is ever sent there.
pub const CALLBACK: &str = "https://app.example/oauth/callback";
/// What they have passed back.
pub const STATE: &str = "a b&c=d/ä+%41";
/// The verifier and the challenge of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// See [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The parameters by which a directory asks, without those of PKCE.
#[must_use]
pub fn asking(client: &str) -> Vec<(&'static str, String)> {
    let parameters = [
        ("client_id", client),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "scim"),
        ("state", "s-1"),
    ];
    parameters.map(|(name, value)| (name, value.to_owned())).to_vec()
}

/// The same, with this instead; an empty value leaves the parameter out.
#[must_use]
pub fn asking_with(client: &str, changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut parameters = asking(client);
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            parameters.push((name, (*value).to_owned()));
        }
    }
    parameters
}

/// The page to which a directory sends the browser.
#[must_use]
pub fn page(parameters: &[(&str, String)]) -> String {
    let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("{AUTHORIZE}?{}", query.join("&"))
}

/// Where the browser was sent back to, taken apart.
pub struct Back {
    /// The URI without its query.
    pub uri: String,
    /// The query's parameters, in their order.
    pub parameters: Vec<(String, String)>,
}

impl Back {
    /// Of an answer that leads there.
    ///
    /// # Panics
    /// When it leads nowhere.
    #[track_caller]
    #[must_use]
    pub fn of(answer: &Page) -> Self {
        assert_eq!(answer.status, 303, "{answer}");
        let mut url = Url::parse(answer.location()).expect("a URL");
        let parameters =
            url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        url.set_query(None);
        Self { uri: url.into(), parameters }
    }

    /// A parameter.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The code.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    #[must_use]
    pub fn code(&self) -> &str {
        self.one("code").unwrap_or_else(|| panic!("{self:?}"))
    }
}

impl fmt::Debug for Back {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.uri, self.parameters)
    }
}

impl Portal {
    /// Opens the page of a consent and presses one of its buttons: `allow` or `deny`.
    pub async fn consent(&mut self, parameters: &[(&str, String)], button: &str) -> Page {
        let asked = self.get(&page(parameters)).await.expect(200, "Okta");
        self.press_consent(&asked, button).await
    }

    /// Presses a button of that page.
    pub async fn press_consent(&self, asked: &Page, button: &str) -> Page {
        let form = form_of(asked);
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let form = [&form[..], &[("answer", button)]].concat();
        self.send(Method::POST, AUTHORIZE, Some(&form), &HeaderMap::new()).await
    }

    /// A code for a right request.
    pub async fn code(&mut self, client: &str) -> String {
        let answer = self.consent(&asking(client), "allow").await;
        Back::of(&answer).code().to_owned()
    }
}

/// All hidden fields of a page's form.
#[must_use]
pub fn form_of(page: &Page) -> Vec<(String, String)> {
    let fields = page.html.split("<input type=\"hidden\" name=\"").skip(1);
    let fields = fields.filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        let value = rest.split('"').next()?;
        Some((name.to_owned(), value.replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"")))
    });
    fields.collect()
}

impl OAuth {
    /// Exchanges a code that was got at [`CALLBACK`].
    pub async fn exchange(&self, client: &Issued, code: &str) -> Answer {
        self.exchange_with(client, code, &format!("&redirect_uri={}", encoded(CALLBACK))).await
    }

    /// The same, with these parameters besides.
    pub async fn exchange_with(&self, client: &Issued, code: &str, besides: &str) -> Answer {
        let Issued { client_id, client_secret, .. } = client;
        let form = format!(
            "grant_type=authorization_code&client_id={client_id}&client_secret={client_secret}&code={code}"
        );
        self.form(&format!("{form}{besides}")).await
    }

    /// Asks for the next tokens.
    pub async fn refresh(&self, client: &Issued, token: &str) -> Answer {
        let Issued { client_id, client_secret, .. } = client;
        let form = format!("grant_type=refresh_token&client_id={client_id}&client_secret={client_secret}");
        self.form(&format!("{form}&refresh_token={token}")).await
    }
}

impl Answer {
    /// The refresh token that was granted.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self["refresh_token"].as_str().unwrap_or_else(|| panic!("no refresh token\n{self}")).to_owned()
    }
}
