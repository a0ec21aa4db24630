mod dialects;
mod filters;
mod input;
mod normal_form;
mod patch;
mod refusals;
mod view;

use serde_json::{Value, json};

use super::{ExternalIdPatch, GroupInput, GroupPatch, MemberIds, Members, MembersPatch};
use crate::example::TEAM;
use crate::patch::PATCH_URN;
use crate::schema::GROUP_URN;
use crate::{ScimError, ScimType};

/// The group that is patched.
const ID: &str = "0d9f5a5e-6f0c-4a38-9b0e-6f1c2f6c0a11";

fn ids<const N: usize>(ids: [&str; N]) -> MemberIds {
    ids.map(str::to_owned).into()
}

/// Who joins and who leaves.
fn edit<const A: usize, const R: usize>(add: [&str; A], remove: [&str; R]) -> MembersPatch {
    MembersPatch::Edit { add: ids(add), remove: ids(remove) }
}

fn replaced<const N: usize>(members: [&str; N]) -> MembersPatch {
    MembersPatch::Replace(ids(members))
}

/// The request body with these operations.
fn body(operations: &Value) -> Value {
    json!({ "schemas": [PATCH_URN], "Operations": operations })
}

fn parse(operations: &Value) -> Result<GroupPatch, ScimError> {
    GroupPatch::parse(&body(operations), &TEAM, ID)
}

/// What these operations come down to.
#[track_caller]
fn patch(operations: &Value) -> GroupPatch {
    parse(operations).unwrap_or_else(|error| panic!("{operations}: {error}"))
}

/// What these operations come down to, which are about the members alone.
#[track_caller]
fn members(operations: &Value) -> MembersPatch {
    let GroupPatch { display_name: None, external_id: ExternalIdPatch::Unchanged, members } =
        patch(operations)
    else {
        panic!("{operations}: more than members")
    };
    members
}

/// An operation, and what it makes of the members.
struct Case(Value, MembersPatch);

#[track_caller]
fn check(cases: impl IntoIterator<Item = Case>) {
    for Case(operation, expected) in cases {
        assert_eq!(members(&json!([operation])), expected, "{operation}");
    }
}

#[track_caller]
fn read(body: &Value) -> GroupInput {
    GroupInput::from_json(body.clone(), &TEAM).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn why(error: ScimError) -> (ScimType, String) {
    assert_eq!(error.status, 400);
    (error.scim_type.expect("a 400 has a scimType"), error.detail)
}
