//! What a refusal says: why, and who could.

use strongroom_ports::sessions::Reason;
use strongroom_ports::{administration, vault};

use crate::support::*;

#[test]
fn a_refusal_says_why_and_who_could() {
    let role = "No role of the caller allows this.";
    let project = format!("project/{PROJECT}");
    let organization = format!("organization/{ORGANIZATION}");
    let secret = format!("secret/Custom/{CUSTOM}");
    for (target, reason, detail) in [
        (
            format!("{project}/{secret}?decrypt=true"),
            Reason::Role,
            format!("{role} A Writer or an Owner of this project may, or an Owner of its organization."),
        ),
        (
            format!("{project}/{secret}"),
            Reason::Role,
            format!(
                "{role} A Reader, a Writer or an Owner of this project may, or an Owner of its \
                 organization."
            ),
        ),
        (
            format!("{organization}/{secret}?decrypt=true"),
            Reason::Role,
            format!("{role} A Maintainer or an Owner of this organization may."),
        ),
        (
            format!("{project}/{secret}?decrypt=true"),
            Reason::Scope,
            "The caller's credential has no scope for this: it takes `reveal` here.".to_owned(),
        ),
        (
            format!("{project}/{secret}?decrypt=true&field=value"),
            Reason::Fields,
            "The caller's credential may reveal other fields of this secret, but not all of these. \
             Name those that it may with `field`."
                .to_owned(),
        ),
        (
            format!("{project}/{secret}?decrypt=true"),
            Reason::Policy,
            "A policy of the organization forbids this.".to_owned(),
        ),
    ] {
        let world = World::with_vault_error(vault::Error::Forbidden(reason));
        let answer = ask("GET", &format!("/api/identity/v2/settings/{target}")).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (403, "forbidden"));
        assert_eq!(answer.json()["detail"], detail, "{target}");
    }
}

/// A check takes the whole value to its service, and a rotation changes it besides.
#[test]
fn a_refused_check_or_rotation_says_what_it_takes() {
    let roles = "No role of the caller allows this. A Writer or an Owner of this project may, or an \
                 Owner of its organization.";
    let fields = "The caller's credential may reveal some fields of this secret alone. This takes \
                  one that may reveal all of them.";
    let scope = "The caller's credential has no scope for this: it takes";
    for (method, path, reason, detail) in [
        ("POST", "check", Reason::Role, roles.to_owned()),
        ("POST", "rotate", Reason::Role, roles.to_owned()),
        ("POST", "check", Reason::Scope, format!("{scope} `reveal` here.")),
        ("POST", "rotate", Reason::Scope, format!("{scope} `reveal` and `write` here.")),
        ("DELETE", "rotate", Reason::Scope, format!("{scope} `write` here.")),
        ("POST", "check", Reason::Fields, fields.to_owned()),
        ("POST", "rotate", Reason::Fields, fields.to_owned()),
    ] {
        let world = World::with_vault_error(vault::Error::Forbidden(reason));
        let secret = format!("settings/project/{PROJECT}/secret/Custom/{CUSTOM}");
        let answer = ask(method, &format!("/api/identity/v2/{secret}/{path}")).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (403, "forbidden"));
        assert_eq!(answer.json()["detail"], detail, "{method} {path}");
    }
}

#[test]
fn a_refusal_of_management_says_who_could() {
    let api = "/api/identity/v2";
    for (method, target, reason, detail) in [
        (
            "POST",
            format!("{api}/organizations"),
            Reason::Role,
            "Only an administrator of the installation may do this: an Owner of the organization \
             that was made first.",
        ),
        (
            "GET",
            format!("{api}/projects/{PROJECT}/members"),
            Reason::Role,
            "No role of the caller allows this. A Reader, a Writer or an Owner of this project \
             may, or an Owner of its organization.",
        ),
        (
            "DELETE",
            format!("{api}/clients/{CUSTOM}"),
            Reason::Role,
            "No role of the caller allows this. An Owner of the organization or project that owns \
             it may.",
        ),
        (
            "DELETE",
            format!("{api}/groups/{CUSTOM}"),
            Reason::Scope,
            "The caller's credential has no scope for this: it takes `manage` here.",
        ),
        (
            "GET",
            format!("{api}/tokens"),
            Reason::Scope,
            "API tokens are managed by people, with a credential that has no scopes.",
        ),
        (
            "DELETE",
            format!("{api}/people/{USER}"),
            Reason::Scope,
            "The credential has scopes. This takes one that has none.",
        ),
    ] {
        let world = World::with_management_error(administration::Error::Forbidden(reason));
        let answer = ask(method, &target).json(r#"{"name":"n"}"#).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (403, "forbidden"));
        assert_eq!(answer.json()["detail"], detail, "{method} {target}");
    }
}

#[test]
fn each_taken_name_is_told_for_what_it_is() {
    for (template, method, detail) in [
        ("/projects", "post", "another project of the organization has the name"),
        ("/projects/{project}", "patch", "another project of the organization has the name"),
        (
            "/organizations/{organization}/groups",
            "post",
            "another group of the organization has the name or the claim",
        ),
        ("/groups/{group}", "patch", "another group of the organization has the name or the claim"),
        ("/clients/{kind}/{owner}", "post", "another client of the owner has the name"),
        (
            "/organizations/{organization}/people",
            "post",
            "the external identity is somebody else's",
        ),
    ] {
        let world = World::with_management_error(administration::Error::NameTaken);
        let template = format!("/api/identity/v2{template}");
        let body = example_body(&template, method).unwrap();
        let answer = ask(&method.to_uppercase(), &example(&template)).json(&body).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (409, "name-taken"), "{template}");
        assert_eq!(answer.json()["detail"], detail);
    }
}
