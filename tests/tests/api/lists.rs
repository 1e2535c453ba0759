//! Lists: order, pages, filters.

use serde_json::json;
use strongroom_tests::{Client, On, SETTINGS, on_every_deployment, shared};

fn names(owner: &Client, place: &str, query: &str) -> Vec<String> {
    let list = owner.get(&format!("{SETTINGS}/{place}/?{query}")).expect(200).json();
    let name = |secret: &serde_json::Value| secret["name"].as_str().unwrap().to_owned();
    list["data"].as_array().unwrap().iter().map(name).collect()
}

/// Five secrets, created in an order that is not their names'.
fn project_with_five(owner: &Client) -> String {
    let project = owner.new_project();
    for name in ["delta", "alpha", "echo", "Bravo", "charlie"] {
        let _ = owner.new_secret(&project, name, "a value");
    }
    project
}

fn names_sort_by_their_bytes_up_and_down(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    let up = ["Bravo", "alpha", "charlie", "delta", "echo"];
    assert_eq!(names(&owner, &project, "sort=name&desc=false"), up);
    assert_eq!(names(&owner, &project, ""), up, "by name is the default");
    let down = names(&owner, &project, "sort=name&desc=true");
    assert!(down.iter().eq(up.iter().rev()), "{down:?}");
}

/// Several changes fall into one second, so what is asked is that times never run backwards.
fn times_and_types_sort(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    for (sort, member) in
        [("created", "_created_at"), ("updated", "_updated_at"), ("type", "_type")]
    {
        for desc in [false, true] {
            let path = format!("{SETTINGS}/{project}/?sort={sort}&desc={desc}");
            let list = owner.get(&path).expect(200).json();
            let entries = list["data"].as_array().unwrap();
            assert_eq!(entries.len(), 5);
            let keys: Vec<String> = entries.iter().map(|entry| entry[member].to_string()).collect();
            let sorted = keys.is_sorted_by(|a, b| if desc { a >= b } else { a <= b });
            assert!(sorted, "{path}: {keys:?}");
        }
    }
}

fn pages_join_to_the_whole_in_every_order(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    for sort in
        ["name", "type", "created", "updated", "updated_by", "last_reveal", "rotation", "expiry"]
    {
        for desc in [false, true] {
            let order = format!("sort={sort}&desc={desc}");
            let whole = names(&owner, &project, &order);
            let mut joined = Vec::new();
            let mut cursor = String::new();
            for _ in 0..3 {
                let path = format!("{SETTINGS}/{project}/?{order}&limit=2{cursor}");
                let page = owner.get(&path).expect(200).json();
                let entries = page["data"].as_array().unwrap();
                joined.extend(entries.iter().map(|e| e["name"].as_str().unwrap().to_owned()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(joined, whole, "{order}");
        }
    }
}

fn a_page_that_holds_the_rest_is_the_last(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    for (limit, is_last) in [(4, false), (5, true), (6, true)] {
        let page = owner.get(&format!("{SETTINGS}/{project}/?limit={limit}")).expect(200).json();
        assert_eq!(page["next_cursor"].is_null(), is_last, "{limit}");
    }
}

fn what_is_created_between_two_pages_neither_repeats_nor_hides_an_entry(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    let list = format!("{SETTINGS}/{project}/?limit=3");
    let page = owner.get(&list).expect(200).json();
    let next = page["next_cursor"].as_str().unwrap();
    let _ = owner.new_secret(&project, "AAA before the cursor", "a value");
    let rest = names(&owner, &project, &format!("limit=3&cursor={next}"));
    assert_eq!(rest, ["delta", "echo"]);
}

fn a_cursor_serves_its_own_list_alone(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    let page = owner.get(&format!("{SETTINGS}/{project}/?limit=2")).expect(200).json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let by_type = format!("{SETTINGS}/{project}/?limit=2&sort=type&cursor={cursor}");
    owner.get(&by_type).refused(400, "malformed-request");
    let other = owner.new_project();
    let elsewhere = owner.get(&format!("{SETTINGS}/{other}/?limit=2&cursor={cursor}"));
    assert!(elsewhere.status == 400 || elsewhere.json()["data"] == json!([]));
}

fn filters_are_exact_and_search_is_part_of_a_name(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = project_with_five(&owner);
    let _ = owner.new_secret(&project, "100%_sure", "a value");
    for (query, expected) in [
        ("name=alpha", &["alpha"][..]),
        ("name=Alpha", &[]),
        ("name=alph", &[]),
        ("search=RAV", &["Bravo"]),
        ("search=l", &["alpha", "charlie", "delta"]),
        // What a LIKE pattern would take for more than itself.
        ("search=%25_", &["100%_sure"]),
        ("search=%25", &["100%_sure"]),
        ("search=_", &["100%_sure"]),
        ("search=%5C", &[]),
        ("search=%27%20OR%201%3D1%20--", &[]),
        ("type=secret/Custom&search=echo", &["echo"]),
        ("type=Custom&name=echo", &["echo"]),
        ("type=secret%2FOther", &[]),
        ("type=custom", &[]),
    ] {
        assert_eq!(names(&owner, &project, query), expected, "{query}");
    }
}

fn refuses_a_query_that_says_what_no_list_knows(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    for query in [
        "sort=value",
        "sort=Name",
        "sort=",
        "desc=yes",
        "desc=True",
        "desc",
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=1e3",
        "limit=01",
        "limit=",
        "cursor=%00",
        "cursor=AAAA",
        "type=secret/",
        "type=a%20b",
        "page=2",
        "decrypt=true",
        "sort=name&sort=name",
        "%6e%61=%",
        "name=%ff",
    ] {
        let answer = owner.get(&format!("{SETTINGS}/{project}/?{query}"));
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
    }
}

on_every_deployment! {
    names_sort_by_their_bytes_up_and_down,
    times_and_types_sort,
    pages_join_to_the_whole_in_every_order,
    a_page_that_holds_the_rest_is_the_last,
    what_is_created_between_two_pages_neither_repeats_nor_hides_an_entry,
    a_cursor_serves_its_own_list_alone,
    filters_are_exact_and_search_is_part_of_a_name,
    refuses_a_query_that_says_what_no_list_knows,
}
