//! Docker's `config.json`, as its client decodes it.

use base64ct::{Base64, Encoding as _};
use proptest::prelude::*;
use serde_json::{Value, json};
use strongroom_rendering::docker_config;

use crate::{awkward, refused, refuses};

fn config(fields: &[(&str, &str)]) -> Value {
    serde_json::from_slice(&rendered(fields).unwrap()).unwrap()
}

fn rendered(fields: &[(&str, &str)]) -> strongroom_rendering::Rendered {
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|(n, v)| (*n, v.as_bytes())).collect();
    docker_config::render(&fields)
}

#[test]
fn a_password_is_there_by_itself_and_with_its_user() {
    assert_eq!(
        config(&[("server", "localhost:5000"), ("username", "ann"), ("password", "a:b")]),
        json!({"auths": {"localhost:5000":
            {"username": "ann", "password": "a:b", "auth": "YW5uOmE6Yg=="}}})
    );
}

#[test]
fn an_identity_token_stands_beside_the_user_without_a_password() {
    assert_eq!(
        config(&[("server", "r.example"), ("username", "ann"), ("identity_token", "eyJ")]),
        json!({"auths": {"r.example": {"auth": "YW5uOg==", "identitytoken": "eyJ"}}})
    );
    assert_eq!(
        config(&[("server", "r.example"), ("identity_token", "eyJ")]),
        json!({"auths": {"r.example": {"identitytoken": "eyJ"}}})
    );
}

#[test]
fn docker_hub_is_found_under_the_name_docker_gives_it() {
    for server in [
        "docker.io",
        "Docker.IO",
        "index.docker.io",
        "registry-1.docker.io",
        "https://index.docker.io/v1/",
    ] {
        let read = config(&[("server", server), ("username", "u"), ("password", "p")]);
        assert!(read["auths"]["https://index.docker.io/v1/"].is_object(), "{server}");
    }
    assert_eq!(docker_config::key("docker.io/team"), "docker.io/team");
}

#[test]
fn refuses_what_would_be_read_as_another() {
    let with = |name, value| {
        let mut fields = vec![("server", "r.example"), ("username", "u"), ("password", "p")];
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value));
        rendered(&fields)
    };
    refuses(with("username", "a:b"), "username", "colon");
    refuses(with("username", ""), "username", "empty");
    refuses(with("password", "p\0"), "password", "NUL");
    refuses(with("server", ""), "server", "required");
    refuses(with("identity_token", "t"), "password", "beside");
    assert_eq!(refused(rendered(&[])), ["server", "username", "password"]);
    assert_eq!(
        refused(docker_config::render(&[("server", b"\xff"), ("password", b"\xff")])),
        ["server", "password"]
    );
}

proptest! {
    #[test]
    fn a_login_comes_back_from_its_base64(name in "[^:\0]{1,16}", password in awkward()) {
        let read = config(&[("server", "r.example"), ("username", &name), ("password", &password)]);
        let login = &read["auths"]["r.example"];
        prop_assert_eq!(&login["username"], &name);
        prop_assert_eq!(&login["password"], &password);
        let auth = Base64::decode_vec(login["auth"].as_str().unwrap()).unwrap();
        let auth = String::from_utf8(auth).unwrap();
        prop_assert_eq!(auth.split_once(':'), Some((name.as_str(), password.as_str())));
    }
}
