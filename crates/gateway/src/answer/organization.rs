//! Organizations.

use strongroom_ports::administration::Organization;

use super::{ENTRY, nullable_text, single};
use crate::json::Writer;

pub(crate) fn one(organization: &Organization) -> Writer {
    single(|json| write(json, organization))
}

pub(crate) fn list(organizations: &[Organization]) -> Writer {
    super::list((organizations.len() + 1) * ENTRY, organizations, write, |_| ())
}

fn write(json: &mut Writer, organization: &Organization) {
    json.begin_object();
    json.member("id").display(organization.id);
    json.member("name").text(organization.name.as_str());
    json.member("created_at").number(organization.created_at);
    nullable_text(json, "role", organization.role.map(|role| role.as_str()));
    json.end_object();
}
