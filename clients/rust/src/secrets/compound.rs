//! What takes several requests.

use super::*;
use crate::problem::Kind;

impl Client {
    /// All pages of a list.
    pub async fn list_all(&self, owner: &Owner) -> Result<Vec<Secret>, Error> {
        let mut query = Query { limit: Some(LONGEST_PAGE), ..Query::default() };
        let mut secrets = Vec::new();
        loop {
            let page = self.list(owner, &query).await?;
            secrets.extend(page.secrets);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return Ok(secrets),
            }
        }
    }

    /// The owner's secret of exactly this name.
    pub async fn find(&self, owner: &Owner, name: &str) -> Result<Option<Secret>, Error> {
        let query = Query { name: Some(name.to_owned()), limit: Some(1), ..Query::default() };
        Ok(self.list(owner, &query).await?.secrets.pop())
    }

    /// Makes the value of an earlier version the next one, unless somebody changes the secret
    /// meanwhile ([`Error::Stale`]).
    pub async fn rollback(&self, at: &Location, version: u32) -> Result<Secret, Error> {
        let fresh = self.fresh();
        let current = fresh.secret_at(at).await?;
        let what = Reveal { version: Some(version), fields: Vec::new() };
        let earlier = fresh.reveal(at, &what).await?;
        let change = Change { value: Some(earlier.value), ..Change::default() };
        self.update(at, &change, current.as_read()).await
    }

    /// Puts a secret under another owner: its name, description, labels,
    /// end, period and current value. It has a
    /// new key there and begins at version 1; earlier versions end with the old place.
    ///
    /// # Errors
    /// Where the old one cannot be deleted the copy is taken back, and it is as it was; where not
    /// even that can be done, [`Error::HalfMoved`] says where the copy is.
    pub async fn move_to(&self, at: &Location, owner: &Owner) -> Result<Secret, Error> {
        let Revealed { secret, value, .. } = self.fresh().reveal(at, &Reveal::default()).await?;
        let expect = secret.as_read();
        let new = NewSecret {
            type_name: at.key.type_name().to_owned(),
            name: secret.name,
            value,
            description: secret.description,
            labels: secret.labels,
            expires_at: secret.expires_at,
            rotate_every: secret.rotate_every,
        };
        let copy = self.create(owner, &new).await?;
        let Err(error) = self.delete(at, expect).await else { return Ok(copy) };
        if error.kind() == Some(&Kind::NotFound) {
            // Somebody else deleted it; what they wanted gone is not to come back elsewhere.
            self.take_back(copy, error).await
        } else if matches!(error, Error::Refused(_) | Error::Stale(_)) {
            self.take_back(copy, error).await
        } else {
            // It may be gone, so the copy may be all there is.
            Err(Error::HalfMoved { copy: Box::new(copy.location), source: Box::new(error) })
        }
    }

    async fn take_back(&self, copy: Secret, error: Error) -> Result<Secret, Error> {
        match self.delete(&copy.location, copy.as_read()).await {
            Ok(()) => Err(error),
            Err(_) => {
                Err(Error::HalfMoved { copy: Box::new(copy.location), source: Box::new(error) })
            }
        }
    }
}
