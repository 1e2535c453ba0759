//! From a path's segments to its route, with what stood in it.

use std::borrow::Cow;

use strongroom_model::{
    Id, Member, MemberKind, Owner, OwnerKind, SecretKey, TypeName, VersionNumber,
};

use super::{Noun, Route, Step, routes};
use crate::target::Path;

/// Bytes of a policy's name where it stands in a path.
const POLICY_NAME_BYTES: usize = 64;

/// What [`policy_name`] takes, for the document.
pub(crate) fn policy_name_pattern() -> String {
    format!("^[0-9A-Za-z][0-9A-Za-z._-]{{0,{}}}$", POLICY_NAME_BYTES - 1)
}

/// The owner that a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamedOwner {
    Owner(Owner),
    Me,
}

/// A path that a route has, with what stood in it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) owner: Option<NamedOwner>,
    pub(crate) key: Option<SecretKey>,
    pub(crate) version: Option<VersionNumber>,
    pub(crate) member: Option<Member>,
    pub(crate) person: Option<Id>,
    pub(crate) group: Option<Id>,
    pub(crate) client: Option<Id>,
    pub(crate) token: Option<Id>,
    pub(crate) type_name: Option<TypeName>,
    pub(crate) policy: Option<String>,
}

impl Found {
    const fn on(route: &'static Route) -> Self {
        Self {
            route,
            owner: None,
            key: None,
            version: None,
            member: None,
            person: None,
            group: None,
            client: None,
            token: None,
            type_name: None,
            policy: None,
        }
    }

    /// The kind of the owner that the path names.
    pub(crate) fn owner_kind(&self) -> Option<OwnerKind> {
        self.owner.map(|named| match named {
            NamedOwner::Owner(owner) => owner.kind,
            NamedOwner::Me => OwnerKind::User,
        })
    }
}

/// The route of a path, if there is one.
pub(crate) fn find(path: &Path<'_>) -> Option<Found> {
    routes().find_map(|route| follow(route, path))
}

fn follow(route: &'static Route, path: &Path<'_>) -> Option<Found> {
    if path.trailing_slash && !route.trailing_slash {
        return None;
    }
    let mut found = Found::on(route);
    let (mut kind, mut member_kind) = (None, None);
    let mut rest = path.segments.as_slice();
    for step in route.steps {
        let (segment, after) = rest.split_first()?;
        rest = after;
        match step {
            Step::Fixed(expected) => {
                if segment != expected {
                    return None;
                }
            }
            Step::OwnerKind => kind = Some(segment.parse::<OwnerKind>().ok()?),
            Step::PlaceKind => kind = Some(place_kind(segment)?),
            Step::Owner => found.owner = Some(owner(kind?, segment)?),
            Step::Place => found.owner = Some(place(kind?, segment)?),
            Step::Of(kind) => found.owner = Some(place(*kind, segment)?),
            Step::Key => {
                let (key, after) = key(segment, after)?;
                found.key = Some(key);
                rest = after;
            }
            Step::Version => found.version = Some(segment.parse().ok()?),
            Step::MemberKind => member_kind = Some(segment.parse::<MemberKind>().ok()?),
            Step::Id(noun) => {
                let id = segment.parse().ok()?;
                match noun {
                    Noun::Person => found.person = Some(id),
                    Noun::Group => found.group = Some(id),
                    Noun::Member => found.member = Some(Member { kind: member_kind?, id }),
                    Noun::Client => found.client = Some(id),
                    Noun::Token => found.token = Some(id),
                }
            }
            Step::Type => found.type_name = Some(segment.parse().ok()?),
            Step::PolicyName => found.policy = Some(policy_name(segment)?),
        }
    }
    rest.is_empty().then_some(found)
}

fn place_kind(segment: &str) -> Option<OwnerKind> {
    segment.parse().ok().filter(|kind| !matches!(kind, OwnerKind::User))
}

fn place(kind: OwnerKind, segment: &str) -> Option<NamedOwner> {
    Some(NamedOwner::Owner(Owner { kind, id: segment.parse().ok()? }))
}

fn owner(kind: OwnerKind, segment: &str) -> Option<NamedOwner> {
    match (kind, segment) {
        (OwnerKind::User, "me") => Some(NamedOwner::Me),
        (kind, id) => place(kind, id),
    }
}

/// A name that can stand in a path in one spelling alone.
fn policy_name(segment: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let begins = segment.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_name = begins && segment.len() <= POLICY_NAME_BYTES && segment.bytes().all(is_plain);
    is_name.then(|| segment.to_owned())
}

type Segments<'p, 't> = &'p [Cow<'t, str>];

/// A key and what is left of the path after it.
fn key<'p, 't>(segment: &str, after: Segments<'p, 't>) -> Option<(SecretKey, Segments<'p, 't>)> {
    if segment != "secret" {
        return Some((segment.parse().ok()?, after));
    }
    let (type_name, after) = after.split_first()?;
    let (id, after) = after.split_first()?;
    Some((SecretKey { type_name: type_name.parse().ok()?, id: id.parse().ok()? }, after))
}
