//! The world `plug-in`.

use std::marker::PhantomData;

use super::convert;
use crate::SecretType;

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
        world: "plug-in",
        pub_export_macro: true,
        export_macro_name: "export_plug_in",
    });
}

use bindings::exports::strongroom::secret_type::secret_type as contract;

/// A [`SecretType`] seen through the contract.
pub struct Plain<T>(PhantomData<T>);

impl<T: SecretType + 'static> contract::Guest for Plain<T> {
    fn describe() -> contract::Description {
        convert::description(T::describe())
    }

    fn validate(
        fields: Vec<contract::Field>,
    ) -> Result<Vec<contract::Field>, Vec<contract::Problem>> {
        T::validate(convert::fields(fields)).map(convert::given_back).map_err(convert::told)
    }

    fn render(
        format: String,
        about: contract::About,
        fields: Vec<contract::Field>,
    ) -> Result<Vec<u8>, contract::RenderError> {
        use contract::RenderError as Error;

        T::render(&format, &convert::about(about), &convert::fields(fields)).map_err(|error| {
            match error {
                crate::RenderError::UnknownFormat => Error::UnknownFormat,
                crate::RenderError::NotRepresentable(problems) => {
                    Error::NotRepresentable(convert::told(problems))
                }
            }
        })
    }
}
