//! A test vector: texts and bytes, nothing of either implementation.

use std::path::PathBuf;

use serde_json::{Value, json};

/// What an operator holds who opens a sealed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vector {
    pub root_key_id: String,
    pub root_key: Vec<u8>,
    /// `<kind>/<KSUID>`
    pub owner: String,
    pub wrapped_owner_key: Vec<u8>,
    pub wrapped_owner_key_serial: u32,
    pub wrapped_owner_key_root_key: String,
    /// `secret/<Type>/<KSUID>`
    pub secret: String,
    pub version: u32,
    pub owner_key_serial: u32,
    pub data_key: Vec<u8>,
    pub fields: Vec<(String, Vec<u8>)>,
}

/// What comes of opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Opens { fields: Vec<(String, Vec<u8>)> },
    Refused { step: Step, error: Refusal },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    OwnerKey,
    Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Malformed,
    WrongKey,
    NotAuthentic,
}

const STEPS: [(Step, &str); 2] = [(Step::OwnerKey, "owner key"), (Step::Version, "version")];
const REFUSALS: [(Refusal, &str); 3] = [
    (Refusal::Malformed, "malformed"),
    (Refusal::WrongKey, "wrong key"),
    (Refusal::NotAuthentic, "does not authenticate"),
];

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0, "hex comes in pairs");
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn named(fields: &[(String, Vec<u8>)], key: &str) -> Value {
    fields.iter().map(|(name, bytes)| json!({"name": name, key: hex(bytes)})).collect()
}

fn unnamed(fields: &Value, key: &str) -> Vec<(String, Vec<u8>)> {
    let fields = fields.as_array().unwrap().iter();
    fields.map(|field| (text(&field["name"]), unhex(&text(&field[key])))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

pub(crate) fn write(vector: &Vector, outcome: &Outcome) -> String {
    let expected = match outcome {
        Outcome::Opens { fields } => json!({"opens": named(fields, "value")}),
        Outcome::Refused { step, error } => json!({"refused": {
            "opening": STEPS.iter().find(|(known, _)| known == step).unwrap().1,
            "because": REFUSALS.iter().find(|(known, _)| known == error).unwrap().1,
        }}),
    };
    let value = json!({
        "expected": expected,
        "root_key": {"id": vector.root_key_id, "key": hex(&vector.root_key)},
        "owner": vector.owner,
        "wrapped_owner_key": {
            "serial": vector.wrapped_owner_key_serial,
            "root_key": vector.wrapped_owner_key_root_key,
            "blob": hex(&vector.wrapped_owner_key),
        },
        "secret": vector.secret,
        "version": vector.version,
        "sealed": {
            "owner_key_serial": vector.owner_key_serial,
            "data_key": hex(&vector.data_key),
            "fields": named(&vector.fields, "blob"),
        },
    });
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

pub(crate) fn read(json: &str) -> (Vector, Outcome) {
    let value: Value = serde_json::from_str(json).unwrap();
    let (root, wrapped, sealed) =
        (&value["root_key"], &value["wrapped_owner_key"], &value["sealed"]);
    let vector = Vector {
        root_key_id: text(&root["id"]),
        root_key: unhex(&text(&root["key"])),
        owner: text(&value["owner"]),
        wrapped_owner_key: unhex(&text(&wrapped["blob"])),
        wrapped_owner_key_serial: number(&wrapped["serial"]),
        wrapped_owner_key_root_key: text(&wrapped["root_key"]),
        secret: text(&value["secret"]),
        version: number(&value["version"]),
        owner_key_serial: number(&sealed["owner_key_serial"]),
        data_key: unhex(&text(&sealed["data_key"])),
        fields: unnamed(&sealed["fields"], "blob"),
    };
    let expected = &value["expected"];
    let outcome = match expected.get("refused") {
        None => Outcome::Opens { fields: unnamed(&expected["opens"], "value") },
        Some(refused) => Outcome::Refused {
            step: STEPS.iter().find(|(_, name)| refused["opening"] == *name).unwrap().0,
            error: REFUSALS.iter().find(|(_, name)| refused["because"] == *name).unwrap().0,
        },
    };
    (vector, outcome)
}
