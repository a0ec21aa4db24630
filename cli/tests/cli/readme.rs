//! README.md's own commands, after those that the local system prints: whoever pastes both must succeed.

use std::collections::BTreeSet;

use crate::process::{Process, pasted};

const README: &str = include_str!("../../../README.md");

/// The commands of README's code blocks, each with the lines that continue it.
fn commands(markdown: &str) -> impl Iterator<Item = String> {
    let blocks = markdown.split("\n```").skip(1).step_by(2);
    let lines = blocks.filter_map(|block| block.split_once('\n')).map(|(_, lines)| lines.replace("\\\n", ""));
    lines.flat_map(|lines| lines.lines().map(str::to_owned).collect::<Vec<_>>())
}

fn curls(markdown: &str) -> impl Iterator<Item = String> {
    commands(markdown).filter(|command| command.contains("curl "))
}

/// The name that a text begins with, if it does.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn variables(command: &str) -> impl Iterator<Item = &str> {
    command.split('$').skip(1).map(|rest| name(rest.trim_start_matches('{')))
}

#[tokio::test]
async fn every_variable_of_its_curls_is_set_by_the_printed_commands() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    let set: BTreeSet<&str> =
        process.commands().lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    let mut used = 0;
    for curl in curls(README) {
        for variable in variables(&curl) {
            assert!(set.contains(variable), "${variable} in {curl}");
            used += 1;
        }
    }
    assert!(used > 0, "no variables found");
}

#[tokio::test]
async fn its_curls_to_try_it_are_answered_as_pasted_after_the_printed_commands() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    let try_it = README.split("\n## ").find(|section| section.starts_with("Try it")).unwrap();
    let curls: Vec<_> = curls(try_it).collect();
    assert!(curls.len() >= 3, "{curls:?}");
    // An answer of 4xx or 5xx ends the shell.
    let strict = "curl() { command curl --fail-with-body \"$@\"; }";
    pasted(&format!("{}\n{strict}\n{}", process.commands(), curls.join("\n"))).await;
}
