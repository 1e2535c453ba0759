use std::collections::HashSet;
use std::fmt::Write;

use super::*;

fn shapes(dialect: Dialect) -> impl Iterator<Item = Shape> {
    SortBy::ALL.into_iter().flat_map(move |sort| {
        (0..32_u32).map(move |bits| Shape {
            dialect,
            sort,
            descending: bits & 1 != 0,
            after: bits & 2 != 0,
            name: bits & 4 != 0,
            type_name: bits & 8 != 0,
            search: bits & 16 != 0,
        })
    })
}

#[test]
fn every_shape_has_a_place_and_a_text_of_its_own() {
    let all = || shapes(Dialect::Sqlite).chain(shapes(Dialect::Postgresql));
    let places: HashSet<usize> = all().map(Shape::index).collect();
    assert_eq!(places, (0..TEXTS.len()).collect());
    let texts: HashSet<String> = all().map(Shape::build).collect();
    assert_eq!(texts.len(), TEXTS.len());
    for shape in all() {
        assert!(matches!(shape.text(), Cow::Borrowed(text) if text == shape.build()));
    }
}

#[test]
fn the_texts_for_postgresql_are_as_reviewed() {
    let mut all = String::new();
    for shape in shapes(Dialect::Postgresql) {
        let filters = [shape.name, shape.type_name, shape.search];
        if filters == [false; 3] || filters == [true; 3] {
            let text = shape.text();
            let (_, conditions) = text.split_once(" FROM ").unwrap_or_default();
            let _ = writeln!(all, "{conditions}");
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_search_takes_nothing_for_a_wildcard() {
    assert_eq!(containing("50%_Off!").as_deref(), Some("%50!%!_off!!%"));
    assert_eq!(containing("ÄB").as_deref(), Some("%Äb%"));
}

#[test]
fn every_order_is_read_from_an_index_from_its_first_row_on() {
    for shape in shapes(Dialect::Sqlite) {
        // What has no index is read by its owner and sorted: see the fourth migration.
        if shape.name || shape.type_name || shape.search || shape.sort == SortBy::LastReveal {
            continue;
        }
        let plan = crate::plans::plan(&shape.text());
        assert_eq!(plan.len(), 1, "{shape:?} {plan:?}");
        let conditions = plan.concat().matches(['=', '>', '<']).count();
        assert!(plan.concat().contains("USING INDEX"), "{shape:?} {plan:?}");
        assert_eq!(conditions, 2 + usize::from(shape.after), "{shape:?} {plan:?}");
    }
}

#[test]
fn a_secret_is_found_by_its_name_from_an_index_in_every_order() {
    for shape in shapes(Dialect::Sqlite).filter(|shape| shape.name) {
        let plan = crate::plans::plan(&shape.text()).concat();
        assert!(plan.contains("owner_kind=? AND owner_id=? AND name=?"), "{shape:?} {plan}");
    }
}

#[test]
fn the_last_use_is_sorted_among_the_owners_secrets_alone() {
    for shape in shapes(Dialect::Sqlite).filter(|shape| shape.sort == SortBy::LastReveal) {
        let plan = crate::plans::plan(&shape.text()).concat();
        assert!(plan.contains("owner_kind=? AND owner_id=?"), "{shape:?} {plan}");
    }
}

#[test]
fn all_entries_are_counted_in_an_index_alone() {
    for shape in shapes(Dialect::Sqlite).filter(|shape| !shape.after) {
        // Of what no index has all of, each row is looked at.
        if shape.search && shape.type_name && !shape.name {
            continue;
        }
        let plan = crate::plans::plan(&shape.build_count());
        let is_covered = plan.concat().contains("COVERING INDEX");
        let is_one_row = shape.name;
        assert!(plan.len() == 1 && (is_covered || is_one_row), "{shape:?} {plan:?}");
    }
}

#[test]
fn a_search_looks_at_names_where_they_lie_together() {
    for shape in shapes(Dialect::Sqlite).filter(|shape| shape.search && !shape.type_name) {
        let plan = crate::plans::plan(&shape.text()).concat();
        // The index of the unique names.
        assert!(plan.contains("USING INDEX sqlite_autoindex_secrets_2 "), "{shape:?} {plan}");
    }
}
