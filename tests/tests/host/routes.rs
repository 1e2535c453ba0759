//! The host's own routes.

use std::sync::Arc;

use serde_json::json;
use strongroom_tests::{Client, Native, Strongroom, raw};

use super::start;

#[test]
fn health_readiness_and_metrics_need_no_token() {
    let strongroom = start();
    let nobody = Client::new(strongroom.running().address());
    assert_eq!(nobody.get("/healthz").expect(200).text(), "up\n");
    assert_eq!(nobody.get("/readyz").expect(200).text(), "ready\n");
    let _ = nobody.ask("HEAD", "/healthz").send().expect(200);
    assert_eq!(nobody.post("/healthz", &json!({})).expect(405).header("allow"), Some("GET, HEAD"));
    let owner = strongroom.owner();
    let _ = owner.new_secret(&owner.new_project(), "counted", "a value");
    let metrics = nobody.get("/metrics").expect(200);
    for line in [
        "# EOF",
        "strongroom_http_requests_total{method=\"POST\",status=\"2xx\"} 2",
        "strongroom_core_traps_total 0",
        "strongroom_type_calls_total{type=\"Custom\",outcome=\"accepted\"} 1",
    ] {
        assert!(metrics.text().lines().any(|other| other == line), "{line}: {}", metrics.text());
    }
    assert!(!metrics.text().contains("/api/"), "no path, since paths hold ids");
}

#[test]
fn the_hosts_own_routes_can_have_an_address_of_their_own() {
    let native = Native::new().flag("--metrics-listen", "127.0.0.1:0");
    let strongroom = Strongroom::start(Arc::new(native));
    let announced = &strongroom.running().announcement;
    let own = Client::new(announced["metrics_address"].as_str().expect("an address"));
    let main = strongroom.owner();
    for path in ["/healthz", "/readyz", "/metrics"] {
        let _ = own.get(path).expect(200);
        let _ = main.get(path).expect(404);
    }
    assert_eq!(raw::send(own.address(), "GET", "/api/identity/v2/me", &[], b"").status, 404);
}
