//! Organizations.

use strongroom_model::Action;

use super::super::{Endpoint, Method, Needs, Operation, Route, Tag};
use super::{
    API, IDENTITY, LOCATION, ORGANIZATION, ORGANIZATIONS, V2, created, get, json, merge_patch, ok,
    write,
};
use crate::body::organization;
use crate::problem::Refusal::{Forbidden, NotFound};

pub(super) static ROUTES: [Route; 2] = [
    Route {
        tag: Tag::Organizations,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS],
        trailing_slash: false,
        operations: &[
            get(
                Endpoint::ListOrganizations,
                "listOrganizations",
                "List the organizations that the caller may see, by name, at most 1000",
                "OrganizationList",
            ),
            Operation {
                needs: Needs::Administrator,
                body: json("OrganizationCreation", &organization::CREATE),
                success: created("Organization", LOCATION),
                refusals: &[Forbidden],
                ..write(
                    Method::Post,
                    Endpoint::CreateOrganization,
                    "createOrganization",
                    "Create an organization; the caller becomes its Owner",
                )
            },
        ],
    },
    Route {
        tag: Tag::Organizations,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Here(Action::See),
                refusals: &[NotFound],
                ..get(
                    Endpoint::ReadOrganization,
                    "readOrganization",
                    "Read an organization",
                    "Organization",
                )
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                body: merge_patch("OrganizationChange", &organization::CHANGE),
                success: ok("Organization", &[]),
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Patch,
                    Endpoint::ChangeOrganization,
                    "changeOrganization",
                    "Rename an organization",
                )
            },
        ],
    },
];
