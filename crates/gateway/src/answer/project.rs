//! Projects.

use strongroom_ports::administration::Project;

use super::{ENTRY, nullable_text, single};
use crate::json::Writer;

pub(crate) fn one(project: &Project) -> Writer {
    single(|json| write(json, project))
}

pub(crate) fn list(projects: &[Project]) -> Writer {
    super::list((projects.len() + 1) * ENTRY, projects, write, |_| ())
}

fn write(json: &mut Writer, project: &Project) {
    json.begin_object();
    json.member("id").display(project.id);
    json.member("organization").display(project.organization);
    json.member("name").text(project.name.as_str());
    json.member("visibility").text(project.visibility.as_str());
    json.member("created_at").number(project.created_at);
    nullable_text(json, "role", project.role.map(|role| role.as_str()));
    json.end_object();
}
