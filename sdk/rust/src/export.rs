//! From the trait to the component: generated bindings and the conversion to and from them.

use std::marker::PhantomData;

use crate::{Description, FieldDescription, FieldKind, Fields, Problems, SecretType};

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

use bindings::exports::strongroom::secret_type::secret_type::{self as contract, Guest};

/// Makes the plug-in out of a [`SecretType`]. Once in a crate.
///
/// Natively it checks that the type is one and makes nothing, so that `cargo test` works as in any
/// other crate.
#[macro_export]
macro_rules! export {
    ($secret_type:ty) => {
        #[cfg(not(target_arch = "wasm32"))]
        const _: (
            fn() -> $crate::Description,
            fn($crate::Fields) -> ::core::result::Result<$crate::Fields, $crate::Problems>,
        ) = (
            <$secret_type as $crate::SecretType>::describe,
            <$secret_type as $crate::SecretType>::validate,
        );

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "a component's exports are linked by name")]
        const _: () = {
            type Plugin = $crate::__private::Adapter<$secret_type>;
            $crate::__private::bindings::export_plug_in!(
                Plugin with_types_in $crate::__private::bindings
            );
        };
    };
}

/// A [`SecretType`] seen through the contract.
pub struct Adapter<T>(PhantomData<T>);

impl<T: SecretType + 'static> Guest for Adapter<T> {
    fn describe() -> contract::Description {
        T::describe().into()
    }

    fn validate(
        fields: Vec<contract::Field>,
    ) -> Result<Vec<contract::Field>, Vec<contract::Problem>> {
        let fields = fields.into_iter().map(|field| (field.name, field.value)).collect();
        T::validate(fields).map(given_back).map_err(told)
    }
}

fn given_back(fields: Fields) -> Vec<contract::Field> {
    fields.into_pairs().into_iter().map(|(name, value)| contract::Field { name, value }).collect()
}

fn told(problems: Problems) -> Vec<contract::Problem> {
    let contract = |problem: crate::Problem| contract::Problem {
        field: problem.field,
        message: problem.message,
    };
    problems.into_vec().into_iter().map(contract).collect()
}

impl From<Description> for contract::Description {
    fn from(description: Description) -> Self {
        let Description { id, title, help, fields } = description;
        Self { id, title, help, fields: fields.into_iter().map(Into::into).collect() }
    }
}

impl From<FieldDescription> for bindings::strongroom::secret_type::types::FieldDescription {
    fn from(field: FieldDescription) -> Self {
        use bindings::strongroom::secret_type::types::FieldKind as Kind;

        let FieldDescription { name, title, kind, required, help } = field;
        let kind = match kind {
            FieldKind::Text => Kind::Text,
            FieldKind::Password => Kind::Password,
            FieldKind::MultiLine => Kind::MultiLine,
        };
        Self { name, title, kind, required, help }
    }
}
