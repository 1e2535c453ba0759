//! Groups and who is in them.

use strongroom_model::{Action, OwnerKind};

use super::super::Step::Id;
use super::super::{Endpoint, Method, Needs, Noun, Operation, Route, Step, Tag};
use super::{
    API, GROUPS, IDENTITY, LOCATION, MEMBERS, ORGANIZATION, ORGANIZATIONS, V2, created, get, json,
    merge_patch, ok, write,
};
use crate::body::group;
use crate::problem::Refusal::{Forbidden, NameTaken, NotFound};

const GROUP: Step = Id(Noun::Group);
const READ: Needs = Needs::On(OwnerKind::Organization, Action::Read);
const MANAGE: Needs = Needs::On(OwnerKind::Organization, Action::Manage);

pub(super) static ROUTES: [Route; 4] = [
    Route {
        tag: Tag::Groups,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, GROUPS],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Here(Action::Read),
                refusals: &[Forbidden, NotFound],
                ..get(
                    Endpoint::ListGroups,
                    "listGroups",
                    "List an organization's groups, by name, at most 1000",
                    "GroupList",
                )
            },
            Operation {
                needs: Needs::Here(Action::Manage),
                body: json("GroupCreation", &group::CREATE),
                success: created("Group", LOCATION),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(Method::Post, Endpoint::CreateGroup, "createGroup", "Create a group")
            },
        ],
    },
    Route {
        tag: Tag::Groups,
        steps: &[API, IDENTITY, V2, GROUPS, GROUP],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: READ,
                refusals: &[NotFound],
                ..get(Endpoint::ReadGroup, "readGroup", "Read a group", "Group")
            },
            Operation {
                needs: MANAGE,
                body: merge_patch("GroupChange", &group::CHANGE),
                success: ok("Group", &[]),
                refusals: &[Forbidden, NotFound, NameTaken],
                ..write(
                    Method::Patch,
                    Endpoint::ChangeGroup,
                    "changeGroup",
                    "Change a group's name or claim",
                )
            },
            Operation {
                needs: MANAGE,
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Delete,
                    Endpoint::DeleteGroup,
                    "deleteGroup",
                    "Delete a group with the roles it gives",
                )
            },
        ],
    },
    Route {
        tag: Tag::Groups,
        steps: &[API, IDENTITY, V2, GROUPS, GROUP, MEMBERS],
        trailing_slash: false,
        operations: &[Operation {
            needs: READ,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ListGroupMembers,
                "listGroupMembers",
                "List who is in a group, by name, at most 1000",
                "GroupMemberList",
            )
        }],
    },
    Route {
        tag: Tag::Groups,
        steps: &[API, IDENTITY, V2, GROUPS, GROUP, MEMBERS, Id(Noun::Person)],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: MANAGE,
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Put,
                    Endpoint::AddGroupMember,
                    "addGroupMember",
                    "Add a person to a group",
                )
            },
            Operation {
                needs: MANAGE,
                refusals: &[Forbidden, NotFound],
                ..write(
                    Method::Delete,
                    Endpoint::RemoveGroupMember,
                    "removeGroupMember",
                    "Remove a person from a group",
                )
            },
        ],
    },
];
