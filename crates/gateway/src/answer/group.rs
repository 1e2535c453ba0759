//! Groups and who is in them.

use strongroom_ports::directory::{Group, GroupMember};

use super::{ENTRY, nullable_text, single};
use crate::json::Writer;

pub(crate) fn one(group: &Group) -> Writer {
    single(|json| write(json, group))
}

pub(crate) fn list(groups: &[Group]) -> Writer {
    super::list((groups.len() + 1) * ENTRY, groups, write, |_| ())
}

pub(crate) fn members(members: &[GroupMember]) -> Writer {
    let write = |json: &mut Writer, member: &GroupMember| {
        json.begin_object();
        json.member("id").display(member.user);
        json.member("name").text(member.name.as_str());
        json.member("claimed").boolean(member.claimed);
        json.end_object();
    };
    super::list((members.len() + 1) * ENTRY, members, write, |_| ())
}

fn write(json: &mut Writer, group: &Group) {
    json.begin_object();
    json.member("id").display(group.id);
    json.member("organization").display(group.organization);
    json.member("name").text(group.name.as_str());
    nullable_text(json, "claim", group.claim.as_deref());
    json.member("created_at").number(group.created_at);
    json.end_object();
}
