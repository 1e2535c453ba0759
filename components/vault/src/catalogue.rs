//! The crate's `Catalogue` over the imported one.

use strongroom_bindings::{all, each};
use strongroom_model::TypeName;
use strongroom_ports::catalogue::{Catalogue, Description, Error, Field};

use crate::bindings::strongroom::secret_type::catalogue as imported;

/// The secret types behind the component's import. Has no state.
pub(crate) struct Types;

impl Catalogue for Types {
    async fn types(&self) -> Vec<Description> {
        // A description that is not what the contract says is a type that cannot be used.
        imported::types().into_iter().filter_map(|found| found.try_into().ok()).collect()
    }

    async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        match imported::validate(type_name.as_str(), &all(fields)) {
            Ok(fields) => each(fields).map_err(|_| Error::Failed),
            Err(imported::Error::Unknown) => Err(Error::Unknown),
            Err(imported::Error::Invalid(problems)) => Err(Error::Invalid(all(problems))),
            Err(imported::Error::Failed) => Err(Error::Failed),
        }
    }
}
