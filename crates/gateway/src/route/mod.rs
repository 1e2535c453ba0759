//! Which operation a method and a path name. The table in [`table`] is read by this router and by
//! the OpenAPI document, so neither can know a route that the other does not.

mod table;

use std::borrow::Cow;

use strongroom_model::{Id, Owner, OwnerKind, SecretKey, VersionNumber};

use crate::body::Member;
use crate::problem::{Problem, Refusal};
use crate::query::Parameter;
use crate::target::Path;

pub(crate) use table::ROUTES;

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Fixed(&'static str),
    OwnerKind,
    /// A KSUID, or `me` for the caller's own user.
    Owner,
    /// `secret/<Type>/<id>` as three segments, or as one in which the slashes are encoded.
    Key,
    Version,
    Token,
}

/// A path with what can be done there.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) steps: &'static [Step],
    /// Whether the path may also end with a slash.
    pub(crate) trailing_slash: bool,
    pub(crate) operations: &'static [Operation],
}

/// A method of a route.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) endpoint: Endpoint,
    pub(crate) summary: &'static str,
    pub(crate) query: &'static [Parameter],
    pub(crate) body: Option<Body>,
    pub(crate) success: Success,
    /// Beyond those that any operation can answer with.
    pub(crate) refusals: &'static [Refusal],
    pub(crate) takes_if_match: bool,
}

#[derive(Debug)]
pub(crate) struct Body {
    /// Name of its schema.
    pub(crate) name: &'static str,
    pub(crate) members: &'static [Member],
    pub(crate) media_types: &'static [&'static str],
}

/// What an operation answers with when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Success {
    pub(crate) status: u16,
    /// Name of the body's schema.
    pub(crate) schema: Option<&'static str>,
    pub(crate) headers: &'static [&'static str],
}

/// Other methods are not allowed anywhere. `HEAD` is `GET` without the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    fn read(text: &str) -> Option<Self> {
        match text {
            "GET" | "HEAD" => Some(Self::Get),
            "POST" => Some(Self::Post),
            "PUT" => Some(Self::Put),
            "PATCH" => Some(Self::Patch),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }

    /// As `Allow` lists it.
    const fn allowed(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Endpoint {
    ListSecrets,
    CreateSecret,
    ReadSecret,
    ReplaceSecret,
    PatchSecret,
    DeleteSecret,
    ListVersions,
    ReadVersion,
    ReadAudit,
    ReadMe,
    ListOrganizations,
    ListProjects,
    CreateProject,
    ListTokens,
    CreateToken,
    RevokeToken,
    ListTypes,
    ReadDocument,
}

impl Endpoint {
    /// Whether anyone may ask, without a token.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::ReadDocument)
    }
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
    pub(crate) token: Option<Id>,
}

impl Found {
    /// # Errors
    /// 405, saying what is allowed.
    pub(crate) fn operation(&self, method: &str) -> Result<&'static Operation, Problem> {
        let method = Method::read(method);
        self.route
            .operations
            .iter()
            .find(|operation| Some(operation.method) == method)
            .ok_or_else(|| not_allowed(self.route))
    }
}

fn not_allowed(route: &Route) -> Problem {
    let allowed: Vec<&str> = route.operations.iter().map(|o| o.method.allowed()).collect();
    Problem::new(Refusal::MethodNotAllowed, "the path has no such method; see `Allow`")
        .with_header(crate::message::ResponseHeader::new("allow", allowed.join(", ")))
}

/// The route of a path, if there is one.
pub(crate) fn find(path: &Path<'_>) -> Option<Found> {
    ROUTES.iter().find_map(|route| follow(route, path))
}

fn follow(route: &'static Route, path: &Path<'_>) -> Option<Found> {
    if path.trailing_slash && !route.trailing_slash {
        return None;
    }
    let mut found = Found { route, owner: None, key: None, version: None, token: None };
    let mut kind = None;
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
            Step::Owner => found.owner = Some(owner(kind?, segment)?),
            Step::Key => {
                let (key, after) = key(segment, after)?;
                found.key = Some(key);
                rest = after;
            }
            Step::Version => found.version = Some(segment.parse().ok()?),
            Step::Token => found.token = Some(segment.parse().ok()?),
        }
    }
    rest.is_empty().then_some(found)
}

fn owner(kind: OwnerKind, segment: &str) -> Option<NamedOwner> {
    match (kind, segment) {
        (OwnerKind::User, "me") => Some(NamedOwner::Me),
        (kind, id) => Some(NamedOwner::Owner(Owner { kind, id: id.parse().ok()? })),
    }
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
