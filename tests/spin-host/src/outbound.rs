//! Requests of the application, in WASI 0.2 (`outgoing-handler`) or 0.3 (`client`), to hosts that its
//! manifest allows.

use std::collections::BTreeMap;
use std::net::SocketAddr;
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

/// Names that lead elsewhere than the machine's resolver says.
pub(crate) type Names = Arc<BTreeMap<String, SocketAddr>>;

pub(crate) struct Outbound {
    allowed: Arc<AllowedHosts>,
    names: Names,
}

impl Outbound {
    pub(crate) fn new(allowed: &Arc<AllowedHosts>, names: &Names) -> Self {
        Self { allowed: allowed.clone(), names: names.clone() }
    }

    /// The request as it is sent. Its header says whom it is for.
    fn resolved(&self, request: Request<WasiBody>) -> Request<WasiBody> {
        let address = request.uri().host().and_then(|host| self.names.get(host));
        let Some(address) = address else { return request };
        let (mut head, body) = request.into_parts();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let scheme = head.uri.scheme_str().unwrap_or("http");
        if let Ok(uri) = format!("{scheme}://{address}{target}").parse() {
            if let Some(host) = head.uri.authority().and_then(|it| it.as_str().parse().ok()) {
                head.headers.entry(http::header::HOST).or_insert(host);
            }
            head.uri = uri;
        }
        Request::from_parts(head, body)
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
        let request = self.resolved(request);
        Box::new(async move {
            if !is_allowed {
                return Err(Error::HttpRequestDenied);
            }
            let (response, driver) = default_send_request(request, options).await?;
            Ok((response.map(|body| body.boxed_unsync()), Box::new(driver) as Driver))
        })
    }
}
