use insta::assert_json_snapshot;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::*;
use crate::example::PERSON;
use crate::{Projection, ScimError, ScimType};

const ID: Uuid = Uuid::from_u128(0x2819_c223_7f76_453a_919d_4138_6190_4646);

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().expect("a timestamp")
}

fn parameters(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn get(query: &[(&str, &str)]) -> Result<ListRequest, ScimError> {
    ListRequest::from_query(&parameters(query), &PERSON, now())
}

#[track_caller]
fn asked(query: &[(&str, &str)]) -> ListRequest {
    get(query).unwrap_or_else(|error| panic!("{query:?}: {error}"))
}

#[track_caller]
fn refused(query: &[(&str, &str)]) -> (ScimType, String) {
    let error = get(query).expect_err(&format!("{query:?}"));
    (error.scim_type.expect("a 400 has a scimType"), error.detail)
}

#[test]
fn no_parameters_ask_for_the_first_page_of_all() {
    let request = asked(&[]);
    assert_eq!(request.filter, None);
    assert_eq!(request.sort, None);
    assert_eq!(request.page, Page::Index { start_index: 1, count: 100 });
    assert_eq!(request.projection, Projection::Whole);
}

#[test]
fn numbers_out_of_range_are_taken_for_the_nearest_in_range() {
    let cases = [
        ("1", "2", (1, 2)),
        ("101", "100", (101, 100)),
        ("0", "0", (1, 0)),
        ("-5", "-1", (1, 0)),
        (" 3 ", "+7", (3, 7)),
        ("99999999999999999999", "201", (usize::MAX, 200)),
        ("-99999999999999999999", "99999999999999999999", (1, 200)),
    ];
    for (start, count, (start_index, expected)) in cases {
        let request = asked(&[("startIndex", start), ("count", count)]);
        assert_eq!(request.page, Page::Index { start_index, count: expected }, "{start} {count}");
    }
}

#[test]
fn what_is_no_number_or_stands_twice_is_refused() {
    use ScimType::{InvalidFilter, InvalidValue};
    let cases: [(&[(&str, &str)], _, _); 11] = [
        (&[("count", "abc")], InvalidValue, "count must be a whole number"),
        (&[("count", "")], InvalidValue, "count must be a whole number"),
        (&[("startIndex", "1.5")], InvalidValue, "startIndex must be a whole number"),
        (&[("count", "1"), ("count", "1")], InvalidValue, "count stands twice in the query"),
        (&[("filter", "id eq \"1\""), ("FILTER", "id pr")], InvalidValue, "filter stands twice in the query"),
        (&[("sortOrder", "up")], InvalidValue, "sortOrder must be \"ascending\" or \"descending\""),
        (&[("sortBy", "shoeSize")], InvalidValue, "sortBy: User has no attribute \"shoeSize\""),
        (
            &[("sortBy", "name")],
            InvalidValue,
            "sortBy: name has several parts; name one of them, such as name.formatted",
        ),
        (
            &[("startIndex", "1"), ("cursor", "")],
            InvalidValue,
            "startIndex and cursor exclude each other; send one of them",
        ),
        (
            &[("sortBy", "userName"), ("cursor", "")],
            InvalidValue,
            "a list is sorted in pages by startIndex only; send sortBy or cursor, not both",
        ),
        (
            &[("attributes", "id"), ("excludedAttributes", "name")],
            InvalidValue,
            "attributes and excludedAttributes exclude each other; send one of them",
        ),
    ];
    for (query, scim_type, detail) in cases {
        assert_eq!(refused(query), (scim_type, detail.to_owned()));
    }
    for filter in ["", "userName", "userName eq"] {
        assert_eq!(refused(&[("filter", filter)]).0, InvalidFilter, "{filter}");
    }
}

#[test]
fn sorting_by_id_is_the_order_of_lists_anyway() {
    assert_eq!(asked(&[("sortBy", "ID")]).sort, None);
    assert_eq!(asked(&[("sortBy", "id"), ("cursor", "")]).page, Page::Cursor { cursor: None, count: 100 });
    assert!(asked(&[("sortBy", "id"), ("sortOrder", "Descending")]).sort.is_some());
    assert_eq!(asked(&[("sortOrder", "descending")]).sort, None);
    assert_eq!(
        asked(&[("sortBy", "emails")]).sort.map(|sort| sort.by.to_string()),
        Some("emails.value".to_owned())
    );
}

#[test]
fn a_cursor_is_good_for_its_query_for_a_day() {
    let filter = ("filter", "title eq \"x\"");
    let begun = now() - SignedDuration::from_millis(90_500);
    let cursor = Cursor::new(ID, 4711, begun, asked(&[filter]).query(), now());
    let text = cursor.to_string();
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text}");
    assert_eq!(
        asked(&[("FILTER", "TITLE  eq \"x\""), ("cursor", &text), ("count", "500"), ("attributes", "id")])
            .page,
        Page::Cursor { cursor: Some(cursor), count: 200 }
    );

    let other = refused(&[("cursor", &text)]);
    assert_eq!(other.0, ScimType::InvalidCursor);
    assert_eq!(other.1, "the cursor belongs to another query; filter must stay the same from page to page");

    let later = |age: SignedDuration| {
        ListRequest::from_query(&parameters(&[filter, ("cursor", &text)]), &PERSON, now() + age)
    };
    later(CURSOR_TIMEOUT).expect("a day later");
    let expired = later(CURSOR_TIMEOUT + SignedDuration::from_secs(1)).expect_err("later still");
    assert_eq!(expired.scim_type, Some(ScimType::ExpiredCursor));
    assert_eq!(expired.detail, "the cursor is older than 24 hours; start again at the first page");
}

#[test]
fn what_is_no_cursor_is_invalid_cursor() {
    let good = Cursor::new(ID, 1, now(), asked(&[]).query(), now()).to_string();
    let other_form = format!("02{}", good.split_at(2).1);
    for text in ["x", "00", &good[2..], &format!("{good}00"), &other_form, "%", "é"] {
        assert_eq!(refused(&[("cursor", text)]).0, ScimType::InvalidCursor, "{text}");
    }
}

#[test]
fn a_page_by_cursor_must_hold_something() {
    for count in ["0", "-1", "abc"] {
        assert_eq!(refused(&[("cursor", ""), ("count", count)]).0, ScimType::InvalidCount, "{count}");
    }
}

#[test]
fn the_hash_of_a_query_is_that_of_what_it_means() {
    let hash = |query: &[(&str, &str)]| asked(query).query();
    let same = [
        [("filter", "userName eq \"a\""), ("count", "5")],
        [("FILTER", "USERNAME EQ \"a\""), ("startIndex", "9")],
    ];
    assert_eq!(hash(&same[0]), hash(&same[1]));
    let different = [
        hash(&[]),
        hash(&[("filter", "userName eq \"a\"")]),
        hash(&[("filter", "userName eq \"b\"")]),
        hash(&[("sortBy", "userName")]),
        hash(&[("sortBy", "userName"), ("sortOrder", "descending")]),
        hash(&[("filter", "userName eq \"a\""), ("sortBy", "userName")]),
    ];
    for (index, hash) in different.iter().enumerate() {
        assert!(!different[..index].contains(hash), "{index}");
        assert_eq!(hash.to_string().len(), 16);
    }
}

#[test]
fn a_search_message_asks_the_same_as_a_query() {
    let search = |body: Value| ListRequest::from_search(&body, &PERSON, now());
    let request = search(json!({
        "schemas": [SEARCH_URN],
        "attributes": ["displayName", "userName"],
        "filter": "displayName sw \"smith\"",
        "sortBy": "name.familyName",
        "sortOrder": "descending",
        "startIndex": 11,
        "count": 10,
        "excludedAttributes": [],
        "domain": "Users",
    }));
    let same = asked(&[
        ("attributes", "displayName,userName"),
        ("filter", "displayName sw \"smith\""),
        ("sortBy", "name.familyName"),
        ("sortOrder", "descending"),
        ("startIndex", "11"),
        ("count", "10"),
    ]);
    assert_eq!(request, Ok(same));
    assert_eq!(search(json!({ "filter": null, "cursor": null })), Ok(asked(&[])));
    assert_eq!(
        search(json!({ "Cursor": "", "COUNT": "5" })).map(|request| request.page),
        Ok(Page::Cursor { cursor: None, count: 5 })
    );
}

#[test]
fn a_search_message_of_another_shape_is_refused() {
    let cases = [
        (json!([]), ScimType::InvalidSyntax),
        (json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"] }), ScimType::InvalidSyntax),
        (json!({ "schemas": "urn:ietf:params:scim:api:messages:2.0:PatchOp" }), ScimType::InvalidSyntax),
        (json!({ "count": [1] }), ScimType::InvalidValue),
        (json!({ "count": 1.5 }), ScimType::InvalidValue),
        (json!({ "attributes": [["id"]] }), ScimType::InvalidValue),
        (json!({ "filter": 3 }), ScimType::InvalidFilter),
    ];
    for (body, scim_type) in cases {
        let error = ListRequest::from_search(&body, &PERSON, now()).expect_err(&body.to_string());
        assert_eq!(error.scim_type, Some(scim_type), "{body}");
    }
}

fn resource(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(resource) => resource,
        other => panic!("not an object: {other}"),
    }
}

#[test]
fn resources_are_sorted_without_regard_to_case_and_those_without_a_value_come_last() {
    let users = [
        json!({ "id": "1", "title": "b", "emails": [{ "value": "z" }, { "value": "b", "primary": true }] }),
        json!({ "id": "2", "title": "A", "active": true }),
        json!({ "id": "3", "active": false }),
        json!({ "id": "4", "title": "a", "emails": [{ "value": "y" }] }),
        json!({ "id": "5", "title": "C" }),
    ]
    .map(resource);
    let sorted = |query: &[(&str, &str)]| {
        let sort = asked(query).sort.expect("a sort");
        let mut users = users.to_vec();
        users.sort_by_cached_key(|user| sort.key(user));
        users.iter().map(|user| user["id"].as_str().expect("an id").to_owned()).collect::<String>()
    };
    assert_eq!(sorted(&[("sortBy", "title")]), "24153");
    assert_eq!(sorted(&[("sortBy", "title"), ("sortOrder", "descending")]), "35124");
    assert_eq!(sorted(&[("sortBy", "emails")]), "14235");
    assert_eq!(sorted(&[("sortBy", "active")]), "32145");
    assert_eq!(sorted(&[("sortBy", "id"), ("sortOrder", "descending")]), "54321");
}

#[test]
fn a_page_by_number_says_where_it_stands() {
    let page = ListResponse {
        total_results: 1234,
        position: Position::Index(101),
        resources: vec![resource(json!({ "id": "1" }))],
    };
    assert_json_snapshot!(page.into_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 1234,
      "startIndex": 101,
      "itemsPerPage": 1,
      "Resources": [
        {
          "id": "1"
        }
      ]
    }
    "#);
}

#[test]
fn a_page_by_cursor_says_where_it_goes_on() {
    let page =
        |cursor| ListResponse { total_results: 2, position: Position::Cursor(cursor), resources: Vec::new() };
    let cursor = Cursor::new(ID, 2, now(), asked(&[]).query(), now());
    assert_json_snapshot!(page(Some(cursor)).into_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 2,
      "itemsPerPage": 0,
      "nextCursor": "012819c2237f76453a919d41386190464600000002000000006b06cdc05ae7e6a42304dc6e000000006b06cdc0",
      "Resources": []
    }
    "#);
    assert_json_snapshot!(page(None).into_json(), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 2,
      "itemsPerPage": 0,
      "Resources": []
    }
    "#);
}

#[test]
fn any_whole_number_pages_as_the_rfc_says() {
    for (number, start_index, count) in [
        ("18446744073709551616", usize::MAX, MAX_COUNT),
        ("-18446744073709551616", 1, 0),
        ("1e3", 1000, MAX_COUNT),
        ("1E+400", usize::MAX, MAX_COUNT),
        ("-1e400", 1, 0),
        ("7.0", 7, 7),
        ("-0", 1, 0),
    ] {
        let body = format!("{{\"startIndex\":{number},\"count\":{number}}}");
        let body = crate::json::parse(body.as_bytes()).expect("JSON");
        let request = ListRequest::from_search(&body, &PERSON, Timestamp::UNIX_EPOCH).expect(number);
        assert_eq!(request.page, Page::Index { start_index, count }, "{number}");
        let query = ["startIndex", "count"].map(|name| (name.to_owned(), number.to_owned()));
        let request = ListRequest::from_query(&query, &PERSON, Timestamp::UNIX_EPOCH).expect(number);
        assert_eq!(request.page, Page::Index { start_index, count }, "{number}");
    }
    for number in ["1.5", "inf", "NaN", "1e", "", "0x1", "1e-1"] {
        let query = [("count".to_owned(), number.to_owned())];
        assert!(ListRequest::from_query(&query, &PERSON, Timestamp::UNIX_EPOCH).is_err(), "{number}");
    }
}

#[test]
fn a_search_that_names_a_member_twice_is_refused() {
    let error = ListRequest::from_search(&json!({ "count": 1, "Count": 2 }), &PERSON, Timestamp::UNIX_EPOCH);
    assert_eq!(error.expect_err("twice").scim_type, Some(ScimType::InvalidSyntax));
}
