//! The format once more, from `docs/envelope.md` and another maker's cryptography, with nothing of
//! this project: what anyone would write who opens an exported value without a server.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk};

use crate::vector::{Outcome, Refusal, Step, Vector};

const OWNER_KEY: (u8, &str) = (1, "owner-key");
const DATA_KEY: (u8, &str) = (2, "data-key");
const FIELD: (u8, &str) = (3, "field");

type Kind = (u8, &'static str);

struct Bytes64;

impl KeyType for Bytes64 {
    fn len(&self) -> usize {
        64
    }
}

/// Commitment and AES key.
fn derive(key: &[u8], kind: Kind) -> ([u8; 32], LessSafeKey) {
    let info = format!("strongroom/v1/{}", kind.1);
    let mut output = [0; 64];
    Prk::new_less_safe(HKDF_SHA256, key)
        .expand(&[info.as_bytes()], Bytes64)
        .unwrap()
        .fill(&mut output)
        .unwrap();
    let (commitment, aes) = output.split_at(32);
    let aes = UnboundKey::new(&AES_256_GCM, aes).unwrap();
    (commitment.try_into().unwrap(), LessSafeKey::new(aes))
}

type Parts = Vec<Vec<u8>>;

fn additional_data(kind: Kind, parts: &Parts) -> Vec<u8> {
    let header = [0x53, 0x52, 0x01, kind.0];
    let mut data = vec![0, 0, 0, 4];
    data.extend(header);
    for part in parts {
        data.extend((part.len() as u32).to_be_bytes());
        data.extend(part);
    }
    data
}

fn open_blob(key: &[u8], kind: Kind, parts: &Parts, blob: &[u8]) -> Result<Vec<u8>, Refusal> {
    let shape = blob.len() >= 64 && blob[..4] == [0x53, 0x52, 0x01, kind.0];
    if !shape || (kind != FIELD && blob.len() != 96) {
        return Err(Refusal::Malformed);
    }
    let (commitment, aes) = derive(key, kind);
    if blob[4..36] != commitment {
        return Err(Refusal::WrongKey);
    }
    let nonce = Nonce::try_assume_unique_for_key(&blob[36..48]).unwrap();
    let mut rest = blob[48..].to_vec();
    aes.open_in_place(nonce, Aad::from(additional_data(kind, parts)), &mut rest)
        .map(|plaintext| plaintext.to_vec())
        .map_err(|_| Refusal::NotAuthentic)
}

fn seal_blob(
    key: &[u8],
    kind: Kind,
    parts: &Parts,
    nonce: [u8; NONCE_LEN],
    plaintext: &[u8],
) -> Vec<u8> {
    let (commitment, aes) = derive(key, kind);
    let mut sealed = plaintext.to_vec();
    let aad = Aad::from(additional_data(kind, parts));
    let unique = Nonce::assume_unique_for_key(nonce);
    aes.seal_in_place_append_tag(unique, aad, &mut sealed).unwrap();
    [&[0x53, 0x52, 0x01, kind.0], &commitment[..], &nonce, &sealed].concat()
}

/// The 20 bytes that 27 characters of base62 stand for.
fn ksuid(text: &str) -> [u8; 20] {
    const DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut number = [0u8; 20];
    for digit in text.chars() {
        let mut carry = DIGITS.find(digit).unwrap();
        for byte in number.iter_mut().rev() {
            carry += usize::from(*byte) * 62;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
    }
    number
}

fn owner_parts(vector: &Vector) -> Parts {
    let (kind, id) = vector.owner.split_once('/').unwrap();
    vec![kind.into(), ksuid(id).into()]
}

fn place_parts(vector: &Vector) -> Parts {
    let secret: Vec<&str> = vector.secret.split('/').collect();
    vec![secret[1].into(), ksuid(secret[2]).into(), vector.version.to_be_bytes().into()]
}

fn owner_key_parts(vector: &Vector, serial: u32) -> Parts {
    let serial: Vec<u8> = serial.to_be_bytes().into();
    [vec![vector.root_key_id.clone().into()], owner_parts(vector), vec![serial]].concat()
}

fn data_key_parts(vector: &Vector) -> Parts {
    let serial: Vec<u8> = vector.owner_key_serial.to_be_bytes().into();
    [owner_parts(vector), vec![serial], place_parts(vector)].concat()
}

fn field_parts(vector: &Vector, name: &str) -> Parts {
    [place_parts(vector), vec![name.into()]].concat()
}

pub(crate) fn open(vector: &Vector) -> Outcome {
    match open_owner_key(vector) {
        Err(error) => Outcome::Refused { step: Step::OwnerKey, error },
        Ok(owner_key) => match open_version(vector, &owner_key) {
            Err(error) => Outcome::Refused { step: Step::Version, error },
            Ok(fields) => Outcome::Opens { fields },
        },
    }
}

fn open_owner_key(vector: &Vector) -> Result<Vec<u8>, Refusal> {
    if vector.wrapped_owner_key_root_key != vector.root_key_id {
        return Err(Refusal::WrongKey);
    }
    let parts = owner_key_parts(vector, vector.wrapped_owner_key_serial);
    open_blob(&vector.root_key, OWNER_KEY, &parts, &vector.wrapped_owner_key)
}

fn open_version(vector: &Vector, owner_key: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    if vector.owner_key_serial != vector.wrapped_owner_key_serial {
        return Err(Refusal::WrongKey);
    }
    let data_key = open_blob(owner_key, DATA_KEY, &data_key_parts(vector), &vector.data_key)?;
    let open = |(name, blob): &(String, Vec<u8>)| {
        let value = open_blob(&data_key, FIELD, &field_parts(vector, name), blob)?;
        Ok((name.clone(), value))
    };
    vector.fields.iter().map(open).collect()
}

/// Keys and nonces that a sealing takes.
pub(crate) struct Chosen {
    pub owner_key: [u8; 32],
    pub owner_key_nonce: [u8; NONCE_LEN],
    pub data_key: [u8; 32],
    pub data_key_nonce: [u8; NONCE_LEN],
    pub fields: Vec<(String, [u8; NONCE_LEN], Vec<u8>)>,
}

/// `vector` with everything in it sealed anew.
pub(crate) fn seal(vector: &Vector, chosen: &Chosen) -> Vector {
    let parts = owner_key_parts(vector, vector.owner_key_serial);
    let (key, nonce) = (&vector.root_key, chosen.owner_key_nonce);
    let wrapped_owner_key = seal_blob(key, OWNER_KEY, &parts, nonce, &chosen.owner_key);

    let (key, nonce) = (&chosen.owner_key, chosen.data_key_nonce);
    let data_key = seal_blob(key, DATA_KEY, &data_key_parts(vector), nonce, &chosen.data_key);

    let seal = |(name, nonce, value): &(String, [u8; NONCE_LEN], Vec<u8>)| {
        let parts = field_parts(vector, name);
        (name.clone(), seal_blob(&chosen.data_key, FIELD, &parts, *nonce, value))
    };
    let fields = chosen.fields.iter().map(seal).collect();
    Vector { wrapped_owner_key, data_key, fields, ..vector.clone() }
}

/// The additional data of the three blobs of a vector with one field.
pub(crate) fn example_additional_data(vector: &Vector) -> [Vec<u8>; 3] {
    [
        additional_data(OWNER_KEY, &owner_key_parts(vector, vector.wrapped_owner_key_serial)),
        additional_data(DATA_KEY, &data_key_parts(vector)),
        additional_data(FIELD, &field_parts(vector, &vector.fields[0].0)),
    ]
}
