//! What was found last of each issuer. An instance has no thread that could look ahead, so a request
//! that needs keys looks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Instant;

use strongroom_issuer_keys::freshness::Remembered;

use crate::fetch::fetch;

thread_local! {
    // Public keys by issuer, and nothing of any request.
    static ISSUERS: RefCell<BTreeMap<String, Remembered>> = const { RefCell::new(BTreeMap::new()) };
}

/// `fresh` where a key is looked for that was not in the last set.
pub(crate) fn keys(issuer: &str, fresh: bool) -> Option<Vec<u8>> {
    // Not held while the issuer is asked.
    let mut known = ISSUERS.with_borrow_mut(|all| all.remove(issuer)).unwrap_or_default();
    if known.wants_look(fresh, Instant::now()) {
        match fetch(issuer) {
            Ok(fetched) => known.found(fetched.keys, fetched.max_age, Instant::now()),
            Err(error) => {
                eprintln!("the keys of {issuer} cannot be fetched: {error}");
                known.failed(Instant::now());
            }
        }
    }
    let keys = known.keys().map(<[u8]>::to_vec);
    ISSUERS.with_borrow_mut(|all| all.insert(issuer.to_owned(), known));
    keys
}
