//! Projects.

use strongroom_model::{Action, OwnerKind};

use super::super::{Endpoint, Method, Needs, Operation, Route, Tag};
use super::{
    API, IDENTITY, LOCATION, PROJECT, PROJECTS, V2, created, get, json, merge_patch, ok, write,
};
use crate::body::project;
use crate::problem::Refusal::{Forbidden, NameTaken, NotFound};
use crate::query;

pub(super) static ROUTES: [Route; 2] = [
    Route {
        tag: Tag::Projects,
        steps: &[API, IDENTITY, V2, PROJECTS],
        trailing_slash: false,
        operations: &[
            Operation {
                query: &query::PROJECTS,
                ..get(
                    Endpoint::ListProjects,
                    "listProjects",
                    "List the projects that the caller may see, by name, at most 1000",
                    "ProjectList",
                )
            },
            Operation {
                needs: Needs::On(OwnerKind::Organization, Action::CreateProject),
                body: json("ProjectCreation", &project::CREATE),
                success: created("Project", LOCATION),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(
                    Method::Post,
                    Endpoint::CreateProject,
                    "createProject",
                    "Create a project; a person who does becomes its Owner",
                )
            },
        ],
    },
    Route {
        tag: Tag::Projects,
        steps: &[API, IDENTITY, V2, PROJECTS, PROJECT],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Here(Action::See),
                refusals: &[NotFound],
                ..get(Endpoint::ReadProject, "readProject", "Read a project", "Project")
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                body: merge_patch("ProjectChange", &project::CHANGE),
                success: ok("Project", &[]),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(
                    Method::Patch,
                    Endpoint::ChangeProject,
                    "changeProject",
                    "Change a project's name or visibility",
                )
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Delete,
                    Endpoint::DeleteProject,
                    "deleteProject",
                    "Delete a project with its secrets, members and clients",
                )
            },
        ],
    },
];
