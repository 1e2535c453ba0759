//! Lists and their pages.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::Record;
use strongroom_model::metadata::{Cursor, ListQuery, Metadata, SortBy};
use strongroom_model::{Owner, limits};
use strongroom_ports::secrets::{Change, Error, NewSecret, SecretStore};
use support::*;

const SORTS: [SortBy; 8] = SortBy::ALL;

/// Secrets of which several share type, time of making and time of change.
async fn many(world: &World, owner: Owner) {
    let mut number = 100 * u32::from(owner == project(2));
    for name in ["b", "a", "B", "é", "z", "c1", "c2", "C3", "秘密", "_", "a b", "0"] {
        number += 1;
        let type_name = ["Custom", "Registry", "S3"][(number % 3) as usize];
        let at = NOW - i64::from(number % 4);
        let made = world.secret_of(owner, type_name, number, name, at).await;
        let change = Change {
            expires_at: (number % 3 != 0).then(|| Some(NOW + i64::from(number % 5))),
            rotate_every: (number % 2 != 0).then(|| Some(3600 * (number % 4 + 1))),
            ..Change::default()
        };
        let mut record = Record { at, ..updated(owner, &made.key, 1) };
        record.caller.as_mut().unwrap().principal.id = id(500 + number % 3);
        world.store.update(owner, &made.key, seen(1, 1), change, record).await.unwrap();
        if number % 4 != 0 {
            let record = Record { at: at + i64::from(number % 5), ..revealed(owner, &made.key) };
            world.store.record_reveal(owner, &made.key, record).await.unwrap();
        }
    }
}

async fn pages(world: &World, query: ListQuery) -> Vec<Vec<Metadata>> {
    let mut pages = vec![];
    let mut cursor = None;
    loop {
        let query = ListQuery { cursor, ..query.clone() };
        let page = world.store.list(project(1), query).await.unwrap();
        pages.push(page.entries);
        cursor = page.next;
        if cursor.is_none() {
            return pages;
        }
    }
}

async fn names(world: &World, query: ListQuery) -> Vec<String> {
    pages(world, query).await.concat().into_iter().map(|entry| entry.name.into()).collect()
}

fn in_order(sort: SortBy, entry: &Metadata) -> (Vec<u8>, i64, Vec<u8>) {
    let id = entry.key.id.as_bytes().to_vec();
    match sort {
        SortBy::Name => (entry.name.as_str().into(), 0, id),
        SortBy::TypeName => (entry.key.type_name.as_str().into(), 0, id),
        SortBy::Created => (vec![], entry.created.at, id),
        SortBy::Updated => (vec![], entry.updated.at, id),
        SortBy::UpdatedBy => (entry.updated.by.as_bytes().to_vec(), 0, id),
        SortBy::LastReveal => (vec![], entry.last_reveal.map_or(0, |last| last.at), id),
        SortBy::Rotation => {
            (vec![], entry.schedule.rotation.map_or(i64::MAX, |period| period.next), id)
        }
        SortBy::Expiry => (vec![], entry.schedule.expires_at.unwrap_or(i64::MAX), id),
    }
}

#[tokio::test]
async fn pages_of_any_size_give_each_entry_once_in_each_order_and_direction() {
    let world = world().await;
    many(&world, project(1)).await;
    many(&world, project(2)).await;
    let all = world.store.list(project(1), query(SortBy::Name)).await.unwrap().entries;
    assert_eq!(all.len(), 12);
    for sort in SORTS {
        for descending in [false, true] {
            let mut expected = all.clone();
            expected.sort_by_key(|entry| in_order(sort, entry));
            if descending {
                expected.reverse();
            }
            for limit in [1, 2, 5, 11, 12, 13] {
                let pages = pages(&world, ListQuery { descending, limit, ..query(sort) }).await;
                assert_eq!(pages.concat(), expected, "{sort:?} {descending} {limit}");
                assert_eq!(pages.len(), 12_usize.div_ceil(limit as usize));
            }
        }
    }
}

#[tokio::test]
async fn names_sort_by_their_bytes() {
    let world = world().await;
    many(&world, project(1)).await;
    let sorted = names(&world, query(SortBy::Name)).await;
    assert_eq!(sorted, ["0", "B", "C3", "_", "a", "a b", "b", "c1", "c2", "z", "é", "秘密"]);
}

#[tokio::test]
async fn a_change_moves_a_secret_in_the_order_of_changes() {
    let world = world().await;
    world.secret(project(1), 10, "first").await;
    world.secret(project(1), 11, "second").await;
    let mut record = updated(project(1), &key(10), 1);
    record.at = NOW + 1;
    let change = Change { description: Some("new".to_owned()), ..Change::default() };
    world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    assert_eq!(names(&world, query(SortBy::Updated)).await, ["second", "first"]);
    assert_eq!(names(&world, query(SortBy::Created)).await, ["first", "second"]);
}

#[tokio::test]
async fn a_list_goes_on_where_it_was_although_its_last_entry_is_gone() {
    let world = world().await;
    many(&world, project(1)).await;
    let first = ListQuery { limit: 4, ..query(SortBy::Name) };
    let page = world.store.list(project(1), first.clone()).await.unwrap();
    let gone = &page.entries[3];
    assert_eq!(gone.name.as_str(), "_");
    world.store.delete(project(1), &gone.key, None, deleted(project(1), &gone.key)).await.unwrap();
    let second = ListQuery { cursor: page.next, ..first };
    let page = world.store.list(project(1), second).await.unwrap();
    assert_eq!(page.entries[0].name.as_str(), "a");
}

#[tokio::test]
async fn filters_choose_by_exact_name_by_type_and_by_part_of_the_name() {
    let world = world().await;
    many(&world, project(1)).await;
    let base = || query(SortBy::Name);
    let by_name = |name: &str| ListQuery { name: Some(name.to_owned()), ..base() };
    assert_eq!(names(&world, by_name("b")).await, ["b"]);
    assert_eq!(names(&world, by_name("c")).await, [""; 0]);
    assert_eq!(names(&world, by_name("%")).await, [""; 0]);

    let mut by_type = Vec::new();
    for type_name in ["Custom", "Registry", "S3", "Other"] {
        let query = ListQuery { type_name: Some(type_name.parse().unwrap()), limit: 3, ..base() };
        by_type.push(names(&world, query).await.len());
    }
    assert_eq!(by_type, [4, 4, 4, 0]);

    let search = |part: &str| ListQuery { search: Some(part.to_owned()), limit: 1, ..base() };
    assert_eq!(names(&world, search("C")).await, ["C3", "c1", "c2"]);
    assert_eq!(names(&world, search(" ")).await, ["a b"]);
    assert_eq!(names(&world, search("密")).await, ["秘密"]);
    assert_eq!(names(&world, search("_")).await, ["_"]);
    for nothing in ["%", "!", "\\", "É", "\0", "a\0", &"a".repeat(256), &"%".repeat(60_000)] {
        assert_eq!(names(&world, search(nothing)).await, [""; 0], "{nothing:?}");
    }
    assert_eq!(names(&world, search("")).await.len(), 12);

    let both = ListQuery { type_name: Some("Custom".parse().unwrap()), ..search("b") };
    let expected: Vec<String> = pages(&world, base())
        .await
        .concat()
        .into_iter()
        .filter(|entry| entry.key.type_name.as_str() == "Custom")
        .map(|entry| entry.name.to_string())
        .filter(|name| name.to_ascii_lowercase().contains('b'))
        .collect();
    assert_eq!(names(&world, both).await, expected);
}

#[tokio::test]
async fn every_combination_of_conditions_is_sql_that_runs() {
    let world = world().await;
    many(&world, project(1)).await;
    for sort in SORTS {
        let first = ListQuery { limit: 1, ..query(sort) };
        let next = world.store.list(project(1), first).await.unwrap().next;
        for bits in 0..64 {
            let query = ListQuery {
                sort,
                descending: bits & 1 != 0,
                limit: 1000,
                cursor: next.clone().filter(|_| bits & 2 != 0),
                name: (bits & 4 != 0).then(|| "b".to_owned()),
                type_name: (bits & 8 != 0).then(|| "Registry".parse().unwrap()),
                search: (bits & 16 != 0).then(|| "B".to_owned()),
                count: bits & 32 != 0,
                deleted: false,
            };
            // The count is that of the list from its first page on, wherever this one begins.
            let all = ListQuery { cursor: None, count: false, ..query.clone() };
            let all = world.store.list(project(1), all).await.unwrap().entries.len();
            let page = world.store.list(project(1), query.clone()).await.unwrap();
            assert_eq!(page.total, query.count.then_some(all as u64), "{query:?}");
        }
    }
}

#[tokio::test]
async fn a_cursor_that_is_not_one_of_this_order_is_refused() {
    let world = world().await;
    many(&world, project(1)).await;
    let foreign = |bytes: &[u8], sort| {
        let query = ListQuery { cursor: Some(Cursor(bytes.to_vec())), ..query(sort) };
        world.store.list(project(1), query)
    };
    for sort in SORTS {
        let first = ListQuery { limit: 1, ..query(sort) };
        let cursor = world.store.list(project(1), first).await.unwrap().next.unwrap();
        for other in SORTS {
            assert_eq!(foreign(&cursor.0, other).await.is_ok(), other == sort);
        }
        for bytes in [b"".as_slice(), b"\x01", b"\x01n", b"\x01x123", b"' OR 1=1 --"] {
            assert_eq!(foreign(bytes, sort).await, Err(Error::BadCursor));
        }
    }
}

#[tokio::test]
async fn a_page_has_at_least_one_entry_and_at_most_what_is_allowed() {
    let world = world().await;
    many(&world, project(1)).await;
    for (limit, entries) in [(0, 1), (u32::MAX, 12)] {
        let query = ListQuery { limit, ..query(SortBy::Name) };
        let page = world.store.list(project(1), query).await.unwrap();
        assert_eq!(page.entries.len(), entries);
    }
}

/// A secret whose metadata is as large as the store has to bear.
async fn largest(world: &World, number: u32) {
    let label = |index: usize| {
        (format!("{index:0255}").parse().unwrap(), "x".repeat(limits::NAME_CHARACTERS))
    };
    let new = NewSecret {
        description: "\u{1f511}".repeat(limits::DESCRIPTION_CHARACTERS),
        labels: (0..limits::LABELS).map(label).collect(),
        new_owner_key: (number == 1000).then(|| owner_key(1)),
        ..new_secret(project(1), number, &format!("secret {number}"))
    };
    let record = created(project(1), &new.key);
    world.store.insert(new, record).await.unwrap();
}

#[tokio::test]
async fn a_page_of_the_largest_secrets_is_cut_short_and_goes_on() {
    let world = world().await;
    for number in 1000..1200 {
        largest(&world, number).await;
    }
    // The first rows alone fill a page, and small ones do not end it early.
    for number in 1200..1210 {
        world.secret(project(1), number, &format!("secret {number}")).await;
    }
    let expected: Vec<String> = (1000..1210).map(|number| format!("secret {number}")).collect();
    for sort in SORTS {
        for descending in [false, true] {
            let query = ListQuery { descending, limit: 1000, ..query(sort) };
            let pages = pages(&world, query).await;
            assert!(pages.len() > 1 && pages.iter().all(|page| !page.is_empty()));
            for page in &pages {
                let texts = page.iter().map(|entry| {
                    let labels = entry.labels.iter().map(|(k, v)| k.as_str().len() + v.len());
                    entry.name.as_str().len() + entry.description.len() + labels.sum::<usize>()
                });
                assert!(texts.sum::<usize>() <= 2 * 1024 * 1024, "{sort:?} {descending}");
            }
            let mut names: Vec<String> =
                pages.concat().into_iter().map(|entry| entry.name.into()).collect();
            if descending {
                names.reverse();
            }
            assert_eq!(names, expected, "{sort:?} {descending}");
        }
    }
    let bounded = ListQuery { limit: 5, ..query(SortBy::Name) };
    assert_eq!(pages(&world, bounded).await.len(), 42);
}
