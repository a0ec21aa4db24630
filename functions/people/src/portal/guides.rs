//! Guides: how each directory is connected, step by step, ours among them. One is shown at a time.
//!
//! What a directory's own screens say is in the guides as its documentation has it, in English. The sketches are ours: the
//! fields to fill, with the tenant's own values.

use rollcall_texts::Texts;

/// A guide for one directory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide {
    /// Its name in the query.
    pub(super) key: &'static str,
    /// Name of the directory.
    pub(super) name: &'static str,
    steps: &'static [Step],
    /// What its error messages mean: the id of a text.
    pub(super) help: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The id of a text.
    Text(&'static str),
    /// The same, with fields to fill.
    Fields(&'static str, &'static [Field]),
}

/// A field of a directory's form, and what goes into it.
#[derive(Debug, Clone, Copy)]
struct Field(&'static str, Entry);

#[derive(Debug, Clone, Copy)]
enum Entry {
    /// The SCIM base URL, with this behind it.
    Url(&'static str),
    /// The token, with this before it.
    Token(&'static str),
    Fixed(&'static str),
}

const ENABLE: Step = Step::Text("connection-guide-enable");
const ASSIGN: Step = Step::Text("connection-guide-assign");
const INVITE: Step = Step::Text("connection-guide-invite");
const FIELDS: &str = "connection-guide-fields";

/// All guides, in the order in which they are offered.
pub(super) const ALL: [Guide; 7] = [
    Guide {
        key: "okta",
        name: "Okta",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-okta-app"),
            Step::Text("connection-guide-okta-email"),
            Step::Fields(
                "connection-guide-okta-fields",
                &[
                    Field("SCIM connector base URL", Entry::Url("")),
                    Field("Unique identifier field for users", Entry::Fixed("userName")),
                    Field(
                        "Supported provisioning actions",
                        Entry::Fixed("Push New Users, Push Profile Updates"),
                    ),
                    Field("Authentication Mode", Entry::Fixed("HTTP Header")),
                    Field("Authorization", Entry::Token("Bearer ")),
                ],
            ),
            Step::Text("connection-guide-okta-operations"),
            ASSIGN,
            INVITE,
        ],
        help: Some("connection-guide-okta-help"),
    },
    Guide {
        key: "entra",
        name: "Microsoft Entra ID",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-entra-app"),
            Step::Fields(
                "connection-guide-entra-fields",
                &[
                    Field("Tenant URL", Entry::Url("?aadOptscim062020")),
                    Field("Secret Token", Entry::Token("")),
                ],
            ),
            Step::Text("connection-guide-entra-map"),
            Step::Text("connection-guide-entra-start"),
            INVITE,
        ],
        help: None,
    },
    Guide {
        key: "google",
        name: "Google Workspace",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-google-app"),
            Step::Fields(
                FIELDS,
                &[Field("Access token", Entry::Token("")), Field("Endpoint URL", Entry::Url(""))],
            ),
            Step::Text("connection-guide-google-map"),
            Step::Text("connection-guide-google-start"),
            ASSIGN,
            INVITE,
        ],
        help: None,
    },
    Guide {
        key: "onelogin",
        name: "OneLogin",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-onelogin-app"),
            Step::Fields(
                FIELDS,
                &[Field("SCIM Base URL", Entry::Url("")), Field("SCIM Bearer Token", Entry::Token(""))],
            ),
            Step::Text("connection-guide-onelogin-map"),
            ASSIGN,
            INVITE,
        ],
        help: None,
    },
    Guide {
        key: "jumpcloud",
        name: "JumpCloud",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-jumpcloud-app"),
            Step::Fields(
                FIELDS,
                &[
                    Field("SCIM Version", Entry::Fixed("SCIM 2.0")),
                    Field("Base URL", Entry::Url("")),
                    Field("Token Key", Entry::Token("")),
                    Field("Test User Email", Entry::Fixed("ada@example.com")),
                ],
            ),
            Step::Text("connection-guide-jumpcloud-test"),
            ASSIGN,
            INVITE,
        ],
        help: None,
    },
    Guide {
        key: "rippling",
        name: "Rippling",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-rippling-app"),
            Step::Fields(
                FIELDS,
                &[
                    Field("SCIM Version", Entry::Fixed("2.0")),
                    Field("SCIM base URL", Entry::Url("")),
                    Field("SCIM Authorization Method", Entry::Fixed("Bearer Token")),
                ],
            ),
            Step::Text("connection-guide-rippling-map"),
            ASSIGN,
            INVITE,
        ],
        help: None,
    },
    Guide {
        key: "pingone",
        name: "PingOne",
        steps: &[
            ENABLE,
            Step::Text("connection-guide-pingone-app"),
            Step::Fields(
                FIELDS,
                &[
                    Field("SCIM base URL", Entry::Url("")),
                    Field("Users resource", Entry::Fixed("/Users")),
                    Field("SCIM version", Entry::Fixed("2.0")),
                    Field("Authentication method", Entry::Fixed("OAuth 2 Bearer Token")),
                    Field("OAuth Access Token", Entry::Token("")),
                    Field("Auth Type Header", Entry::Fixed("Bearer")),
                ],
            ),
            Step::Text("connection-guide-pingone-test"),
            ASSIGN,
            INVITE,
        ],
        help: None,
    },
];

/// The guide with that name in the query.
pub(super) fn find(key: &str) -> Option<&'static Guide> {
    ALL.iter().find(|guide| guide.key == key)
}

/// A step as the page shows it.
#[derive(Debug)]
pub(super) struct Shown {
    /// The id of its text.
    pub(super) text: &'static str,
    pub(super) sketch: Option<Sketch>,
}

/// Fields to fill, as a drawing.
#[derive(Debug)]
pub(super) struct Sketch {
    /// The value to copy: the URL, whole.
    pub(super) url: Option<String>,
    pub(super) fields: Vec<Drawn>,
    pub(super) height: usize,
}

/// A field in a drawing, whose units are pixels of a narrow screen.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) label: &'static str,
    /// Top of the field, below its label.
    pub(super) y: usize,
    pub(super) height: usize,
    /// Lines of the value, each with the height of its foot.
    pub(super) lines: Vec<(usize, String)>,
}

/// Width of a drawing.
pub(super) const WIDTH: usize = 360;
/// Letters of a line: a letter of the fixed-width type is 7.2 units wide.
const LETTERS: usize = 44;
const LINE: usize = 16;
const LABEL: usize = 18;
const GAP: usize = 12;
const MARGIN: usize = 14;

impl Guide {
    /// The steps with the tenant's own values.
    pub(super) fn shown(&self, scim_url: &str, texts: Texts) -> Vec<Shown> {
        let steps = self.steps.iter().map(|step| match step {
            Step::Text(text) => Shown { text, sketch: None },
            Step::Fields(text, fields) => Shown { text, sketch: Some(Sketch::of(fields, scim_url, texts)) },
        });
        steps.collect()
    }
}

impl Sketch {
    fn of(fields: &[Field], scim_url: &str, texts: Texts) -> Self {
        let (mut url, mut drawn, mut y) = (None, Vec::with_capacity(fields.len()), MARGIN);
        for Field(label, entry) in fields {
            let value = match entry {
                Entry::Url(suffix) => format!("{scim_url}{suffix}"),
                Entry::Token(prefix) => format!("{prefix}‹{}›", texts.get("connection-guide-token")),
                Entry::Fixed(value) => (*value).to_owned(),
            };
            let letters: Vec<char> = value.chars().collect();
            let top = y + LABEL;
            let lines = letters.chunks(LETTERS).zip(1..);
            let lines: Vec<_> =
                lines.map(|(line, at)| (top + at * LINE + 2, line.iter().collect())).collect();
            let height = lines.len() * LINE + 10;
            if matches!(entry, Entry::Url(_)) {
                url = Some(value);
            }
            drawn.push(Drawn { label, y: top, height, lines });
            y = top + height + GAP;
        }
        Self { url, fields: drawn, height: y + MARGIN - GAP }
    }
}

#[cfg(test)]
mod tests {
    use rollcall_texts::Language;

    use super::*;

    const URL: &str = "https://abcdefghij.execute-api.eu-central-1.amazonaws.com/production/scim/v2";

    #[test]
    fn every_guide_has_our_own_steps_and_the_url_to_copy() {
        for guide in ALL {
            let steps = guide.shown(URL, Texts::of(Language::English));
            assert_eq!(
                steps.first().map(|step| step.text),
                Some("connection-guide-enable"),
                "{}",
                guide.name
            );
            assert_eq!(steps.last().map(|step| step.text), Some("connection-guide-invite"), "{}", guide.name);
            let urls: Vec<_> = steps.iter().filter_map(|step| step.sketch.as_ref()?.url.as_deref()).collect();
            assert!(matches!(urls[..], [url] if url.starts_with(URL)), "{}: {urls:?}", guide.name);
            assert_eq!(find(guide.key).map(|found| found.name), Some(guide.name));
        }
    }

    #[test]
    fn a_sketch_has_room_for_every_letter_of_a_long_url() {
        for language in Language::ALL {
            for guide in ALL {
                for sketch in guide.shown(URL, Texts::of(language)).into_iter().filter_map(|step| step.sketch)
                {
                    let mut below = 0;
                    for field in &sketch.fields {
                        assert!(field.y > below, "{sketch:?}");
                        assert!(field.lines.iter().all(|(_, line)| line.chars().count() <= LETTERS));
                        assert!(
                            field.lines.iter().all(|(y, _)| (field.y..field.y + field.height).contains(y))
                        );
                        below = field.y + field.height;
                    }
                    assert!(below < sketch.height);
                    let whole: String = sketch
                        .fields
                        .iter()
                        .flat_map(|field| &field.lines)
                        .map(|(_, line)| line.as_str())
                        .collect();
                    assert!(whole.contains(URL), "{whole}");
                }
            }
        }
    }
}
