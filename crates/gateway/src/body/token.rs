//! The body that creates a token.

use strongroom_model::{Grant, Owner, Role};
use strongroom_ports::administration::{Error, NewToken};

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const EXPIRES_IN: &str = "expires_in";
const GRANTS: &str = "grants";
const ON: &str = "on";
const ROLE: &str = "role";

pub(crate) const CREATE: [Member; 3] = [
    Member { name: NAME, shape: Shape::Name, required: true, about: "What the token is for." },
    Member {
        name: EXPIRES_IN,
        shape: Shape::Seconds,
        required: true,
        about: "Seconds from now; at most a year. The new token expires no later than the one that \
                makes it.",
    },
    Member {
        name: GRANTS,
        shape: Shape::Grants,
        required: false,
        about: "What the token can do, none of it beyond its maker's own. All of that where it is \
                missing.",
    },
];

pub(crate) const GRANT: [Member; 2] = [
    Member { name: ON, shape: Shape::Owner, required: true, about: "What the role is on." },
    Member { name: ROLE, shape: Shape::Role, required: true, about: "The role held there." },
];

pub(crate) fn read(json: Json) -> Result<NewToken, Problem> {
    let mut members = Members::read(json, &CREATE);
    let name = members.text(NAME);
    let lifetime_seconds = members.whole_number(EXPIRES_IN);
    let grants = members.list(GRANTS).map(|list| {
        let read = |(index, json)| members.grant(index, json);
        list.into_iter().enumerate().filter_map(read).collect()
    });
    members.finish()?;
    let (Some(name), Some(lifetime_seconds)) = (name, lifetime_seconds) else {
        return Err(crate::status::internal());
    };
    Ok(NewToken { name, lifetime_seconds, grants })
}

impl Members {
    fn grant(&mut self, index: usize, json: Json) -> Option<Grant> {
        let mut members = Self::inner(json, &GRANT, format!("{GRANTS}.{index}."));
        let on = members.text(ON).and_then(|text| {
            let owner = owner(&text);
            if owner.is_none() {
                members.problem(ON, "must be `<kind>/<id>` of a project, organization or user");
            }
            owner
        });
        let role = members.text(ROLE).and_then(|text| {
            let role = text.parse::<Role>();
            if let Err(why) = role {
                members.problem(ROLE, &why.to_string());
            }
            role.ok()
        });
        self.absorb(members);
        Some(Grant { on: on?, role: role? })
    }
}

fn owner(text: &str) -> Option<Owner> {
    let (kind, id) = text.split_once('/')?;
    Some(Owner { kind: kind.parse().ok()?, id: id.parse().ok()? })
}

/// The authorizer's name for a lifetime is ours for `expires_in`.
pub(crate) fn in_our_names(error: Error) -> Error {
    match error {
        Error::Invalid(mut problems) => {
            for problem in &mut problems {
                if matches!(problem.field.as_str(), "lifetime_seconds" | "lifetime-seconds") {
                    EXPIRES_IN.clone_into(&mut problem.field);
                }
            }
            Error::Invalid(problems)
        }
        Error::Forbidden
        | Error::NotFound
        | Error::NameTaken
        | Error::Unavailable
        | Error::Internal => error,
    }
}
