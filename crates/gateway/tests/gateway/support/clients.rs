//! Clients and policies.

use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Owner, OwnerKind};
use strongroom_ports::administration::Error;
use strongroom_ports::clients::{Client, Clients, IssuedClient, NewClient};
use strongroom_ports::policies::{Explanation, Finding, Policies, Policy, Question, Source};
use strongroom_secret_bytes::SecretBytes;

use super::administration::scopes;
use super::{CREDENTIAL, CUSTOM, PROJECT, Session, USER, World, id};

impl Clients for World {
    type Session = Session;

    async fn list_clients(&self, _: &Session, owner: Owner) -> Result<Vec<Client>, Error> {
        self.management(format!("clients of {owner}"))?;
        let used =
            Client { last_used_at: Some(1_722_887_580), ..client(owner, "build".to_owned()) };
        Ok(vec![used, client(owner, "deploy".to_owned())])
    }

    async fn get_client(&self, _: &Session, of: Id) -> Result<Client, Error> {
        self.management(format!("get client {of}"))?;
        Ok(client(project(), "build".to_owned()))
    }

    async fn create_client(
        &self,
        _: &Session,
        owner: Owner,
        new: NewClient,
    ) -> Result<IssuedClient, Error> {
        self.management(format!("create for {owner} {new:?}"))?;
        let secret = SecretBytes::from(CREDENTIAL.to_owned());
        Ok(IssuedClient {
            client: Client { scopes: new.scopes, ..client(owner, new.name) },
            secret,
        })
    }

    async fn renew_client_secret(&self, _: &Session, of: Id) -> Result<IssuedClient, Error> {
        self.management(format!("renew secret of client {of}"))?;
        let secret = SecretBytes::from(CREDENTIAL.to_owned());
        Ok(IssuedClient { client: client(project(), "build".to_owned()), secret })
    }

    async fn revoke_client(&self, _: &Session, of: Id) -> Result<(), Error> {
        self.management(format!("revoke client {of}"))
    }
}

fn project() -> Owner {
    Owner { kind: OwnerKind::Project, id: id(PROJECT) }
}

fn client(owner: Owner, name: String) -> Client {
    Client {
        id: id(CUSTOM),
        owner,
        name: name.parse().unwrap(),
        scopes: scopes(),
        created: Stamp { at: 1_700_000_000, by: id(USER) },
        expires_at: 1_800_000_000,
        last_used_at: None,
    }
}

impl Policies for World {
    type Session = Session;

    async fn list_policies(&self, _: &Session, organization: Id) -> Result<Vec<Policy>, Error> {
        self.management(format!("policies of {organization}"))?;
        Ok(vec![policy("night", "forbid(principal, action, resource);".to_owned())])
    }

    async fn set_policy(
        &self,
        _: &Session,
        organization: Id,
        source: Source,
    ) -> Result<Policy, Error> {
        self.management(format!("set in {organization} {source:?}"))?;
        Ok(policy(&source.name, source.text))
    }

    async fn delete_policy(
        &self,
        _: &Session,
        organization: Id,
        name: String,
    ) -> Result<(), Error> {
        self.management(format!("delete policy {name} of {organization}"))
    }

    async fn check_policies(
        &self,
        _: &Session,
        organization: Id,
        policies: Vec<Source>,
    ) -> Result<Vec<Finding>, Error> {
        self.management(format!("check in {organization} {policies:?}"))?;
        let finding = |line, is_error| Finding {
            name: "night".to_owned(),
            line,
            column: line,
            message: "unexpected token".to_owned(),
            is_error,
        };
        Ok(vec![finding(3, true), finding(0, false)])
    }

    async fn explain(
        &self,
        _: &Session,
        organization: Id,
        question: Question,
        policies: Vec<Source>,
    ) -> Result<Explanation, Error> {
        self.management(format!("explain in {organization} {question:?} {policies:?}"))?;
        Ok(Explanation {
            allowed: false,
            because_of: vec!["night".to_owned()],
            errors: vec!["`day` could not be evaluated".to_owned()],
        })
    }
}

fn policy(name: &str, text: String) -> Policy {
    Policy { name: name.parse().unwrap(), text, updated: Stamp { at: 1_722_887_562, by: id(USER) } }
}
