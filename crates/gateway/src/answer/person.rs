//! People.

use strongroom_ports::directory::{CreatedPerson, Person};
use strongroom_ports::principals::Status;

use super::{ENTRY, credential_text, nullable_number, nullable_text, single};
use crate::json::Writer;
use crate::problem::Problem;

/// Every name that `status` can have.
pub(crate) const STATUSES: [&str; 3] = ["active", "suspended", "removed"];

pub(crate) fn one(person: &Person) -> Writer {
    single(|json| {
        json.begin_object();
        write(json, person);
        json.end_object();
    })
}

pub(crate) fn list(people: &[Person]) -> Writer {
    let entry = |json: &mut Writer, person: &Person| {
        json.begin_object();
        write(json, person);
        json.end_object();
    };
    super::list((people.len() + 1) * ENTRY, people, entry, |_| ())
}

/// # Errors
/// 500 where the authorizer made a credential that is no text.
pub(crate) fn created(created: &CreatedPerson) -> Result<Writer, Problem> {
    let token = created.credential.as_ref().map(credential_text).transpose()?;
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    write(&mut json, &created.person);
    nullable_text(&mut json, "token", token);
    json.end_object();
    Ok(json)
}

fn write(json: &mut Writer, person: &Person) {
    json.member("id").display(person.id);
    json.member("name").text(person.name.as_str());
    nullable_text(json, "email", person.email.as_deref());
    json.member("status").text(match person.status {
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Removed => "removed",
    });
    json.member("created_at").number(person.created_at);
    nullable_number(json, "last_seen_at", person.last_seen_at);
    nullable_text(json, "role", person.role.map(|role| role.as_str()));
}
