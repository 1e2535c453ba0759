//! What the audit log's events are called, and what each is about.

use strongroom_model::audit::Event;
use strongroom_model::{FieldName, Id, Member, Name, Owner, SecretKey, VersionNumber};

use super::{field_names, scopes};
use crate::json::Writer;

/// Every name that `event` can have.
pub(crate) const EVENTS: [&str; 39] = [
    "authentication-failed",
    "denied",
    "secret-created",
    "secret-updated",
    "secret-deleted",
    "secret-restored",
    "secret-purged",
    "secret-revealed",
    "secret-checked",
    "values-examined",
    "rotation-stepped",
    "rotation-dropped",
    "initialized",
    "organization-created",
    "organization-renamed",
    "project-created",
    "project-changed",
    "project-deleted",
    "member-set",
    "member-removed",
    "person-created",
    "person-renamed",
    "person-suspended",
    "person-reinstated",
    "person-removed",
    "groups-synchronized",
    "group-created",
    "group-changed",
    "group-deleted",
    "group-member-added",
    "group-member-removed",
    "client-created",
    "client-secret-renewed",
    "client-revoked",
    "client-signed-in",
    "token-created",
    "token-revoked",
    "policy-set",
    "policy-deleted",
];

pub(super) const fn name(event: &Event) -> &'static str {
    match event {
        Event::AuthenticationFailed { .. } => "authentication-failed",
        Event::Denied { .. } => "denied",
        Event::SecretCreated { .. } => "secret-created",
        Event::SecretUpdated { .. } => "secret-updated",
        Event::SecretDeleted { .. } => "secret-deleted",
        Event::SecretRestored { .. } => "secret-restored",
        Event::SecretPurged { .. } => "secret-purged",
        Event::SecretRevealed { .. } => "secret-revealed",
        Event::SecretChecked { .. } => "secret-checked",
        Event::ValuesExamined { .. } => "values-examined",
        Event::RotationStepped { .. } => "rotation-stepped",
        Event::RotationDropped { .. } => "rotation-dropped",
        Event::Initialized { .. } => "initialized",
        Event::OrganizationCreated { .. } => "organization-created",
        Event::OrganizationRenamed { .. } => "organization-renamed",
        Event::ProjectCreated { .. } => "project-created",
        Event::ProjectChanged { .. } => "project-changed",
        Event::ProjectDeleted { .. } => "project-deleted",
        Event::MemberSet { .. } => "member-set",
        Event::MemberRemoved { .. } => "member-removed",
        Event::PersonCreated { .. } => "person-created",
        Event::PersonRenamed { .. } => "person-renamed",
        Event::PersonSuspended { .. } => "person-suspended",
        Event::PersonReinstated { .. } => "person-reinstated",
        Event::PersonRemoved { .. } => "person-removed",
        Event::GroupsSynchronized { .. } => "groups-synchronized",
        Event::GroupCreated { .. } => "group-created",
        Event::GroupChanged { .. } => "group-changed",
        Event::GroupDeleted { .. } => "group-deleted",
        Event::GroupMemberAdded { .. } => "group-member-added",
        Event::GroupMemberRemoved { .. } => "group-member-removed",
        Event::ClientCreated { .. } => "client-created",
        Event::ClientSecretRenewed { .. } => "client-secret-renewed",
        Event::ClientRevoked { .. } => "client-revoked",
        Event::ClientSignedIn { .. } => "client-signed-in",
        Event::TokenCreated { .. } => "token-created",
        Event::TokenRevoked { .. } => "token-revoked",
        Event::PolicySet { .. } => "policy-set",
        Event::PolicyDeleted { .. } => "policy-deleted",
    }
}

/// What the event was about, each kind with members of its own.
pub(super) fn about(json: &mut Writer, event: &Event) {
    match event {
        Event::AuthenticationFailed { reason, principal } => {
            json.member("reason").text(reason.as_str());
            match principal {
                Some(principal) => {
                    let kind = principal.kind.as_str();
                    json.member("principal").display(format_args!("{kind}/{}", principal.id));
                }
                None => json.member("principal").null(),
            }
        }
        Event::Denied { action, owner, secret } => {
            json.member("action").text(action.as_str());
            json.member("owner").display(owner);
            if let Some(secret) = secret {
                json.member("secret").display(secret);
            }
        }
        Event::SecretCreated { owner, secret, version }
        | Event::SecretUpdated { owner, secret, version }
        | Event::SecretDeleted { owner, secret, version }
        | Event::SecretRestored { owner, secret, version }
        | Event::SecretPurged { owner, secret, version }
        | Event::RotationDropped { owner, secret, version } => {
            about_secret(json, *owner, secret, *version);
        }
        Event::SecretRevealed { owner, secret, version, fields, format } => {
            about_secret(json, *owner, secret, *version);
            about_fields(json, fields.as_deref());
            if let Some(format) = format {
                json.member("format").text(format.as_str());
            }
        }
        Event::SecretChecked { owner, secret, version, outcome } => {
            about_secret(json, *owner, secret, *version);
            json.member("outcome").text(outcome.as_str());
        }
        Event::ValuesExamined { owner, examined } => {
            json.member("owner").display(owner);
            json.member("examined").number(*examined);
        }
        Event::RotationStepped { owner, secret, version, step, outcome } => {
            about_secret(json, *owner, secret, *version);
            json.member("step").text(step.as_str());
            json.member("outcome").text(outcome.as_str());
        }
        Event::Initialized { organization, user } => {
            json.member("organization").display(organization);
            json.member("first_user").display(user);
        }
        Event::OrganizationCreated { organization, name }
        | Event::OrganizationRenamed { organization, name }
        | Event::PolicySet { organization, name }
        | Event::PolicyDeleted { organization, name } => {
            json.member("organization").display(organization);
            json.member("name").text(name.as_str());
        }
        Event::ProjectCreated { project, name, visibility }
        | Event::ProjectChanged { project, name, visibility } => {
            json.member("project").display(project);
            json.member("name").text(name.as_str());
            json.member("visibility").text(visibility.as_str());
        }
        Event::ProjectDeleted { organization, project, name } => {
            json.member("organization").display(organization);
            json.member("project").display(project);
            json.member("name").text(name.as_str());
        }
        Event::MemberSet { owner, member, role } => {
            about_member(json, *owner, *member);
            json.member("role").text(role.as_str());
        }
        Event::MemberRemoved { owner, member } => about_member(json, *owner, *member),
        Event::PersonCreated { organization, user } => {
            match organization {
                Some(organization) => json.member("organization").display(organization),
                None => json.member("organization").null(),
            }
            json.member("about_user").display(user);
        }
        Event::PersonRenamed { user }
        | Event::PersonSuspended { user }
        | Event::PersonReinstated { user }
        | Event::PersonRemoved { user } => json.member("about_user").display(user),
        Event::GroupsSynchronized { organization, user, joined, left } => {
            json.member("organization").display(organization);
            json.member("about_user").display(user);
            about_groups(json, "joined", joined);
            about_groups(json, "left", left);
        }
        Event::GroupCreated { organization, group, name }
        | Event::GroupChanged { organization, group, name } => {
            about_group(json, *organization, *group, Some(name), None);
        }
        Event::GroupDeleted { organization, group } => {
            about_group(json, *organization, *group, None, None);
        }
        Event::GroupMemberAdded { organization, group, user }
        | Event::GroupMemberRemoved { organization, group, user } => {
            about_group(json, *organization, *group, None, Some(*user));
        }
        Event::ClientCreated { owner, client, name, scopes: given } => {
            about_client(json, *owner, *client);
            json.member("name").text(name.as_str());
            scopes(json, Some(given));
        }
        Event::ClientSecretRenewed { owner, client } | Event::ClientRevoked { owner, client } => {
            about_client(json, *owner, *client);
        }
        Event::ClientSignedIn { owner, client, access_token } => {
            about_client(json, *owner, *client);
            json.member("access_token").display(access_token);
        }
        Event::TokenCreated { token, scopes: given } => {
            json.member("about_token").display(token);
            scopes(json, given.as_deref());
        }
        Event::TokenRevoked { token } => json.member("about_token").display(token),
    }
}

fn about_secret(json: &mut Writer, owner: Owner, secret: &SecretKey, version: VersionNumber) {
    json.member("owner").display(owner);
    json.member("secret").display(secret);
    json.member("version").number(version.get());
}

/// `null` for every field.
fn about_fields(json: &mut Writer, fields: Option<&[FieldName]>) {
    match fields {
        Some(fields) => field_names(json, fields),
        None => json.member("fields").null(),
    }
}

fn about_member(json: &mut Writer, owner: Owner, member: Member) {
    json.member("owner").display(owner);
    json.member("member").display(format_args!("{}/{}", member.kind.as_str(), member.id));
}

fn about_groups(json: &mut Writer, name: &'static str, groups: &[Id]) {
    json.member(name).begin_list();
    for group in groups {
        json.display(group);
    }
    json.end_list();
}

fn about_group(
    json: &mut Writer,
    organization: Id,
    group: Id,
    name: Option<&Name>,
    user: Option<Id>,
) {
    json.member("organization").display(organization);
    json.member("group").display(group);
    if let Some(name) = name {
        json.member("name").text(name.as_str());
    }
    if let Some(user) = user {
        json.member("about_user").display(user);
    }
}

fn about_client(json: &mut Writer, owner: Owner, client: Id) {
    json.member("owner").display(owner);
    json.member("about_client").display(client);
}
