//! Manifests of a Kubernetes Secret.
//!
//! As JSON, which `kubectl apply` takes as it takes YAML: every JSON document is one of YAML, and
//! there are no words in it that a reader could take for something else than a string.

use base64ct::{Base64, Encoding as _};

use crate::json::Object;
use crate::problems::{self, NAME, add};
use crate::{Fields, Problems, Rendered, docker_config};

/// Of a Secret's data together. The API server refuses more.
const BYTES: usize = 1024 * 1024;

/// Of a name.
const CHARACTERS: usize = 253;

/// A Secret of type `Opaque` with an entry for each field, under the field's name.
///
/// # Errors
/// [`NAME`] where the name is none for Kubernetes; the fields whose names are none for an entry; the
/// whole value where it is too large.
pub fn opaque(secret: &str, fields: &Fields<'_>) -> Rendered {
    of_type(secret, "Opaque", fields)
}

/// A Secret of one of Kubernetes' types, `kubernetes.io/tls` for one, whose entries the fields are
/// named after.
///
/// # Errors
/// As [`opaque`].
pub fn of_type(secret: &str, kind: &str, fields: &Fields<'_>) -> Rendered {
    let mut problems = named(secret);
    for (field, _) in fields {
        let is_key = (1..=CHARACTERS).contains(&field.len())
            && field.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            && !matches!(*field, "." | "..");
        if !is_key {
            add(&mut problems, field, "has a name that no entry of a Kubernetes Secret can have");
        }
    }
    manifest(secret, kind, fields, problems)
}

/// A Secret with which nodes pull images, from the fields of [`docker_config`].
///
/// # Errors
/// [`NAME`] where the name is none for Kubernetes; `identity_token`, which nodes do not read; and
/// what [`docker_config::render`] fails with.
pub fn image_pull(secret: &str, fields: &Fields<'_>) -> Rendered {
    let mut problems = named(secret);
    if fields.iter().any(|(field, _)| *field == docker_config::IDENTITY_TOKEN) {
        add(
            &mut problems,
            docker_config::IDENTITY_TOKEN,
            "is not read by Kubernetes when it pulls images: store a user name and a password",
        );
    }
    match docker_config::render(fields) {
        Ok(config) => {
            let data: &Fields<'_> = &[(".dockerconfigjson", &config)];
            manifest(secret, "kubernetes.io/dockerconfigjson", data, problems)
        }
        Err(more) => {
            problems.extend(more);
            Err(problems)
        }
    }
}

/// A DNS subdomain by RFC 1123, as Kubernetes checks it.
fn named(secret: &str) -> Problems {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let mut problems = Problems::new();
    if secret.len() > CHARACTERS || !secret.split('.').all(label) {
        add(
            &mut problems,
            NAME,
            "cannot be the name of a Kubernetes Secret: that is at most 253 lower-case letters, \
             digits, hyphens and dots, with a letter or a digit at both ends and beside each dot",
        );
    }
    problems
}

fn manifest(secret: &str, kind: &str, fields: &Fields<'_>, mut problems: Problems) -> Rendered {
    if fields.iter().map(|(_, value)| value.len()).sum::<usize>() > BYTES {
        add(&mut problems, "", "is larger than the 1 MiB that a Kubernetes Secret holds");
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut data = Object::new();
    for (field, value) in fields {
        data.text(field, &Base64::encode_string(value));
    }
    let mut metadata = Object::new();
    metadata.text("name", secret);
    let mut manifest = Object::new();
    manifest.text("apiVersion", "v1");
    manifest.text("kind", "Secret");
    manifest.object("metadata", metadata);
    manifest.text("type", kind);
    manifest.object("data", data);
    problems::or(problems, manifest.end().into_bytes())
}
