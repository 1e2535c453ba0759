//! People, of an organization and of the installation.

use strongroom_model::Action;

use super::super::Step::Id;
use super::super::{Endpoint, Method, Needs, Noun, Operation, Route, Tag};
use super::{
    API, IDENTITY, LOCATION, ORGANIZATION, ORGANIZATIONS, PEOPLE, V2, created, get, json,
    merge_patch, ok, write,
};
use crate::body::person;
use crate::problem::Refusal::{Forbidden, LastOwner, NameTaken, NotFound};
use crate::query;

pub(super) static ROUTES: [Route; 3] = [
    Route {
        tag: Tag::People,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, PEOPLE],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Here(Action::Read),
                query: &query::PEOPLE,
                refusals: &[Forbidden, NotFound],
                ..get(
                    Endpoint::ListPeople,
                    "listOrganizationPeople",
                    "List the people of an organization, by name, at most 1000",
                    "PersonList",
                )
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                body: json("PersonCreation", &person::CREATE),
                success: created("CreatedPerson", LOCATION),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(
                    Method::Post,
                    Endpoint::CreatePerson,
                    "createPerson",
                    "Create a person of an organization; a first token is shown this once",
                )
            },
        ],
    },
    Route {
        tag: Tag::People,
        steps: &[API, IDENTITY, V2, PEOPLE],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Administrator,
            query: &query::PEOPLE,
            refusals: &[Forbidden],
            ..get(
                Endpoint::ListPeople,
                "listPeople",
                "List the people of the installation, by name, at most 1000",
                "PersonList",
            )
        }],
    },
    Route {
        tag: Tag::People,
        steps: &[API, IDENTITY, V2, PEOPLE, Id(Noun::Person)],
        trailing_slash: false,
        operations: &[
            Operation {
                refusals: &[NotFound],
                ..get(Endpoint::ReadPerson, "readPerson", "Read a person", "Person")
            },
            Operation {
                needs: Needs::Administrator,
                body: merge_patch("PersonChange", &person::CHANGE),
                success: ok("Person", &[]),
                refusals: &[Forbidden, NotFound, LastOwner],
                ..write(
                    Method::Patch,
                    Endpoint::ChangePerson,
                    "changePerson",
                    "Rename, suspend or reinstate a person; people may rename themselves",
                )
            },
            Operation {
                needs: Needs::Administrator,
                refusals: &[Forbidden, NotFound, LastOwner],
                ..write(
                    Method::Delete,
                    Endpoint::RemovePerson,
                    "removePerson",
                    "Remove a person with their tokens, roles and personal secrets",
                )
            },
        ],
    },
];
