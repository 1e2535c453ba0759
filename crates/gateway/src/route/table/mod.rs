//! Every route and operation there is, a file a resource.

mod audit;
mod clients;
mod deleted;
mod groups;
mod identity;
mod login;
mod members;
mod organizations;
mod people;
mod policies;
mod projects;
mod secrets;
mod system;
mod tokens;

use strongroom_model::OwnerKind;

use super::{Body, Endpoint, Method, Needs, Operation, Route, Step, Success};
use crate::body::Member;
use crate::document::told;

const API: Step = Step::Fixed("api");
const IDENTITY: Step = Step::Fixed("identity");
const V2: Step = Step::Fixed("v2");
const ORGANIZATIONS: Step = Step::Fixed("organizations");
const ORGANIZATION: Step = Step::Of(OwnerKind::Organization);
const PROJECTS: Step = Step::Fixed("projects");
const PROJECT: Step = Step::Of(OwnerKind::Project);
const PEOPLE: Step = Step::Fixed("people");
const GROUPS: Step = Step::Fixed("groups");
const MEMBERS: Step = Step::Fixed("members");

const JSON: &[&str] = &["application/json"];
const JSON_OR_MERGE_PATCH: &[&str] = &["application/json", "application/merge-patch+json"];
const LOCATION: &[&str] = &["location"];

/// In no order that matters but to speed: no path is matched by two.
static TABLE: [&[Route]; 14] = [
    &secrets::ROUTES,
    &audit::ROUTES,
    &deleted::ROUTES,
    &identity::ROUTES,
    &organizations::ROUTES,
    &projects::ROUTES,
    &members::ROUTES,
    &people::ROUTES,
    &groups::ROUTES,
    &clients::ROUTES,
    &tokens::ROUTES,
    &policies::ROUTES,
    &system::ROUTES,
    &login::ROUTES,
];

pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    TABLE.iter().copied().flatten()
}

const fn ok(schema: &'static str, headers: &'static [&'static str]) -> Success {
    Success { status: 200, schema: Some(told(schema)), headers }
}

const fn created(schema: &'static str, headers: &'static [&'static str]) -> Success {
    Success { status: 201, schema: Some(told(schema)), headers }
}

const NO_CONTENT: Success = Success { status: 204, schema: None, headers: &[] };

/// An operation that reads, with no refusal of its own.
const fn get(
    endpoint: Endpoint,
    id: &'static str,
    summary: &'static str,
    schema: &'static str,
) -> Operation {
    Operation {
        method: Method::Get,
        endpoint,
        id: told(id),
        summary: told(summary),
        needs: Needs::Nothing,
        query: &[],
        body: None,
        success: ok(schema, &[]),
        refusals: &[],
        takes_if_match: false,
    }
}

/// An operation that writes, with nothing to say when it is done.
const fn write(
    method: Method,
    endpoint: Endpoint,
    id: &'static str,
    summary: &'static str,
) -> Operation {
    Operation { method, success: NO_CONTENT, ..get(endpoint, id, summary, "") }
}

const fn json(name: &'static str, members: &'static [Member]) -> Option<Body> {
    Some(Body { name: told(name), members, media_types: JSON })
}

const fn merge_patch(name: &'static str, members: &'static [Member]) -> Option<Body> {
    Some(Body { name: told(name), members, media_types: JSON_OR_MERGE_PATCH })
}
