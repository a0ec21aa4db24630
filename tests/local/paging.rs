//! Reading a whole directory page by page while people come and go.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rollcall_tests::{Answer, LocalSystem, Scim, USER_URN};
use serde_json::json;

const MANY: usize = 10_000;
/// Of the many, those who may leave while the list is read.
const LEAVERS: usize = 200;

/// Reads pages by cursor (RFC 9865) until there is no next one.
async fn read_by_cursor(scim: &Scim, count: usize) -> Vec<Answer> {
    let mut pages = vec![scim.get(&format!("/Users?cursor&count={count}")).await.expect(200)];
    while let Some(cursor) = pages.last().and_then(|page| page["nextCursor"].as_str()) {
        let next = scim.get(&format!("/Users?cursor={cursor}&count={count}")).await.expect(200);
        pages.push(next);
    }
    pages
}

/// How often each id was seen.
fn seen<'a>(users: impl IntoIterator<Item = &'a serde_json::Value>) -> HashMap<String, usize> {
    users.into_iter().fold(HashMap::new(), |mut seen, user| {
        *seen.entry(user["id"].as_str().unwrap().to_owned()).or_default() += 1;
        seen
    })
}

/// Those who stayed and were not seen exactly once, and anybody who was seen twice.
fn astray(seen: &HashMap<String, usize>, stayers: &[String]) -> Vec<String> {
    let missed = stayers.iter().filter(|id| !seen.contains_key(*id)).map(|id| format!("{id} missed"));
    let twice = seen.iter().filter(|(_, times)| **times > 1).map(|(id, times)| format!("{id} {times} times"));
    missed.chain(twice).collect()
}

/// People who come and go until they are told to stop.
struct Bustle {
    stop: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<usize>,
}

impl Bustle {
    /// One after the other the leavers are deleted, for each of them so many people join, and every other one comes
    /// back at once.
    fn start(system: &LocalSystem, leavers: Vec<(String, String)>, joiners: usize) -> Self {
        let (okta, scim, stop) = (system.okta(), system.scim(), Arc::new(AtomicBool::new(false)));
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let mut left = 0;
            for (id, login) in leavers {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                for joiner in 0..joiners {
                    okta.create(format!("joiner{joiner}-of-{login}").as_str()).await.expect(201);
                }
                scim.delete(&id).await.expect(204);
                left += 1;
                if left % 2 == 0 {
                    okta.create(login.as_str()).await.expect(201);
                }
            }
            left
        });
        Self { stop, task }
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        assert!(self.task.await.unwrap() > 20, "hardly anybody came or went while the list was read");
    }
}

#[tokio::test]
async fn a_list_is_read_by_cursor_to_its_end() {
    let system = LocalSystem::start().await;
    let people = system.seed(25).await;
    let pages = read_by_cursor(&system.scim(), 10).await;
    let sizes: Vec<_> = pages.iter().map(|page| page.resources().len()).collect();
    assert_eq!(sizes, [10, 10, 5]);
    let users: Vec<_> = pages.iter().flat_map(Answer::resources).collect();
    assert_eq!(astray(&seen(users.iter().copied()), &people), Vec::<String>::new());
    assert!(users.is_sorted_by_key(|user| user["id"].as_str()));
    assert!(pages.iter().all(|page| page["startIndex"].is_null()), "RFC 9865 §2.1");
    system.check().await;
}

/// RFC 9865 §2.2.
#[tokio::test]
async fn a_cursor_is_good_for_its_own_query_and_time() {
    let system = LocalSystem::start().await;
    system.seed(25).await;
    let scim = system.scim();
    let first = scim.get("/Users?cursor&count=10&filter=userName%20pr").await.expect(200);
    let cursor = first["nextCursor"].as_str().unwrap();
    let next = format!("/Users?cursor={cursor}&count=10&filter=userName%20pr");
    assert_eq!(scim.get(&next).await.expect(200).resources().len(), 10);

    let other = scim.get(&format!("/Users?cursor={cursor}&count=10&filter=active%20eq%20true")).await;
    other.expect_refusal(400, Some("invalidCursor"), "cursor");
    let stranger = system.tenant("globex").await.scim();
    assert_eq!(stranger.get(&next).await.resources().len(), 0, "it leads into the stranger's own list");
    system.advance(jiff::SignedDuration::from_hours(25)).await;
    scim.get(&next).await.expect_refusal(400, Some("expiredCursor"), "cursor");
    system.check().await;
}

#[tokio::test]
async fn an_import_goes_on_after_an_hour_without_its_bookmark() {
    let system = LocalSystem::start().await;
    let people = system.seed(250).await;
    let scim = system.scim();
    let mut users = Vec::new();
    for start in [1, 101, 201] {
        let page = scim.get(&format!("/Users?startIndex={start}&count=100")).await.expect(200);
        assert_eq!(page["totalResults"], 250);
        users.extend_from_slice(page.resources());
        system.advance(jiff::SignedDuration::from_hours(1)).await;
    }
    assert_eq!(astray(&seen(&users), &people), Vec::<String>::new());
    system.check().await;
}

/// Ten thousand people: the ids of those who stay, ids and userNames of those who may leave.
async fn many(system: &LocalSystem) -> (Vec<String>, Vec<(String, String)>) {
    let mut people = system.seed(MANY).await;
    let leavers = people.split_off(MANY - LEAVERS).into_iter().enumerate();
    let leavers = leavers.map(|(number, id)| (id, rollcall_tests::seed::login(MANY - LEAVERS + number)));
    (people, leavers.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_of_ten_thousand_misses_nobody_while_people_come_and_go() {
    let system = LocalSystem::start().await;
    let (people, mut leavers) = many(&system).await;
    let bustle = Bustle::start(&system, leavers.split_off(LEAVERS / 2), 3);
    let imported = system.okta().import().await;
    bustle.stop().await;
    assert_eq!(astray(&seen(&imported), &people), Vec::<String>::new());

    let bustle = Bustle::start(&system, leavers, 3);
    let pages = read_by_cursor(&system.scim(), 100).await;
    bustle.stop().await;
    let read = pages.iter().flat_map(Answer::resources);
    assert_eq!(astray(&seen(read), &people), Vec::<String>::new());
    system.check().await;
}

/// Later pages go on where the one before was left off, however far down the list they are.
#[tokio::test]
async fn a_page_deep_in_the_list_costs_what_an_early_one_does() {
    let system = LocalSystem::start().await;
    system.seed(MANY).await;
    let scim = system.scim();
    let mut by_number = Vec::new();
    for start in (1..MANY).step_by(100) {
        by_number.push(scim.get(&format!("/Users?startIndex={start}&count=100")).await.expect(200).cost());
    }
    let by_cursor: Vec<_> = read_by_cursor(&scim, 100).await.iter().map(Answer::cost).collect();
    for pages in [by_number, by_cursor] {
        // A page that begins in one shard and ends in the next makes one query more.
        let (early, deep) = (pages[1], pages[99]);
        assert!(deep.calls.abs_diff(early.calls) <= 1, "page 2 {early:?}, page 100 {deep:?}");
        assert!((deep.read_units - early.read_units).abs() <= 1.0, "page 2 {early:?}, page 100 {deep:?}");
        assert!(pages[1..].iter().all(|page| page.calls <= early.calls + 1), "{pages:?}");
    }
    system.check().await;
}

/// Lambda gives up an answer above 6 MB.
#[tokio::test]
async fn a_page_ends_at_five_megabytes_and_the_next_one_goes_on_there() {
    const PEOPLE: usize = 100;
    let system = LocalSystem::start().await;
    let scim = system.scim();
    let mut all = BTreeSet::new();
    for number in 0..PEOPLE {
        // Quotation marks take twice their room on the way through Lambda.
        let title = "\"a".repeat(20_000);
        let user =
            json!({ "schemas": [USER_URN], "userName": format!("p{number}@example.com"), "title": title });
        all.insert(scim.post("/Users", &user).await.expect(201).id());
    }
    let ids = |page: &Answer| -> Vec<String> {
        let ids = page.resources().iter().map(|user| user["id"].as_str().unwrap().to_owned());
        ids.collect()
    };

    let (mut by_number, mut start) = (Vec::new(), 1);
    while start <= PEOPLE {
        let page = scim.get(&format!("/Users?startIndex={start}&count=200")).await.expect(200);
        assert!(page.body.to_string().len() < 5_100_000, "{} bytes", page.body.to_string().len());
        assert_eq!(page["totalResults"], PEOPLE);
        let found = ids(&page);
        assert!(!found.is_empty());
        start += found.len();
        by_number.extend(found);
    }
    assert_eq!(by_number.len(), PEOPLE, "none twice");
    assert_eq!(by_number.into_iter().collect::<BTreeSet<_>>(), all, "none left out");

    let (mut by_cursor, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = scim.get(&format!("/Users?cursor={cursor}&count=200")).await.expect(200);
        by_cursor.extend(ids(&page));
        pages += 1;
        match page["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert!(pages > 1, "one page cannot hold them");
    assert_eq!(by_cursor.len(), PEOPLE, "none twice");
    assert_eq!(by_cursor.into_iter().collect::<BTreeSet<_>>(), all, "none left out");
    system.check().await;
}
