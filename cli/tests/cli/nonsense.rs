//! What cannot be meant is refused before anything is asked or changed.

use crate::command::{bare, ran, rollcall};
use crate::local::start;

#[tokio::test]
async fn empty_names_and_names_that_are_none() {
    for (arguments, part) in [
        ("tenant create acme --table t --name ", "a tenant's name is one line of 1 to 100 characters"),
        ("tenant create acme --table t --name \u{200B}", "a tenant's name is one line"),
        ("tenant create acme --table t --name a\nb", "a tenant's name is one line"),
        ("tenant set acme --table t --name ", "a tenant's name is one line"),
        ("tenant create  --table t", "lower-case"),
        (
            "token issue acme --table t --scope scim --label ",
            "a token's label is one line of 1 to 100 characters",
        ),
        ("token issue acme --table t --scope scim --expires-in-days 0", "--expires-in-days"),
        ("token revoke acme  --table t", "<ID>"),
        ("tenant list --table ", "is empty: name the table"),
        ("tenant list --table a/b", "is no name of a table"),
        ("tenant list --stack ", "is empty: name the stack"),
        ("tenant list --stack a_b", "is no name of a stack"),
        ("doctor --stack ", "is empty: name the stack"),
        ("doctor --burst 4000000000", "--burst"),
        ("local --data-dir ", "--data-dir"),
        ("local --ready-file ", "--ready-file"),
        ("man --dir ", "--dir"),
        ("completions tcsh", "bash"),
        ("user create acme  --table t", "is empty"),
        ("invitation create acme --card-access card --table t", "<PERSON>"),
        ("invitation create acme ada --card-access card --table t", "neither the id of a person"),
        ("invitation create acme ada@example.com --table t", "--card-access"),
        ("invitation create acme ada@example.com --card-access gold --table t", "reimbursement_only"),
        ("invitation create acme ada@example.com --card-access card --link-days 31 --table t", "--link-days"),
        ("invitation list acme --state open --table t", "expired"),
        ("place set acme ada@example.com --table t", "--entity"),
        ("group show acme  --table t", "a group's name has 1 to 255 characters"),
        ("tenant list --table t --stack s", "cannot be used with"),
    ] {
        let error = ran(arguments, bare(arguments)).await.failed(2);
        assert!(error.contains(part), "rollcall {arguments}: {error}");
    }
}

#[tokio::test]
async fn a_name_is_kept_without_the_space_around_it() {
    let local = start().await;
    let made = rollcall(&local.ready, "tenant create acme --name \tAcme\t --json").await.json();
    assert_eq!(made["name"], "Acme");
}

#[tokio::test]
async fn a_token_in_place_of_its_id_is_not_repeated() {
    let local = start().await;
    let issued = rollcall(&local.ready, "token issue demo --scope people --json").await.json();
    let (id, token) = (issued["id"].as_str().unwrap(), issued["token"].as_str().unwrap());
    let error = rollcall(&local.ready, &format!("token revoke demo {token}")).await.failed(1);
    assert!(error.contains(&format!("`rollcall token revoke demo {id}`")), "{error}");
    assert!(!error.contains(token), "{error}");
}
