//! API tokens of the caller.

use super::super::Step::{Fixed, Id};
use super::super::{Endpoint, Method, Needs, Noun, Operation, Route, Step, Tag};
use super::{API, IDENTITY, V2, created, get, json, write};
use crate::body::token;
use crate::problem::Refusal::{Forbidden, NotFound};

const TOKENS: Step = Fixed("tokens");

pub(super) static ROUTES: [Route; 2] = [
    Route {
        tag: Tag::Tokens,
        steps: &[API, IDENTITY, V2, TOKENS],
        trailing_slash: false,
        operations: &[
            Operation {
                needs: Needs::Unscoped,
                refusals: &[Forbidden],
                ..get(
                    Endpoint::ListTokens,
                    "listTokens",
                    "List the caller's tokens that have not expired, at most 1000",
                    "TokenList",
                )
            },
            Operation {
                needs: Needs::Unscoped,
                body: json("TokenCreation", &token::CREATE),
                success: created("IssuedToken", &[]),
                refusals: &[Forbidden],
                ..write(
                    Method::Post,
                    Endpoint::CreateToken,
                    "createToken",
                    "Create a token; it is shown this once",
                )
            },
        ],
    },
    Route {
        tag: Tag::Tokens,
        steps: &[API, IDENTITY, V2, TOKENS, Id(Noun::Token)],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Unscoped,
            refusals: &[Forbidden, NotFound],
            ..write(
                Method::Delete,
                Endpoint::RevokeToken,
                "revokeToken",
                "Revoke one of the caller's tokens",
            )
        }],
    },
];
