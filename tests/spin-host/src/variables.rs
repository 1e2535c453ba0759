//! `spin:variables`: the application's variables, as its manifest hands them to the component.

use strongroom_spin_application::NotThere;
use wasmtime::component::{Accessor, HasSelf};

use crate::bindings::spin::variables::variables::{Error, Host, HostWithStore};
use crate::state::State;

impl Host for State {}

impl<T: Send> HostWithStore<T> for HasSelf<State> {
    async fn get(
        accessor: &Accessor<T, Self>,
        name: String,
    ) -> wasmtime::Result<Result<String, Error>> {
        let found = accessor.with(|mut access| access.get().application.variables.get(&name));
        Ok(found.map_err(|why| match why {
            NotThere::NoName => Error::InvalidName(format!("{name:?} is no name of a variable")),
            NotThere::Undefined => {
                Error::Undefined(format!("no variable {name:?} for the component"))
            }
        }))
    }
}
