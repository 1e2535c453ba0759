//! Who the caller is, and one of everything else.

use strongroom_model::{Grant, Id, Owner, OwnerKind, Role};
use strongroom_ports::administration::{
    self, Administration, Identity, IssuedToken, NewToken, Organization, Project, Token,
};
use strongroom_secret_bytes::SecretBytes;

use super::{CREDENTIAL, CUSTOM, ORGANIZATION, PROJECT, Session, USER, World, id};

pub(super) fn grants() -> Option<Vec<Grant>> {
    let on = Owner { kind: OwnerKind::Project, id: id(PROJECT) };
    Some(vec![Grant { on, role: Role::Reader }])
}

impl Administration for World {
    type Session = Session;

    async fn who_am_i(&self, _: &Session) -> Result<Identity, administration::Error> {
        self.administration("who am i".into())?;
        Ok(Identity {
            user: id(USER),
            user_name: "Ada".parse().unwrap(),
            token: id(CUSTOM),
            token_name: "laptop".parse().unwrap(),
            expires_at: 1_800_000_000,
            grants: grants(),
        })
    }

    async fn organizations(&self, _: &Session) -> Result<Vec<Organization>, administration::Error> {
        self.administration("organizations".into())?;
        let organization = Organization {
            id: id(ORGANIZATION),
            name: "Acme".parse().unwrap(),
            created_at: 1_700_000_000,
            role: Role::Owner,
        };
        Ok(vec![organization; self.organization_count()])
    }

    async fn projects(&self, _: &Session) -> Result<Vec<Project>, administration::Error> {
        self.administration("projects".into())?;
        Ok(vec![project("Search".to_owned(), id(ORGANIZATION))])
    }

    async fn create_project(
        &self,
        _: &Session,
        organization: Id,
        name: String,
    ) -> Result<Project, administration::Error> {
        self.administration(format!("create project {name} in {organization}"))?;
        Ok(project(name, organization))
    }

    async fn tokens(&self, _: &Session) -> Result<Vec<Token>, administration::Error> {
        self.administration("tokens".into())?;
        Ok(vec![token("laptop".to_owned(), None), token("job".to_owned(), grants())])
    }

    async fn create_token(
        &self,
        _: &Session,
        new: NewToken,
    ) -> Result<IssuedToken, administration::Error> {
        self.administration(format!("create {new:?}"))?;
        Ok(IssuedToken {
            token: token(new.name, new.grants),
            credential: SecretBytes::from(CREDENTIAL.to_owned()),
        })
    }

    async fn revoke_token(&self, _: &Session, token: Id) -> Result<(), administration::Error> {
        self.administration(format!("revoke {token}"))
    }
}

fn project(name: String, organization: Id) -> Project {
    Project {
        id: id(PROJECT),
        organization,
        name: name.parse().unwrap(),
        created_at: 1_700_000_001,
        role: Role::Writer,
    }
}

fn token(name: String, grants: Option<Vec<Grant>>) -> Token {
    let (created_at, expires_at) = (1_700_000_000, 1_800_000_000);
    Token { id: id(CUSTOM), name: name.parse().unwrap(), created_at, expires_at, grants }
}
