//! Policies that an organization writes, where the authorizer decides by such.

use strongroom_model::Action;

use super::super::Step::{Fixed, PolicyName};
use super::super::{Endpoint, Method, Needs, Operation, Route, Step, Tag};
use super::{API, IDENTITY, ORGANIZATION, ORGANIZATIONS, V2, get, json, ok, write};
use crate::body::policy;
use crate::problem::Refusal::{self, Forbidden, NotFound, NotSupported};

const POLICIES: Step = Fixed("policies");
const MANAGE: Needs = Needs::Here(Action::Manage);
const REFUSALS: &[Refusal] = &[Forbidden, NotFound, NotSupported];

pub(super) static ROUTES: [Route; 4] = [
    Route {
        tag: Tag::Policies,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, POLICIES],
        trailing_slash: false,
        operations: &[Operation {
            needs: MANAGE,
            refusals: REFUSALS,
            ..get(
                Endpoint::ListPolicies,
                "listPolicies",
                "List an organization's policies, by name",
                "PolicyList",
            )
        }],
    },
    Route {
        tag: Tag::Policies,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, POLICIES, PolicyName],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: MANAGE,
                body: json("PolicyText", &policy::TEXT),
                success: ok("Policy", &[]),
                refusals: REFUSALS,
                ..write(
                    Method::Put,
                    Endpoint::SetPolicy,
                    "setPolicy",
                    "Store a policy, new or in place of the one of its name",
                )
            },
            Operation {
                needs: MANAGE,
                refusals: REFUSALS,
                ..write(Method::Delete, Endpoint::DeletePolicy, "deletePolicy", "Delete a policy")
            },
        ],
    },
    Route {
        tag: Tag::Policies,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, Fixed("policy-check")],
        trailing_slash: false,
        operations: &[Operation {
            needs: MANAGE,
            body: json("PolicyCheck", &policy::CHECK),
            success: ok("FindingList", &[]),
            refusals: REFUSALS,
            ..write(
                Method::Post,
                Endpoint::CheckPolicies,
                "checkPolicies",
                "Say what is wrong with policies, without storing them",
            )
        }],
    },
    Route {
        tag: Tag::Policies,
        steps: &[API, IDENTITY, V2, ORGANIZATIONS, ORGANIZATION, Fixed("policy-explain")],
        trailing_slash: false,
        operations: &[Operation {
            needs: MANAGE,
            body: json("PolicyQuestion", &policy::EXPLAIN),
            success: ok("Explanation", &[]),
            refusals: REFUSALS,
            ..write(
                Method::Post,
                Endpoint::ExplainPolicies,
                "explainPolicies",
                "Say how a question would be decided, and why",
            )
        }],
    },
];
