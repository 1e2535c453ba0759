//! What the world `connected-plug-in` has beyond `plug-in`. A component that exports both halves is of
//! that world.

use std::marker::PhantomData;

use super::convert;
use crate::ConnectedSecretType;
use crate::http::{Error, Outbound, Request, Response};

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated code, and a component's exports are linked by name"
)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package strongroom:secret-type-sdk;

            world rotating {
                import strongroom:secret-type/outbound@1.0.0;
                export strongroom:secret-type/rotation@1.0.0;
            }
        ",
        world: "strongroom:secret-type-sdk/rotating",
        pub_export_macro: true,
        export_macro_name: "export_rotating",
        // Records are the same in both halves.
        with: {
            "strongroom:secret-type/types@1.0.0":
                crate::export::plain::bindings::strongroom::secret_type::types,
            "strongroom:secret-type/outbound@1.0.0": generate,
            "strongroom:secret-type/rotation@1.0.0": generate,
        },
    });
}

use bindings::exports::strongroom::secret_type::rotation;
use bindings::strongroom::secret_type::outbound;
use rotation::{About, Failure, Field};

/// A [`ConnectedSecretType`] seen through the contract.
pub struct Connected<T>(PhantomData<T>);

// Calls are direct, and not by way of pointers: so the compiler sees whether a type sends anything,
// and a component of one that does not imports no HTTP.
impl<T: ConnectedSecretType + 'static> rotation::Guest for Connected<T> {
    fn check(about: About, current: Vec<Field>) -> Result<(), Failure> {
        T::check(&Platform, &convert::about(about), &convert::fields(current))
            .map_err(convert::failure)
    }

    fn create(about: About, current: Vec<Field>) -> Result<Vec<Field>, Failure> {
        T::create(&Platform, &convert::about(about), &convert::fields(current))
            .map(convert::given_back)
            .map_err(convert::failure)
    }

    fn set(about: About, current: Vec<Field>, next: Vec<Field>) -> Result<(), Failure> {
        let (current, next) = (convert::fields(current), convert::fields(next));
        T::set(&Platform, &convert::about(about), &current, &next).map_err(convert::failure)
    }

    fn test(about: About, current: Vec<Field>, next: Vec<Field>) -> Result<(), Failure> {
        let (current, next) = (convert::fields(current), convert::fields(next));
        T::test(&Platform, &convert::about(about), &current, &next).map_err(convert::failure)
    }

    fn finish(about: About, current: Vec<Field>, next: Vec<Field>) -> Result<(), Failure> {
        let (current, next) = (convert::fields(current), convert::fields(next));
        T::finish(&Platform, &convert::about(about), &current, &next).map_err(convert::failure)
    }

    fn revoke(about: About, current: Vec<Field>, previous: Vec<Field>) -> Result<(), Failure> {
        let (current, previous) = (convert::fields(current), convert::fields(previous));
        T::revoke(&Platform, &convert::about(about), &current, &previous).map_err(convert::failure)
    }
}

/// What the server lets a connected type reach.
struct Platform;

impl Outbound for Platform {
    fn send(&self, request: Request) -> Result<Response, Error> {
        let Request { method, url, headers, body } = request;
        let request = outbound::Request { method, url, headers, body };
        match outbound::send(&request) {
            Ok(outbound::Response { status, headers, body }) => {
                Ok(Response { status, headers, body })
            }
            Err(error) => Err(match error {
                outbound::Error::Invalid => Error::Invalid,
                outbound::Error::NotGranted => Error::NotGranted,
                outbound::Error::Unreachable => Error::Unreachable,
                outbound::Error::Tls => Error::Tls,
                outbound::Error::Timeout => Error::Timeout,
                outbound::Error::TooLarge => Error::TooLarge,
                outbound::Error::TooMany => Error::TooMany,
            }),
        }
    }
}
