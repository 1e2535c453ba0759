//! Manifests, as the API server checks and decodes them.

use base64ct::{Base64, Encoding as _};
use proptest::prelude::*;
use serde_json::{Value, json};
use strongroom_rendering::{Format, NAME, kubernetes};

use crate::{refused, refuses};

const LOGIN: [(&str, &[u8]); 3] = [("server", b"ghcr.io"), ("username", b"u"), ("password", b"p")];

fn manifest(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn an_opaque_secret_has_an_entry_for_each_field() {
    let fields: &[(&str, &[u8])] = &[("access_key", b"AKIA"), ("secret_key", b"\xff\0")];
    assert_eq!(
        manifest(&Format::Kubernetes.render("backups.prod", fields).unwrap()),
        json!({
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "backups.prod"},
            "type": "Opaque",
            "data": {"access_key": "QUtJQQ==", "secret_key": "/wA="},
        })
    );
}

#[test]
fn an_image_pull_secret_has_dockers_configuration_in_it() {
    let read = manifest(&kubernetes::image_pull("pull", &LOGIN).unwrap());
    assert_eq!(read["type"], "kubernetes.io/dockerconfigjson");
    let data = read["data"].as_object().unwrap();
    assert_eq!(data.keys().collect::<Vec<_>>(), [".dockerconfigjson"]);
    let inner = Base64::decode_vec(data[".dockerconfigjson"].as_str().unwrap()).unwrap();
    assert_eq!(
        manifest(&inner),
        json!({"auths": {"ghcr.io": {"username": "u", "password": "p", "auth": "dTpw"}}})
    );
}

#[test]
fn an_identity_token_is_refused_because_nodes_do_not_read_it() {
    let fields: &[(&str, &[u8])] = &[("server", b"ghcr.io"), ("identity_token", b"t")];
    refuses(kubernetes::image_pull("pull", fields), "identity_token", "not read by Kubernetes");
}

#[test]
fn a_name_that_kubernetes_does_not_take_is_refused_by_name() {
    let field: &[(&str, &[u8])] = &[("value", b"v")];
    for name in ["a", "0", "a-b", "a.b", "stripe-live.2", &"a".repeat(253)] {
        assert!(Format::Kubernetes.render(name, field).is_ok(), "{name}");
    }
    let long = "a".repeat(254);
    for name in ["", "A", "a_b", "a b", "-a", "a-", ".a", "a.", "a..b", "a.-b", "é", "a/b", &long]
    {
        refuses(Format::Kubernetes.render(name, field), NAME, "lower-case");
        refuses(kubernetes::image_pull(name, &LOGIN), NAME, "lower-case");
    }
}

#[test]
fn a_bad_name_and_bad_fields_are_told_at_once() {
    assert_eq!(refused(kubernetes::image_pull("A", &[])), [NAME, "server", "username", "password"]);
    assert_eq!(refused(Format::Kubernetes.render("A", &[("a b", b"v")])), [NAME, "a b"]);
}

#[test]
fn more_than_a_secret_holds_is_refused_as_a_whole() {
    let half = vec![b'x'; 512 * 1024];
    assert!(Format::Kubernetes.render("a", &[("a", &half), ("b", &half)]).is_ok());
    refuses(
        Format::Kubernetes.render("a", &[("a", &half), ("b", &half), ("c", b"x")]),
        "",
        "1 MiB",
    );
}

proptest! {
    #[test]
    fn every_byte_comes_back(value in proptest::collection::vec(any::<u8>(), 0..64)) {
        let read = manifest(&Format::Kubernetes.render("a", &[("v", &value)]).unwrap());
        prop_assert_eq!(Base64::decode_vec(read["data"]["v"].as_str().unwrap()).unwrap(), value);
    }
}
