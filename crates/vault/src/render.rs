//! Giving out a value in a format: one that its type describes, or one that every secret has.
//!
//! As with any reveal the record is committed before anything made of the value leaves, and it names
//! the format. A value that the format cannot hold was opened for the caller and judged for them: it
//! is on the record too.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, FormatName, Owner, SecretKey, VersionNumber};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::{self, About, Catalogue, Entry, Field, RenderError};
use strongroom_ports::sealing::Sealing;
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Error, Rendered};
use strongroom_rendering::Format;
use strongroom_secret_bytes::SecretBytes;

use crate::VaultService;
use crate::problems::{Problems, describing};
use crate::reveal::Wanted;

/// Who makes the bytes.
enum Renderer {
    Type,
    Ours(Format),
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn render_value(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
        format: &FormatName,
    ) -> Result<Rendered, Error> {
        let is_whole = fields.is_none();
        let located = self.locate(session, owner, key, version, Wanted::of(fields)).await?;
        let types = self.catalogue.types().await;
        let renderer = renderer(describing(&types, &key.type_name), format, is_whole)?;

        let version = located.version();
        let fields = self.open(&located).await?;
        let about = About { name: located.metadata.name.clone(), now: self.clock.now() };
        let metadata = self.record_revealed(session, located, Some(format.clone())).await?;
        let rendered = match renderer {
            Renderer::Type => self.render_by_type(&types, key, format, &about, fields).await?,
            Renderer::Ours(ours) => render_ours(&types, key, ours, &about, &fields)?,
        };
        let catalogue::Rendered { media_type, content } = rendered;
        Ok(Rendered { metadata, version, media_type, content })
    }

    async fn render_by_type(
        &self,
        types: &[Entry],
        key: &SecretKey,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<catalogue::Rendered, Error> {
        let names = names(&fields);
        match self.catalogue.render(&key.type_name, format, about, fields).await {
            Ok(rendered) => Ok(rendered),
            Err(RenderError::NotRepresentable(told)) => {
                let mut problems = Problems::default();
                problems.add_of_rendering(told, &names);
                Err(Error::NotRepresentable(problems.of_secret(types, key, &names)))
            }
            // It was unplugged a moment ago, or replaced by another.
            Err(RenderError::Unknown | RenderError::UnknownFormat) => {
                Err(Error::UnknownFormat(formats(None)))
            }
            Err(RenderError::Failed) => Err(Error::TypeFailed),
        }
    }
}

/// A type's own format comes before one of the same name that every secret has.
fn renderer(known: Option<&Entry>, format: &FormatName, is_whole: bool) -> Result<Renderer, Error> {
    let is_of_type = known.is_some_and(|known| {
        known.description.renderings.iter().any(|rendering| rendering.format == *format)
    });
    if is_of_type {
        // A type is promised a whole value.
        let has_one = known.is_some_and(|known| known.description.fields.len() == 1);
        return if is_whole || has_one {
            Ok(Renderer::Type)
        } else {
            let message = "must be given without this: the format needs the whole value";
            Err(Error::Invalid(vec![Problem::new("field", message)]))
        };
    }
    let ours = Format::of(format.as_str()).map(Renderer::Ours);
    ours.ok_or_else(|| Error::UnknownFormat(formats(known)))
}

/// Every format of a secret: its type's own first.
fn formats(known: Option<&Entry>) -> Vec<FormatName> {
    let mut formats: Vec<FormatName> = known
        .into_iter()
        .flat_map(|known| &known.description.renderings)
        .map(|rendering| rendering.format.clone())
        .collect();
    for ours in Format::ALL.into_iter().filter_map(|format| format.id().parse().ok()) {
        if !formats.contains(&ours) {
            formats.push(ours);
        }
    }
    formats
}

fn render_ours(
    types: &[Entry],
    key: &SecretKey,
    format: Format,
    about: &About,
    fields: &[Field],
) -> Result<catalogue::Rendered, Error> {
    let pairs: Vec<(&str, &[u8])> =
        fields.iter().map(|field| (field.name.as_str(), field.value.expose())).collect();
    match format.render(about.name.as_str(), &pairs) {
        Ok(bytes) => Ok(catalogue::Rendered {
            content: SecretBytes::new(bytes),
            media_type: format.media_type().parse().map_err(|_| Error::Internal)?,
        }),
        Err(told) => {
            let names = names(fields);
            let mut problems = Problems::default();
            problems.add_of_format(told, &names);
            Err(Error::NotRepresentable(problems.of_secret(types, key, &names)))
        }
    }
}

fn names(fields: &[Field]) -> Vec<FieldName> {
    fields.iter().map(|field| field.name.clone()).collect()
}
