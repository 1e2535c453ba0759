//! The operations on secrets, and what leads to them. Every function fails as [`Error`] says; what
//! the server refused is its `problem`.

use http::Method;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::ids::{Id, Location, Owner};
use crate::model::{
    Change, Expect, Identity, NewSecret, Organization, Page, Project, Query, Rendering, Reveal,
    Revealed, Secret, Sort, TypeDescription, Verdict, Version,
};
use crate::secret::SecretBytes;
use crate::wire::Reply;

mod compound;
mod drafts;
mod shapes;
mod undo;

use shapes::{Body, Record};

type Parameters = Vec<(&'static str, String)>;

/// The server's longest page.
const LONGEST_PAGE: u32 = 1_000;
const NOTHING: Option<&()> = None;
const UNASKED: Parameters = Vec::new();

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
    next_cursor: Option<String>,
}

impl Client {
    pub async fn whoami(&self) -> Result<Identity, Error> {
        self.read(api(&["me"]), UNASKED).await
    }

    /// Those that the caller sees.
    pub async fn organizations(&self) -> Result<Vec<Organization>, Error> {
        let list: List<Organization> = self.read(api(&["organizations"]), UNASKED).await?;
        Ok(list.data)
    }

    /// Those that the caller sees, of every organization.
    pub async fn projects(&self) -> Result<Vec<Project>, Error> {
        let list: List<Project> = self.read(api(&["projects"]), UNASKED).await?;
        Ok(list.data)
    }

    /// The organization may be left out where the caller sees exactly one.
    pub async fn create_project(
        &self,
        name: &str,
        organization: Option<&Id>,
    ) -> Result<Project, Error> {
        #[derive(Serialize)]
        struct New<'a> {
            name: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            organization: Option<&'a Id>,
        }
        let body = New { name, organization };
        let reply = self.change(Method::POST, api(&["projects"]), Some(&body), None).await?;
        self.parsed(&reply)
    }

    /// The types of secret that are loaded.
    pub async fn types(&self) -> Result<Vec<TypeDescription>, Error> {
        let list: List<TypeDescription> = self.read(api(&["types"]), UNASKED).await?;
        Ok(list.data)
    }

    /// A page of an owner's secrets.
    pub async fn list(&self, owner: &Owner, query: &Query) -> Result<Page, Error> {
        let list: List<Record> = self.read(of_owner(owner, &[""]), parameters(query)).await?;
        let secrets = list.data.into_iter().map(|record| record.into_secret(owner, None));
        Ok(Page { secrets: secrets.collect(), next: list.next_cursor })
    }

    pub async fn create(&self, owner: &Owner, new: &NewSecret) -> Result<Secret, Error> {
        let body = Body::whole(new);
        let reply = self.change(Method::POST, of_owner(owner, &[""]), Some(&body), None).await?;
        self.secret(owner, &reply)
    }

    /// Everything but the value.
    pub async fn secret_at(&self, at: &Location) -> Result<Secret, Error> {
        let reply = self.get_reply(of_secret(at, &[]), UNASKED).await?;
        self.secret(&at.owner, &reply)
    }

    /// The value, which takes a permission of its own and is recorded.
    pub async fn reveal(&self, at: &Location, what: &Reveal) -> Result<Revealed, Error> {
        let mut query = vec![("decrypt", "true".to_owned())];
        query.extend(what.version.map(|version| ("version", version.to_string())));
        query.extend(what.fields.iter().map(|field| ("field", field.clone())));
        let reply = self.get_reply(of_secret(at, &[]), query).await?;
        Ok(self.parsed::<Record>(&reply)?.into_revealed(&at.owner, Some(&reply)))
    }

    /// The value in one of its type's formats, of a version or the current one.
    pub async fn render(
        &self,
        at: &Location,
        format: &str,
        version: Option<u32>,
    ) -> Result<Rendering, Error> {
        let mut query = vec![("decrypt", "true".to_owned()), ("format", format.to_owned())];
        query.extend(version.map(|version| ("version", version.to_string())));
        let reply = self.get_reply(of_secret(at, &[]), query).await?;
        let content = SecretBytes::from(reply.body.to_vec());
        Ok(Rendering { media_type: reply.media_type.clone(), content })
    }

    /// Where programs of others ask for [`Self::render`] by themselves, with a token of their own.
    #[must_use]
    pub fn rendering_address(&self, at: &Location, format: &str) -> String {
        let asked = [("decrypt", "true"), ("format", format)];
        let query = asked.map(|(name, value)| (name.into(), value.to_owned())).to_vec();
        self.address_of(of_secret(at, &[]), query)
    }

    pub async fn update(
        &self,
        at: &Location,
        change: &Change,
        expect: Expect,
    ) -> Result<Secret, Error> {
        let body = Body::part(change);
        let path = of_secret(at, &[]);
        let reply = self.change(Method::PATCH, path, Some(&body), if_match(expect)).await?;
        self.secret(&at.owner, &reply)
    }

    /// Everything but the type, which stays.
    pub async fn replace(
        &self,
        at: &Location,
        new: &NewSecret,
        expect: Expect,
    ) -> Result<Secret, Error> {
        let body = Body::whole(new);
        let path = of_secret(at, &[]);
        let reply = self.change(Method::PUT, path, Some(&body), if_match(expect)).await?;
        self.secret(&at.owner, &reply)
    }

    /// With all its versions.
    pub async fn delete(&self, at: &Location, expect: Expect) -> Result<(), Error> {
        let path = of_secret(at, &[]);
        self.change(Method::DELETE, path, NOTHING, if_match(expect)).await.map(drop)
    }

    /// The newest first.
    pub async fn versions(&self, at: &Location) -> Result<Vec<Version>, Error> {
        let list: List<Version> = self.read(of_secret(at, &["versions"]), UNASKED).await?;
        Ok(list.data)
    }

    /// Replaces the value at its service, or goes on where that was interrupted. It is not sent
    /// again by itself; when an answer was lost, it can be.
    pub async fn rotate(&self, at: &Location) -> Result<Secret, Error> {
        let path = of_secret(at, &["rotate"]);
        let reply = self.change(Method::POST, path, NOTHING, None).await?;
        self.secret(&at.owner, &reply)
    }

    /// Gives up a rotation that was interrupted.
    pub async fn drop_rotation(&self, at: &Location) -> Result<(), Error> {
        let path = of_secret(at, &["rotate"]);
        self.change(Method::DELETE, path, NOTHING, None).await.map(drop)
    }

    /// Asks the secret's service whether the value works.
    pub async fn check(&self, at: &Location) -> Result<Verdict, Error> {
        let path = of_secret(at, &["check"]);
        let reply = self.change(Method::POST, path, NOTHING, None).await?;
        self.parsed(&reply)
    }

    fn secret(&self, owner: &Owner, reply: &Reply) -> Result<Secret, Error> {
        Ok(self.parsed::<Record>(reply)?.into_secret(owner, Some(reply)))
    }
}

fn api(rest: &[&str]) -> Vec<String> {
    ["api", "identity", "v2"].iter().chain(rest).map(|part| (*part).to_owned()).collect()
}

fn of_owner(owner: &Owner, rest: &[&str]) -> Vec<String> {
    let (kind, id) = match owner {
        Owner::Project(id) => ("project", id.as_str()),
        Owner::Organization(id) => ("organization", id.as_str()),
        Owner::User(id) => ("user", id.as_str()),
        Owner::Me => ("user", "me"),
    };
    api(&[&["settings", kind, id], rest].concat())
}

fn of_secret(at: &Location, rest: &[&str]) -> Vec<String> {
    let Location { owner, key } = at;
    of_owner(owner, &[&["secret", key.type_name(), key.id().as_str()], rest].concat())
}

fn if_match(expect: Expect) -> Option<String> {
    match expect {
        Expect::Anything => None,
        Expect::Version(version) => Some(format!("\"{version}\"")),
        Expect::Tag(tag) => Some(tag.to_string()),
    }
}

fn parameters(query: &Query) -> Parameters {
    let sort = match query.sort {
        Sort::Name => "name",
        Sort::Type => "type",
        Sort::Created => "created",
        Sort::Updated => "updated",
    };
    let mut parameters = vec![("sort", sort.to_owned()), ("desc", query.descending.to_string())];
    let texts = [
        ("cursor", &query.cursor),
        ("name", &query.name),
        ("type", &query.type_name),
        ("search", &query.search),
    ];
    parameters.extend(query.limit.map(|limit| ("limit", limit.to_string())));
    parameters.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    parameters
}
