//! What the audit log records. Nothing here can hold a value, a token or a piece of a body.

use crate::{
    Action, FieldName, FormatName, Id, Member, Name, Outcome, Owner, Principal, Role, RotationStep,
    Scope, SecretKey, Timestamp, VersionNumber, Visibility,
};

/// Who asked, in the words of the audit log. Travels with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Chosen by the host for each request and given back in its answer.
    pub request_id: String,
    /// Address of the caller as the host saw it.
    pub peer: Option<String>,
}

/// One record, made in the same atomic write as its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<E = Event> {
    pub at: Timestamp,
    pub context: Context,
    /// `None` where nobody was authenticated, and for what time does.
    pub caller: Option<Caller>,
    /// An event, or what a boundary and a row have of one.
    pub event: E,
}

/// Who a request came from, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub principal: Principal,
    pub credential: Credential,
}

/// What a caller showed, without what makes it secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    ApiToken(Id),
    /// Of a client; the id is that of this one access token.
    AccessToken(Id),
    /// A token of the person's identity provider.
    IdentityToken,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    AuthenticationFailed {
        reason: AuthenticationFailure,
        /// The person or client that the credential named, where it was found.
        principal: Option<Principal>,
    },
    Denied {
        action: Action,
        owner: Owner,
        secret: Option<SecretKey>,
    },
    SecretCreated {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    /// Values or metadata changed; `version` is the current one afterwards.
    SecretUpdated {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    SecretDeleted {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    SecretRestored {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    /// For good, with its sealed values. Nobody's doing where its time was over.
    SecretPurged {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    SecretRevealed {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
        /// `None` where all fields of the version were.
        fields: Option<Vec<FieldName>>,
        /// The format that the value was asked for in; none for the fields as they are.
        format: Option<FormatName>,
    },
    /// A type asked its service whether the value works.
    SecretChecked {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
        outcome: Outcome,
    },
    /// Values were looked at for what is weak or used twice; nobody was shown one.
    ValuesExamined {
        owner: Owner,
        /// How many secrets.
        examined: u32,
    },
    /// A step of a rotation ended, well or not; `version` is the next value's. The end of
    /// [`RotationStep::Finish`] is a change of the value as well.
    RotationStepped {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
        step: RotationStep,
        outcome: Outcome,
    },
    /// A rotation was given up; `version` is that of the next value, which was kept no longer.
    RotationDropped {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    Initialized {
        organization: Id,
        user: Id,
    },
    OrganizationCreated {
        organization: Id,
        name: Name,
    },
    OrganizationRenamed {
        organization: Id,
        name: Name,
    },
    ProjectCreated {
        project: Id,
        name: Name,
        visibility: Visibility,
    },
    ProjectChanged {
        project: Id,
        name: Name,
        visibility: Visibility,
    },
    /// In the log of the organization, since the project's is gone from view with it.
    ProjectDeleted {
        organization: Id,
        project: Id,
        name: Name,
    },
    MemberSet {
        owner: Owner,
        member: Member,
        role: Role,
    },
    MemberRemoved {
        owner: Owner,
        member: Member,
    },
    /// By somebody of the organization, or by the person's first sign-in.
    PersonCreated {
        organization: Option<Id>,
        user: Id,
    },
    PersonRenamed {
        user: Id,
    },
    PersonSuspended {
        user: Id,
    },
    PersonReinstated {
        user: Id,
    },
    PersonRemoved {
        user: Id,
    },
    /// Groups as the identity provider's token had them, where that changed anything.
    GroupsSynchronized {
        organization: Id,
        user: Id,
        joined: Vec<Id>,
        left: Vec<Id>,
    },
    GroupCreated {
        organization: Id,
        group: Id,
        name: Name,
    },
    GroupChanged {
        organization: Id,
        group: Id,
        name: Name,
    },
    GroupDeleted {
        organization: Id,
        group: Id,
    },
    GroupMemberAdded {
        organization: Id,
        group: Id,
        user: Id,
    },
    GroupMemberRemoved {
        organization: Id,
        group: Id,
        user: Id,
    },
    ClientCreated {
        owner: Owner,
        client: Id,
        name: Name,
        scopes: Vec<Scope>,
    },
    ClientSecretRenewed {
        owner: Owner,
        client: Id,
    },
    ClientRevoked {
        owner: Owner,
        client: Id,
    },
    /// A client was given an access token, of this id.
    ClientSignedIn {
        owner: Owner,
        client: Id,
        access_token: Id,
    },
    TokenCreated {
        token: Id,
        scopes: Option<Vec<Scope>>,
    },
    TokenRevoked {
        token: Id,
    },
    PolicySet {
        organization: Id,
        name: Name,
    },
    PolicyDeleted {
        organization: Id,
        name: Name,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuthenticationFailure {
    Malformed,
    /// No such token, person or client, or its secret part is wrong: not told apart.
    Unknown,
    Expired,
    NotYetValid,
    /// Of an issuer that is not configured here.
    Issuer,
    Audience,
    /// The algorithm is not one that the issuer is configured for, or not that of the key.
    Algorithm,
    /// The issuer has no such key.
    Key,
    Signature,
    /// A token made for something else.
    TokenType,
    /// A claim that is needed is missing or of a wrong form.
    Claims,
    /// The person is suspended or was removed.
    Suspended,
    /// The client was revoked or has expired.
    Revoked,
}

impl AuthenticationFailure {
    pub const ALL: [Self; 13] = [
        Self::Malformed,
        Self::Unknown,
        Self::Expired,
        Self::NotYetValid,
        Self::Issuer,
        Self::Audience,
        Self::Algorithm,
        Self::Key,
        Self::Signature,
        Self::TokenType,
        Self::Claims,
        Self::Suspended,
        Self::Revoked,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::TokenType => "token-type",
            Self::Claims => "claims",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }
}

/// A record with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<E = Event> {
    /// Counts all records from 1, in the order they were committed.
    pub number: u64,
    pub record: Record<E>,
}
