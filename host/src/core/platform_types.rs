//! The host's answers to what the core asks of secret types: `plugins` gives them.

use strongroom_ports::catalogue as port;
use wasmtime::component::Accessor;

use super::bindings::{catalogue, secret_type};
use super::convert_types as convert;
use super::platform::{Imports, begin, end};
use super::state::State;

impl secret_type::Host for State {}
impl catalogue::Host for State {}

type Trappable<T> = wasmtime::Result<T>;

impl<T: Send> catalogue::HostWithStore<T> for Imports {
    async fn types(accessor: &Accessor<T, Self>) -> Trappable<Vec<catalogue::Entry>> {
        Ok(begin(accessor).catalogue.types().iter().map(convert::entry).collect())
    }

    async fn validate(
        accessor: &Accessor<T, Self>,
        type_id: String,
        fields: Vec<secret_type::Field>,
    ) -> Trappable<Result<Vec<secret_type::Field>, catalogue::Error>> {
        let platform = begin(accessor);
        let result = async {
            let name = convert::type_name(&type_id).ok_or(port::Error::Unknown)?;
            let fields = convert::fields_in(fields).map_err(port::Error::Invalid)?;
            platform.catalogue.validate(&name, fields).await
        }
        .await;
        end(accessor);
        Ok(result.map(convert::fields_out).map_err(convert::error))
    }

    async fn render(
        accessor: &Accessor<T, Self>,
        type_id: String,
        format: String,
        about: secret_type::About,
        fields: Vec<secret_type::Field>,
    ) -> Trappable<Result<catalogue::Rendered, catalogue::RenderError>> {
        let platform = begin(accessor);
        let result = async {
            let name = convert::type_name(&type_id).ok_or(port::RenderError::Unknown)?;
            let format = format.parse().map_err(|_| port::RenderError::UnknownFormat)?;
            let about = convert::about(about).ok_or(port::RenderError::Failed)?;
            let fields = convert::fields_in(fields).map_err(port::RenderError::NotRepresentable)?;
            platform.catalogue.render(&name, &format, &about, fields).await
        }
        .await;
        end(accessor);
        Ok(result.map(convert::rendered).map_err(convert::render_error))
    }

    async fn check(
        accessor: &Accessor<T, Self>,
        type_id: String,
        about: secret_type::About,
        current: Vec<secret_type::Field>,
    ) -> Trappable<Result<(), catalogue::RotationError>> {
        let platform = begin(accessor);
        let result = async {
            let name = convert::type_name(&type_id).ok_or(port::RotationError::Unknown)?;
            let about = convert::about(about).ok_or(port::RotationError::Failed)?;
            platform.catalogue.check(&name, &about, fields(current)?).await
        }
        .await;
        end(accessor);
        Ok(result.map_err(convert::rotation_error))
    }

    async fn create_next(
        accessor: &Accessor<T, Self>,
        type_id: String,
        about: secret_type::About,
        current: Vec<secret_type::Field>,
    ) -> Trappable<Result<Vec<secret_type::Field>, catalogue::RotationError>> {
        let platform = begin(accessor);
        let result = async {
            let name = convert::type_name(&type_id).ok_or(port::RotationError::Unknown)?;
            let about = convert::about(about).ok_or(port::RotationError::Failed)?;
            platform.catalogue.create_next(&name, &about, fields(current)?).await
        }
        .await;
        end(accessor);
        Ok(result.map(convert::fields_out).map_err(convert::rotation_error))
    }

    async fn take_step(
        accessor: &Accessor<T, Self>,
        type_id: String,
        step: catalogue::Step,
        about: secret_type::About,
        current: Vec<secret_type::Field>,
        other: Vec<secret_type::Field>,
    ) -> Trappable<Result<(), catalogue::RotationError>> {
        let platform = begin(accessor);
        let result = async {
            let name = convert::type_name(&type_id).ok_or(port::RotationError::Unknown)?;
            let about = convert::about(about).ok_or(port::RotationError::Failed)?;
            let (current, other) = (fields(current)?, fields(other)?);
            platform.catalogue.take_step(&name, convert::step(step), &about, current, other).await
        }
        .await;
        end(accessor);
        Ok(result.map_err(convert::rotation_error))
    }
}

fn fields(fields: Vec<secret_type::Field>) -> Result<Vec<port::Field>, port::RotationError> {
    let invalid = |problems| port::RotationError::Refused(port::Failure::Invalid(problems));
    convert::fields_in(fields).map_err(invalid)
}
