//! From the traits to the component: generated bindings and the conversion to and from them.

mod connected;
mod convert;
mod plain;

pub use connected::{Connected, bindings as connected_bindings};
pub use plain::{Plain, bindings as plain_bindings};

/// Makes the plug-in out of a [`SecretType`](crate::SecretType). Once in a crate.
///
/// Natively it checks that the type is one and makes nothing, so that `cargo test` works as in any
/// other crate.
#[macro_export]
macro_rules! export {
    ($secret_type:ty) => {
        #[cfg(not(target_arch = "wasm32"))]
        const _: fn() = $crate::__private::is_secret_type::<$secret_type>;

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "a component's exports are linked by name")]
        const _: () = {
            type Plugin = $crate::__private::Plain<$secret_type>;
            $crate::__private::plain_bindings::export_plug_in!(
                Plugin with_types_in $crate::__private::plain_bindings
            );
        };
    };
}

/// Makes the plug-in out of a [`ConnectedSecretType`](crate::ConnectedSecretType). Once in a crate,
/// in place of [`export!`](crate::export).
///
/// The component imports HTTP, and the operator grants it hosts.
#[macro_export]
macro_rules! export_connected {
    ($secret_type:ty) => {
        #[cfg(not(target_arch = "wasm32"))]
        const _: fn() = $crate::__private::is_connected_secret_type::<$secret_type>;

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "a component's exports are linked by name")]
        const _: () = {
            type Plugin = $crate::__private::Plain<$secret_type>;
            type Rotating = $crate::__private::Connected<$secret_type>;
            $crate::__private::plain_bindings::export_plug_in!(
                Plugin with_types_in $crate::__private::plain_bindings
            );
            $crate::__private::connected_bindings::export_rotating!(
                Rotating with_types_in $crate::__private::connected_bindings
            );
        };
    };
}
