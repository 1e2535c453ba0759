//! Every published vector: the claim that names its file, what is opened, and what comes of it.

use crate::first::{self, At, Counting};
use crate::vector::{Outcome, Refusal, Step, Vector};
use Refusal::{Malformed, NotAuthentic, WrongKey};

pub(crate) struct Case {
    pub claim: &'static str,
    pub vector: Vector,
    pub outcome: Outcome,
}

const ROOT: [u8; 32] = *b"a root key of thirty-two bytes..";
const NEXT: [u8; 32] = *b"another root key, also 32 bytes!";
const OTHER_ID: &str = "2kFmBSWjqxWEGarZC9kkeYOpgMD";

const HERE: At<'_> = At {
    root_key: ("2026-11", &ROOT),
    owner: "project/0ujtsYcgvSTl8PAuAdqWYSMnLOv",
    serial: 1,
    secret: "secret/Custom/0ujzPyRiIAffKhBux4PvQdDqMHY",
    version: 1,
};

const VALUE: &[(&str, &[u8])] = &[("value", b"hunter2")];
const S3: &[(&str, &[u8])] = &[("access_key", b"AKIAIOSFODNN7EXAMPLE"), ("secret_key", b"wJalr")];

pub(crate) fn all() -> Vec<Case> {
    [opening(), wrong_keys(), wrong_places(), wrong_bytes()].into_iter().flatten().collect()
}

/// Each sealing draws from a byte of its own, so no two share a key.
fn seal(at: At<'_>, fields: &[(&str, &[u8])], from: u8) -> Vector {
    first::seal(at, fields, &mut Counting(from))
}

fn here() -> Vector {
    seal(HERE, VALUE, 0)
}

fn opens(claim: &'static str, vector: Vector, fields: &[(&str, &[u8])]) -> Case {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.to_vec())).collect();
    Case { claim, vector, outcome: Outcome::Opens { fields } }
}

fn refuses(
    claim: &'static str,
    opening: Step,
    error: Refusal,
    change: impl FnOnce(&mut Vector),
) -> Case {
    let mut vector = here();
    change(&mut vector);
    Case { claim, vector, outcome: Outcome::Refused { step: opening, error } }
}

fn opening() -> Vec<Case> {
    let s3 = At {
        owner: "organization/0ujtsYcgvSTl8PAuAdqWYSMnLOv",
        secret: "secret/S3-Connection/0ujzPyRiIAffKhBux4PvQdDqMHY",
        serial: 7,
        version: 2_147_483_647,
        ..HERE
    };
    let user = At { owner: "user/0ujtsYcgvSTl8PAuAdqWYSMnLOv", ..HERE };
    let every_byte: Vec<u8> = (0..=255).collect();
    let mut one_of_two = seal(s3, S3, 1);
    one_of_two.fields.remove(0);
    vec![
        opens("opens_one_field", here(), VALUE),
        opens("opens_several_fields", seal(s3, S3, 1), S3),
        opens("opens_one_field_without_the_others", one_of_two, &S3[1..]),
        opens("opens_an_empty_value", seal(user, &[("value", b"")], 2), &[("value", b"")]),
        opens(
            "opens_a_value_of_every_byte",
            seal(HERE, &[("value", &every_byte)], 3),
            &[("value", &every_byte)],
        ),
        opens(
            "opens_after_the_root_key_was_rotated",
            first::rotate(&here(), ("2027-11", &NEXT), &mut Counting(100)),
            VALUE,
        ),
        opens(
            "opens_after_a_move_to_another_owner",
            first::move_to(&here(), "user/2kFmBSWjqxWEGarZC9kkeYOpgMD", 3, &mut Counting(100)),
            VALUE,
        ),
    ]
}

fn wrong_keys() -> Vec<Case> {
    let elsewhere = seal(At { owner: "user/0ujtsYcgvSTl8PAuAdqWYSMnLOv", ..HERE }, VALUE, 50);
    vec![
        refuses("refuses_another_root_key", Step::OwnerKey, WrongKey, |it| {
            it.root_key = NEXT.to_vec();
        }),
        refuses("refuses_a_root_key_by_another_id", Step::OwnerKey, WrongKey, |it| {
            it.root_key_id = "2027-11".to_owned();
        }),
        refuses("refuses_a_renamed_root_key", Step::OwnerKey, NotAuthentic, |it| {
            it.root_key_id = "2027-11".to_owned();
            it.wrapped_owner_key_root_key = "2027-11".to_owned();
        }),
        refuses("refuses_the_owner_key_of_another_owner", Step::OwnerKey, NotAuthentic, |it| {
            it.wrapped_owner_key = elsewhere.wrapped_owner_key.clone();
        }),
        refuses("refuses_an_owner_key_by_another_serial", Step::OwnerKey, NotAuthentic, |it| {
            it.wrapped_owner_key_serial = 2;
            it.owner_key_serial = 2;
        }),
        refuses("refuses_a_version_by_another_serial", Step::Version, WrongKey, |it| {
            it.owner_key_serial = 2;
        }),
        refuses("refuses_a_version_of_another_owner", Step::Version, WrongKey, |it| {
            it.data_key = elsewhere.data_key.clone();
            it.fields = elsewhere.fields.clone();
        }),
        refuses("refuses_a_field_of_another_version", Step::Version, WrongKey, |it| {
            it.fields = elsewhere.fields.clone();
        }),
    ]
}

fn wrong_places() -> Vec<Case> {
    let other_secret = format!("secret/Custom/{OTHER_ID}");
    let mut swapped = seal(HERE, S3, 1);
    let (head, tail) = swapped.fields.split_at_mut(1);
    std::mem::swap(&mut head[0].1, &mut tail[0].1);
    vec![
        refuses("refuses_another_owner", Step::OwnerKey, NotAuthentic, |it| {
            it.owner = format!("project/{OTHER_ID}");
        }),
        refuses("refuses_another_kind_of_owner", Step::OwnerKey, NotAuthentic, |it| {
            it.owner = it.owner.replace("project", "user");
        }),
        refuses("refuses_another_secret", Step::Version, NotAuthentic, |it| {
            it.secret = other_secret;
        }),
        refuses("refuses_another_type", Step::Version, NotAuthentic, |it| {
            it.secret = it.secret.replace("Custom", "Custos");
        }),
        refuses("refuses_an_older_version_as_a_newer", Step::Version, NotAuthentic, |it| {
            it.version = 2;
        }),
        refuses("refuses_another_field_name", Step::Version, NotAuthentic, |it| {
            it.fields[0].0 = "valve".to_owned();
        }),
        refuses("refuses_swapped_fields", Step::Version, NotAuthentic, |it| *it = swapped),
    ]
}

fn wrong_bytes() -> Vec<Case> {
    let field = |claim, error, change: fn(&mut Vec<u8>)| {
        refuses(claim, Step::Version, error, move |it| change(&mut it.fields[0].1))
    };
    let data_key = |claim, error, change: fn(&mut Vec<u8>)| {
        refuses(claim, Step::Version, error, move |it| change(&mut it.data_key))
    };
    let owner_key = |claim, error, change: fn(&mut Vec<u8>)| {
        refuses(claim, Step::OwnerKey, error, move |it| change(&mut it.wrapped_owner_key))
    };
    vec![
        field("refuses_another_magic", Malformed, |blob| blob[0] ^= 0x20),
        field("refuses_another_format", Malformed, |blob| blob[2] = 2),
        field("refuses_another_kind", Malformed, |blob| blob[3] = 2),
        field("refuses_a_changed_commitment", WrongKey, |blob| blob[35] ^= 1),
        field("refuses_a_changed_nonce", NotAuthentic, |blob| blob[36] ^= 1),
        field("refuses_a_changed_ciphertext", NotAuthentic, |blob| blob[48] ^= 1),
        field("refuses_a_changed_tag", NotAuthentic, |blob| *blob.last_mut().unwrap() ^= 0x80),
        field("refuses_a_truncated_value", NotAuthentic, |blob| blob.truncate(64)),
        field("refuses_less_than_a_blob", Malformed, |blob| blob.truncate(63)),
        field("refuses_an_empty_blob", Malformed, Vec::clear),
        field("refuses_an_extended_value", NotAuthentic, |blob| blob.push(0)),
        data_key("refuses_a_changed_data_key", NotAuthentic, |blob| blob[95] ^= 1),
        data_key("refuses_a_truncated_data_key", Malformed, |blob| blob.truncate(95)),
        data_key("refuses_an_extended_data_key", Malformed, |blob| blob.push(0)),
        data_key("refuses_the_shape_before_the_key", Malformed, |blob| {
            blob[4] ^= 1;
            blob.push(0);
        }),
        owner_key("refuses_a_changed_owner_key", NotAuthentic, |blob| blob[48] ^= 1),
        owner_key("refuses_an_extended_owner_key", Malformed, |blob| blob.push(0)),
    ]
}
