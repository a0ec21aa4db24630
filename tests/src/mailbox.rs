//! The mails that people got, and the links in them.

use reqwest::Client;
use reqwest::header::ACCEPT;
use serde::Deserialize;

/// A mail as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain body.
    pub text: String,
    /// The HTML body.
    pub html: String,
}

impl Mail {
    /// The one link of a mail, which both bodies have.
    ///
    /// # Panics
    /// When there is another number of links.
    #[track_caller]
    #[must_use]
    pub fn link(&self) -> String {
        let links = self.links();
        let [link] = links.as_slice() else { panic!("not one link but {links:?} in\n{}", self.text) };
        assert_eq!(self.html.matches("href=").count(), 1, "{}", self.html);
        assert!(self.html.contains(&format!("href=\"{link}\"")), "the HTML has another link\n{}", self.html);
        link.clone()
    }

    /// All links of the plain body.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let words = self.text.split_whitespace().filter(|word| word.contains("://"));
        words.map(str::to_owned).collect()
    }
}

/// All mails there are, newest first.
pub(crate) async fn read(http: &Client, url: &str) -> Vec<Mail> {
    let answer = http.get(url).header(ACCEPT, "application/json").send().await.expect("the mailbox");
    answer.json().await.expect("mails as JSON")
}
