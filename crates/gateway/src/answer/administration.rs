//! Who the caller is, organizations, projects and tokens.

use strongroom_ports::administration::{Identity, IssuedToken, Organization, Project, Token};

use super::{grants, list};
use crate::json::Writer;
use crate::problem::Problem;
use crate::status::internal;

const ENTRY: usize = 256;

pub(crate) fn identity(identity: &Identity) -> Writer {
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    json.member("user").begin_object();
    json.member("id").display(identity.user);
    json.member("name").text(identity.user_name.as_str());
    json.end_object();
    json.member("token").begin_object();
    json.member("id").display(identity.token);
    json.member("name").text(identity.token_name.as_str());
    json.member("expires_at").number(identity.expires_at);
    grants(&mut json, identity.grants.as_deref());
    json.end_object();
    json.end_object();
    json
}

pub(crate) fn organizations(organizations: &[Organization]) -> Writer {
    let write = |json: &mut Writer, organization: &Organization| {
        json.begin_object();
        json.member("id").display(organization.id);
        json.member("name").text(organization.name.as_str());
        json.member("created_at").number(organization.created_at);
        json.member("role").text(organization.role.as_str());
        json.end_object();
    };
    list((organizations.len() + 1) * ENTRY, organizations, write, |_| ())
}

pub(crate) fn projects(projects: &[Project]) -> Writer {
    list((projects.len() + 1) * ENTRY, projects, write_project, |_| ())
}

pub(crate) fn project(project: &Project) -> Writer {
    let mut json = Writer::with_capacity(ENTRY);
    write_project(&mut json, project);
    json
}

fn write_project(json: &mut Writer, project: &Project) {
    json.begin_object();
    json.member("id").display(project.id);
    json.member("organization").display(project.organization);
    json.member("name").text(project.name.as_str());
    json.member("created_at").number(project.created_at);
    json.member("role").text(project.role.as_str());
    json.end_object();
}

pub(crate) fn tokens(tokens: &[Token]) -> Writer {
    let write = |json: &mut Writer, token: &Token| {
        json.begin_object();
        write_token(json, token);
        json.end_object();
    };
    list((tokens.len() + 1) * ENTRY, tokens, write, |_| ())
}

/// # Errors
/// 500 where the authorizer made a credential that is no text.
pub(crate) fn issued_token(issued: &IssuedToken) -> Result<Writer, Problem> {
    let credential = std::str::from_utf8(issued.credential.expose()).map_err(|_| internal())?;
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    write_token(&mut json, &issued.token);
    json.member("token").text(credential);
    json.end_object();
    Ok(json)
}

fn write_token(json: &mut Writer, token: &Token) {
    json.member("id").display(token.id);
    json.member("name").text(token.name.as_str());
    json.member("created_at").number(token.created_at);
    json.member("expires_at").number(token.expires_at);
    grants(json, token.grants.as_deref());
}
