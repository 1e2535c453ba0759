//! Root keys and unwrapped owner keys, kept so that the next request need not fetch and derive them.
//!
//! What is kept gives nobody anything: a key is used only after a permit was asked, and an owner key
//! is found only by the very bytes that wrap it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use strongroom_model::Owner;
use strongroom_model::sealed::WrappedOwnerKey;
use strongroom_ports::root_key::{self, RootKeys};
use strongroom_ports::sealing::Error;
use strongroom_sealing::{OwnerKey, RootKey, RootKeyId};
use strongroom_secret_bytes::Key;

/// Owner keys kept at a time. The one kept longest goes first; each is wiped as it goes.
const OWNER_KEYS: usize = 64;

pub(crate) struct Keys<K> {
    source: K,
    root: RefCell<Vec<Rc<RootKey>>>,
    owner: RefCell<VecDeque<(WrappedOwnerKey, Rc<OwnerKey>)>>,
}

impl<K: RootKeys> Keys<K> {
    pub(crate) const fn new(source: K) -> Self {
        Self { source, root: RefCell::new(Vec::new()), owner: RefCell::new(VecDeque::new()) }
    }

    pub(crate) async fn current_root(&self) -> Result<Rc<RootKey>, Error> {
        let id = self.source.current().await.map_err(error_of_source)?;
        self.root(&id).await
    }

    pub(crate) async fn owner_key(
        &self,
        owner: Owner,
        wrapped: &WrappedOwnerKey,
    ) -> Result<Rc<OwnerKey>, Error> {
        if let Some(key) = self.kept(owner, wrapped) {
            return Ok(key);
        }
        let root = self.root(&wrapped.root_key).await?;
        let key = OwnerKey::unwrap(wrapped, &root, owner).map_err(crate::error_of_sealing)?;
        let key = Rc::new(key);
        self.keep(wrapped.clone(), Rc::clone(&key));
        Ok(key)
    }

    pub(crate) fn keep(&self, wrapped: WrappedOwnerKey, key: Rc<OwnerKey>) {
        let mut kept = self.owner.borrow_mut();
        if kept.len() >= OWNER_KEYS {
            kept.pop_front();
        }
        kept.push_back((wrapped, key));
    }

    fn kept(&self, owner: Owner, wrapped: &WrappedOwnerKey) -> Option<Rc<OwnerKey>> {
        let kept = self.owner.borrow();
        let mut newest_first = kept.iter().rev();
        newest_first
            .find(|(known, key)| key.owner() == owner && known == wrapped)
            .map(|(_, key)| Rc::clone(key))
    }

    async fn root(&self, id: &str) -> Result<Rc<RootKey>, Error> {
        let kept = self.root.borrow().iter().find(|key| key.id().as_str() == id).map(Rc::clone);
        if let Some(key) = kept {
            return Ok(key);
        }
        let id: RootKeyId = id.parse().map_err(|_| Error::Corrupt)?;
        let bytes = self.source.get(id.as_str()).await.map_err(error_of_source)?;
        let key = Rc::new(RootKey::new(id, &Key::from_secret(&bytes).ok_or(Error::Internal)?));
        self.root.borrow_mut().push(Rc::clone(&key));
        Ok(key)
    }
}

fn error_of_source(error: root_key::Error) -> Error {
    match error {
        // A key that the platform does not have now may come back: what it wraps is not damaged.
        // The platform knows which it was asked for, and tells its operator.
        root_key::Error::Unknown | root_key::Error::Unavailable => Error::Unavailable,
    }
}
