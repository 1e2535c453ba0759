//! Who holds a role on an organization or a project.

use strongroom_model::Action;

use super::super::Step::{Id, MemberKind};
use super::super::{Endpoint, Method, Needs, Noun, Operation, Route, Step, Tag};
use super::{
    API, IDENTITY, MEMBERS, ORGANIZATION, ORGANIZATIONS, PROJECT, PROJECTS, V2, get, json, write,
};
use crate::body::member;
use crate::problem::Refusal::{Forbidden, LastOwner, NotFound};

const MEMBER: Step = Id(Noun::Member);

const fn list(id: &'static str, summary: &'static str) -> Operation {
    Operation {
        needs: Needs::Here(Action::Read),
        refusals: &[Forbidden, NotFound],
        ..get(Endpoint::ListMembers, id, summary, "MemberList")
    }
}

const fn set(id: &'static str, summary: &'static str) -> Operation {
    Operation {
        needs: Needs::Here(Action::Manage),
        body: json("MemberRole", &member::ROLE),
        refusals: &[Forbidden, NotFound, LastOwner],
        ..write(Method::Put, Endpoint::SetMember, id, summary)
    }
}

const fn remove(id: &'static str, summary: &'static str) -> Operation {
    Operation {
        needs: Needs::Here(Action::Manage),
        refusals: &[Forbidden, NotFound, LastOwner],
        ..write(Method::Delete, Endpoint::RemoveMember, id, summary)
    }
}

pub(super) static ROUTES: [Route; 4] = [
    Route {
        tag: Tag::Members,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, MEMBERS],
        trailing_slash: false,
        operations: &[list(
            "listOrganizationMembers",
            "List who has a role on an organization itself, by name, at most 1000",
        )],
    },
    Route {
        tag: Tag::Members,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, MEMBERS, MemberKind, MEMBER],
        trailing_slash: false,
        operations: &[
            set(
                "setOrganizationMember",
                "Give a person or a group a role on an organization, or another one",
            ),
            remove(
                "removeOrganizationMember",
                "Remove a person or a group from an organization, its projects and its groups",
            ),
        ],
    },
    Route {
        tag: Tag::Members,
        steps: &[API, IDENTITY, V2, PROJECTS, PROJECT, MEMBERS],
        trailing_slash: false,
        operations: &[list(
            "listProjectMembers",
            "List who has a role on a project itself, by name, at most 1000",
        )],
    },
    Route {
        tag: Tag::Members,
        steps: &[API, IDENTITY, V2, PROJECTS, PROJECT, MEMBERS, MemberKind, MEMBER],
        trailing_slash: false,
        operations: &[
            set("setProjectMember", "Give a person or a group a role on a project, or another one"),
            remove("removeProjectMember", "Remove a person or a group from a project"),
        ],
    },
];
