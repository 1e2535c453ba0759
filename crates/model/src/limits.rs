//! Every bound that a caller can meet, in one place.

/// Bytes of one request's body.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Bytes of one field's value.
pub const VALUE_BYTES: usize = 64 * 1024;
/// Fields of one secret.
pub const FIELDS: usize = 64;
/// Characters (Unicode scalar values) of a name.
pub const NAME_CHARACTERS: usize = 255;
/// Characters of a description.
pub const DESCRIPTION_CHARACTERS: usize = 4096;
/// Labels of one secret; each key and value is bounded like a name.
pub const LABELS: usize = 64;
/// Bytes of one secret's labels, keys and values together: lists carry them, and 64 of the longest
/// would weigh more than all else in an entry.
pub const LABELS_BYTES: usize = 16 * 1024;
/// Nesting of a JSON body.
pub const JSON_DEPTH: usize = 16;
/// Entries of one page of a list.
pub const PAGE_ENTRIES: u32 = 1000;
/// Entries of a list that has no pages: projects, tokens, versions.
pub const LIST_ENTRIES: u32 = 1000;
/// Entries of a page when the caller names no limit.
pub const PAGE_ENTRIES_DEFAULT: u32 = 100;
/// Reveals of one secret that are looked at to say who used it, newest first.
pub const COUNTED_REVEALS: u32 = 20_000;
/// Versions one secret can reach.
pub const VERSIONS: u32 = i32::MAX as u32;
/// Seconds for which what was deleted can be restored: a week.
pub const DELETED_SECONDS: i64 = 7 * 24 * 60 * 60;
/// Seconds after which a value may be planned to be replaced: an hour to ten years.
pub const ROTATE_EVERY_SECONDS: std::ops::RangeInclusive<u32> = 3600..=3660 * 24 * 60 * 60;
/// The first second of the year 10000, which not everybody can write.
pub const TIMESTAMPS_END: i64 = 253_402_300_800;
/// Seconds a token may live: one year.
pub const TOKEN_SECONDS: i64 = 366 * 24 * 60 * 60;
/// Seconds an access token of a client lives where nothing else was set.
pub const ACCESS_TOKEN_SECONDS: i64 = 15 * 60;
/// Seconds for which the key that a token was verified with is taken to be still the issuer's, and
/// so the longest that a key withdrawn by an issuer is honoured. People, clients, tokens and roles
/// are read at each request.
pub const VERIFIED_SECONDS: i64 = 60;
/// Verified tokens that one instance remembers.
pub const VERIFIED_TOKENS: usize = 1024;
/// Seconds by which the clock of an issuer may differ from ours.
pub const CLOCK_SKEW_SECONDS: i64 = 60;
/// Bytes of a bearer token.
pub const BEARER_BYTES: usize = 8 * 1024;
/// Scopes of one token or client.
pub const SCOPES: usize = 64;
/// Secrets that one scope names.
pub const SCOPE_SECRETS: usize = 64;
/// Names in the groups claim of an identity token that are looked at.
pub const CLAIMED_GROUPS: usize = 256;
/// Seconds after which the last use of a token or client is written down anew.
pub const LAST_USE_SECONDS: i64 = 60;
/// Bytes of one policy, and policies of one organization.
pub const POLICY_BYTES: usize = 16 * 1024;
pub const POLICIES: usize = 64;
/// Characters of an e-mail address, a subject or the name of a claimed group.
pub const IDENTIFIER_CHARACTERS: usize = 255;
