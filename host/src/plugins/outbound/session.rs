//! What one call to a plug-in may still send.

use std::sync::Arc;

use strongroom_outbound::{Invalid, Request, checked};
use tokio::time::Instant;

use super::client::Client;
use crate::plugins::bindings::outbound;
use outbound::Error;

/// The requests of one call. [`Session::closed`] where it may send none.
pub(crate) struct Session {
    client: Option<Arc<Client>>,
    left: u32,
    deadline: Instant,
}

impl Session {
    /// Of a call whose answer hangs on its value alone.
    pub(crate) fn closed() -> Self {
        Self { client: None, left: 0, deadline: Instant::now() }
    }

    pub(crate) const fn new(client: Arc<Client>, requests: u32, deadline: Instant) -> Self {
        Self { client: Some(client), left: requests, deadline }
    }
}

impl outbound::Host for Session {
    async fn send(&mut self, request: outbound::Request) -> Result<outbound::Response, Error> {
        let client = self.client.as_ref().ok_or(Error::NotGranted)?;
        self.left = self.left.checked_sub(1).ok_or(Error::TooMany)?;
        let outbound::Request { method, url, headers, body } = request;
        let request = checked(Request { method, url, headers, body });
        let request = request.map_err(|Invalid| Error::Invalid)?;
        client.send(request, self.deadline).await
    }
}
