//! Requests of the application, in WASI 0.2 (`outgoing-handler`) or 0.3 (`client`), to hosts that its
//! manifest allows.

use std::sync::Arc;

use http::Request;
use http_body_util::BodyExt as _;
use strongroom_spin_application::AllowedHosts;
use wasmtime_wasi_http::{
    Error, RequestOptions, Result, WasiBody, WasiHttpHooks, default_send_request,
};

/// A request under way: ends with the head of the response, and what then drives its body.
type Sent = Box<dyn Future<Output = Result<(http::Response<WasiBody>, Driver)>> + Send>;
type Driver = Box<dyn Future<Output = Result<()>> + Send>;

pub(crate) struct Outbound {
    allowed: Arc<AllowedHosts>,
}

impl Outbound {
    pub(crate) fn new(allowed: &Arc<AllowedHosts>) -> Self {
        Self { allowed: allowed.clone() }
    }
}

impl WasiHttpHooks for Outbound {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _response_processing: Driver,
    ) -> Sent {
        let uri = request.uri();
        let is_allowed = self.allowed.allow(
            uri.scheme_str().unwrap_or_default(),
            uri.host().unwrap_or_default(),
            uri.port_u16(),
        );
        Box::new(async move {
            if !is_allowed {
                return Err(Error::HttpRequestDenied);
            }
            let (response, driver) = default_send_request(request, options).await?;
            Ok((response.map(|body| body.boxed_unsync()), Box::new(driver) as Driver))
        })
    }
}
