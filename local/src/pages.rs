//! The local system's own pages. They escape every text that came from outside.

use std::fmt::Write;

use jiff::Timestamp;

use super::control::{CLOCK, EVENTS, MAILBOX};
use super::mailbox::SentMail;

const STYLE: &str = "
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
article { border: 1px solid #8886; border-radius: .5rem; padding: 0 1rem; margin: 1rem 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
small { opacity: .75 }
";

/// The page at `/`, with links to the controls.
pub(super) fn home(now: Timestamp) -> String {
    let scim = rollcall_web::SCIM_ROOT;
    page(
        "Rollcall, locally",
        &format!(
            "<p>The SCIM API is under <code>{scim}</code>; the token to use it with was printed at the start.</p>\
             <ul><li><a href=\"{MAILBOX}\">Mailbox</a>: the mails that would have been sent</li>\
             <li><a href=\"{EVENTS}\">Events</a>: what the operator's product would have been told</li>\
             <li><a href=\"{CLOCK}\">Clock</a>: {now}. \
             <code>POST {{\"advanceSecs\": 86400}}</code> there to move it by a day</li></ul>"
        ),
    )
}

/// The page with the mails, in the given order, their web addresses as links.
pub(super) fn mailbox(mails: &[SentMail]) -> String {
    if mails.is_empty() {
        return page("Mailbox", "<p>No mail yet.</p>");
    }
    let mut articles = String::new();
    for SentMail { to, subject, text, sent_at, .. } in mails {
        let (to, subject, text) = (escape(to), escape(subject), with_links(&escape(text)));
        // Writing to a string cannot fail.
        let _ = write!(
            articles,
            "<article><h2>{subject}</h2><p><small>to {to}, <time>{sent_at}</time></small></p><pre>{text}</pre></article>"
        );
    }
    page("Mailbox", &articles)
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style>\
         <h1>{title}</h1>{body}</html>"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Makes links of the web addresses in an escaped text.
fn with_links(escaped: &str) -> String {
    let mut linked = String::with_capacity(escaped.len());
    for word in escaped.split_inclusive(char::is_whitespace) {
        let address = word.trim_end();
        if address.starts_with("http://") || address.starts_with("https://") {
            let space = word.strip_prefix(address).unwrap_or_default();
            let _ = write!(linked, "<a href=\"{address}\">{address}</a>{space}");
        } else {
            linked.push_str(word);
        }
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> SentMail {
        SentMail {
            reply_to: None,
            to: "ada@example.com".to_owned(),
            language: "en",
            subject: "<script>alert(1)</script>".to_owned(),
            text: text.to_owned(),
            html: String::new(),
            sent_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_a_mail_holds_is_shown_and_never_run() {
        let page = mailbox(&[mail("<img src=x onerror=alert(1)> & \"quotes\"")]);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;"), "{page}");
    }

    #[test]
    fn a_link_in_a_mail_can_be_followed() {
        let page = mailbox(&[mail("Confirm:\nhttp://127.0.0.1:8080/verify/a?b=1&c=2\nBye")]);
        let url = "http://127.0.0.1:8080/verify/a?b=1&amp;c=2";
        assert!(page.contains(&format!("\n<a href=\"{url}\">{url}</a>\nBye")), "{page}");
    }
}
