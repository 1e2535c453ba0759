//! An HTTP client that speaks as one token, and the few things that every suite asks for.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::answer::Answer;

pub const API: &str = "/api/identity/v2";
pub const SETTINGS: &str = "/api/identity/v2/settings";

/// A client with a token, or with none.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    address: String,
    token: Option<String>,
}

/// An owner (`project/<id>`) and what may be done there.
pub type Scope<'s> = (&'s str, &'s [&'s str]);

/// What tokens are cut to most often.
pub const TO_READ: &[&str] = &["metadata"];
pub const TO_WRITE: &[&str] = &["metadata", "reveal", "write"];
pub const ALL_PERMISSIONS: &[&str] = &["metadata", "reveal", "write", "manage"];

/// A secret that was created.
#[derive(Debug, Clone)]
pub struct Secret {
    /// `secret/Custom/<id>`.
    pub key: String,
    /// The path of the secret.
    pub path: String,
}

/// There was no answer: the connection failed or ended early.
#[derive(Debug)]
pub struct Lost(pub String);

impl Client {
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self { agent: agent(None), address: address.to_owned(), token: None }
    }

    /// The same with a connection for each request: behind a proxy each may reach another server.
    #[must_use]
    pub fn without_reuse(&self) -> Self {
        Self { agent: agent(Some(0)), ..self.clone() }
    }

    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    #[must_use]
    pub fn without_token(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// Scheme, host and port of the server.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The token, for what is written by hand.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a client with a token")
    }

    #[must_use]
    pub fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        let headers = self.token.iter().map(|token| header("authorization", &bearer(token)));
        Ask {
            client: self,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: headers.collect(),
            body: None,
        }
    }

    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).send()
    }

    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path).json(body).send()
    }

    #[must_use]
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask("PATCH", path).json(body).send()
    }

    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.ask("PUT", path).json(body).send()
    }

    #[must_use]
    pub fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path).send()
    }

    /// Makes a project with a name of its own. Gives `project/<id>`.
    #[must_use]
    pub fn new_project(&self) -> String {
        let body = json!({ "name": unique("project") });
        let project = self.post(&format!("{API}/projects"), &body).expect(201).json();
        format!("project/{}", text(&project["id"]))
    }

    /// `organization/<id>` of the only one there is.
    #[must_use]
    pub fn organization(&self) -> String {
        let organizations = self.get(&format!("{API}/organizations")).expect(200).json();
        format!("organization/{}", text(&organizations["data"][0]["id"]))
    }

    /// `user/<id>` of the caller.
    #[must_use]
    pub fn me(&self) -> String {
        format!("user/{}", text(&self.get(&format!("{API}/me")).expect(200).json()["user"]["id"]))
    }

    /// Creates a Single Variable of an owner (`project/<id>`).
    #[must_use]
    pub fn new_secret(&self, owner: &str, name: &str, value: &str) -> Secret {
        let body = json!({ "_type": "secret/Custom", "name": name, "value": value });
        let created = self.post(&format!("{SETTINGS}/{owner}/"), &body).expect(201).json();
        Secret::of(owner, text(&created["_key"]))
    }

    /// A client with a new token of these scopes, or of all that this one holds.
    #[must_use]
    pub fn new_token(&self, scopes: Option<&[Scope<'_>]>) -> Self {
        self.with_token(text(&self.issue(scopes)["token"]))
    }

    /// A new token as the server shows it once.
    #[must_use]
    pub fn issue(&self, scopes: Option<&[Scope<'_>]>) -> Value {
        let mut body = json!({ "name": unique("token"), "expires_in": 3600 });
        if let Some(scopes) = scopes {
            let scope =
                |(on, permissions): &Scope<'_>| json!({ "on": on, "permissions": permissions });
            body["scopes"] = scopes.iter().map(scope).collect();
        }
        self.post(&format!("{API}/tokens"), &body).expect(201).json()
    }

    /// The value of a secret.
    #[must_use]
    pub fn reveal(&self, secret: &Secret) -> Value {
        self.get(&secret.revealed()).expect(200).json()["value"].clone()
    }
}

impl Secret {
    #[must_use]
    pub fn of(owner: &str, key: &str) -> Self {
        Self { key: key.to_owned(), path: format!("{SETTINGS}/{owner}/{key}") }
    }

    /// The path that reveals it.
    #[must_use]
    pub fn revealed(&self) -> String {
        format!("{}?decrypt=true", self.path)
    }

    #[must_use]
    pub fn id(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// A request that is put together.
pub struct Ask<'c> {
    client: &'c Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Ask<'_> {
    /// In the place of an earlier header of the name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self.headers.push(header(name, value));
        self
    }

    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.text("application/json", &body.to_string())
    }

    /// A body as it is, of a media type.
    #[must_use]
    pub fn text(mut self, media_type: &str, body: &str) -> Self {
        self.body = Some(body.as_bytes().to_vec());
        self.header("content-type", media_type)
    }

    #[must_use]
    pub fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        self.try_send().unwrap_or_else(|Lost(why)| panic!("{what}: {why}"))
    }

    /// # Errors
    /// [`Lost`] where there was no whole answer.
    pub fn try_send(self) -> Result<Answer, Lost> {
        let mut request = Request::builder()
            .method(self.method.as_str())
            .uri(format!("{}{}", self.client.address, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let lost = |why: ureq::Error| Lost(why.to_string());
        let agent = &self.client.agent;
        let mut response = match self.body {
            Some(body) => agent.run(request.body(body).expect("a request")),
            None => agent.run(request.body(()).expect("a request")),
        }
        .map_err(lost)?;
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec().map_err(lost)?;
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let asked = format!("{} {}", self.method, self.path);
        Ok(Answer::new(asked, response.status().as_u16(), headers, body))
    }
}

fn agent(idle_connections: Option<usize>) -> Agent {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        // Reached only by what hangs.
        .timeout_global(Some(Duration::from_secs(120)));
    if let Some(count) = idle_connections {
        config = config.max_idle_connections(count);
    }
    config.build().into()
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn bearer(token: &str) -> String {
    format!("bearer {token}")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// A name that no other in this process has.
fn unique(of: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("{of} {}", COUNT.fetch_add(1, Ordering::Relaxed))
}
