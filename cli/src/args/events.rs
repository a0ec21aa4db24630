//! `rollcall events`.

use clap::{Args, Subcommand};
use reqwest::Url;
use rollcall_rules::public_address::is_loopback;

use super::conform::Secret;
use super::people::OfTenant;

/// The words after `rollcall events`.
#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// List what happened in the last 30 days, the earliest first, and say where to go on
    List {
        #[command(flatten)]
        of: OfTenant,
        /// Go on after this: what an earlier list or listener gave [default: from the earliest event on]
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        /// How many events at most
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
        limit: u16,
    },
    /// Follow what happens, for development: print each event, or send it to a URL, until interrupted
    ///
    /// Events are sent in order, each until the URL answers 2xx, and are signed as Standard Webhooks asks.
    Listen(ListenArgs),
}

/// Options of `rollcall events listen`.
#[derive(Debug, Args)]
pub(crate) struct ListenArgs {
    #[command(flatten)]
    pub(crate) of: OfTenant,
    /// Go on after this: what an earlier list or listener gave [default: with what happens from now on]
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
    /// POST each event to this URL: on this machine, or with https
    #[arg(long, value_name = "URL", value_parser = forward_url)]
    pub(crate) forward_to: Option<Url>,
    /// Secret of the signatures, `whsec_` and 24 to 64 bytes in Base64 [default: a new one, which is shown]
    #[arg(
        long,
        value_name = "SECRET",
        env = "WEBHOOK_SECRET",
        hide_env_values = true,
        value_parser = super::conform::secret
    )]
    pub(crate) secret: Option<Secret>,
}

/// People's data go over nobody's network in the clear.
fn forward_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("is no URL: {error}"))?;
    let is_here = url.host().is_some_and(|host| is_loopback(&host));
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here => Ok(url),
        "http" => Err("is another machine without https: events tell of people".to_owned()),
        _ => Err("is neither http nor https".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_go_to_this_machine_or_by_https() {
        for url in [
            "http://127.0.0.1:3000/hooks",
            "http://[::1]:3000",
            "http://localhost/x",
            "https://example.com/x",
        ] {
            assert!(forward_url(url).is_ok(), "{url}");
        }
        let others = [
            "",
            "hooks",
            "ftp://localhost/x",
            "http://example.com/x",
            "http://10.0.0.1",
            "http://localhost.example.com",
        ];
        for url in others {
            assert!(forward_url(url).is_err(), "{url}");
        }
    }
}
