//! The health of a place: the secrets that want somebody's attention.

use strongroom_model::Timestamp;
use strongroom_model::examination::{Examination, Spot};
use strongroom_model::metadata::Metadata;
use strongroom_ports::catalogue::Entry;

use super::secret::write_masked;
use crate::json::Writer;

/// Secrets of which one thing is so.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) secrets: Vec<Metadata>,
    /// Whether there may be others of which it is so.
    pub(crate) more: bool,
}

pub(crate) fn health(
    groups: &[Group],
    total: Option<u64>,
    types: &[Entry],
    now: Timestamp,
) -> Writer {
    let secrets: usize = groups.iter().map(|group| group.secrets.len()).sum();
    let mut json = Writer::with_capacity((secrets + 1) * 768);
    json.begin_object();
    json.member("at").number(now);
    json.member("total").number(total.unwrap_or_default());
    for group in groups {
        json.member(group.name).begin_object();
        json.member("data").begin_list();
        for secret in &group.secrets {
            write_masked(&mut json, secret, types, now, |_| ());
        }
        json.end_list();
        json.member("more").boolean(group.more);
        json.end_object();
    }
    json.end_object();
    json
}

/// What was found in an owner's values, and no value.
pub(crate) fn examination(found: &Examination) -> Writer {
    let spots =
        found.damaged.len() + found.weak.len() + found.reused.iter().map(Vec::len).sum::<usize>();
    let mut json = Writer::with_capacity((spots + 1) * 192);
    json.begin_object();
    json.member("examined").number(found.examined);
    json.member("skipped").number(found.skipped);
    json.member("complete").boolean(found.complete);
    write_spots(json.member("damaged"), &found.damaged);
    json.member("weak").begin_list();
    for (spot, weakness) in &found.weak {
        write_spot(&mut json, spot, |json| json.member("weakness").text(weakness.as_str()));
    }
    json.end_list();
    json.member("reused").begin_list();
    for spots in &found.reused {
        write_spots(&mut json, spots);
    }
    json.end_list();
    json.end_object();
    json
}

fn write_spots(json: &mut Writer, spots: &[Spot]) {
    json.begin_list();
    for spot in spots {
        write_spot(json, spot, |_| ());
    }
    json.end_list();
}

fn write_spot(json: &mut Writer, spot: &Spot, more: impl FnOnce(&mut Writer)) {
    json.begin_object();
    json.member("secret").display(&spot.secret);
    json.member("name").text(spot.name.as_str());
    json.member("field").text(spot.field.as_str());
    more(json);
    json.end_object();
}
