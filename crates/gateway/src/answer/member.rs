//! Who holds a role on an owner.

use strongroom_ports::directory::Membership;

use super::ENTRY;
use crate::json::Writer;

pub(crate) fn list(members: &[Membership]) -> Writer {
    super::list((members.len() + 1) * ENTRY, members, write, |_| ())
}

fn write(json: &mut Writer, membership: &Membership) {
    json.begin_object();
    json.member("kind").text(membership.member.kind.as_str());
    json.member("id").display(membership.member.id);
    json.member("name").text(membership.name.as_str());
    json.member("role").text(membership.role.as_str());
    json.end_object();
}
