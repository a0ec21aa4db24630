//! Groups: what one member more or less costs, however many there are; and changes of thousands of members.
//!
//! The system is in this process, as the request log tells what each request cost. Whatever is changed is read back:
//! this fails if a member is lost.

use std::collections::BTreeSet;
use std::time::Instant;

use clap::Args;
use jiff::SignedDuration;
use reqwest::Method;
use rollcall_tests::{Answer, LocalSystem, patch_op};
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::report::write_json;
use crate::stats::median;
use crate::table::{grouped, table};

/// Options of groups.
#[derive(Debug, Args)]
pub(crate) struct GroupsArgs {
    /// How many members the groups have in which one goes and comes, 1 to 100,000; times are compared with the first
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "10,10000,100000", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    groups: Vec<u32>,
    /// How many members are put into a group by one request, 1 to 50,000
    // The body may have 4 MiB.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    members: u32,
}

/// Members who go and come again, one by one.
const TIMES: usize = 50;

/// Times that a whole list is sent at most: again after each 429.
const SENDS: usize = 40;

/// Groups in a list.
const LISTED: usize = 100;

/// Groups that one person is in, beside the large one.
const OF_ONE: usize = 10;

/// Requests of one kind.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupLine {
    operation: &'static str,
    /// In the group before or after.
    members: usize,
    requests: usize,
    /// DynamoDB calls of the request with the most, or of all sends of one.
    calls: u64,
    read_units: f64,
    write_units: f64,
    /// Of the request in the middle, or of all sends of one.
    millis: f64,
    /// The time by that of the same in the first group.
    to_first: Option<f64>,
}

/// Measures groups alone.
pub(crate) async fn run(place: &Place, args: &GroupsArgs) -> Result<(), BenchError> {
    let lines = measure(args).await;
    print::report(&text(&lines));
    write_json(&json!({ "groups": lines }), &place.report("bench-groups.json"))
}

/// One member in groups of each size, and a whole list.
pub(crate) async fn measure(args: &GroupsArgs) -> Vec<GroupLine> {
    let mut lines: Vec<GroupLine> = Vec::new();
    for members in &args.groups {
        print::progress(&format!("groups: one member of {}", grouped(*members as usize)));
        for mut line in one_of(*members as usize).await {
            let first = lines.iter().find(|first| first.operation == line.operation);
            line.to_first = Some(first.map_or(1.0, |first| line.millis / first.millis));
            lines.push(line);
        }
    }
    print::progress(&format!("groups: {} members by one request", grouped(args.members as usize)));
    lines.extend(whole_list(args.members as usize).await);
    lines
}

/// The lines as a table.
pub(crate) fn text(lines: &[GroupLine]) -> String {
    let rows = lines.iter().map(|line| {
        [
            line.operation.to_owned(),
            grouped(line.members),
            grouped(line.requests),
            line.calls.to_string(),
            line.read_units.to_string(),
            line.write_units.to_string(),
            format!("{:.1}", line.millis),
            line.to_first.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        ]
    });
    let heading =
        ["groups", "members", "requests", "calls", "read units", "write units", "p50 ms", "to the first"];
    table(heading, &rows.collect::<Vec<_>>())
}

/// Members go, and come again.
async fn one_of(members: usize) -> Vec<GroupLine> {
    let system = LocalSystem::start().await;
    let group = create(&system, "Everybody").await;
    let people = system.seed_into(&group, members).await;
    system.settle().await;
    let (mut gone, mut come) = (Timed::default(), Timed::default());
    for person in people.iter().cycle().take(TIMES) {
        gone.add(change(&system, &group, "remove", person)).await;
        come.add(change(&system, &group, "add", person)).await;
    }
    check(&system, &group, &people).await;
    system.check().await;
    [("PATCH, one leaves", gone), ("PATCH, one joins", come)]
        .map(|(operation, timed)| timed.line(operation, members))
        .into()
}

/// Thousands are put into a group, read, and leave it when it is deleted.
async fn whole_list(members: usize) -> Vec<GroupLine> {
    let system = LocalSystem::start().await;
    let people = system.seed(members).await;
    let group = create(&system, "Everybody").await;
    let path = format!("/Groups/{group}");
    let short = format!("{path}?excludedAttributes=members");
    let scim = system.scim();
    system.settle().await;

    let put = timed(sent_until_done(&system, &short, &list(&people))).await;
    let again = timed(sent_until_done(&system, &short, &list(&people))).await;
    check(&system, &group, &people).await;
    let get = timed(async { vec![scim.get(&path).await.expect(200)] }).await;
    let bare = timed(async { vec![scim.get(&short).await.expect(200)] }).await;
    for number in 1..LISTED {
        let other = create(&system, &format!("Group {number}")).await;
        if let Some(person) = people.first().filter(|_| number <= OF_ONE) {
            change(&system, &other, "add", person).await;
        }
    }
    let list = "/Groups?count=100&excludedAttributes=members";
    let list = timed(async { vec![scim.get(list).await.expect(200)] }).await;
    let user = format!("/Users/{}", people.first().map(String::as_str).unwrap_or_default());
    let user = timed(async { vec![scim.get(&user).await.expect(200)] }).await;
    let delete = timed(async { vec![scim.request(Method::DELETE, &path).send().await.expect(204)] }).await;
    check_deleted(&system, &group).await;
    system.check().await;
    [
        ("PUT of the whole list", put, members),
        ("PUT of the same list", again, members),
        ("GET with the members", get, members),
        ("GET without the members", bare, members),
        ("list of 100 groups without members", list, members),
        ("GET of a user in 11 groups", user, members),
        ("DELETE", delete, members),
    ]
    .map(|(operation, timed, members)| timed.line(operation, members))
    .into()
}

async fn create(system: &LocalSystem, name: &str) -> String {
    system.scim().post("/Groups", &json!({ "displayName": name, "members": [] })).await.expect(201).id()
}

async fn change(system: &LocalSystem, group: &str, op: &str, person: &str) -> Answer {
    let body = patch_op(&json!([{ "op": op, "path": "members", "value": [{ "value": person }] }]));
    system.scim().request(Method::PATCH, &format!("/Groups/{group}")).json(&body).send().await.expect(204)
}

fn list(people: &[String]) -> Value {
    let members: Value = people.iter().map(|id| json!({ "value": id })).collect();
    json!({ "displayName": "Everybody", "members": members })
}

/// All answers: 429s, and then the one that says that it is done.
async fn sent_until_done(system: &LocalSystem, path: &str, body: &Value) -> Vec<Answer> {
    let mut answers = Vec::new();
    while answers.len() < SENDS {
        let answer = system.scim().request(Method::PUT, path).json(body).send().await;
        let is_done = answer.status != 429;
        answers.push(if is_done { answer.expect(200) } else { answer });
        if is_done {
            break;
        }
    }
    answers
}

/// Both sides say that these people are in the group, and nobody else.
async fn check(system: &LocalSystem, group: &str, people: &[String]) {
    let read = system.scim().get(&format!("/Groups/{group}")).await.expect(200);
    let listed =
        read["members"].as_array().into_iter().flatten().filter_map(|member| member["value"].as_str());
    let listed: BTreeSet<&str> = listed.collect();
    assert!(listed == people.iter().map(String::as_str).collect(), "{} of {}", listed.len(), people.len());
    check_table(system).await;
}

async fn check_deleted(system: &LocalSystem, group: &str) {
    system.advance(SignedDuration::from_mins(20)).await;
    let table = system.snapshot().await;
    let left = table.items().filter(|(pk, ..)| pk.ends_with(group)).count();
    assert_eq!(left, 0, "something is left of a deleted group");
    check_table(system).await;
}

async fn check_table(system: &LocalSystem) {
    let faults = system.snapshot().await.contradictions_at_rest();
    assert!(faults.is_empty(), "the table contradicts itself:\n{}", faults.join("\n"));
}

/// Requests of one kind, and the time of each.
#[derive(Debug, Default)]
struct Timed {
    answers: Vec<Answer>,
    millis: Vec<f64>,
}

async fn timed(sends: impl Future<Output = Vec<Answer>>) -> Timed {
    let begun = Instant::now();
    let answers = sends.await;
    Timed { answers, millis: vec![begun.elapsed().as_secs_f64() * 1e3] }
}

impl Timed {
    async fn add(&mut self, sends: impl Future<Output = Answer>) {
        let begun = Instant::now();
        self.answers.push(sends.await);
        self.millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }

    /// One time for several answers: they are sends of one request, and cost what they cost together.
    fn line(self, operation: &'static str, members: usize) -> GroupLine {
        let costs: Vec<_> = self.answers.iter().map(Answer::cost).collect();
        let together = self.millis.len() < costs.len();
        let calls = costs.iter().map(|cost| cost.calls);
        let units = |of: fn(&rollcall_tests::cost::Cost) -> f64| {
            let units = costs.iter().map(of);
            if together { units.sum() } else { units.fold(0.0, f64::max) }
        };
        GroupLine {
            operation,
            members,
            requests: self.answers.len(),
            calls: if together { calls.sum() } else { calls.max().unwrap_or_default() },
            read_units: units(|cost| cost.read_units),
            write_units: units(|cost| cost.write_units),
            millis: median(&self.millis),
            to_first: None,
        }
    }
}
