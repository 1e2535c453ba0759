//! What was deleted, while it can be restored.

use super::*;
use crate::model::{Deleted, DeletedPage};

#[derive(Deserialize)]
struct Deletion {
    #[serde(rename = "_deleted_at")]
    deleted_at: u64,
    #[serde(rename = "_deleted_by")]
    deleted_by: Id,
    #[serde(rename = "_purge_at")]
    purge_at: u64,
    #[serde(flatten)]
    record: Record,
}

impl Client {
    /// A page of what can be restored, what was deleted last first. `cursor` is the `next` of the
    /// page before.
    pub async fn deleted(&self, owner: &Owner, cursor: Option<&str>) -> Result<DeletedPage, Error> {
        let mut query = vec![("limit", LONGEST_PAGE.to_string())];
        query.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        let list: List<Deletion> = self.read(of_deleted(owner, &[]), query).await?;
        let secrets = list.data.into_iter().map(|it| Deleted {
            secret: it.record.into_secret(owner, None),
            deleted_at: it.deleted_at,
            deleted_by: it.deleted_by,
            purge_at: it.purge_at,
        });
        Ok(DeletedPage { secrets: secrets.collect(), next: list.next_cursor })
    }

    /// Brings a deleted secret back with all its versions, under another name where its own was
    /// taken meanwhile.
    pub async fn restore(&self, at: &Location, name: Option<&str>) -> Result<Secret, Error> {
        #[derive(Serialize)]
        struct As<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            name: Option<&'a str>,
        }
        let path = of_deleted_secret(at, &["restore"]);
        let reply = self.change(Method::POST, path, Some(&As { name }), None).await?;
        self.secret(&at.owner, &reply)
    }

    /// Ends a deleted secret for good.
    pub async fn purge(&self, at: &Location) -> Result<(), Error> {
        self.change(Method::DELETE, of_deleted_secret(at, &[]), NOTHING, None).await.map(drop)
    }
}

fn of_deleted_secret(at: &Location, rest: &[&str]) -> Vec<String> {
    let key = &at.key;
    of_deleted(&at.owner, &[&["secret", key.type_name(), key.id().as_str()], rest].concat())
}

fn of_deleted(owner: &Owner, rest: &[&str]) -> Vec<String> {
    let mut path = of_owner(owner, rest);
    if let Some(kind) = path.iter_mut().find(|segment| *segment == "settings") {
        "deleted".clone_into(kind);
    }
    path
}
