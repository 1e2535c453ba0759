//! Who the caller is, and one of everything that it has.

use strongroom_model::audit::Credential;
use strongroom_model::{
    Action, Id, Owner, OwnerKind, Permission, Principal, PrincipalKind, Role, Scope, SecretKey,
    SecretScope, Visibility,
};
use strongroom_ports::administration::{
    Administration, Error, Identity, IssuedToken, NewToken, Organization, Permissions, Project,
    ProjectChange, Token,
};
use strongroom_secret_bytes::SecretBytes;

use super::vault::key;
use super::{CREDENTIAL, CUSTOM, ORGANIZATION, PROJECT, Session, USER, World, id};

/// One scope of each form.
pub(super) fn scopes() -> Vec<Scope> {
    let project = Owner { kind: OwnerKind::Project, id: id(PROJECT) };
    let organization = Owner { kind: OwnerKind::Organization, id: id(ORGANIZATION) };
    let whole = SecretScope { key: key("Custom", CUSTOM), fields: None };
    let part = SecretScope { fields: Some(vec!["value".parse().unwrap()]), ..whole.clone() };
    vec![
        Scope {
            on: organization,
            projects: true,
            permissions: vec![Permission::Metadata, Permission::Manage],
            secrets: None,
        },
        Scope {
            on: project,
            projects: false,
            permissions: vec![Permission::Reveal],
            secrets: Some(vec![whole, part]),
        },
    ]
}

impl Administration for World {
    type Session = Session;

    async fn who_am_i(&self, session: &Session) -> Result<Identity, Error> {
        self.management("who am i".into())?;
        let (kind, credential, token_name) = match session {
            Session::Person => {
                (PrincipalKind::Person, Credential::ApiToken(id(CUSTOM)), Some("laptop"))
            }
            Session::Visitor => (PrincipalKind::Person, Credential::IdentityToken, None),
            Session::Client => (PrincipalKind::Client, Credential::AccessToken(id(CUSTOM)), None),
        };
        Ok(Identity {
            principal: Principal { kind, id: id(USER) },
            name: "Ada".parse().unwrap(),
            email: (kind == PrincipalKind::Person).then(|| "ada@example.org".to_owned()),
            credential,
            token_name: token_name.map(|name| name.parse().unwrap()),
            expires_at: 1_800_000_000,
            scopes: (credential != Credential::IdentityToken).then(scopes),
            administrator: false,
        })
    }

    async fn permissions_on(
        &self,
        _: &Session,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Result<Permissions, Error> {
        let about = secret.as_ref().map(ToString::to_string);
        self.management(format!("permissions on {owner} {about:?}"))?;
        let actions = vec![Action::See, Action::Read];
        Ok(Permissions { actions, role: secret.is_none().then_some(Role::Reader) })
    }

    async fn organizations(&self, _: &Session) -> Result<Vec<Organization>, Error> {
        self.management("organizations".into())?;
        Ok(vec![organization("Acme".to_owned(), Some(Role::Owner)); self.organization_count()])
    }

    async fn get_organization(&self, _: &Session, of: Id) -> Result<Organization, Error> {
        self.management(format!("get organization {of}"))?;
        Ok(organization("Acme".to_owned(), None))
    }

    async fn create_organization(&self, _: &Session, name: String) -> Result<Organization, Error> {
        self.management(format!("create organization {name}"))?;
        Ok(organization(name, Some(Role::Owner)))
    }

    async fn rename_organization(
        &self,
        _: &Session,
        of: Id,
        name: String,
    ) -> Result<Organization, Error> {
        self.management(format!("rename organization {of} {name}"))?;
        Ok(organization(name, Some(Role::Owner)))
    }

    async fn projects(&self, _: &Session, organization: Option<Id>) -> Result<Vec<Project>, Error> {
        let of = organization.map(|id| id.to_string());
        self.management(format!("projects of {of:?}"))?;
        let public = Project { role: None, ..project("Open".to_owned(), id(ORGANIZATION)) };
        Ok(vec![project("Search".to_owned(), id(ORGANIZATION)), public])
    }

    async fn get_project(&self, _: &Session, of: Id) -> Result<Project, Error> {
        self.management(format!("get project {of}"))?;
        Ok(project("Search".to_owned(), id(ORGANIZATION)))
    }

    async fn create_project(
        &self,
        _: &Session,
        organization: Id,
        name: String,
        visibility: Visibility,
    ) -> Result<Project, Error> {
        self.management(format!("create project {name} in {organization}, {visibility}"))?;
        Ok(Project { visibility, ..project(name, organization) })
    }

    async fn change_project(
        &self,
        _: &Session,
        of: Id,
        change: ProjectChange,
    ) -> Result<Project, Error> {
        self.management(format!("change project {of} {change:?}"))?;
        Ok(project("Search".to_owned(), id(ORGANIZATION)))
    }

    async fn delete_project(&self, _: &Session, of: Id) -> Result<(), Error> {
        self.management(format!("delete project {of}"))
    }

    async fn tokens(&self, _: &Session) -> Result<Vec<Token>, Error> {
        self.management("tokens".into())?;
        let job = token("job".to_owned(), Some(scopes()));
        let used = Token { last_used_at: Some(1_722_887_580), ..job };
        Ok(vec![token("laptop".to_owned(), None), used])
    }

    async fn create_token(&self, _: &Session, new: NewToken) -> Result<IssuedToken, Error> {
        self.management(format!("create {new:?}"))?;
        Ok(IssuedToken {
            token: token(new.name, new.scopes),
            credential: SecretBytes::from(CREDENTIAL.to_owned()),
        })
    }

    async fn revoke_token(&self, _: &Session, token: Id) -> Result<(), Error> {
        self.management(format!("revoke {token}"))
    }
}

fn organization(name: String, role: Option<Role>) -> Organization {
    let name = name.parse().unwrap();
    Organization { id: id(ORGANIZATION), name, created_at: 1_700_000_000, role }
}

fn project(name: String, organization: Id) -> Project {
    Project {
        id: id(PROJECT),
        organization,
        name: name.parse().unwrap(),
        visibility: Visibility::Internal,
        created_at: 1_700_000_001,
        role: Some(Role::Writer),
    }
}

fn token(name: String, scopes: Option<Vec<Scope>>) -> Token {
    Token {
        id: id(CUSTOM),
        name: name.parse().unwrap(),
        created_at: 1_700_000_000,
        expires_at: 1_800_000_000,
        last_used_at: None,
        scopes,
    }
}
