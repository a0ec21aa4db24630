//! The attributes of a Group (RFC 7643 §4.2).

use super::define::{
    canonical, case_exact, immutable, plural, read_only, read_write, refers_to, string, trimmed,
};
use super::{Attribute, GROUP_URN, Schema, Uniqueness};

/// The Group schema (RFC 7643 §4.2). Members are people: there are no groups in groups.
pub static GROUP: Schema = Schema {
    id: GROUP_URN,
    name: "Group",
    description: "A group of people",
    attributes: &[
        Attribute {
            required: true,
            uniqueness: Uniqueness::Server,
            ..trimmed(read_write(string(
                "displayName",
                "The name of the group, 255 characters at most. No two groups have the same, whatever its case.",
            )))
        },
        read_write(plural(
            "members",
            "The people in the group. A group cannot be in a group.",
            &[
                immutable(case_exact(string("value", "Identifier of the person: the id of a User."))),
                immutable(refers_to(&["User"], string("$ref", "URI of the person's resource."))),
                immutable(canonical(&["User"], string("type", "\"User\"."))),
                read_only(string("display", "A name for people to read.")),
            ],
        )),
    ],
};
