//! What an operator does by the command on a bad day, with many people: an import, a wave that is held and undone, a
//! tenant that moves to another stack and leaves this one. Fails where anything is not as it must be afterwards.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use jiff::SignedDuration;
use reqwest::Client;
use rollcall_tests::Scim;
use rollcall_tests::faulty::Faulty;
use rollcall_tests::process::Process;
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::BenchError;
use crate::load::{Call, Run, create, deactivate};
use crate::place::Place;
use crate::print;
use crate::report::write_json;
use crate::table::{grouped, table};

/// Options of an operator's work.
#[derive(Debug, Args)]
pub(crate) struct HandsArgs {
    /// How many people are imported, 1 to 100,000
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    imported: u32,
    /// How many people the tenant has that moves and leaves, 100 or more
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..))]
    people: u32,
    /// How many of them a directory deactivates by mistake, 50 or more
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(50..))]
    wave: u32,
}

/// The tenant that has a directory.
const ACME: &str = "acme";

/// The domain of its people's addresses: no text of another tenant's items has it.
const DOMAIN: &str = "acme.example";

/// Requests of the directory at a time.
const CONNECTIONS: usize = 32;

/// Longer than any round of requests takes.
const LONGEST: Duration = Duration::from_secs(3_600);

/// One thing that was done.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    what: &'static str,
    people: usize,
    secs: f64,
    /// Requests to DynamoDB by the command, retries included; `None`: it was no command.
    calls: Option<usize>,
}

/// A system, and the command that is let loose on its table through a proxy that counts.
struct Stack {
    process: Process,
    proxy: Faulty,
    program: std::path::PathBuf,
    _data: tempfile::TempDir,
}

/// What a command said, how long it took and how many calls it made.
struct Said {
    output: String,
    secs: f64,
    calls: usize,
}

impl Stack {
    async fn start(place: &Place) -> Result<Self, BenchError> {
        let data = place.data_dir()?;
        let process = Process::start(data.path()).await;
        let engine = process.ready.dynamodb_url.trim_start_matches("http://").parse::<SocketAddr>();
        let engine = engine.map_err(|_| BenchError::Hands("the engine has no address".to_owned()))?;
        let proxy = Faulty::in_front_of(engine).await;
        Ok(Self { process, proxy, program: place.binary("rollcall")?, _data: data })
    }

    /// Runs the command with these arguments. It must end with 0.
    fn run(&self, args: &[&str]) -> Result<Said, BenchError> {
        print::progress(&format!("rollcall {}", args.join(" ")));
        let (before, started) = (self.proxy.requests(), Instant::now());
        let mut command = Command::new(&self.program);
        command.args(args).stdin(Stdio::null()).stderr(Stdio::inherit());
        command.env("TABLE_NAME", &self.process.ready.table_name);
        command.env("AWS_ENDPOINT_URL", self.proxy.url()).env("AWS_REGION", "local");
        command.env("AWS_ACCESS_KEY_ID", "local").env("AWS_SECRET_ACCESS_KEY", "local");
        let output =
            command.output().map_err(|source| BenchError::File { path: self.program.clone(), source })?;
        let secs = started.elapsed().as_secs_f64();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(BenchError::Hands(format!(
                "`rollcall {}` ended with {}:\n{said}",
                args.join(" "),
                output.status
            )));
        }
        Ok(Said { output: said, secs, calls: self.proxy.requests() - before })
    }

    /// The same, and what it says as JSON.
    fn ask(&self, args: &[&str]) -> Result<(Value, Said), BenchError> {
        let said = self.run(&[args, &["--json"]].concat())?;
        let json = serde_json::from_str(&said.output);
        let json = json.map_err(|error| BenchError::Hands(format!("no JSON ({error}): {}", said.output)))?;
        Ok((json, said))
    }

    /// Does all that is owed.
    async fn settle(&self) {
        self.process.advance(SignedDuration::ZERO).await;
    }

    /// Clients of a directory.
    fn directory(&self, token: &str) -> Vec<Scim> {
        let client = || Scim::new(Client::new(), &self.process.ready.scim_url, token);
        std::iter::repeat_with(client).take(CONNECTIONS).collect()
    }
}

/// Plays all of it.
pub(crate) async fn run(place: &Place, args: &HandsArgs) -> Result<(), BenchError> {
    let home = Stack::start(place).await?;
    let files = place.data_dir()?;
    let mut lines = import(&home, files.path(), args.imported as usize)?;
    home.run(&["tenant", "create", ACME, "--name", "Acme Inc.", "--plan", "advanced"])?;
    let issued = home.ask(&["token", "issue", ACME, "--scope", "scim", "--label", "directory"])?.0;
    let token = text_of(&issued, "token").unwrap_or_default().to_owned();
    let ids = assign(&home, &token, args.people as usize).await?;
    lines.extend(undo(&home, &token, &ids, args.wave as usize).await?);
    lines.extend(leave(place, &home, &token, &ids, files.path()).await?);
    print::report(&text(&lines));
    write_json(&json!({ "hands": lines }), &place.report("bench-hands.json"))
}

fn text(lines: &[Line]) -> String {
    let rows = lines.iter().map(|line| {
        let calls = line.calls.map_or_else(String::new, grouped);
        [line.what.to_owned(), grouped(line.people), format!("{:.1}", line.secs), calls]
    });
    table(["by hand", "people", "seconds", "DynamoDB calls"], &rows.collect::<Vec<_>>())
}

fn line(what: &'static str, people: usize, said: &Said) -> Line {
    Line { what, people, secs: said.secs, calls: Some(said.calls) }
}

/// Fails unless it is so.
fn must(is_so: bool, what: impl FnOnce() -> String) -> Result<(), BenchError> {
    if is_so { Ok(()) } else { Err(BenchError::Hands(what())) }
}

fn count(json: &Value, name: &str) -> Option<usize> {
    json.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok())
}

fn text_of<'a>(json: &'a Value, name: &str) -> Option<&'a str> {
    json.get(name).and_then(Value::as_str)
}

/// A file of people is rehearsed, imported, and imported again.
fn import(home: &Stack, dir: &Path, people: usize) -> Result<Vec<Line>, BenchError> {
    let file = dir.join("people.csv");
    let lines = (0..people).map(|number| format!("person{number}@import.example,Person,No. {number}\n"));
    let csv = std::iter::once("email,givenName,familyName\n".to_owned()).chain(lines).collect::<String>();
    fs::write(&file, csv).map_err(|source| BenchError::File { path: file.clone(), source })?;
    let path = file.to_string_lossy();
    let tenant = home.process.ready.tenant.as_str();
    let import = ["user", "import", tenant, &path];
    let mut done = Vec::new();
    for (what, options, name) in [
        ("rehearse an import", &["--dry-run"] as &[&str], "created"),
        ("import", &[], "created"),
        ("import the same again", &[], "alreadyThere"),
    ] {
        let (said, ran) = home.ask(&[&import, options].concat())?;
        must(count(&said, name) == Some(people), || format!("{what}: {said}"))?;
        done.push(line(what, people, &ran));
    }
    Ok(done)
}

/// A directory creates people, and gives their ids.
async fn assign(home: &Stack, token: &str, people: usize) -> Result<Vec<String>, BenchError> {
    print::progress(&format!("{} people assigned by SCIM", grouped(people)));
    let logins = (0..people).map(|number| create(&format!("person{number}@{DOMAIN}"))).collect();
    let run = Run::of(&home.directory(token), logins, LONGEST).await?;
    home.settle().await;
    Ok(run.answers.iter().map(rollcall_tests::Answer::id).collect())
}

/// A directory deactivates people by mistake; they are held, shown and restored.
async fn undo(home: &Stack, token: &str, ids: &[String], wave: usize) -> Result<Vec<Line>, BenchError> {
    let some =
        ids.get(..wave).ok_or_else(|| BenchError::Hands("fewer people than the wave has".to_owned()))?;
    let mails = home.process.mails().await.len();
    print::progress(&format!("{} people deactivated by SCIM", grouped(wave)));
    let run =
        Run::of(&home.directory(token), some.iter().map(|id| deactivate(id)).collect(), LONGEST).await?;
    let mut lines =
        vec![Line { what: "deactivate by SCIM", people: wave, secs: run.took.as_secs_f64(), calls: None }];
    home.settle().await;
    let (waves, ran) = home.ask(&["wave", "list", ACME])?;
    lines.push(line("list waves", wave, &ran));
    let mut found = waves.as_array().into_iter().flatten();
    let found = found.find(|found| count(found, "people") == Some(wave));
    let id = found.and_then(|found| text_of(found, "wave"));
    let id = id.ok_or_else(|| BenchError::Hands(format!("no wave of {wave}: {waves}")))?;
    lines.push(line("show the wave", wave, &home.run(&["wave", "show", ACME, id])?));
    let (said, ran) = home.ask(&["wave", "undo", ACME, id])?;
    must(count(&said, "restored") == Some(wave), || format!("undo: {said}"))?;
    lines.push(line("undo the wave", wave, &ran));
    home.settle().await;
    must(home.process.mails().await.len() == mails, || "somebody was mailed".to_owned())?;
    let calls = ids.iter().map(|id| Call::get(format!("/Users/{id}"))).collect();
    let read = Run::of(&home.directory(token), calls, LONGEST).await?;
    let blocked =
        read.answers.iter().filter(|answer| answer.body.get("active") != Some(&Value::Bool(true))).count();
    must(blocked == 0, || format!("{blocked} are still blocked"))?;
    Ok(lines)
}

/// The tenant is exported, comes into another system, where its directory goes on, and is deleted at home.
async fn leave(
    place: &Place,
    home: &Stack,
    token: &str,
    ids: &[String],
    dir: &Path,
) -> Result<Vec<Line>, BenchError> {
    let people = ids.len();
    let (folder, proof) = (dir.join("acme.export"), dir.join("acme.proof.json"));
    let (folder, proof) = (folder.to_string_lossy(), proof.to_string_lossy());
    home.run(&["tenant", "set", ACME, "--scim", "off"])?;
    home.settle().await;
    let mut lines =
        vec![line("export the tenant", people, &home.run(&["tenant", "export", ACME, "--to", &folder])?)];
    let other = Stack::start(place).await?;
    lines.push(line("import it into another table", people, &other.run(&["tenant", "import", &folder])?));
    other.run(&["tenant", "set", ACME, "--scim", "on"])?;
    other.settle().await;
    print::progress("the directory goes on there");
    let calls = ids.iter().map(|id| Call::get(format!("/Users/{id}"))).collect();
    let read = Run::of(&other.directory(token), calls, LONGEST).await?;
    let there: BTreeSet<String> = read.answers.iter().map(rollcall_tests::Answer::id).collect();
    must(there == ids.iter().cloned().collect(), || "not all are there with their ids".to_owned())?;
    let against = other.process.table().snapshot().await.contradictions_at_rest();
    must(against.is_empty(), || against.join("\n"))?;
    let delete = ["tenant", "delete", ACME, "--yes-delete", "Acme Inc.", "--proof", &proof];
    lines.push(line("delete it at home", people, &home.run(&delete)?));
    home.settle().await;
    let left = home.process.table().snapshot().await;
    must(!left.mentions(DOMAIN), || format!("an item still has an address at {DOMAIN}"))?;
    let named = ids.iter().step_by(ids.len().div_ceil(20)).find(|id| left.mentions(id));
    must(named.is_none(), || format!("an item still names {named:?}"))?;
    home.run(&["tenant", "verify-proof", &proof])?;
    Ok(lines)
}
