//! Owners' audit logs.

use strongroom_model::Action;

use super::super::Step::{Fixed, Key, Owner, OwnerKind};
use super::super::{Endpoint, Needs, Operation, Route, Tag};
use super::{API, IDENTITY, V2, get};
use crate::problem::Refusal::{Forbidden, NotFound};
use crate::query;

pub(super) static ROUTES: [Route; 3] = [
    Route {
        tag: Tag::Audit,
        steps: &[API, IDENTITY, V2, Fixed("audit"), OwnerKind, Owner],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Audit),
            query: &query::AUDIT,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ReadAudit,
                "readAudit",
                "Read an owner's audit log, newest first",
                "AuditLog",
            )
        }],
    },
    Route {
        tag: Tag::Audit,
        steps: &[API, IDENTITY, V2, Fixed("audit"), OwnerKind, Owner, Fixed("verification")],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Audit),
            query: &query::VERIFICATION,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::VerifyAudit,
                "verifyAudit",
                "Whether an owner's audit log is what was written",
                "AuditVerification",
            )
        }],
    },
    Route {
        tag: Tag::Audit,
        steps: &[API, IDENTITY, V2, Fixed("settings"), OwnerKind, Owner, Key, Fixed("consumers")],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Audit),
            query: &query::CONSUMERS,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ListConsumers,
                "listConsumers",
                "Who a secret's value was revealed to, by the audit log, most recent first",
                "ConsumerList",
            )
        }],
    },
];
