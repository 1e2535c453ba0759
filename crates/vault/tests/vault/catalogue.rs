//! A catalogue that keeps to its contract.

use strongroom_model::metadata::Problem;
use strongroom_model::{FormatName, TypeName};
use strongroom_ports::catalogue::{
    self, About, Catalogue, Description, Entry, Field, FieldDescription, FieldKind, RenderError,
    Rendered, Rendering, RotationError, Step,
};
use strongroom_secret_bytes::SecretBytes;

use crate::double::Calls;
use crate::service::Service;

/// `Custom` with the one field `value`, `Login` with `user`, whose spaces it trims, and `password`.
/// `Login` talks to a service, and gives itself out as a `line`.
#[derive(Debug, Default, Clone)]
pub struct TestCatalogue {
    pub calls: Calls,
    pub service: Service,
}

impl Catalogue for TestCatalogue {
    async fn types(&self) -> Vec<Entry> {
        self.calls.note("types");
        if self.service.is_unplugged() {
            return Vec::new();
        }
        let entry = |description: Description| {
            let connected = description.id.as_str() == "Login";
            Entry { description, connected }
        };
        known_types().into_iter().map(entry).collect()
    }

    async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, catalogue::Error> {
        self.calls.note("validate");
        let types = known_types();
        let is_it = |known: &&Description| known.id == *type_name && !self.service.is_unplugged();
        let Some(known) = types.iter().find(is_it) else {
            return Err(catalogue::Error::Unknown);
        };
        let mut problems = Vec::new();
        for field in &fields {
            match field.value.expose() {
                b"boom" => return Err(catalogue::Error::Failed),
                b"shapeless" => problems.push(Problem::new("../\u{1b}", "\u{1b}[31m")),
                _ => {}
            }
            if known.fields.iter().all(|known| known.name != field.name) {
                problems.push(Problem::new(field.name.as_str(), "is not a field of the type"));
            }
        }
        for wanted in &known.fields {
            if fields.iter().all(|field| field.name != wanted.name) {
                problems.push(Problem::new(wanted.name.as_str(), "is required"));
            }
        }
        if !problems.is_empty() {
            return Err(catalogue::Error::Invalid(problems));
        }
        Ok(fields
            .into_iter()
            .map(|field| {
                let value = field.value.expose();
                let value = if field.name.as_str() == "user" { value.trim_ascii() } else { value };
                Field { value: SecretBytes::new(value.to_vec()), name: field.name }
            })
            .collect())
    }

    async fn render(
        &self,
        _: &TypeName,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        self.calls.note("render");
        assert_eq!(format.as_str(), "line");
        let value = |field: &Field| String::from_utf8(field.value.expose().to_vec()).unwrap();
        let values: Vec<String> = fields.iter().map(value).collect();
        match values.join(" ").as_str() {
            "ann two lines" => Err(RenderError::NotRepresentable(vec![
                Problem::new("password", "has two lines"),
                Problem::new("\u{1b}", "\u{1b}"),
            ])),
            "ann trap" => Err(RenderError::Failed),
            line => Ok(Rendered {
                media_type: "text/x-line".parse().unwrap(),
                content: SecretBytes::from(format!("{}: {line} at {}", about.name, about.now)),
            }),
        }
    }

    async fn check(
        &self,
        type_name: &TypeName,
        _: &About,
        current: Vec<Field>,
    ) -> Result<(), RotationError> {
        self.calls.note("check");
        self.service.check(type_name, &current)
    }

    async fn create_next(
        &self,
        type_name: &TypeName,
        _: &About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        self.calls.note("create");
        self.service.create(type_name, current)
    }

    async fn step(
        &self,
        _: &TypeName,
        step: Step,
        _: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        self.calls.note(match step {
            Step::Set => "set",
            Step::Test => "test",
            Step::Finish => "finish",
            Step::Revoke => "revoke",
        });
        self.service.step(step, &current, &other)
    }
}

fn known_types() -> Vec<Description> {
    [("Custom", &["value"][..]), ("Login", &["user", "password"][..])]
        .into_iter()
        .map(|(id, fields)| Description {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            help: String::new(),
            fields: fields
                .iter()
                .map(|name| FieldDescription {
                    name: name.parse().unwrap(),
                    title: (*name).to_owned(),
                    kind: FieldKind::Password,
                    required: true,
                    sensitive: *name != "user",
                    pattern: None,
                    choices: Vec::new(),
                    default: None,
                    help: String::new(),
                })
                .collect(),
            renderings: if id == "Login" { vec![line()] } else { Vec::new() },
        })
        .collect()
}

fn line() -> Rendering {
    Rendering {
        format: "line".parse().unwrap(),
        title: "A line".to_owned(),
        media_type: "text/x-line".parse().unwrap(),
        help: String::new(),
    }
}
