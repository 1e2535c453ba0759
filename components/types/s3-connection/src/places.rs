//! Names of regions and buckets.

use std::net::Ipv4Addr;

use crate::Store;

const REGION_CHARACTERS: usize = 64;

pub(crate) fn region(name: &str, store: Store) -> Result<(), &'static str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if name.len() > REGION_CHARACTERS || !name.bytes().all(plain) {
        return Err("must be the region's short name: at most 64 letters, digits, -, _ and .");
    }
    match store {
        // The one name of Amazon's that has no number.
        Store::Amazon if name == "aws-global" => Ok(()),
        Store::Amazon => amazons_region(name),
        Store::Other => Ok(()),
    }
}

/// Words and a number, as in `us-gov-west-1`. Which regions there are changes too often to be here.
fn amazons_region(name: &str) -> Result<(), &'static str> {
    const FORM: &str =
        "must be words and a number with hyphens between; for another store, give its endpoint";

    let (words, number) = name.rsplit_once('-').ok_or(FORM)?;
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    if !words.contains('-') || !words.split('-').all(word) {
        return Err(FORM);
    }
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FORM);
    }
    match number.len() - digits.len() {
        0 => Ok(()),
        1 => Err("must be a region, and not a zone in it: leave out the last letter"),
        _ => Err(FORM),
    }
}

/// Amazon's rules for new buckets. Not in here are the endings that it keeps for itself: buckets of
/// those names exist and are used, only not made by their users. Other stores let names have capitals
/// and underscores.
pub(crate) fn bucket(name: &str, store: Store) -> Result<(), &'static str> {
    if name.contains(['/', ':']) {
        return Err("must be the bucket's name alone, without an address or a path");
    }
    let allowed = |b: u8| {
        b.is_ascii_lowercase()
            || b.is_ascii_digit()
            || matches!(b, b'-' | b'.')
            || (store == Store::Other && (b.is_ascii_uppercase() || b == b'_'))
    };
    if !name.bytes().all(allowed) {
        return Err(match store {
            Store::Amazon => "must be lower-case letters, digits, dots and hyphens",
            Store::Other => "must be ASCII letters, digits, dots, hyphens and underscores",
        });
    }
    if !(3..=63).contains(&name.len()) {
        return Err("must be 3 to 63 characters");
    }
    if name.starts_with(['-', '.', '_']) || name.ends_with(['-', '.', '_']) {
        return Err("must begin and end with a letter or a digit");
    }
    if name.contains("..") {
        return Err("must not have two dots in a row");
    }
    if name.parse::<Ipv4Addr>().is_ok() {
        return Err("must not have the form of an IP address");
    }
    Ok(())
}
