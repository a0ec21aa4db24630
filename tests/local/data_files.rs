//! A data directory that something else has been at: the system says which file it is and what to do.

use std::fs;
use std::path::Path;

use rollcall_local::{Options, StartError, start};

const FILES: [&str; 3] = ["dynamodb.sqlite", "demo-tokens.json", "table.json"];

fn over(dir: &Path) -> Options {
    Options { data_dir: Some(dir.to_owned()), ..Options::default() }
}

/// A directory with all files, of a system that has ended.
async fn used() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    start(over(dir.path())).await.unwrap().stop().await;
    dir
}

#[derive(Debug, Clone, Copy)]
enum Damage {
    Emptied,
    Replaced,
    CutOff,
    ZeroedInTheMiddle,
}

const DAMAGES: [Damage; 4] = [Damage::Emptied, Damage::Replaced, Damage::CutOff, Damage::ZeroedInTheMiddle];

impl Damage {
    fn of(self, whole: &[u8]) -> Vec<u8> {
        let half = whole.len() / 2;
        match self {
            Self::Emptied => Vec::new(),
            Self::Replaced => b"this is no data of ours".to_vec(),
            Self::CutOff => whole.iter().copied().take(half).collect(),
            Self::ZeroedInTheMiddle => {
                let mut zeroed = whole.to_vec();
                zeroed.iter_mut().skip(half / 2).take(half).for_each(|byte| *byte = 0);
                zeroed
            }
        }
    }
}

#[tokio::test]
async fn a_damaged_data_file_is_named_with_what_to_do_and_left_as_it_is() {
    for name in FILES {
        for damage in DAMAGES {
            let dir = used().await;
            let path = dir.path().join(name);
            let content = damage.of(&fs::read(&path).unwrap());
            fs::write(&path, &content).unwrap();
            if name == "dynamodb.sqlite" {
                // From its journal the engine could restore a part, and then there is nothing to complain of.
                for journal in ["dynamodb.sqlite-wal", "dynamodb.sqlite-shm"] {
                    let _ = fs::remove_file(dir.path().join(journal));
                }
            }
            let error = start(over(dir.path())).await.expect_err(&format!("{name} {damage:?}"));
            assert!(matches!(error, StartError::DataFile { .. }), "{name} {damage:?}: {error:?}");
            let said = error.to_string();
            assert!(said.contains(&path.display().to_string()) && said.contains("delete"), "{name}: {said}");
            assert!(std::error::Error::source(&error).is_none(), "in our words alone: {error:?}");
            assert_eq!(fs::read(&path).unwrap(), content, "{name} {damage:?}");
        }
    }
}

#[tokio::test]
async fn a_directory_in_the_place_of_a_data_file_is_named_too() {
    for name in FILES {
        let dir = used().await;
        let path = dir.path().join(name);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let said = start(over(dir.path())).await.expect_err(name).to_string();
        assert!(said.contains(&path.display().to_string()), "{said}");
    }
}

#[tokio::test]
async fn tokens_whose_file_is_deleted_are_issued_anew() {
    let dir = used().await;
    fs::remove_file(dir.path().join("demo-tokens.json")).unwrap();
    start(over(dir.path())).await.unwrap().stop().await;
}
