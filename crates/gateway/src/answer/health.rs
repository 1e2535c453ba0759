//! The health of a place: the secrets that want somebody's attention.

use strongroom_model::Timestamp;
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
