//! Service clients.

use strongroom_model::Action;

use super::super::Step::{Fixed, Id, Place, PlaceKind};
use super::super::{Endpoint, Method, Needs, Noun, Operation, Route, Step, Tag};
use super::{API, IDENTITY, LOCATION, V2, created, get, json, ok, write};
use crate::body::client;
use crate::problem::Refusal::{Forbidden, NameTaken, NotFound};

const CLIENTS: Step = Fixed("clients");
const CLIENT: Step = Id(Noun::Client);
const MANAGE: Needs = Needs::OnItsOwner(Action::Manage);

pub(super) static ROUTES: [Route; 3] = [
    Route {
        tag: Tag::Clients,
        steps: &[API, IDENTITY, V2, CLIENTS, PlaceKind, Place],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Here(Action::Manage),
                refusals: &[Forbidden, NotFound],
                ..get(
                    Endpoint::ListClients,
                    "listClients",
                    "List the clients of an organization or a project, by name, at most 1000",
                    "ClientList",
                )
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                body: json("ClientCreation", &client::CREATE),
                success: created("IssuedClient", LOCATION),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(
                    Method::Post,
                    Endpoint::CreateClient,
                    "createClient",
                    "Create a client; its secret is shown this once",
                )
            },
        ],
    },
    Route {
        tag: Tag::Clients,
        steps: &[API, IDENTITY, V2, CLIENTS, CLIENT],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: MANAGE,
                refusals: &[Forbidden, NotFound],
                ..get(Endpoint::ReadClient, "readClient", "Read a client", "Client")
            },
            Operation {
                needs: MANAGE,
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Delete,
                    Endpoint::RevokeClient,
                    "revokeClient",
                    "Revoke a client with its access tokens",
                )
            },
        ],
    },
    Route {
        tag: Tag::Clients,
        steps: &[API, IDENTITY, V2, CLIENTS, CLIENT, Fixed("secret")],
        trailing_slash: false,
        operations: &[Operation {
            needs: MANAGE,
            success: ok("IssuedClient", &[]),
            refusals: &[Forbidden, NotFound],
            ..write(
                Method::Post,
                Endpoint::RenewClientSecret,
                "renewClientSecret",
                "Give a client a new secret; the old one and its access tokens end",
            )
        }],
    },
];
