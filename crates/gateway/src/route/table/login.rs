//! Where service clients sign in.

use super::super::Step::Fixed;
use super::super::{Body, Endpoint, Method, Operation, Route, Tag};
use super::{V2, ok, write};
use crate::body::login;

pub(super) static ROUTES: [Route; 1] = [Route {
    tag: Tag::Login,
    steps: &[Fixed("auth"), Fixed("client"), V2, Fixed("chariot"), Fixed("login")],
    trailing_slash: false,
    operations: &[Operation {
        body: Some(Body {
            name: "LoginRequest",
            members: &login::LOGIN,
            media_types: &login::MEDIA_TYPES,
        }),
        success: ok("AccessToken", &["pragma"]),
        ..write(
            Method::Post,
            Endpoint::Login,
            "login",
            "Give a client an access token for its id and secret (RFC 6749, section 4.4)",
        )
    }],
}];
