//! A request for each operation on owners, people, groups, members and machines.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use strongroom_tests::{API, Ask, Client, Secret, TO_READ};

const LOGIN: &str = "/auth/client/v2/chariot/login";

/// One of everything in the first organization, and of what is to end a second.
pub(crate) struct Management {
    /// An example of each path, by its template.
    pub(crate) paths: BTreeMap<String, String>,
    client: Client,
    nobody: Client,
    /// `organizations/<id>`, `projects/<id>`.
    organization: String,
    project: String,
    doomed_project: String,
    /// `project/<id>`.
    place: String,
    secret: Secret,
    person: String,
    leaver: String,
    doomed_person: String,
    group: String,
    machine: String,
    sign_in: Value,
}

pub(crate) fn arrange(client: Client) -> Management {
    let plural = |owner: &str| owner.replacen('/', "s/", 1);
    let organization = plural(&client.organization());
    let person = || {
        let body = json!({ "name": "a person", "role": "Contributor" });
        id(&client.post(&format!("{API}/{organization}/people"), &body).expect(201).json())
    };
    let (one, leaver, doomed_person) = (person(), person(), person());
    let place = client.new_project();
    let doomed_project = plural(&client.new_project());
    let secret = client.new_secret(&place, "managed", "a value");
    let group = json!({ "name": format!("group of {place}") });
    let group =
        id(&client.post(&format!("{API}/{organization}/groups"), &group).expect(201).json());
    let machine =
        client.post(&format!("{API}/clients/{place}"), &client_of(&place)).expect(201).json();
    let sign_in = json!({
        "grant_type": "client_credentials", "client_id": machine["id"],
        "client_secret": machine["client_secret"],
    });
    let mut made = Management {
        paths: BTreeMap::new(),
        nobody: client.without_token(),
        project: plural(&place),
        machine: id(&machine),
        client,
        organization,
        doomed_project,
        place,
        secret,
        person: one,
        leaver,
        doomed_person,
        group,
        sign_in,
    };
    made.paths = made.examples();
    made
}

/// A client that may read one owner.
fn client_of(place: &str) -> Value {
    let scope = json!({ "on": place, "permissions": TO_READ });
    json!({ "name": format!("job of {place}"), "expires_in": 60, "scopes": [scope] })
}

fn id(made: &Value) -> String {
    made["id"].as_str().expect("an id").to_owned()
}

impl Management {
    /// The same requests, from nobody.
    pub(crate) fn without_a_token(self) -> Self {
        Self { client: self.client.without_token(), ..self }
    }

    fn examples(&self) -> BTreeMap<String, String> {
        let Self { organization, project, place, person, group, machine, .. } = self;
        let key = &self.secret.key;
        [
            ("clients/{client}", format!("clients/{machine}")),
            ("clients/{client}/secret", format!("clients/{machine}/secret")),
            ("clients/{kind}/{owner}", format!("clients/{place}")),
            ("groups/{group}", format!("groups/{group}")),
            ("groups/{group}/members", format!("groups/{group}/members")),
            ("groups/{group}/members/{person}", format!("groups/{group}/members/{person}")),
            ("organizations/{organization}", organization.clone()),
            ("organizations/{organization}/groups", format!("{organization}/groups")),
            ("organizations/{organization}/members", format!("{organization}/members")),
            (
                "organizations/{organization}/members/{kind}/{member}",
                format!("{organization}/members/user/{person}"),
            ),
            ("organizations/{organization}/people", format!("{organization}/people")),
            ("organizations/{organization}/policies", format!("{organization}/policies")),
            (
                "organizations/{organization}/policies/{policy}",
                format!("{organization}/policies/mine"),
            ),
            ("organizations/{organization}/policy-check", format!("{organization}/policy-check")),
            (
                "organizations/{organization}/policy-explain",
                format!("{organization}/policy-explain"),
            ),
            ("people", "people".to_owned()),
            ("people/{person}", format!("people/{person}")),
            ("permissions/{kind}/{owner}", format!("permissions/{place}")),
            (
                "permissions/{kind}/{owner}/secret/{type}/{secret}",
                format!("permissions/{place}/{key}"),
            ),
            ("projects/{project}", project.clone()),
            ("projects/{project}/members", format!("{project}/members")),
            (
                "projects/{project}/members/{kind}/{member}",
                format!("{project}/members/user/{person}"),
            ),
        ]
        .into_iter()
        .map(|(template, path)| (format!("{API}/{template}"), format!("{API}/{path}")))
        .chain([(LOGIN.to_owned(), LOGIN.to_owned())])
        .collect()
    }

    fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        self.client.ask(method, &format!("{API}/{path}"))
    }

    /// Requests that are to be done, with the names of their operations. In this order each may be
    /// sent once.
    pub(crate) fn good(&self) -> Vec<(&'static str, Ask<'_>)> {
        let Self { organization, project, place, person, group, machine, .. } = self;
        let get = |path: &str| self.ask("GET", path);
        let send = |method: &str, path: &str, body: Value| self.ask(method, path).json(&body);
        let of_group = format!("groups/{group}/members");
        let member = format!("{organization}/members/user");
        let of_project = format!("{project}/members/user/{person}");
        let group_body = json!({ "name": format!("another of {place}") });
        vec![
            ("readPermissions", get(&format!("permissions/{place}"))),
            ("readSecretPermissions", get(&format!("permissions/{place}/{}", self.secret.key))),
            ("readOrganization", get(organization)),
            ("changeOrganization", send("PATCH", organization, json!({ "name": "renamed" }))),
            ("listOrganizationMembers", get(&format!("{organization}/members"))),
            (
                "setOrganizationMember",
                send("PUT", &format!("{member}/{person}"), json!({ "role": "Maintainer" })),
            ),
            ("removeOrganizationMember", self.ask("DELETE", &format!("{member}/{}", self.leaver))),
            ("listOrganizationPeople", get(&format!("{organization}/people"))),
            (
                "createPerson",
                send(
                    "POST",
                    &format!("{organization}/people"),
                    json!({
                        "name": "another", "email": "a@example.org", "role": "Contributor",
                        "token_expires_in": 60,
                    }),
                ),
            ),
            ("listPeople", get("people")),
            ("listPeople", get("people?search=another")),
            ("readPerson", get(&format!("people/{person}"))),
            ("changePerson", send("PATCH", &format!("people/{person}"), json!({ "name": "b" }))),
            ("removePerson", self.ask("DELETE", &format!("people/{}", self.doomed_person))),
            ("listGroups", get(&format!("{organization}/groups"))),
            ("createGroup", send("POST", &format!("{organization}/groups"), group_body)),
            ("readGroup", get(&format!("groups/{group}"))),
            (
                "changeGroup",
                send(
                    "PATCH",
                    &format!("groups/{group}"),
                    json!({ "claim": format!("of {place}") }),
                ),
            ),
            ("addGroupMember", self.ask("PUT", &format!("{of_group}/{person}"))),
            ("listGroupMembers", get(&of_group)),
            ("removeGroupMember", self.ask("DELETE", &format!("{of_group}/{person}"))),
            ("deleteGroup", self.ask("DELETE", &format!("groups/{group}"))),
            ("readProject", get(project)),
            ("changeProject", send("PATCH", project, json!({ "visibility": "internal" }))),
            ("setProjectMember", send("PUT", &of_project, json!({ "role": "Writer" }))),
            ("listProjectMembers", get(&format!("{project}/members"))),
            ("removeProjectMember", self.ask("DELETE", &of_project)),
            ("deleteProject", self.ask("DELETE", &self.doomed_project)),
            ("listClients", get(&format!("clients/{place}"))),
            (
                "createClient",
                send(
                    "POST",
                    &format!("clients/{place}"),
                    json!({
                        "name": "another", "expires_in": 60,
                        "scopes": [{ "on": place, "permissions": ["metadata", "reveal"],
                                     "secrets": [{ "key": self.secret.key, "fields": ["value"] }] }],
                    }),
                ),
            ),
            ("readClient", get(&format!("clients/{machine}"))),
            ("renewClientSecret", self.ask("POST", &format!("clients/{machine}/secret"))),
            ("revokeClient", self.ask("DELETE", &format!("clients/{machine}"))),
            ("createOrganization", send("POST", "organizations", json!({ "name": "another" }))),
        ]
    }

    /// The one operation that nobody shows a token for.
    pub(crate) fn login(&self) -> Ask<'_> {
        self.nobody.ask("POST", LOGIN).json(&self.sign_in)
    }

    /// What this composition has none of: its authorizer decides by roles alone.
    pub(crate) fn policies(&self) -> Vec<(&'static str, Ask<'_>)> {
        let of = |path: &str| format!("{}/{path}", self.organization);
        let text = json!({ "text": "permit (principal, action, resource);" });
        let question = json!({
            "principal": format!("person/{}", self.person), "action": "reveal",
            "owner": self.place,
        });
        vec![
            ("listPolicies", self.ask("GET", &of("policies"))),
            ("setPolicy", self.ask("PUT", &of("policies/mine")).json(&text)),
            ("deletePolicy", self.ask("DELETE", &of("policies/mine"))),
            (
                "checkPolicies",
                self.ask("POST", &of("policy-check")).json(&json!({ "policies": [] })),
            ),
            ("explainPolicies", self.ask("POST", &of("policy-explain")).json(&question)),
        ]
    }
}
