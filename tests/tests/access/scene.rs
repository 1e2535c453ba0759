//! What the suites play on: a server with an identity provider, and people of an organization.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, Weak};

use serde_json::{Value, json};
use strongroom_tests::{API, Client, Native, Strongroom, artefacts};

use crate::issuer::Issuer;

/// Which composition serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Authorizer {
    Roles,
    Policies,
    RolesOnPostgresql,
}

/// A server, and the provider whose tokens it takes.
pub(crate) struct Scene {
    pub(crate) strongroom: Strongroom,
    pub(crate) issuer: &'static Issuer,
}

/// The provider of all suites. Making its keys takes a moment.
static ISSUER: LazyLock<Issuer> = LazyLock::new(|| Issuer::new("https://id.example.org/realm"));

impl Authorizer {
    /// The host with the composition of this authorizer.
    pub(crate) fn native(self) -> Native {
        match self {
            Self::Roles => Native::new(),
            Self::Policies => Native::new().core(&artefacts::dist("strongroom-core-cedar.wasm")),
            Self::RolesOnPostgresql => Native::new().on_postgresql(),
        }
    }

    /// The server that the tests of this authorizer share, with `ISSUER` as its provider.
    pub(crate) fn scene(self) -> Arc<Scene> {
        static SHARED: Mutex<BTreeMap<Authorizer, Weak<Scene>>> = Mutex::new(BTreeMap::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(scene) = shared.get(&self).and_then(Weak::upgrade) {
            return scene;
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("oidc.toml");
        std::fs::write(&file, ISSUER.settings("")).unwrap();
        let strongroom = Strongroom::start(Arc::new(self.native().flag("--oidc", &file)));
        let scene = Arc::new(Scene { strongroom, issuer: &ISSUER });
        shared.insert(self, Arc::downgrade(&scene));
        scene
    }
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
