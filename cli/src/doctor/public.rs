//! Whether the API answers where directories and mailed links look for it.

use std::error::Error;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::finding::{Finding, quoted};
use super::stack::Stack;

const CHECK: &str = "public URL";

/// What the URL of the SCIM API ends with.
const SCIM: &str = "/scim/v2";

/// A document that everybody may read, and that costs no call of the table. It says by which URL it is known.
const DOCUMENT: &str = "/.well-known/oauth-protected-resource";

/// Time for the answer. A function may have to start.
const TIMEOUT: Duration = Duration::from_secs(15);

/// What answers at the stack's public URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Facts {
    /// The stack does not say its URL.
    Unnamed,
    /// The URL is not asked, as it is none of `https`.
    Plain,
    /// Nothing answers.
    Silent(String),
    /// Something else answers, or the API fails.
    Status(u16),
    /// It is a SCIM API; the URL by which it knows itself.
    Answers(Option<String>),
}

/// Reads the document. No redirect is followed.
pub(super) async fn gather(stack: &Stack) -> Facts {
    let Some(url) = base(stack) else { return Facts::Unnamed };
    if !url.starts_with("https://") {
        return Facts::Plain;
    }
    let client = Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).build();
    let answer = match client {
        Ok(client) => client.get(format!("{url}{DOCUMENT}{SCIM}")).send().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.status() == StatusCode::OK => {
            let document: Option<Value> = answer.json().await.ok();
            let resource = document.as_ref().and_then(|document| document.get("resource")?.as_str());
            Facts::Answers(resource.map(str::to_owned))
        }
        Ok(answer) => Facts::Status(answer.status().as_u16()),
        Err(error) => Facts::Silent(words(&error)),
    }
}

/// Where the API begins.
fn base(stack: &Stack) -> Option<&str> {
    stack.output("ScimUrl")?.strip_suffix(SCIM)
}

fn words(error: &reqwest::Error) -> String {
    let cause = std::iter::successors(error.source(), |&cause| cause.source()).last();
    match cause {
        _ if error.is_timeout() => format!("no answer in {} s", TIMEOUT.as_secs()),
        Some(cause) => cause.to_string(),
        None => "no connection".to_owned(),
    }
}

/// Judges what answers.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Finding {
    let url = base(stack).unwrap_or("it");
    let own = "docs/operating.md says what a custom domain takes";
    match facts {
        Facts::Unnamed => Finding::unknown(
            CHECK,
            "the stack has no output ScimUrl",
            "deploy the template again, and run this again",
        ),
        Facts::Plain => Finding::problem(
            CHECK,
            format!("{url} is not https: directories refuse it, and tokens are sent in the clear"),
            "deploy with a PublicUrl that begins with https://",
        ),
        Facts::Silent(why) => Finding::problem(
            CHECK,
            format!("{url} does not answer: {why}"),
            format!("look at the name's DNS record, its certificate and your way there; {own}"),
        )
        .mended_by(host(stack).map(|host| format!("aws apigateway get-domain-name --domain-name {host}"))),
        Facts::Status(status @ (429 | 500..)) => Finding::problem(
            CHECK,
            format!("{url} answers {status}"),
            format!("`aws logs tail /rollcall/{}/oauth --since 1h` says why", stack.name),
        )
        .mended_by([format!("aws logs tail /rollcall/{}/oauth --since 1h", stack.name)]),
        Facts::Status(status) => Finding::problem(
            CHECK,
            format!("{url} answers {status}: it does not lead to this stack"),
            format!("map the domain to the stage; {own}"),
        )
        .mended_by(mapping(stack)),
        Facts::Answers(Some(resource)) if resource.strip_suffix(SCIM) == Some(url) => {
            Finding::ok(CHECK, format!("{url} answers"))
        }
        Facts::Answers(resource) => Finding::warning(
            CHECK,
            match resource {
                Some(resource) => format!("{url} leads to an API that knows itself as {resource}"),
                None => format!("{url} answers with something else than this API"),
            },
            format!("map the domain to the stage of this stack; {own}"),
        )
        .mended_by(mapping(stack)),
    }
}

/// The custom domain, if there is one.
fn host(stack: &Stack) -> Option<String> {
    stack.parameter("PublicUrl")?.strip_prefix("https://").map(quoted)
}

/// The command that maps the custom domain to the stage; none without a domain.
fn mapping(stack: &Stack) -> Option<String> {
    let (host, api) = (host(stack)?, stack.physical("Api").ok()?);
    let stage = stack.parameter("StageName").unwrap_or("prod");
    Some(format!(
        "aws apigateway create-base-path-mapping --domain-name {host} --rest-api-id {api} --stage {stage}"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    fn judged(facts: &Facts) -> Finding {
        let mut stack = stack();
        stack.parameters.insert("PublicUrl".to_owned(), "https://scim.example.com".to_owned());
        examine(facts, &stack)
    }

    #[test]
    fn the_api_has_to_answer_at_its_own_url() {
        let answers = |url: &str| Facts::Answers(Some(url.to_owned()));
        for (facts, status) in [
            (answers("https://scim.example.com/scim/v2"), Status::Ok),
            (answers("https://other.example.com/scim/v2"), Status::Warning),
            (Facts::Answers(None), Status::Warning),
            (Facts::Status(403), Status::Problem),
            (Facts::Status(301), Status::Problem),
            (Facts::Status(502), Status::Problem),
            (Facts::Silent("no connection".to_owned()), Status::Problem),
            (Facts::Plain, Status::Problem),
            (Facts::Unnamed, Status::Unknown),
        ] {
            let found = judged(&facts);
            assert_eq!(found.status, status, "{found:?}");
        }
        let command = "aws apigateway create-base-path-mapping --domain-name scim.example.com \
                       --rest-api-id rollcall-Api --stage prod";
        assert_eq!(judged(&Facts::Status(403)).commands, [command]);
        assert!(examine(&Facts::Status(403), &stack()).commands.is_empty(), "there is no domain to map");
    }

    #[tokio::test]
    async fn what_is_not_https_is_not_asked() {
        let mut stack = stack();
        stack.outputs.insert("ScimUrl".to_owned(), "http://127.0.0.1:9/scim/v2".to_owned());
        assert_eq!(gather(&stack).await, Facts::Plain);
        stack.outputs.clear();
        assert_eq!(gather(&stack).await, Facts::Unnamed);
    }
}
