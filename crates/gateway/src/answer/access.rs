//! Who may do what with a secret.

use strongroom_ports::directory::{Access, HeldRole, Holder};

use super::{ENTRY, caller, nullable_number, nullable_text, scopes};
use crate::json::Writer;
use crate::query::holder_text;

/// What decides.
pub(crate) const DECIDERS: [&str; 2] = ["roles", "policies"];

/// What a report can leave out, for its reader may not know of it.
pub(crate) const OMITTED: [&str; 2] = ["organization-members", "organization-clients"];

pub(crate) fn page(found: &Access) -> Writer {
    super::list((found.entries.len() + 1) * ENTRY, &found.entries, write, |json| {
        let [by_roles, by_policies] = DECIDERS;
        json.member("decided_by").text(if found.by_policy { by_policies } else { by_roles });
        let visibility = found.visibility.map(|visibility| visibility.as_str());
        nullable_text(json, "visibility", visibility);
        caller::actions(json, "anyone", &found.anyone);
        json.member("omitted").begin_list();
        let omitted = [found.omits_organization, found.omits_clients];
        for (name, _) in OMITTED.iter().zip(omitted).filter(|(_, is_omitted)| *is_omitted) {
            json.text(name);
        }
        json.end_list();
        nullable_text(json, "next_after", found.next.map(holder_text).as_deref());
    })
}

fn write(json: &mut Writer, holder: &Holder) {
    json.begin_object();
    json.member("kind").text(holder.kind.as_str());
    json.member("id").display(holder.id);
    json.member("name").text(holder.name.as_str());
    caller::actions(json, "actions", &holder.actions);
    match &holder.fields {
        Some(fields) => super::field_names(json, fields),
        None => json.member("fields").null(),
    }
    json.member("roles").begin_list();
    for role in &holder.roles {
        write_role(json, role);
    }
    json.end_list();
    scopes(json, holder.scopes.as_deref());
    nullable_number(json, "expires_at", holder.expires_at);
    json.end_object();
}

fn write_role(json: &mut Writer, held: &HeldRole) {
    json.begin_object();
    json.member("on").display(held.on);
    json.member("role").text(held.role.as_str());
    match held.group {
        Some(group) => json.member("group").display(group),
        None => json.member("group").null(),
    }
    json.end_object();
}
