//! Between the crate's types and the contract's, which both worlds share.

use super::plain::bindings::strongroom::secret_type::types as contract;
use crate::{
    About, Choice, Description, Failure, FieldDescription, FieldKind, Fields, Problems, Rendering,
};

pub(super) fn fields(fields: Vec<contract::Field>) -> Fields {
    fields.into_iter().map(|field| (field.name, field.value)).collect()
}

pub(super) fn given_back(fields: Fields) -> Vec<contract::Field> {
    fields.into_pairs().into_iter().map(|(name, value)| contract::Field { name, value }).collect()
}

pub(super) fn about(about: contract::About) -> About {
    About::new(about.name, about.now)
}

pub(super) fn told(problems: Problems) -> Vec<contract::Problem> {
    let contract = |problem: crate::Problem| contract::Problem {
        field: problem.field,
        message: problem.message,
    };
    problems.into_vec().into_iter().map(contract).collect()
}

pub(super) fn failure(failure: Failure) -> contract::Failure {
    match failure {
        Failure::Rejected(message) => contract::Failure::Rejected(message),
        Failure::Unavailable(message) => contract::Failure::Unavailable(message),
        Failure::Invalid(problems) => contract::Failure::Invalid(told(problems)),
        Failure::Failed(message) => contract::Failure::Failed(message),
    }
}

pub(super) fn description(description: Description) -> contract::Description {
    let Description { id, title, help, fields, renderings } = description;
    contract::Description {
        id,
        title,
        help,
        fields: fields.into_iter().map(field).collect(),
        renderings: renderings.into_iter().map(rendering).collect(),
    }
}

fn field(field: FieldDescription) -> contract::FieldDescription {
    let FieldDescription {
        name,
        title,
        kind,
        required,
        sensitive,
        pattern,
        choices,
        default,
        help,
    } = field;
    let kind = match kind {
        FieldKind::Text => contract::FieldKind::Text,
        FieldKind::Password => contract::FieldKind::Password,
        FieldKind::MultiLine => contract::FieldKind::MultiLine,
        FieldKind::Number => contract::FieldKind::Number,
        FieldKind::Choice => contract::FieldKind::Choice,
        FieldKind::File => contract::FieldKind::File,
    };
    let choice = |Choice { value, title }| contract::Choice { value, title };
    contract::FieldDescription {
        name,
        title,
        kind,
        required,
        sensitive,
        pattern,
        choices: choices.into_iter().map(choice).collect(),
        default,
        help,
    }
}

fn rendering(rendering: Rendering) -> contract::Rendering {
    let Rendering { format, title, media_type, help } = rendering;
    contract::Rendering { format, title, media_type, help }
}
