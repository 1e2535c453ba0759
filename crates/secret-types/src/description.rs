//! What a type says of itself.

use std::collections::HashSet;
use std::hash::Hash;

use strongroom_model::{Name, TypeName, limits, name};
use strongroom_ports::catalogue::{Choice, Description, FieldDescription, FieldKind, Rendering};

use crate::breach::Breach;
use crate::pattern::Pattern;
use crate::{said, value};

const CHOICES: usize = 100;
const CHOICE_CHARACTERS: usize = 255;
const DEFAULT_CHARACTERS: usize = 4_096;
const RENDERINGS: usize = 32;

/// A description that keeps to the contract, and its patterns ready for use.
#[derive(Debug, Clone)]
pub struct Described {
    pub description: Description,
    /// One for each field, in the same order.
    pub(crate) patterns: Vec<Option<Pattern>>,
}

impl Described {
    #[must_use]
    pub const fn id(&self) -> &TypeName {
        &self.description.id
    }

    /// Each field with its pattern.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&FieldDescription, Option<&Pattern>)> {
        self.description.fields.iter().zip(self.patterns.iter().map(Option::as_ref))
    }
}

/// Takes a description in.
///
/// # Errors
/// What of the contract it breaks.
pub fn described(raw: said::Description) -> Result<Described, Breach> {
    let said::Description { id, title: raw_title, help: raw_help, fields, renderings } = raw;
    let id = id.parse().map_err(|_| Breach::Id)?;
    if fields.is_empty() || fields.len() > limits::FIELDS {
        return Err(Breach::FieldCount);
    }
    let fields = fields.into_iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let (fields, patterns): (Vec<FieldDescription>, Vec<_>) = fields.into_iter().unzip();
    if repeated(fields.iter().map(|field| &field.name)) {
        return Err(Breach::FieldRepeated);
    }
    if renderings.len() > RENDERINGS {
        return Err(Breach::RenderingCount);
    }
    let renderings: Vec<_> = renderings.into_iter().map(rendering).collect::<Result<_, _>>()?;
    if repeated(renderings.iter().map(|rendering| &rendering.format)) {
        return Err(Breach::FormatRepeated);
    }
    let (title, help) = (title(raw_title)?, help(raw_help)?);
    Ok(Described { description: Description { id, title, help, fields, renderings }, patterns })
}

fn field(raw: said::FieldDescription) -> Result<(FieldDescription, Option<Pattern>), Breach> {
    let kind = raw.kind;
    let compiled = raw.pattern.as_deref().map(str::parse).transpose();
    let compiled: Option<Pattern> = compiled.map_err(|_| Breach::Pattern)?;
    let field = FieldDescription {
        name: raw.name.parse().map_err(|_| Breach::FieldName)?,
        title: title(raw.title)?,
        kind,
        required: raw.required,
        sensitive: raw.sensitive,
        pattern: raw.pattern,
        choices: choices(kind, raw.choices)?,
        default: raw.default,
        help: help(raw.help)?,
    };
    if let Some(default) = &field.default {
        let is_fit = name::free_text(default, DEFAULT_CHARACTERS).is_ok()
            && value::problem(&field, compiled.as_ref(), default.as_bytes()).is_none();
        if field.sensitive || !is_fit {
            return Err(Breach::Default);
        }
    }
    Ok((field, compiled))
}

fn choices(kind: FieldKind, raw: Vec<said::Choice>) -> Result<Vec<Choice>, Breach> {
    let count = if kind == FieldKind::Choice { 1..=CHOICES } else { 0..=0 };
    if !count.contains(&raw.len()) {
        return Err(Breach::Choices);
    }
    let choice = |raw: said::Choice| {
        let is_line = name::free_text(&raw.value, CHOICE_CHARACTERS).is_ok()
            && !raw.value.contains(['\n', '\t']);
        if is_line {
            Ok(Choice { value: raw.value, title: title(raw.title)? })
        } else {
            Err(Breach::Choices)
        }
    };
    let choices: Vec<_> = raw.into_iter().map(choice).collect::<Result<_, _>>()?;
    if repeated(choices.iter().map(|choice| &choice.value)) {
        return Err(Breach::Choices);
    }
    Ok(choices)
}

fn rendering(raw: said::Rendering) -> Result<Rendering, Breach> {
    Ok(Rendering {
        format: raw.format.parse().map_err(|_| Breach::Format)?,
        title: title(raw.title)?,
        media_type: raw.media_type.parse().map_err(|_| Breach::MediaType)?,
        help: help(raw.help)?,
    })
}

fn title(text: String) -> Result<String, Breach> {
    // What can pose as something else in a list of secrets can in a form too.
    text.parse::<Name>().map(Into::into).map_err(|_| Breach::Title)
}

fn help(text: String) -> Result<String, Breach> {
    name::free_text(&text, limits::DESCRIPTION_CHARACTERS).map_err(|_| Breach::Help)?;
    Ok(text)
}

fn repeated<T: Hash + Eq>(mut items: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    !items.all(|item| seen.insert(item))
}
