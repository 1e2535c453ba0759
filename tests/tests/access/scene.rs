//! What the suites play on: a server with an identity provider, and people of an organization.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, Weak};

use serde_json::{Value, json};
use strongroom_tests::{API, Client, Native, Program, Spin, Strongroom, artefacts};

use crate::issuer::Issuer;

/// Which composition serves, and on what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Authorizer {
    Roles,
    Policies,
    RolesOnPostgresql,
    RolesOnSpin(Program),
    PoliciesOnSpin(Program),
}

/// A server, and the provider whose tokens it takes.
pub(crate) struct Scene {
    pub(crate) strongroom: Strongroom,
    pub(crate) issuer: &'static Issuer,
}

/// The provider of all suites. Making its keys takes a moment.
static ISSUER: LazyLock<Issuer> = LazyLock::new(|| Issuer::new("https://id.example.org/realm"));

impl Authorizer {
    /// A server that takes the tokens of this provider, a table of `oidc`.
    pub(crate) fn serve(self, provider: &Value) -> Strongroom {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("oidc.toml");
        std::fs::write(&file, table(provider)).unwrap();
        let native = Native::new().flag("--oidc", &file);
        let cedar = || artefacts::dist("strongroom-core-cedar.wasm");
        Strongroom::start(match self {
            Self::Roles => Arc::new(native),
            Self::Policies => Arc::new(native.core(&cedar())),
            Self::RolesOnPostgresql => Arc::new(native.on_postgresql()),
            Self::RolesOnSpin(program) => Arc::new(spin(program, provider)),
            Self::PoliciesOnSpin(program) => {
                let application = artefacts::dist("strongroom-spin-cedar.wasm");
                Arc::new(spin(program, provider).application(&application))
            }
        })
    }

    /// The server that the tests of this authorizer share, with `ISSUER` as its provider.
    pub(crate) fn scene(self) -> Arc<Scene> {
        static SHARED: Mutex<BTreeMap<Authorizer, Weak<Scene>>> = Mutex::new(BTreeMap::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(scene) = shared.get(&self).and_then(Weak::upgrade) {
            return scene;
        }
        let strongroom = self.serve(&ISSUER.provider_with_keys());
        let scene = Arc::new(Scene { strongroom, issuer: &ISSUER });
        shared.insert(self, Arc::downgrade(&scene));
        scene
    }
}

fn spin(program: Program, provider: &Value) -> Spin {
    let issuer = provider["issuer"].as_str().unwrap();
    Spin::by(program).allowing(issuer).variable("oidc", &json!([provider]).to_string())
}

/// A provider as TOML, in which texts and lists of texts are written as in JSON.
fn table(provider: &Value) -> String {
    let members = provider.as_object().unwrap().iter();
    let lines = members.map(|(name, value)| format!("{name} = {value}\n"));
    std::iter::once("[[oidc]]\n".to_owned()).chain(lines).collect()
}

impl Scene {
    pub(crate) fn owner(&self) -> Client {
        self.strongroom.owner()
    }

    /// `organization/<id>` of the one that was made first, whose people the provider signs in.
    pub(crate) fn home(&self) -> String {
        format!("organization/{}", text(&self.strongroom.running().announcement["organization"]))
    }

    /// Signs in with these claims beside what every token has.
    pub(crate) fn sign_in(&self, claims: Value) -> Client {
        let token = self.issuer.token(claims);
        self.owner().with_token(&token)
    }
}

/// A person of an organization, with a token that holds all of theirs.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) client: Client,
}

/// Makes a person in `organization/<id>`, with a role there or with none.
pub(crate) fn person(maker: &Client, organization: &str, role: Option<&str>) -> Person {
    let mut body = json!({ "name": unique("person"), "token_expires_in": 3600 });
    if let Some(role) = role {
        body["role"] = role.into();
    }
    let made =
        maker.post(&format!("{API}/{}/people", plural(organization)), &body).expect(201).json();
    Person { id: text(&made["id"]), client: maker.with_token(&text(&made["token"])) }
}

/// Gives a person or a group (`user/<id>`) a role on an owner (`project/<id>`).
pub(crate) fn give(by: &Client, owner: &str, member: &str, role: &str) {
    let path = format!("{API}/{}/members/{member}", plural(owner));
    let answer = by.put(&path, &json!({ "role": role }));
    assert!(matches!(answer.status, 200 | 204), "{path}: {}", answer.text());
}

/// A new organization of its own, with its Owner's client: `organization/<id>`.
pub(crate) fn new_organization(administrator: &Client) -> String {
    let body = json!({ "name": unique("organization") });
    let made = administrator.post(&format!("{API}/organizations"), &body).expect(201).json();
    format!("organization/{}", text(&made["id"]))
}

/// A new project of `organization/<id>`: `project/<id>`.
pub(crate) fn new_project(by: &Client, organization: &str, visibility: &str) -> String {
    let body = json!({
        "name": unique("project"), "organization": id(organization), "visibility": visibility,
    });
    let made = by.post(&format!("{API}/projects"), &body).expect(201).json();
    format!("project/{}", text(&made["id"]))
}

/// `organizations/<id>` of `organization/<id>`: as paths name it.
pub(crate) fn plural(owner: &str) -> String {
    let (kind, id) = owner.split_once('/').unwrap();
    format!("{kind}s/{id}")
}

pub(crate) fn id(owner: &str) -> &str {
    owner.split_once('/').unwrap().1
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

pub(crate) fn unique(of: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("{of} {}", COUNT.fetch_add(1, Ordering::Relaxed))
}
