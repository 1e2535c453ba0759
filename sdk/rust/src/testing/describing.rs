//! Whether a description is one that the server takes, as far as that can be told without it.

use std::collections::BTreeSet;

use crate::{About, FieldDescription, FieldKind, Fields, RenderError, SecretType};

/// That the server would take the description, and that the type knows each format that it names
/// and no other. A pattern's syntax is the server's to check.
///
/// # Panics
/// With everything that is wrong.
#[track_caller]
pub fn describes_properly<T: SecretType>() {
    let description = T::describe();
    let mut wrong = Vec::new();
    let mut check = |is_right: bool, what: String| {
        if !is_right {
            wrong.push(what);
        }
    };

    check(T::describe() == description, "the description is not always the same".into());
    check(is_identifier(&description.id, "-"), format!("{:?} is no id", description.id));
    check(is_line(&description.title), "the title is no line".into());
    check(is_help(&description.help), "the help is too long".into());

    let fields = &description.fields;
    check((1..=64).contains(&fields.len()), "there must be 1 to 64 fields".into());
    let names: BTreeSet<_> = fields.iter().map(|field| &field.name).collect();
    check(names.len() == fields.len(), "a field's name comes twice".into());
    for field in fields {
        for what in wrong_with(field) {
            check(false, format!("field {:?} {what}", field.name));
        }
    }

    let renderings = &description.renderings;
    check(renderings.len() <= 32, "there must be at most 32 renderings".into());
    let formats: BTreeSet<_> = renderings.iter().map(|rendering| &rendering.format).collect();
    check(formats.len() == renderings.len(), "a format comes twice".into());
    for rendering in renderings {
        let format = &rendering.format;
        check(is_format(format), format!("{format:?} is no format"));
        check(is_line(&rendering.title), format!("the title of {format} is no line"));
        check(is_help(&rendering.help), format!("the help of {format} is too long"));
        check(is_media_type(&rendering.media_type), format!("{format} has no media type"));
        check(knows::<T>(format), format!("{format} is named and not known"));
    }
    check(!knows::<T>("no-such-format"), "any format is known".into());
    assert!(wrong.is_empty(), "the description is not one that the server takes: {wrong:#?}");
}

/// Of no fields at all: a type that knows the format says what is missing.
fn knows<T: SecretType>(format: &str) -> bool {
    let fields = Fields::from([] as [(&str, &str); 0]);
    T::render(format, &About::new("name", 0), &fields) != Err(RenderError::UnknownFormat)
}

fn wrong_with(field: &FieldDescription) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    let mut check = |is_right: bool, what| {
        if !is_right {
            wrong.push(what);
        }
    };
    check(is_identifier(&field.name, "_-"), "has no proper name");
    check(is_line(&field.title), "has a title that is no line");
    check(is_help(&field.help), "has a help that is too long");
    if let Some(pattern) = &field.pattern {
        check((1..=1000).contains(&pattern.chars().count()), "has a pattern that is too long");
    }
    let is_choice = field.kind == FieldKind::Choice;
    check(!is_choice || (1..=100).contains(&field.choices.len()), "must have 1 to 100 choices");
    check(is_choice || field.choices.is_empty(), "has choices and is none");
    let values: BTreeSet<_> = field.choices.iter().map(|choice| &choice.value).collect();
    check(values.len() == field.choices.len(), "has a choice twice");
    check(field.choices.iter().all(|choice| is_line(&choice.title)), "has a choice of no title");
    check(field.default.is_none() || !field.sensitive, "is sensitive and has a default");
    if let (true, Some(default)) = (is_choice, &field.default) {
        check(values.contains(default), "has a default that is no choice");
    }
    wrong
}

fn is_identifier(text: &str, also: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
}

fn is_format(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_line(text: &str) -> bool {
    (1..=255).contains(&text.chars().count())
        && text.trim() == text
        && !text.contains(char::is_control)
}

fn is_help(text: &str) -> bool {
    text.chars().count() <= 1000
        && !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn is_media_type(text: &str) -> bool {
    let essence = text.split("; ").next().unwrap_or_default();
    let is_token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&^_.+-".contains(&b))
    };
    text.is_ascii()
        && text.len() <= 128
        && essence.split_once('/').is_some_and(|(a, b)| is_token(a) && is_token(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Format;
    use crate::{Description, Problems, Rendering};

    struct Proper;

    impl SecretType for Proper {
        fn describe() -> Description {
            Description::new("Proper", "Proper")
                .field(FieldDescription::choice("size", "Size", [("s", "Small")]).default("s"))
                .renderings(Format::ALL)
        }

        fn validate(fields: Fields) -> Result<Fields, Problems> {
            Ok(fields)
        }
    }

    #[test]
    fn a_proper_description_passes() {
        describes_properly::<Proper>();
    }

    macro_rules! fails {
        ($($test:ident: $words:literal, $description:expr;)*) => { $(
            #[test]
            #[should_panic = $words]
            fn $test() {
                struct Wrong;
                impl SecretType for Wrong {
                    fn describe() -> Description {
                        $description
                    }
                    fn validate(fields: Fields) -> Result<Fields, Problems> {
                        Ok(fields)
                    }
                }
                describes_properly::<Wrong>();
            }
        )* };
    }

    fn one(field: FieldDescription) -> Description {
        Description::new("One", "One").field(field)
    }

    fails! {
        an_id_with_a_blank: "no id", Description::new("a b", "A").field(FieldDescription::text("a", "A"));
        no_field: "1 to 64 fields", Description::new("A", "A");
        a_field_twice: "twice",
            one(FieldDescription::text("a", "A")).field(FieldDescription::text("a", "A"));
        a_title_with_an_escape: "no line", one(FieldDescription::text("a", "\u{1b}[2J"));
        a_secret_with_a_default: "has a default", one(FieldDescription::password("a", "A").default("x"));
        a_default_that_is_no_choice: "no choice",
            one(FieldDescription::choice("a", "A", [("x", "X")]).default("y"));
        a_choice_without_choices: "1 to 100", one(FieldDescription::choice("a", "A", [("", ""); 0]));
        a_format_that_is_not_known: "not known", one(FieldDescription::text("a", "A"))
            .rendering(Rendering::new("pem", "PEM", "text/plain"));
        a_media_type_in_capitals: "media type", one(FieldDescription::text("a", "A"))
            .rendering(Rendering::new("json", "JSON", "Application/JSON"));
    }
}
