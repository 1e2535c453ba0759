//! From generated types to what `strongroom-secret-types` takes in: moves, never copies.

use strongroom_bindings::wire_type;
use strongroom_secret_types::said;

pub(crate) fn description(description: wire_type::Description) -> said::Description {
    said::Description {
        id: description.id,
        title: description.title,
        help: description.help,
        fields: description.fields.into_iter().map(field).collect(),
        renderings: description.renderings.into_iter().map(rendering).collect(),
    }
}

fn field(field: wire_type::FieldDescription) -> said::FieldDescription {
    said::FieldDescription {
        name: field.name,
        title: field.title,
        kind: field.kind.into(),
        required: field.required,
        sensitive: field.sensitive,
        pattern: field.pattern,
        choices: field.choices.into_iter().map(Into::into).collect(),
        default: field.default,
        help: field.help,
    }
}

fn rendering(rendering: wire_type::Rendering) -> said::Rendering {
    said::Rendering {
        format: rendering.format,
        title: rendering.title,
        media_type: rendering.media_type,
        help: rendering.help,
    }
}

pub(crate) fn problems(problems: Vec<wire_type::Problem>) -> Vec<said::Problem> {
    let bare = |problem: wire_type::Problem| said::Problem {
        field: problem.field,
        message: problem.message,
    };
    problems.into_iter().map(bare).collect()
}

pub(crate) fn failure(failure: wire_type::Failure) -> said::Failure {
    match failure {
        wire_type::Failure::Rejected(text) => said::Failure::Rejected(text),
        wire_type::Failure::Unavailable(text) => said::Failure::Unavailable(text),
        wire_type::Failure::Invalid(found) => said::Failure::Invalid(problems(found)),
        wire_type::Failure::Failed(text) => said::Failure::Failed(text),
    }
}
