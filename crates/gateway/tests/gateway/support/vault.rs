//! Four secrets, whatever the owner.

use strongroom_audit::Entry;
use strongroom_model::examination::{Examination, Spot, Weakness};
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{
    Cursor, ListQuery, Metadata, Page, Precondition, Problem, Stamp, VersionInfo,
};
use strongroom_model::{
    FieldName, FormatName, Owner, Period, Rotation, RotationStep, Schedule, SecretKey, TypeName,
    VersionNumber,
};
use strongroom_ports::catalogue::Field;
use strongroom_ports::vault::{
    self, Change, Draft, DraftField, Rendered, Revealed, Vault, Verdict,
};
use strongroom_secret_bytes::SecretBytes;

use super::audit::{consumers, entry, events, verification};
use super::types::known_types;
use super::{CUSTOM, ORPHAN, REGISTRY, SPARSE, Session, USER, VALUE, World, id};

fn names(names: &[&str]) -> Vec<FieldName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn stored(key: &SecretKey) -> Result<Metadata, vault::Error> {
    let (type_name, name, fields) = match key.id.to_string().as_str() {
        CUSTOM => ("Custom", "test", &["value"][..]),
        REGISTRY => ("Registry", "docker", &["server", "password"][..]),
        SPARSE => ("Registry", "sparse", &["server"][..]),
        ORPHAN => ("Gone", "orphan", &["value"][..]),
        _ => return Err(vault::Error::NotFound),
    };
    if key.type_name.as_str() != type_name {
        return Err(vault::Error::NotFound);
    }
    Ok(Metadata {
        key: key.clone(),
        name: name.parse().unwrap(),
        description: "for \"tests\"".to_owned(),
        labels: vec![("team".parse().unwrap(), "search".to_owned())],
        version: VersionNumber::new(3).unwrap(),
        revision: 7,
        field_names: names(fields),
        created: Stamp { at: 1_722_887_000, by: id(USER) },
        updated: Stamp { at: 1_722_887_562, by: id(USER) },
        rotation: (name == "docker").then(|| Rotation {
            step: RotationStep::Test,
            version: VersionNumber::new(4).unwrap(),
        }),
        schedule: if name == "docker" {
            Schedule {
                expires_at: Some(4_102_444_800),
                rotation: Some(Period { every: 86_400, next: 1_722_973_400 }),
            }
        } else {
            Schedule::default()
        },
        last_reveal: (name == "docker").then(|| Stamp { at: 1_722_887_590, by: id(USER) }),
    })
}

fn version(number: u32, fields: Vec<FieldName>) -> VersionInfo {
    let created = Stamp { at: 1_722_887_000 + i64::from(number), by: id(USER) };
    VersionInfo { version: VersionNumber::new(number).unwrap(), field_names: fields, created }
}

pub(super) fn key(type_name: &str, of: &str) -> SecretKey {
    SecretKey { type_name: type_name.parse().unwrap(), id: id(of) }
}

fn told(fields: &[DraftField]) -> Vec<(String, String)> {
    let text = |field: &DraftField| String::from_utf8(field.value.expose().to_vec()).unwrap();
    fields.iter().map(|field| (field.name.clone(), text(field))).collect()
}

fn told_change(change: Change) -> String {
    let Change { name, description, labels, fields, expires_at, rotate_every } = change;
    let fields = fields.map(|fields| told(&fields));
    let schedule = told_schedule(expires_at, rotate_every);
    format!("{name:?} {description:?} {labels:?} {fields:?}{schedule}")
}

/// Nothing where neither is there.
fn told_schedule<T: std::fmt::Debug>(expires_at: Option<T>, rotate_every: Option<T>) -> String {
    match (expires_at, rotate_every) {
        (None, None) => String::new(),
        both => format!(" {both:?}"),
    }
}

impl Vault for World {
    type Session = Session;

    async fn types(&self) -> Vec<strongroom_ports::catalogue::Entry> {
        self.record("types".into());
        known_types()
    }

    async fn validate(
        &self,
        _: &Session,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Vec<Problem>, vault::Error> {
        let told = told_change(change);
        self.vault(format!("validate {type_name} {told}"))?;
        let is_good = told.contains("good");
        let problem = |field: &str| Problem::new(format!("value.{field}"), "must be good");
        let field = if type_name.as_str() == "Custom" { "value" } else { "server" };
        Ok(if is_good { vec![] } else { vec![problem(field)] })
    }

    async fn list(
        &self,
        _: &Session,
        owner: Owner,
        query: ListQuery,
    ) -> Result<Page, vault::Error> {
        let total = query.count.then_some(100_000);
        let next = (query.limit == 2).then(|| Cursor(vec![0xfb, 0xff, 1]));
        self.vault(format!("list {owner} {query:?}"))?;
        let secrets = [("Custom", CUSTOM), ("Registry", REGISTRY)];
        let entries = secrets.map(|(type_name, of)| stored(&key(type_name, of)).unwrap()).to_vec();
        Ok(Page { entries, next, total })
    }

    async fn get(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, vault::Error> {
        self.vault(format!("get {owner} {key}"))?;
        stored(key)
    }

    async fn reveal(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<Revealed, vault::Error> {
        self.vault(format!("reveal {owner} {key} {version:?} {fields:?}"))?;
        let metadata = stored(key)?;
        let is_wanted = |name: &FieldName| fields.as_ref().is_none_or(|some| some.contains(name));
        let reveal = |name| Field { name, value: SecretBytes::from(VALUE.to_owned()) };
        let wanted = metadata.field_names.iter().filter(|name| is_wanted(name)).cloned();
        let fields = wanted.map(reveal).collect();
        Ok(Revealed { version: version.unwrap_or(metadata.version), metadata, fields })
    }

    async fn render(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
        format: &FormatName,
    ) -> Result<Rendered, vault::Error> {
        self.vault(format!("render {owner} {key} {version:?} {fields:?} {format}"))?;
        let metadata = stored(key)?;
        Ok(Rendered {
            version: version.unwrap_or(metadata.version),
            metadata,
            media_type: "text/x-line; charset=utf-8".parse().unwrap(),
            content: SecretBytes::from(format!("rendered as {format}")),
        })
    }

    async fn check(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Verdict, vault::Error> {
        self.vault(format!("check {owner} {key}"))?;
        Ok(match stored(key)?.name.as_str() {
            "docker" => Verdict::Rejected("the service says no".to_owned()),
            _ => Verdict::Works,
        })
    }

    async fn rotate(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, vault::Error> {
        self.vault(format!("rotate {owner} {key}"))?;
        stored(key)
    }

    async fn drop_rotation(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), vault::Error> {
        self.vault(format!("drop rotation {owner} {key}"))
    }

    async fn versions(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Vec<VersionInfo>, vault::Error> {
        self.vault(format!("versions {owner} {key}"))?;
        let fields = stored(key)?.field_names;
        Ok((1..=3).rev().map(|number| version(number, fields.clone())).collect())
    }

    async fn create(
        &self,
        _: &Session,
        owner: Owner,
        draft: Draft,
    ) -> Result<Metadata, vault::Error> {
        let Draft { type_name, name, description, labels, fields, expires_at, rotate_every } =
            draft;
        let fields = told(&fields);
        self.vault(format!(
            "create {owner} {type_name:?} {name:?} {description:?} {labels:?} {fields:?}{}",
            told_schedule(expires_at, rotate_every),
        ))?;
        stored(&key("Custom", CUSTOM))
    }

    async fn update(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, vault::Error> {
        let told = told_change(change);
        self.vault(format!("update {owner} {key} {expected:?} {told}"))?;
        stored(key)
    }

    async fn delete(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), vault::Error> {
        self.vault(format!("delete {owner} {key} {expected:?}"))
    }

    async fn restore(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, vault::Error> {
        self.vault(format!("restore {owner} {key} {name:?}"))?;
        stored(key)
    }

    async fn purge(&self, _: &Session, owner: Owner, key: &SecretKey) -> Result<(), vault::Error> {
        self.vault(format!("purge {owner} {key}"))
    }

    async fn audit(
        &self,
        _: &Session,
        owner: Owner,
        query: LogQuery,
    ) -> Result<Vec<Entry>, vault::Error> {
        self.vault(format!("audit {owner} {query:?}"))?;
        Ok(events(owner).into_iter().rev().enumerate().map(entry).collect())
    }

    async fn examine(&self, _: &Session, owner: Owner) -> Result<Examination, vault::Error> {
        self.vault(format!("examine {owner}"))?;
        let spot = |id, field: &str| Spot {
            secret: key("Custom", id),
            name: "test".parse().unwrap(),
            field: field.parse().unwrap(),
        };
        Ok(Examination {
            examined: 3,
            skipped: 1,
            complete: true,
            damaged: vec![spot(REGISTRY, "password")],
            weak: Weakness::ALL.map(|weakness| (spot(CUSTOM, "value"), weakness)).to_vec(),
            reused: vec![vec![spot(CUSTOM, "value"), spot(SPARSE, "password")]],
        })
    }

    async fn verify_audit(
        &self,
        _: &Session,
        owner: Owner,
        query: VerificationQuery,
    ) -> Result<Verification, vault::Error> {
        self.vault(format!("verify {owner} {query:?}"))?;
        Ok(verification())
    }

    async fn consumers(
        &self,
        _: &Session,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, vault::Error> {
        self.vault(format!("consumers {owner} {key} {span:?}"))?;
        Ok(Consumers { entries: consumers().to_vec(), complete: true })
    }
}
