//! Values in the formats that tools read.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, On, SETTINGS, Secret, on_every_deployment, shared};

const AWS: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn with_format(secret: &Secret, format: &str) -> String {
    format!("{}?decrypt=true&format={format}", secret.path)
}

fn create(owner: &Client, project: &str, type_name: &str, name: &str, value: &Value) -> String {
    let body = json!({ "_type": format!("secret/{type_name}"), "name": name, "value": value });
    let made = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201).json();
    format!("{SETTINGS}/{project}/{}", made["_key"].as_str().expect("a key"))
}

fn a_value_comes_in_the_format_that_is_asked_for(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "stripe-key", "it's");
    for (format, media_type, expected) in [
        ("json", "application/json", r#"{"value":"it's"}"#),
        ("dotenv-docker", "text/plain; charset=utf-8", "STRIPE_KEY=it's\n"),
        ("dotenv-shell", "text/plain; charset=utf-8", "export STRIPE_KEY='it'\\''s'\n"),
    ] {
        let answer = owner.get(&with_format(&secret, format)).expect(200);
        assert_eq!(answer.text(), expected, "{format}");
        for (header, value) in [
            ("content-type", media_type),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("vary", "accept"),
        ] {
            assert_eq!(answer.header(header), Some(value), "{header} of {format}");
        }
        let version = format!("{}/versions/1?decrypt=true&format={format}", secret.path);
        assert_eq!(owner.get(&version).expect(200).text(), expected);
    }
    let accepted = owner
        .ask("GET", &secret.revealed())
        .header("accept", "text/html;q=0.9, text/plain")
        .send()
        .expect(200);
    assert_eq!(accepted.header("content-type"), Some("text/plain; charset=utf-8"));
    let ordinary = owner.ask("GET", &secret.revealed()).header("accept", "*/*").send().expect(200);
    assert_eq!(ordinary.json()["value"], "it's");
    let refused = owner.ask("GET", &secret.revealed()).header("accept", "image/png").send();
    assert!(refused.expect(406).text().contains("text/plain"));
}

fn each_type_gives_itself_out_as_its_tools_read_it(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let bucket = json!({ "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": AWS });
    let described = owner.get(&format!("{API}/types")).expect(200).json();
    let renderings = |type_name: &str| -> Vec<Value> {
        let types = described["data"].as_array().expect("types");
        let known = types.iter().find(|known| known["_type"] == format!("secret/{type_name}"));
        let known = known.unwrap_or_else(|| panic!("{type_name} among {types:?}"));
        known["renderings"].as_array().expect("renderings").clone()
    };
    let types: Vec<&str> = described["data"]
        .as_array()
        .expect("types")
        .iter()
        .filter_map(|known| known["_type"].as_str()?.strip_prefix("secret/"))
        .collect();
    let bucket_type = types.iter().find(|name| name.starts_with("S3")).expect("S3 Connection");
    let path = create(&owner, &project, bucket_type, "backup", &bucket);
    for rendering in renderings(bucket_type) {
        let format = rendering["format"].as_str().expect("a format");
        let answer = owner.get(&format!("{path}?decrypt=true&format={format}")).expect(200);
        assert_eq!(answer.header("content-type"), rendering["media_type"].as_str(), "{format}");
        if format != "kubernetes" {
            assert!(answer.text().contains(AWS), "{format}: {}", answer.text());
        }
    }
}

fn a_value_that_a_format_cannot_hold_names_the_field(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "pem", "first\nsecond");
    let refused = owner.get(&with_format(&secret, "dotenv-docker")).expect(422);
    assert_eq!(refused.json()["type"], "urn:strongroom:problem:not-representable");
    assert_eq!(refused.json()["errors"][0]["field"], "value");
    assert!(!refused.text().contains("second"));
    let unknown = owner.get(&with_format(&secret, "toml")).expect(400);
    assert!(unknown.text().contains("`dotenv-docker`"));
    let _ = owner.get(&format!("{}?format=json", secret.path)).expect(400);
}

fn a_format_is_on_the_record(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "stripe", "a value");
    let _ = owner.get(&with_format(&secret, "json")).expect(200);
    let _ = owner.get(&secret.revealed()).expect(200);
    let log = owner.get(&format!("{API}/audit/{project}")).expect(200).json();
    assert_eq!(log["data"][0]["event"], "secret-revealed");
    assert!(log["data"][0].get("format").is_none());
    assert_eq!(log["data"][1]["format"], "json");
}

on_every_deployment! {
    a_value_comes_in_the_format_that_is_asked_for,
    each_type_gives_itself_out_as_its_tools_read_it,
    a_value_that_a_format_cannot_hold_names_the_field,
    a_format_is_on_the_record,
}
