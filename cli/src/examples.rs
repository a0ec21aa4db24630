//! The command line with what its help says at the end: examples, settings, exit codes. The manual has the same.

use clap::{Command, CommandFactory};

use crate::args::Cli;
use crate::version;

/// A command, and what is typed to use it. A test parses each line.
const EXAMPLES: [(&str, &str); 90] = [
    (
        "rollcall",
        "rollcall local\n\
         rollcall tenant create acme --name \"Acme Inc.\" --plan advanced --stack rollcall\n\
         rollcall token issue acme --scope scim --stack rollcall\n\
         rollcall doctor --stack rollcall",
    ),
    (
        "rollcall local",
        "rollcall local\n\
         rollcall local --port 0 --data-dir /tmp/rollcall --ready-file /tmp/rollcall.json\n\
         rollcall local --dynamodb-listen 127.0.0.1:8000",
    ),
    (
        "rollcall tenant",
        "rollcall tenant list --stack rollcall\nrollcall tenant show acme --table rollcall --json",
    ),
    (
        "rollcall tenant create",
        "rollcall tenant create acme --name \"Acme Inc.\" --plan advanced --stack rollcall\n\
         rollcall tenant create acme --price-minor 1200 --currency EUR --billing monthly --billing-anchor 2026-07-01",
    ),
    (
        "rollcall tenant set",
        "rollcall tenant set acme --scim off --stack rollcall\n\
         rollcall tenant set acme --price-minor 1500\n\
         rollcall tenant set acme --no-billing --yes",
    ),
    ("rollcall tenant show", "rollcall tenant show acme --stack rollcall\nrollcall tenant show acme --json"),
    (
        "rollcall tenant export",
        "rollcall tenant export acme --to acme.export --stack rollcall\n\
         rollcall tenant export acme --to acme.export --json",
    ),
    (
        "rollcall tenant verify-export",
        "rollcall tenant verify-export acme.export\nrollcall tenant verify-export acme.export --json",
    ),
    (
        "rollcall tenant import",
        "rollcall tenant import acme.export --dry-run --stack rollcall-eu\n\
         rollcall tenant import acme.export --stack rollcall-eu",
    ),
    (
        "rollcall tenant delete",
        "rollcall tenant delete acme --dry-run --stack rollcall\n\
         rollcall tenant delete acme --proof acme.proof.json --stack rollcall\n\
         rollcall tenant delete acme --yes-delete \"Acme Inc.\" --proof acme.proof.json --json",
    ),
    ("rollcall tenant verify-proof", "rollcall tenant verify-proof acme.proof.json --stack rollcall"),
    ("rollcall tenant list", "rollcall tenant list --stack rollcall\nrollcall tenant list --json"),
    ("rollcall token", "rollcall token list acme --stack rollcall"),
    (
        "rollcall token issue",
        "rollcall token issue acme --scope scim --label \"okta, June\" --expires-in-days 365 --stack rollcall\n\
         rollcall token issue acme --scope people --label backend --json\n\
         rollcall token issue --operator --label backend --expires-in-days 365 --stack rollcall",
    ),
    (
        "rollcall token list",
        "rollcall token list acme --stack rollcall\nrollcall token list acme --json\nrollcall token list --operator",
    ),
    (
        "rollcall token revoke",
        "rollcall token revoke acme 0123456789ab --stack rollcall\n\
         rollcall token revoke acme 0123456789ab --with-made\n\
         rollcall token revoke --operator 0123456789ab",
    ),
    ("rollcall oauth-client", "rollcall oauth-client list acme --stack rollcall"),
    (
        "rollcall oauth-client create",
        "rollcall oauth-client create acme --method secret --label Entra --stack rollcall\n\
         rollcall oauth-client create acme --method secret --expires-in-days 90 --json\n\
         rollcall oauth-client create acme --method jwt --issuer https://login.microsoftonline.com/ID/v2.0 --subject ID \
         --audience api://rollcall --jwks-uri https://login.microsoftonline.com/ID/discovery/v2.0/keys\n\
         rollcall oauth-client create acme --method code --label Okta \
         --redirect-uri https://system-admin.okta.com/admin/app/cpc/acme/oauth/callback",
    ),
    (
        "rollcall oauth-client list",
        "rollcall oauth-client list acme --stack rollcall\nrollcall oauth-client list acme --json",
    ),
    (
        "rollcall oauth-client rotate",
        "rollcall oauth-client rotate acme rcc_acme_0123456789ab --stack rollcall\n\
         rollcall oauth-client rotate acme rcc_acme_0123456789ab --expires-in-days 90 --json",
    ),
    (
        "rollcall oauth-client revoke",
        "rollcall oauth-client revoke acme rcc_acme_0123456789ab --stack rollcall\n\
         rollcall oauth-client revoke acme rcc_acme_0123456789ab --secret 0123456789ab",
    ),
    ("rollcall user", "rollcall user create acme ada@example.com --stack rollcall"),
    (
        "rollcall user create",
        "rollcall user create acme ada@example.com --stack rollcall\n\
         rollcall user create acme ada@example.com --json",
    ),
    (
        "rollcall user import",
        "rollcall user import acme people.csv --dry-run --stack rollcall\n\
         rollcall user import acme people.csv --result ids.csv --stack rollcall",
    ),
    (
        "rollcall user list",
        "rollcall user list acme --unmanaged --stack rollcall\n\
         rollcall user list acme --status deactivated --json",
    ),
    ("rollcall user show", "rollcall user show acme ada@example.com --stack rollcall"),
    (
        "rollcall user set",
        "rollcall user set acme ada@example.com --display-name \"Ada Lovelace\" --stack rollcall\n\
         rollcall user set acme ada@exmaple.com --email ada@example.com",
    ),
    ("rollcall user deactivate", "rollcall user deactivate acme ada@example.com --stack rollcall"),
    ("rollcall user reactivate", "rollcall user reactivate acme ada@example.com --stack rollcall"),
    ("rollcall user delete", "rollcall user delete acme ada@example.com --stack rollcall"),
    (
        "rollcall trace",
        "rollcall trace acme ada@example.com --stack rollcall\n\
         rollcall trace acme 3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10\n\
         rollcall trace acme 00u1a2b3c4 --json",
    ),
    ("rollcall group", "rollcall group list acme --stack rollcall"),
    ("rollcall group list", "rollcall group list acme --stack rollcall\nrollcall group list acme --json"),
    (
        "rollcall group show",
        "rollcall group show acme Engineers --stack rollcall\n\
         rollcall group show acme 0c9a5f0e-5d55-4d0a-8a53-7b6d7f0a9b30 --json",
    ),
    (
        "rollcall group members",
        "rollcall group members acme Engineers --stack rollcall\n\
         rollcall group members acme \"Finance team\" --json",
    ),
    ("rollcall role", "rollcall role list acme --stack rollcall"),
    ("rollcall role list", "rollcall role list acme --stack rollcall\nrollcall role list acme --json"),
    (
        "rollcall role set",
        "rollcall role set acme approver --display Approver --description \"Approves what others spend\"\n\
         rollcall role set acme approver --display \"Approver of expenses\" --stack rollcall",
    ),
    (
        "rollcall role from",
        "rollcall role from acme --stack rollcall\nrollcall role from acme directory --stack rollcall",
    ),
    (
        "rollcall role delete",
        "rollcall role delete acme approver --stack rollcall\nrollcall role delete acme approver --json",
    ),
    ("rollcall access-rule", "rollcall access-rule list acme --stack rollcall"),
    (
        "rollcall access-rule list",
        "rollcall access-rule list acme --stack rollcall\nrollcall access-rule list acme --json",
    ),
    (
        "rollcall access-rule set",
        "rollcall access-rule set acme Engineers --role approver --stack rollcall\n\
         rollcall access-rule set acme Engineers --invite --card-access card --entity \"Acme GmbH\" --position 0",
    ),
    (
        "rollcall access-rule delete",
        "rollcall access-rule delete acme Engineers --stack rollcall\nrollcall access-rule delete acme Engineers --json",
    ),
    (
        "rollcall access-rule order",
        "rollcall access-rule order acme Leads Engineers \"Finance team\" --stack rollcall\n\
         rollcall access-rule order acme Leads Engineers --json",
    ),
    (
        "rollcall access-rule preview",
        "rollcall access-rule preview acme Engineers --role approver --stack rollcall\n\
         rollcall access-rule preview acme Engineers --json",
    ),
    (
        "rollcall access-rule apply",
        "rollcall access-rule apply acme Engineers --stack rollcall\nrollcall access-rule apply acme Engineers --json",
    ),
    (
        "rollcall administrator",
        "rollcall administrator add acme ada@example.com --stack rollcall\nrollcall administrator list acme --stack rollcall",
    ),
    (
        "rollcall administrator list",
        "rollcall administrator list acme --stack rollcall\nrollcall administrator list acme --json",
    ),
    (
        "rollcall administrator add",
        "rollcall administrator add acme ada@example.com --language de --stack rollcall\n\
         rollcall administrator add acme ada@example.com --json",
    ),
    (
        "rollcall administrator resend",
        "rollcall administrator resend acme ada@example.com --stack rollcall\n\
         rollcall administrator resend acme ada@example.com --json",
    ),
    (
        "rollcall administrator remove",
        "rollcall administrator remove acme ada@example.com --stack rollcall\n\
         rollcall administrator remove acme ada@example.com --json",
    ),
    (
        "rollcall administrator silence",
        "rollcall administrator silence acme 21 --stack rollcall\nrollcall administrator silence acme 0 --json",
    ),
    ("rollcall entity", "rollcall entity list acme --stack rollcall"),
    ("rollcall entity list", "rollcall entity list acme --stack rollcall\nrollcall entity list acme --json"),
    (
        "rollcall entity create",
        "rollcall entity create acme \"Acme GmbH\" --stack rollcall\nrollcall entity create acme \"Acme GmbH\" --json",
    ),
    (
        "rollcall entity rename",
        "rollcall entity rename acme \"Acme GmbH\" \"Acme Deutschland GmbH\" --stack rollcall\n\
         rollcall entity rename acme 0c9a5f0e-5d55-4d0a-8a53-7b6d7f0a9b30 \"Acme Ltd.\" --json",
    ),
    (
        "rollcall entity delete",
        "rollcall entity delete acme \"Acme GmbH\" --stack rollcall\nrollcall entity delete acme \"Acme GmbH\" --json",
    ),
    (
        "rollcall invitation",
        "rollcall invitation create acme ada@example.com --card-access card --stack rollcall\n\
         rollcall invitation list acme --state sent --stack rollcall",
    ),
    (
        "rollcall invitation create",
        "rollcall invitation create acme ada@example.com bob@example.com --card-access card --entity \"Acme GmbH\"\n\
         rollcall invitation create acme ada@example.com --card-access reimbursement_only --invited-by \"Grace Hopper\"",
    ),
    (
        "rollcall invitation list",
        "rollcall invitation list acme --stack rollcall\nrollcall invitation list acme --state expired --json",
    ),
    (
        "rollcall invitation resend",
        "rollcall invitation resend acme ada@example.com --stack rollcall\n\
         rollcall invitation resend acme 3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10",
    ),
    (
        "rollcall invitation revoke",
        "rollcall invitation revoke acme ada@example.com --stack rollcall\n\
         rollcall invitation revoke acme ada@example.com --json",
    ),
    ("rollcall place", "rollcall place set acme ada@example.com --card-access card --stack rollcall"),
    (
        "rollcall place set",
        "rollcall place set acme ada@example.com --entity \"Acme Ltd.\" --stack rollcall\n\
         rollcall place set acme ada@example.com --card-access card_and_reimbursement --json",
    ),
    (
        "rollcall place remove",
        "rollcall place remove acme ada@example.com --stack rollcall\nrollcall place remove acme ada@example.com --json",
    ),
    ("rollcall wave", "rollcall wave list acme --stack rollcall"),
    (
        "rollcall wave list",
        "rollcall wave list acme --stack rollcall\nrollcall wave list acme --days 3 --people 100 --json",
    ),
    (
        "rollcall wave show",
        "rollcall wave show acme deactivated-directory-2026-11-30T01:00:00Z --stack rollcall\n\
         rollcall wave show acme deactivated-directory-2026-11-30T01:00:00Z --json",
    ),
    (
        "rollcall wave undo",
        "rollcall wave undo acme deactivated-directory-2026-11-30T01:00:00Z --dry-run --stack rollcall\n\
         rollcall wave undo acme deactivated-directory-2026-11-30T01:00:00Z --json",
    ),
    ("rollcall restore", "rollcall restore plan --from rollcall-restored --stack rollcall"),
    (
        "rollcall restore plan",
        "rollcall restore plan --from rollcall-restored --stack rollcall\n\
         rollcall restore plan --from rollcall-restored --table rollcall-Table-1ABC --json",
    ),
    (
        "rollcall restore apply",
        "rollcall restore apply --from rollcall-restored --dry-run --stack rollcall\n\
         rollcall restore apply --from rollcall-restored --table rollcall-Table-1ABC --json",
    ),
    ("rollcall events", "rollcall events list acme --stack rollcall"),
    (
        "rollcall events list",
        "rollcall events list acme --stack rollcall\n\
         rollcall events list acme --after e1-70-5b1f0c3a9d2e4f67 --limit 200 --json",
    ),
    (
        "rollcall events listen",
        "rollcall events listen acme --stack rollcall\n\
         rollcall events listen acme --forward-to http://127.0.0.1:3000/webhooks/rollcall\n\
         rollcall events listen acme --after e1-70-5b1f0c3a9d2e4f67 --json",
    ),
    ("rollcall webhook", "rollcall webhook list --stack rollcall"),
    (
        "rollcall webhook add",
        "rollcall webhook add https://example.com/webhooks/rollcall --stack rollcall\n\
         rollcall webhook add https://example.com/leavers --event user.deactivated --event user.deleted --json",
    ),
    ("rollcall webhook list", "rollcall webhook list --stack rollcall\nrollcall webhook list --json"),
    ("rollcall webhook show", "rollcall webhook show wh_0123456789ab --stack rollcall"),
    (
        "rollcall webhook set",
        "rollcall webhook set wh_0123456789ab --url https://example.com/webhooks/2 --stack rollcall\n\
         rollcall webhook set wh_0123456789ab --event user.deactivated --description \"Ends sessions\" --json",
    ),
    ("rollcall webhook test", "rollcall webhook test wh_0123456789ab --stack rollcall"),
    ("rollcall webhook rotate", "rollcall webhook rotate wh_0123456789ab --stack rollcall"),
    (
        "rollcall webhook resume",
        "rollcall webhook resume wh_0123456789ab --stack rollcall\n\
         rollcall webhook resume wh_0123456789ab --tenant acme --json",
    ),
    ("rollcall webhook remove", "rollcall webhook remove wh_0123456789ab --stack rollcall"),
    (
        "rollcall doctor",
        "rollcall doctor --stack rollcall --burst 10000\n\
         rollcall doctor --stack rollcall --fix\n\
         rollcall doctor --json",
    ),
    (
        "rollcall conform",
        "rollcall conform --base https://scim.example.com/scim/v2 --user-domain example.org\n\
         rollcall conform --base https://scim.example.com/scim/v2 --format html --output conformance.html\n\
         rollcall conform --base https://scim.example.com/scim/v2 --only okta-spec,entra --rate 25 --format junit",
    ),
    ("rollcall version", "rollcall version\nrollcall version --json"),
    (
        "rollcall completions",
        "rollcall completions bash > ~/.local/share/bash-completion/completions/rollcall\n\
         rollcall completions fish > ~/.config/fish/completions/rollcall.fish\n\
         rollcall completions zsh > ~/.zsh/completions/_rollcall",
    ),
    ("rollcall man", "rollcall man > rollcall.1\nrollcall man --dir ~/.local/share/man/man1"),
];

const SETTINGS: &str = "\
TABLE_NAME      the table, if there is neither --table nor --stack
ROLLCALL_STACK  the stack, if there is no TABLE_NAME either
AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the others of the AWS SDKs
LOG_LEVEL       of the local system: error, warn, info, debug, trace
SCIM_TOKEN      the token of `rollcall conform`, if there is no --token
WEBHOOK_SECRET  the secret of `rollcall events listen`, if there is no --secret";

const EXIT_CODES: &str = "\
0  done
1  failed; standard error says why
2  not understood: the command line, or a setting that names a table";

const EXIT_CODES_OF_CONFORM: &str = "\
0  all that applies passed
1  something failed; the report says what
2  could not be checked: no answer, a token that is not taken, broken off, or not understood";

const EXIT_CODES_OF_DELETE: &str = "\
0  nothing of the tenant is left; also if it was deleted before
1  failed, broken off, or not agreed; standard error says why. Run it again to go on
2  not understood: the command line, or a setting that names a table";

const EXIT_CODES_OF_EXPORT: &str = "\
0  whole
1  not whole, or it cannot be said; standard error says why
2  not understood";

const EXIT_CODES_OF_IMPORT: &str = "\
0  the tenant is there; also if it was imported before
1  refused, failed or broken off; standard error says why. Run it again to go on
2  not understood: the command line, or a setting that names a table";

const EXIT_CODES_OF_PROOF: &str = "\
0  valid
1  not valid, or it cannot be said; standard error says why
2  not understood: the command line, or a setting that names a table";

const EXIT_CODES_OF_RESTORE: &str = "\
0  nobody is left in the restored table whom the old one knows as deleted; also if an earlier run did it
1  refused, failed or broken off, or tenants are left to you; standard error says why. Run it again to go on
2  not understood: the command line, or a setting that names a table";

/// The whole command line.
#[must_use]
pub(crate) fn command() -> Command {
    with_examples(without_examples(), "rollcall")
}

/// The command line without what stands at the end of each help.
#[must_use]
pub(crate) fn without_examples() -> Command {
    Cli::command().long_version(version::LONG)
}

fn with_examples(command: Command, path: &str) -> Command {
    let text = |(heading, lines): (&str, &str)| format!("{heading}:\n  {}", lines.replace('\n', "\n  "));
    let end = sections(path).into_iter().map(text).collect::<Vec<_>>().join("\n\n");
    let below = |sub: Command| {
        let path = format!("{path} {}", sub.get_name());
        with_examples(sub, &path)
    };
    command.after_help(end).mut_subcommands(below)
}

/// What stands at the end of the help of a command, by its words: headings, each with its lines.
#[must_use]
pub(crate) fn sections(path: &str) -> Vec<(&'static str, &'static str)> {
    let examples = EXAMPLES.iter().find(|(of, _)| *of == path).map(|(_, lines)| ("Examples", *lines));
    let general: &[_] = match path {
        "rollcall" => &[("Settings", SETTINGS), ("Exit codes", EXIT_CODES)],
        "rollcall conform" => &[("Exit codes", EXIT_CODES_OF_CONFORM)],
        "rollcall tenant delete" => &[("Exit codes", EXIT_CODES_OF_DELETE)],
        "rollcall tenant verify-export" => &[("Exit codes", EXIT_CODES_OF_EXPORT)],
        "rollcall tenant import" => &[("Exit codes", EXIT_CODES_OF_IMPORT)],
        "rollcall tenant verify-proof" => &[("Exit codes", EXIT_CODES_OF_PROOF)],
        "rollcall restore apply" => &[("Exit codes", EXIT_CODES_OF_RESTORE)],
        _ => &[],
    };
    examples.into_iter().chain(general.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a line, as a shell parts them, up to where it sends the output elsewhere.
    fn words(line: &str) -> Vec<String> {
        let line = line.split(" > ").next().unwrap();
        let parts = line.split('"').enumerate();
        let words = parts.flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        });
        words.collect()
    }

    fn paths(command: &Command, path: &str) -> Vec<String> {
        let below = command.get_subcommands().filter(|sub| sub.get_name() != "help");
        let below = below.flat_map(|sub| paths(sub, &format!("{path} {}", sub.get_name())));
        std::iter::once(path.to_owned()).chain(below).collect()
    }

    #[test]
    fn every_command_has_examples_and_there_are_no_others() {
        let mut expected = paths(&command(), "rollcall");
        let mut found: Vec<_> = EXAMPLES.iter().map(|(path, _)| (*path).to_owned()).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_example_is_understood_and_is_one_of_its_command() {
        for (path, lines) in EXAMPLES {
            for line in lines.lines() {
                assert!(line.starts_with(path), "{line}");
                let parsed = command().try_get_matches_from(words(line));
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            }
        }
    }
}
