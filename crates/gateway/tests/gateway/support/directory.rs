//! Members, people and groups, two of each where there are lists.

use strongroom_model::{
    Action, Id, Member, MemberKind, Owner, OwnerKind, Permission, Role, Scope, SecretKey,
    SecretScope, Visibility,
};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{
    Access, CreatedPerson, Directory, Group, GroupChange, GroupMember, HeldRole, Holder,
    HolderKind, HolderPlace, Membership, NewPerson, Person, PersonChange,
};
use strongroom_ports::principals::Status;
use strongroom_secret_bytes::SecretBytes;

use super::{CREDENTIAL, CUSTOM, ORGANIZATION, REGISTRY, Session, USER, World, id};

impl Directory for World {
    type Session = Session;

    async fn members(&self, _: &Session, owner: Owner) -> Result<Vec<Membership>, Error> {
        self.management(format!("members of {owner}"))?;
        let (user, group) = (MemberKind::User, MemberKind::Group);
        let member = |kind, of, name: &str, role| Membership {
            member: Member { kind, id: id(of) },
            name: name.parse().unwrap(),
            role,
        };
        Ok(vec![
            member(user, USER, "Ada", Role::Owner),
            member(group, CUSTOM, "Staff", Role::Reader),
        ])
    }

    async fn access(
        &self,
        _: &Session,
        owner: Owner,
        secret: &SecretKey,
        after: Option<HolderPlace>,
        limit: u32,
    ) -> Result<Access, Error> {
        self.management(format!("access {owner} {secret} {after:?} {limit}"))?;
        Ok(access(owner, secret))
    }

    async fn set_member(
        &self,
        _: &Session,
        owner: Owner,
        member: Member,
        role: Role,
    ) -> Result<(), Error> {
        let Member { kind, id } = member;
        self.management(format!("set {} {id} of {owner} to {role}", kind.as_str()))
    }

    async fn remove_member(&self, _: &Session, owner: Owner, member: Member) -> Result<(), Error> {
        let Member { kind, id } = member;
        self.management(format!("remove {} {id} of {owner}", kind.as_str()))
    }

    async fn people(
        &self,
        _: &Session,
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<Person>, Error> {
        let of = organization.map(|id| id.to_string());
        self.management(format!("people of {of:?} {search:?}"))?;
        let suspended = Person {
            email: None,
            status: Status::Suspended,
            last_seen_at: Some(1_722_887_580),
            role: Some(Role::Contributor),
            ..person("Bob".to_owned())
        };
        let removed = Person { status: Status::Removed, ..person("Cyd".to_owned()) };
        Ok(vec![person("Ada".to_owned()), suspended, removed])
    }

    async fn get_person(&self, _: &Session, of: Id) -> Result<Person, Error> {
        self.management(format!("get person {of}"))?;
        Ok(person("Ada".to_owned()))
    }

    async fn create_person(
        &self,
        _: &Session,
        organization: Id,
        new: NewPerson,
    ) -> Result<CreatedPerson, Error> {
        self.management(format!("create in {organization} {new:?}"))?;
        let token = || SecretBytes::from(CREDENTIAL.to_owned());
        Ok(CreatedPerson {
            credential: new.token_lifetime_seconds.map(|_| token()),
            person: Person { role: new.role, ..person(new.name) },
        })
    }

    async fn change_person(
        &self,
        _: &Session,
        of: Id,
        change: PersonChange,
    ) -> Result<Person, Error> {
        self.management(format!("change person {of} {change:?}"))?;
        Ok(person("Ada".to_owned()))
    }

    async fn remove_person(&self, _: &Session, of: Id) -> Result<(), Error> {
        self.management(format!("remove person {of}"))
    }

    async fn groups(&self, _: &Session, organization: Id) -> Result<Vec<Group>, Error> {
        self.management(format!("groups of {organization}"))?;
        Ok(vec![group("Jobs".to_owned(), None), group("Staff".to_owned(), Some("staff".into()))])
    }

    async fn get_group(&self, _: &Session, of: Id) -> Result<Group, Error> {
        self.management(format!("get group {of}"))?;
        Ok(group("Staff".to_owned(), Some("staff".into())))
    }

    async fn create_group(
        &self,
        _: &Session,
        organization: Id,
        name: String,
        claim: Option<String>,
    ) -> Result<Group, Error> {
        self.management(format!("create group {name} {claim:?} in {organization}"))?;
        Ok(group(name, claim))
    }

    async fn change_group(&self, _: &Session, of: Id, change: GroupChange) -> Result<Group, Error> {
        self.management(format!("change group {of} {change:?}"))?;
        Ok(group("Staff".to_owned(), None))
    }

    async fn delete_group(&self, _: &Session, of: Id) -> Result<(), Error> {
        self.management(format!("delete group {of}"))
    }

    async fn group_members(&self, _: &Session, group: Id) -> Result<Vec<GroupMember>, Error> {
        self.management(format!("members of group {group}"))?;
        let member = |of, name: &str, claimed| GroupMember {
            user: id(of),
            name: name.parse().unwrap(),
            claimed,
        };
        Ok(vec![member(USER, "Ada", true), member(REGISTRY, "Bob", false)])
    }

    async fn add_group_member(&self, _: &Session, group: Id, user: Id) -> Result<(), Error> {
        self.management(format!("add {user} to group {group}"))
    }

    async fn remove_group_member(&self, _: &Session, group: Id, user: Id) -> Result<(), Error> {
        self.management(format!("remove {user} from group {group}"))
    }
}

fn person(name: String) -> Person {
    Person {
        id: id(USER),
        name: name.parse().unwrap(),
        email: Some("ada@example.org".to_owned()),
        status: Status::Active,
        created_at: 1_700_000_000,
        last_seen_at: None,
        role: None,
    }
}

fn group(name: String, claim: Option<String>) -> Group {
    let (organization, created_at) = (id(ORGANIZATION), 1_700_000_000);
    Group { id: id(CUSTOM), organization, name: name.parse().unwrap(), claim, created_at }
}

/// A person, by two ways; a client that may reveal one field; and more to come.
fn access(owner: Owner, secret: &SecretKey) -> Access {
    let held = |on, role, group| HeldRole { on, role, group };
    let organization = Owner { kind: OwnerKind::Organization, id: id(ORGANIZATION) };
    let person = Holder {
        kind: HolderKind::User,
        id: id(USER),
        name: "Ada".parse().unwrap(),
        actions: vec![Action::See, Action::Read, Action::Reveal, Action::Update, Action::Delete],
        fields: None,
        roles: vec![
            held(organization, Role::Contributor, None),
            held(owner, Role::Writer, Some(id(CUSTOM))),
        ],
        scopes: None,
        expires_at: None,
    };
    let fields = Some(vec!["region".parse().unwrap()]);
    let client = Holder {
        kind: HolderKind::Client,
        id: id(REGISTRY),
        name: "job".parse().unwrap(),
        actions: vec![Action::Reveal],
        fields: fields.clone(),
        roles: vec![],
        scopes: Some(vec![Scope {
            on: owner,
            projects: false,
            permissions: vec![Permission::Reveal],
            secrets: Some(vec![SecretScope { key: secret.clone(), fields }]),
        }]),
        expires_at: Some(1_722_900_000),
    };
    Access {
        by_policy: false,
        visibility: Some(Visibility::Internal),
        anyone: vec![],
        omits_organization: false,
        omits_clients: true,
        entries: vec![person, client],
        next: Some((HolderKind::Client, id(REGISTRY))),
    }
}
