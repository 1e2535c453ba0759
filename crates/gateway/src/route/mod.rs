//! Which operation a method and a path name. The table in [`table`] is read by this router and by
//! the OpenAPI document, so neither can know a route that the other does not.

mod path;
mod table;

use strongroom_model::{Action, OwnerKind};

use crate::body::Member;
use crate::problem::{Problem, Refusal};
use crate::query::Parameter;

#[cfg(feature = "document")]
pub(crate) use path::policy_name_pattern;
pub(crate) use path::{Found, NamedOwner, find};
pub(crate) use table::routes;

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Fixed(&'static str),
    OwnerKind,
    /// A KSUID, or `me` for the caller's own user.
    Owner,
    /// The kind of an owner that has members and clients: an organization or a project.
    PlaceKind,
    /// The id of an owner of the kind in the step before.
    Place,
    /// The id of an organization or a project, as its route says.
    Of(OwnerKind),
    /// `secret/<Type>/<id>` as three segments, or as one in which the slashes are encoded.
    Key,
    Version,
    MemberKind,
    Id(Noun),
    Type,
    PolicyName,
}

/// What a path names by an id of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Person,
    Group,
    /// A person or a group, as the step before says.
    Member,
    Client,
    Token,
}

impl Noun {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Member => "member",
            Self::Client => "client",
            Self::Token => "token",
        }
    }
}

/// A path with what can be done there.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) tag: Tag,
    pub(crate) steps: &'static [Step],
    /// Whether the path may also end with a slash.
    pub(crate) trailing_slash: bool,
    pub(crate) operations: &'static [Operation],
}

/// The resources that routes are about, as the document groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Secrets,
    Audit,
    Caller,
    Organizations,
    Projects,
    Members,
    People,
    Groups,
    Clients,
    Tokens,
    Policies,
    Types,
    Login,
    Document,
}

/// A method of a route.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) endpoint: Endpoint,
    /// Unique: the name by which generated clients call it.
    pub(crate) id: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) needs: Needs,
    pub(crate) query: &'static [Parameter],
    pub(crate) body: Option<Body>,
    pub(crate) success: Success,
    /// Beyond those that any operation can answer with.
    pub(crate) refusals: &'static [Refusal],
    pub(crate) takes_if_match: bool,
}

/// Whose leave an operation takes. It decides nothing: it says to whom an operation is refused, and
/// to readers of the document, what is asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing but to be authenticated, if that.
    Nothing,
    /// An action on the owner that the path names.
    Here(Action),
    /// To see a value and to change it, on the owner that the path names.
    RevealAndUpdateHere,
    /// An action on an owner of this kind that the path does not name.
    On(OwnerKind, Action),
    /// An action on the organization or project that owns what the path names.
    OnItsOwner(Action),
    Administrator,
    /// A person, with a credential that has no scopes.
    Unscoped,
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
    ListDeleted,
    RestoreSecret,
    PurgeSecret,
    CheckSecret,
    RotateSecret,
    DropRotation,
    ListVersions,
    ReadVersion,
    ReadAudit,
    VerifyAudit,
    ExamineValues,
    ListConsumers,
    ReadAccess,
    ReadHealth,
    ReadMe,
    ReadPermissions,
    ListOrganizations,
    CreateOrganization,
    ReadOrganization,
    ChangeOrganization,
    ListProjects,
    CreateProject,
    ReadProject,
    ChangeProject,
    DeleteProject,
    ListMembers,
    SetMember,
    RemoveMember,
    ListPeople,
    CreatePerson,
    ReadPerson,
    ChangePerson,
    RemovePerson,
    ListGroups,
    CreateGroup,
    ReadGroup,
    ChangeGroup,
    DeleteGroup,
    ListGroupMembers,
    AddGroupMember,
    RemoveGroupMember,
    ListClients,
    CreateClient,
    ReadClient,
    RenewClientSecret,
    RevokeClient,
    ListTokens,
    CreateToken,
    RevokeToken,
    ListPolicies,
    SetPolicy,
    DeletePolicy,
    CheckPolicies,
    ExplainPolicies,
    ListTypes,
    ReadType,
    ValidateDraft,
    ReadDocument,
    Login,
}

/// What a caller must show before anything else is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entrance {
    /// Nothing.
    Open,
    /// An id and a secret, by which the operation itself goes.
    Client,
    Bearer,
}

impl Endpoint {
    pub(crate) const fn entrance(self) -> Entrance {
        match self {
            Self::ReadDocument => Entrance::Open,
            Self::Login => Entrance::Client,
            _ => Entrance::Bearer,
        }
    }
}

impl Route {
    /// # Errors
    /// 405, saying what is allowed.
    pub(crate) fn operation(&'static self, method: &str) -> Result<&'static Operation, Problem> {
        let method = Method::read(method);
        self.operations
            .iter()
            .find(|operation| Some(operation.method) == method)
            .ok_or_else(|| not_allowed(self))
    }
}

fn not_allowed(route: &Route) -> Problem {
    let allowed: Vec<&str> = route.operations.iter().map(|o| o.method.allowed()).collect();
    Problem::new(Refusal::MethodNotAllowed, "the path has no such method; see `Allow`")
        .with_header(crate::message::ResponseHeader::new("allow", allowed.join(", ")))
}
