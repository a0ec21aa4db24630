//! Completions, manual pages, and their installation.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::{bare, ran};

/// What a program prints, if it is installed here.
async fn printed(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    if command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return None;
    }
    let mut command = Command::new(program);
    command.args(arguments);
    let ran = ran(program, command).await;
    assert_eq!(ran.error(), "", "{program} {arguments:?}");
    Some(ran.text())
}

#[tokio::test]
async fn bash_takes_its_completions_and_completes_by_them() {
    let script = ran("completions bash", bare("completions bash")).await.text();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("rollcall");
    std::fs::write(&file, script).unwrap();
    let file = file.to_str().unwrap();
    printed("bash", &["-n", file]).await.unwrap();
    for (words, expected) in [
        ("rollcall ten", "tenant"),
        ("rollcall tenant se", "set"),
        ("rollcall tenant list --st", "--stack"),
        ("rollcall completions fi", "fish"),
    ] {
        let line = format!(
            "source {file}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _rollcall rollcall \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        assert_eq!(printed("bash", &["-c", &line]).await.unwrap(), expected, "{words}");
    }
}

#[tokio::test]
async fn the_other_shells_have_completions_of_every_command() {
    for (shell, first) in [("zsh", "#compdef rollcall"), ("fish", "# Print an optspec")] {
        let arguments = format!("completions {shell}");
        let script = ran(&arguments, bare(&arguments)).await.text();
        assert!(script.starts_with(first), "{}", script.lines().next().unwrap());
        for word in ["tenant", "token", "user", "doctor", "version", "revoke", "issue"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("script");
        std::fs::write(&file, script).unwrap();
        printed(shell, &["-n", file.to_str().unwrap()]).await;
    }
}

#[tokio::test]
async fn each_command_has_a_page_that_the_manual_shows() {
    let dir = tempfile::tempdir().unwrap();
    let arguments = format!("man --dir {}", dir.path().join("man1").display());
    ran(&arguments, bare(&arguments)).await.text();
    let pages: Vec<_> =
        std::fs::read_dir(dir.path().join("man1")).unwrap().map(|page| page.unwrap().path()).collect();
    assert_eq!(pages.len(), 90);
    for page in pages {
        let source = std::fs::read_to_string(&page).unwrap();
        for part in [".TH rollcall", ".SH NAME", ".SH SYNOPSIS", ".SH EXAMPLES"] {
            assert!(source.contains(part), "{part}: {}", page.display());
        }
        let Some(shown) = printed("man", &["--warnings", "-l", page.to_str().unwrap()]).await else {
            continue;
        };
        assert!(shown.contains("EXAMPLES"), "{}: {shown}", page.display());
    }
    let main = ran("man", bare("man")).await.text();
    assert!(main.contains(".SH \"EXIT CODES\"") && main.contains(".SH SETTINGS"), "{main}");
}

#[tokio::test]
async fn every_help_has_examples() {
    for arguments in
        ["--help", "tenant --help", "token issue --help", "local -h", "man --help", "completions --help"]
    {
        let help = ran(arguments, bare(arguments)).await.text();
        assert!(help.contains("Examples:\n  rollcall"), "{arguments}: {help}");
    }
}

#[tokio::test]
async fn what_is_installed_is_where_shells_and_manuals_look_and_goes_away_again() {
    let dir = tempfile::tempdir().unwrap();
    let prefix = dir.path().to_str().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/install");
    let files = [
        "bin/rollcall",
        "share/bash-completion/completions/rollcall",
        "share/zsh/site-functions/_rollcall",
        "share/fish/vendor_completions.d/rollcall.fish",
        "share/man/man1/rollcall.1",
        "share/man/man1/rollcall-tenant-create.1",
    ];
    let run = async |arguments: &[&str]| {
        let mut command = Command::new(script);
        command.args(arguments);
        ran(script, command).await.text()
    };
    let said = run(&[env!("CARGO_BIN_EXE_rollcall"), prefix]).await;
    assert!(said.contains(&format!("{prefix}/bin")), "{said}");
    for file in files {
        assert!(Path::new(prefix).join(file).is_file(), "{file}");
    }
    run(&["--remove", prefix]).await;
    for file in files {
        assert!(!Path::new(prefix).join(file).exists(), "{file}");
    }
}
