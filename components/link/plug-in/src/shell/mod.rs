//! The catalogue of a chain that begins with one type: what links of every kind share.
//!
//! The kinds differ in `rotation`.

mod convert;

use std::cell::OnceCell;

use strongroom_bindings::wire_type::{About, Field};

use crate::bindings::exports::strongroom::secret_types::catalogue::{
    Entry, Error, Guest, RenderError, Rendered, RotationError, Step,
};
use crate::bindings::strongroom::secret_type::secret_type as own;
use crate::bindings::strongroom::secret_types::catalogue as rest;
use crate::rotation;

pub(crate) struct Component;

thread_local! {
    // What the type calls itself, and nothing of any request.
    static ID: OnceCell<String> = const { OnceCell::new() };
}

fn is_own(type_id: &str) -> bool {
    ID.with(|id| id.get_or_init(|| own::describe().id) == type_id)
}

impl Guest for Component {
    fn types() -> Vec<Entry> {
        let mut types: Vec<Entry> = rest::types().into_iter().map(convert::entry).collect();
        types.push(Entry { description: own::describe(), connected: rotation::CONNECTED });
        types.sort_by(|one, other| one.description.id.cmp(&other.description.id));
        types
    }

    fn validate(type_id: String, fields: Vec<Field>) -> Result<Vec<Field>, Error> {
        if is_own(&type_id) {
            own::validate(&fields).map_err(Error::Invalid)
        } else {
            rest::validate(&type_id, &fields).map_err(convert::error)
        }
    }

    fn render(
        type_id: String,
        format: String,
        about: About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        if !is_own(&type_id) {
            let rendered = rest::render(&type_id, &format, &about, &fields);
            return rendered.map(convert::rendered).map_err(convert::render_error);
        }
        let known = own::describe().renderings.into_iter().find(|known| known.format == format);
        let media_type = known.ok_or(RenderError::UnknownFormat)?.media_type;
        match own::render(&format, &about, &fields) {
            Ok(content) => Ok(Rendered { media_type, content }),
            // It described the format and does not know it.
            Err(own::RenderError::UnknownFormat) => Err(RenderError::Failed),
            Err(own::RenderError::NotRepresentable(problems)) => {
                Err(RenderError::NotRepresentable(problems))
            }
        }
    }

    fn check(type_id: String, about: About, current: Vec<Field>) -> Result<(), RotationError> {
        if is_own(&type_id) {
            rotation::check(&about, &current)
        } else {
            rest::check(&type_id, &about, &current).map_err(convert::rotation_error)
        }
    }

    fn create_next(
        type_id: String,
        about: About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        if is_own(&type_id) {
            rotation::create(&about, &current)
        } else {
            rest::create_next(&type_id, &about, &current).map_err(convert::rotation_error)
        }
    }

    fn take_step(
        type_id: String,
        step: Step,
        about: About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        if is_own(&type_id) {
            return rotation::step(step, &about, &current, &other);
        }
        let step = convert::step(step);
        rest::take_step(&type_id, step, &about, &current, &other).map_err(convert::rotation_error)
    }
}
