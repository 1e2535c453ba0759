//! Where a client can put a secret.

use std::fs;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use strongroom_tests::{API, Answer, Client, SETTINGS, TO_READ, artefacts, raw};
use tempfile::TempDir;

use crate::trace::Trace;

/// Of a secret that is stored: not secret, and so a sign that a search works.
pub(crate) const NAME: &str = "a name in the clear";

#[derive(Default)]
pub(crate) struct Planted {
    /// That are stored and revealed.
    pub(crate) values: Vec<String>,
    /// That went astray: in the wrong place, in a wrong form.
    astray: Vec<String>,
    credentials: Vec<String>,
}

impl Planted {
    pub(crate) fn all(self) -> Vec<Trace> {
        let texts = self.values.into_iter().chain(self.astray);
        let mut all: Vec<Trace> = texts.map(|text| Trace::of_text(&text, &text)).collect();
        all.extend(self.credentials.iter().flat_map(|credential| Trace::of_credential(credential)));
        all
    }
}

pub(crate) struct Garden {
    pub(crate) owner: Client,
    pub(crate) place: String,
    pub(crate) planted: Planted,
    /// Whole answers in which nothing may be found.
    pub(crate) answers: Vec<String>,
    /// Answers that are to hold what was revealed.
    pub(crate) reveals: Vec<String>,
    count: usize,
}

fn whole(answer: &Answer) -> String {
    format!("{} {:?} {}", answer.status, answer.headers, answer.text())
}

impl Garden {
    pub(crate) fn new(owner: Client) -> Self {
        let place = owner.new_project();
        let (planted, answers, reveals) = (Planted::default(), Vec::new(), Vec::new());
        Self { owner, place, planted, answers, reveals, count: 0 }
    }

    /// A text that stands nowhere else.
    fn text(&mut self) -> String {
        self.count += 1;
        format!("PLANTED-{}-Zq7wKd93Vx", self.count)
    }

    fn value(&mut self) -> String {
        let text = self.text();
        self.planted.values.push(text.clone());
        text
    }

    fn stray(&mut self) -> String {
        let text = self.text();
        self.planted.astray.push(text.clone());
        text
    }

    fn keep(&mut self, answer: &Answer) {
        self.answers.push(whole(answer));
    }

    fn list(&self) -> String {
        format!("{SETTINGS}/{}/", self.place)
    }

    pub(crate) fn plant_values(&mut self) {
        let (first, second, third) = (self.value(), self.value(), self.value());
        let body = json!({ "_type": "secret/Custom", "name": NAME, "value": first });
        let created = self.owner.post(&self.list(), &body).expect(201);
        let path = created.header("location").expect("a location").to_owned();
        let patch = json!({ "value": { "value": second } });
        let patched = self.owner.patch(&path, &patch).expect(200);
        let put = self.owner.put(&path, &json!({ "name": NAME, "value": third })).expect(200);
        let stale = self.owner.ask("PATCH", &path).json(&json!({ "value": first }));
        let stale = stale.header("if-match", "\"1\"").send().expect(412);
        let taken = self.owner.post(&self.list(), &body).expect(409);
        let reader = self.owner.new_token(Some(&[(&self.place, TO_READ)]));
        let denied = reader.patch(&path, &json!({ "value": first })).expect(403);
        for answer in [created, patched, put, stale, taken, denied] {
            self.keep(&answer);
        }
        for masked in [path.clone(), self.list(), format!("{path}/versions")] {
            let answer = self.owner.get(&masked).expect(200);
            self.keep(&answer);
        }
        for version in 1..=3 {
            let revealed = format!("{path}/versions/{version}?decrypt=true");
            self.reveals.push(whole(&self.owner.get(&revealed).expect(200)));
        }
    }

    /// Secrets in bodies that are not what they should be.
    pub(crate) fn plant_in_bodies_that_are_refused(&mut self) {
        let json_type = "application/json";
        let with = |garden: &mut Self, template: &str| template.replace("%", &garden.stray());
        let bodies: Vec<String> = [
            r#"{"_type":"secret/Custom","name":"a","value":"%""#,
            r#"{"_type":"secret/Custom","name":"a","value":"%","value":"%"}"#,
            r#"{"_type":"secret/Custom","name":"a","value":%}"#,
            r#"%"#,
            r#""%""#,
            r#"["%"]"#,
            r#"{"%":"%"}"#,
            r#"{"%":1,"%":2}"#,
            r#"{"_type":"secret/Custom","name":"a","value":["%"]}"#,
            r#"{"_type":"secret/Custom","name":"a","value":{"%":"b"}}"#,
            r#"{"_type":"secret/Custom","name":"a","value":{"%":1}}"#,
            r#"{"_type":"secret/Custom","name":"a","value":{"value":{"%":"%"}}}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"%\u0000"}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"%\ud800"}"#,
            r#"{"_type":"%","name":"a","value":"b"}"#,
            r#"{"_type":"secret/%","name":"a","value":"b"}"#,
            r#"{"_type":"secret/Custom","name":" %","value":"b"}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"b","labels":{"x":["%"]}}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"b","labels":"%"}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"b","password":"%"}"#,
            r#"{"_type":"secret/Custom","name":"a","value":"b","%":"c"}"#,
        ]
        .map(|template| with(self, template))
        .into();
        let long = format!("{}{}", self.stray(), "x".repeat(64 * 1024));
        let long = json!({ "_type": "secret/Custom", "name": "a", "value": long }).to_string();
        for body in bodies.into_iter().chain([long]) {
            let answer = self.owner.ask("POST", &self.list()).text(json_type, &body).send();
            assert!(matches!(answer.status, 400 | 422), "{body}: {}", answer.status);
            self.keep(&answer);
        }
        for path in ["tokens", "projects"] {
            let body = with(self, r#"{"name":"a","%":"%","organization":"%","scopes":["%"]}"#);
            let ask = self.owner.ask("POST", &format!("{API}/{path}")).text(json_type, &body);
            let answer = ask.send().expect(422);
            self.keep(&answer);
        }
        let body = self.stray();
        let answer = self.owner.ask("POST", &self.list()).text("text/plain", &body).send();
        self.keep(&answer.expect(415));
        let token = format!("bearer {}", self.owner.token());
        let headers = [("Authorization", token.as_str()), ("Content-Type", json_type)];
        let huge = format!("{}{}", self.stray(), "x".repeat(1024 * 1024));
        let list = self.list();
        let answer = raw::send(self.owner.address(), "POST", &list, &headers, huge.as_bytes());
        assert_eq!(answer.status, 413);
        self.answers.push(format!("{} {}", answer.head, answer.body));
    }

    /// `Host` too, unless the platform answers to that before anyone else.
    pub(crate) fn plant_in_queries_and_headers(&mut self, host_is_the_platforms: bool) {
        let list = self.list();
        for template in [
            "%=1",
            "name=%",
            "search=%",
            "cursor=%",
            "sort=%",
            "limit=%",
            "desc=%",
            "type=%",
            "decrypt=%",
            "access_token=%",
            "field=%",
            "version=%",
            "name=%25%zz",
        ] {
            let text = self.stray();
            let query = template.replacen('%', &text, 1);
            let answer = self.owner.get(&format!("{list}?{query}"));
            self.keep(&answer);
        }
        for name in [
            "authorization",
            "if-match",
            "content-type",
            "content-encoding",
            "cookie",
            "x-api-key",
            "x-request-id",
            "x-forwarded-for",
            "host",
            "proxy-authorization",
        ] {
            if name == "host" && host_is_the_platforms {
                continue;
            }
            for form in ["%", "bearer %", "basic %", "\"%\""] {
                let value = form.replace('%', &self.stray());
                let body = r#"{"name":"a"}"#;
                let path = format!("{list}secret/Custom/2kFmBSWjqxWEGarZC9kkeYOpgMD");
                let ask = self.owner.ask("PATCH", &path).text("application/json", body);
                let answer = ask.header(name, &value).send();
                assert!(answer.status >= 400, "{name}: {value}");
                self.keep(&answer);
            }
        }
        // A token whose id exists and whose secret does not.
        let wrong: String =
            "PLANTEDxZq7wKd93VxPLANTEDxZq7wKd93VxPLANTED".chars().take(42).collect();
        let (start, _) = self.owner.token().split_at(self.owner.token().len() - 43);
        let answer = self.owner.with_token(&format!("{start}{wrong}A")).get(&list).expect(401);
        self.planted.astray.push(wrong);
        self.keep(&answer);
    }

    /// What the server's parser of HTTP refuses before anyone else sees it.
    pub(crate) fn plant_in_what_is_not_http(&mut self) {
        for template in [
            "%\r\n\r\n",
            "GET /% HTTP/9.9\r\n\r\n",
            "% / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n%\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: bearer %\u{0}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nAuthorization : bearer %\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n%",
        ] {
            let text = template.replace('%', &self.stray());
            let mut connection = raw::Connection::open(self.owner.address());
            connection.write(text.as_bytes());
            connection.finish_writing();
            let answer = connection.read();
            self.answers.push(format!("{} {}", answer.head, answer.body));
        }
    }

    /// A type that tells on its values in every way it has.
    pub(crate) fn plant_in_a_hostile_type(&mut self) {
        for command in [
            "echo the secret",
            "print the secret",
            "blame a field that is not there",
            "trap",
            "give a value too large",
        ] {
            let value = json!({ "do": command, "secret": self.stray() });
            let body = json!({ "_type": "secret/OnCommand", "name": command, "value": value });
            let answer = self.owner.post(&self.list(), &body);
            self.keep(&answer);
        }
    }

    pub(crate) fn plant_tokens(&mut self) {
        for scopes in [None, Some(&[(self.place.as_str(), TO_READ)][..])] {
            let issued = self.owner.issue(scopes);
            let credential = issued["token"].as_str().expect("a token").to_owned();
            let client = self.owner.with_token(&credential);
            let me = client.get(&format!("{API}/me")).expect(200);
            let denied = client.post(&self.list(), &json!({}));
            let list = self.owner.get(&format!("{API}/tokens")).expect(200);
            let id = issued["id"].as_str().expect("an id");
            let revoked = self.owner.delete(&format!("{API}/tokens/{id}")).expect(204);
            let dead = client.get(&format!("{API}/me")).expect(401);
            self.answers.extend([&me, &denied, &list, &revoked, &dead].map(whole));
            self.planted.credentials.push(credential);
        }
    }
}

/// The built-in types, and one that misbehaves as its values say.
pub(crate) fn types_with_a_hostile_one() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut manifest = String::new();
    let hostile = artefacts::component("strongroom-hostile-type-on-command");
    let built_in = artefacts::components_in("types");
    let built_in = built_in.iter().map(|name| artefacts::component(name));
    for path in built_in.chain([hostile]) {
        let bytes = fs::read(&path).expect("a type");
        let digest = Sha256::digest(&bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
        manifest.push_str(&format!("[[type]]\nfile = \"{file}\"\nsha256 = \"{digest}\"\n"));
        fs::write(folder.path().join(file), bytes).expect("a copy of a type");
    }
    fs::write(folder.path().join("manifest.toml"), manifest).expect("a manifest");
    folder
}
