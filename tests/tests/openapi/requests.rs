//! A request for each operation that is to be done, and some that are to be refused.

use std::collections::BTreeMap;

use serde_json::json;
use strongroom_tests::{API, Ask, Client, SETTINGS, Secret, TO_READ, TO_WRITE};

const NOBODY: &str = "2kFmBSWjqxWEGarZC9kkeYOpgMD";

/// A project with secrets, and clients that may do more and less.
pub(crate) struct Arrangement {
    /// An example of each path, by its template.
    pub(crate) paths: BTreeMap<String, String>,
    client: Client,
    reader: Client,
    project: String,
    secret: Secret,
    other: Secret,
    doomed: Secret,
    token: String,
}

pub(crate) fn arrange(client: Client) -> Arrangement {
    let project = client.new_project();
    let secret = client.new_secret(&project, "first", "a value");
    let _ =
        client.patch(&secret.path, &json!({ "labels": { "a": "b" }, "value": "x" })).expect(200);
    let _ = client.reveal(&secret);
    let other = client.new_secret(&project, "other", "a value");
    let doomed = client.new_secret(&project, "doomed", "a value");
    let reader = client.new_token(Some(&[(&project, TO_READ)]));
    // Something of each kind for the log.
    let _ = reader.get(&secret.revealed()).expect(403);
    let token =
        client.issue(Some(&[(&project, TO_WRITE)]))["id"].as_str().expect("an id").to_owned();
    let settings = format!("{SETTINGS}/{{kind}}/{{owner}}");
    let key = format!("{settings}/secret/{{type}}/{{secret}}");
    let paths = [
        (format!("{settings}/"), format!("{SETTINGS}/{project}/")),
        (key.clone(), secret.path.clone()),
        (format!("{key}/versions"), format!("{}/versions", secret.path)),
        (format!("{key}/versions/{{version}}"), format!("{}/versions/1", secret.path)),
        (format!("{key}/consumers"), format!("{}/consumers", secret.path)),
        (format!("{key}/access"), format!("{}/access", secret.path)),
        (format!("{key}/check"), format!("{}/check", secret.path)),
        (format!("{key}/rotate"), format!("{}/rotate", secret.path)),
        (format!("{API}/deleted/{{kind}}/{{owner}}"), format!("{API}/deleted/{project}")),
        (
            format!("{API}/deleted/{{kind}}/{{owner}}/secret/{{type}}/{{secret}}"),
            format!("{API}/deleted/{project}/{}", secret.key),
        ),
        (
            format!("{API}/deleted/{{kind}}/{{owner}}/secret/{{type}}/{{secret}}/restore"),
            format!("{API}/deleted/{project}/{}/restore", secret.key),
        ),
        (format!("{API}/types/{{type}}"), format!("{API}/types/Custom")),
        (format!("{API}/types/{{type}}/validate"), format!("{API}/types/Custom/validate")),
        (format!("{API}/audit/{{kind}}/{{owner}}"), format!("{API}/audit/{project}")),
        (
            format!("{API}/audit/{{kind}}/{{owner}}/verification"),
            format!("{API}/audit/{project}/verification"),
        ),
        (
            format!("{API}/health/{{kind}}/{{owner}}/values"),
            format!("{API}/health/{project}/values"),
        ),
        (format!("{API}/health/{{kind}}/{{owner}}"), format!("{API}/health/{project}")),
        (format!("{API}/tokens/{{token}}"), format!("{API}/tokens/{token}")),
    ];
    let fixed = ["me", "organizations", "projects", "tokens", "types"]
        .map(|name| (format!("{API}/{name}"), format!("{API}/{name}")));
    let document = "/api/identity/v1/swagger/doc.json".to_owned();
    let paths = paths.into_iter().chain(fixed).chain([(document.clone(), document)]).collect();
    Arrangement { paths, client, reader, project, secret, other, doomed, token }
}

impl Arrangement {
    /// The same requests, from nobody.
    pub(crate) fn without_a_token(self) -> Self {
        Self { client: self.client.without_token(), ..self }
    }

    fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        self.client.ask(method, path)
    }

    /// Requests that are to be done, with the names of their operations. In this order each may be
    /// sent once.
    pub(crate) fn good(&self) -> Vec<(&'static str, Ask<'_>)> {
        let list = format!("{SETTINGS}/{}/", self.project);
        let secret = &self.secret.path;
        let version = format!("{secret}/versions/1");
        let audit = format!("{API}/audit/{}", self.project);
        let deleted = format!("{API}/deleted/{}", self.project);
        let doomed = format!("{deleted}/{}", self.doomed.key);
        let get = |path: &str| self.ask("GET", path);
        let custom = json!({ "_type": "secret/Custom", "name": "made", "value": "a value" });
        let many = json!({ "_type": "secret/Custom", "name": "made too", "description": "d",
                           "labels": { "a": "b" }, "value": { "value": "a value" } });
        let replacement = json!({ "name": "replaced", "value": "new" });
        let token = json!({ "name": "made", "expires_in": 60 });
        vec![
            ("listSecrets", get(&list)),
            ("listSecrets", get(&format!("{list}?limit=1"))),
            ("listSecrets", get(&format!("{list}?name=nothing"))),
            ("createSecret", self.ask("POST", &list).json(&custom)),
            ("createSecret", self.ask("POST", &list).json(&many)),
            ("readSecret", get(secret)),
            ("readSecret", get(&format!("{secret}?decrypt=true"))),
            ("readSecret", get(&format!("{secret}?decrypt=true&version=1&field=value"))),
            ("replaceSecret", self.ask("PUT", &self.other.path).json(&replacement)),
            ("patchSecret", self.ask("PATCH", secret).json(&json!({ "description": "d" }))),
            ("patchSecret", self.ask("PATCH", secret).json(&json!({}))),
            ("deleteSecret", self.ask("DELETE", &self.doomed.path)),
            ("listDeletedSecrets", get(&format!("{deleted}?limit=1&count=true"))),
            ("restoreSecret", self.ask("POST", &format!("{doomed}/restore")).json(&json!({}))),
            ("deleteSecret", self.ask("DELETE", &self.doomed.path)),
            ("purgeSecret", self.ask("DELETE", &doomed)),
            ("listVersions", get(&format!("{secret}/versions"))),
            ("readVersion", get(&version)),
            ("readVersion", get(&format!("{version}?decrypt=true"))),
            ("readAudit", get(&audit)),
            ("readAudit", get(&format!("{audit}?limit=1"))),
            ("readAudit", get(&format!("{API}/audit/user/me?limit=1000"))),
            ("readAudit", get(&format!("{audit}?event=denied&refused=true&from=0"))),
            ("verifyAudit", get(&format!("{audit}/verification"))),
            ("verifyAudit", get(&format!("{audit}/verification?from=1"))),
            ("verifyAudit", get(&format!("{API}/audit/user/me/verification?head={:096}", 0))),
            ("listConsumers", get(&format!("{secret}/consumers"))),
            ("listConsumers", get(&format!("{secret}/consumers?from=1&until=2"))),
            ("readAccess", get(&format!("{secret}/access"))),
            ("readAccess", get(&format!("{secret}/access?limit=1"))),
            ("readHealth", get(&format!("{API}/health/{}?soon=7&unused=30&limit=1", self.project))),
            ("examineValues", self.ask("POST", &format!("{API}/health/{}/values", self.project))),
            ("readMe", get(&format!("{API}/me"))),
            ("listOrganizations", get(&format!("{API}/organizations"))),
            ("listProjects", get(&format!("{API}/projects"))),
            (
                "createProject",
                self.ask("POST", &format!("{API}/projects")).json(&json!({ "name": self.project })),
            ),
            ("listTokens", get(&format!("{API}/tokens"))),
            ("createToken", self.ask("POST", &format!("{API}/tokens")).json(&token)),
            ("revokeToken", self.ask("DELETE", &format!("{API}/tokens/{}", self.token))),
            ("listTypes", get(&format!("{API}/types"))),
            ("readType", get(&format!("{API}/types/Custom"))),
            (
                "validateDraft",
                self.ask("POST", &format!("{API}/types/Custom/validate"))
                    .json(&json!({ "name": "", "value": "" })),
            ),
            ("dropRotation", self.ask("DELETE", &format!("{secret}/rotate"))),
            ("readDocument", get("/api/identity/v1/swagger/doc.json")),
        ]
    }

    /// Requests that are to be refused, with the names of their operations and the statuses.
    pub(crate) fn refused(&self) -> Vec<(&'static str, u16, Ask<'_>)> {
        let list = format!("{SETTINGS}/{}/", self.project);
        let audit = format!("{API}/audit/{}", self.project);
        let secret = &self.secret.path;
        let version = format!("{secret}/versions/1");
        let missing = Secret::of(&self.project, &format!("secret/Custom/{NOBODY}")).path;
        let tokens = format!("{API}/tokens");
        let deleted = format!("{API}/deleted/{}", self.project);
        let restore = format!("{deleted}/{}/restore", self.secret.key);
        let custom = json!({ "_type": "secret/Custom", "name": "first", "value": "a value" });
        let rename = json!({ "name": "other" });
        let replacement = json!({ "name": "first", "value": "new" });
        let mut refused = vec![
            ("listSecrets", 400, self.ask("GET", &format!("{list}?sort=x"))),
            ("listSecrets", 400, self.ask("GET", &format!("{list}?cursor=AAAA"))),
            ("listSecrets", 404, self.ask("GET", &format!("{SETTINGS}/project/{NOBODY}/"))),
            ("createSecret", 403, self.reader.ask("POST", &list).json(&custom)),
            ("createSecret", 409, self.ask("POST", &list).json(&custom)),
            ("createSecret", 415, self.ask("POST", &list).text("text/plain", "x")),
            ("createSecret", 422, self.ask("POST", &list).json(&json!({}))),
            ("createSecret", 400, self.ask("POST", &list).text("application/json", "{")),
            ("readSecret", 403, self.reader.ask("GET", &self.secret.revealed())),
            ("readSecret", 404, self.ask("GET", &missing)),
            ("readSecret", 400, self.ask("GET", &format!("{secret}?decrypt=1"))),
            ("readSecret", 400, self.ask("GET", &format!("{secret}?decrypt=true&format=x"))),
            ("readSecret", 406, self.ask("GET", secret).header("accept", "image/png")),
            ("readVersion", 406, self.ask("GET", &version).header("accept", "image/png")),
            ("readType", 404, self.ask("GET", &format!("{API}/types/Unheard"))),
            (
                "validateDraft",
                404,
                self.ask("POST", &format!("{API}/types/Unheard/validate")).json(&json!({})),
            ),
            (
                "validateDraft",
                422,
                self.ask("POST", &format!("{API}/types/Custom/validate"))
                    .json(&json!({ "value": 1 })),
            ),
            ("checkSecret", 403, self.reader.ask("POST", &format!("{secret}/check"))),
            ("checkSecret", 404, self.ask("POST", &format!("{missing}/check"))),
            ("checkSecret", 422, self.ask("POST", &format!("{secret}/check"))),
            ("rotateSecret", 403, self.reader.ask("POST", &format!("{secret}/rotate"))),
            ("rotateSecret", 404, self.ask("POST", &format!("{missing}/rotate"))),
            ("rotateSecret", 422, self.ask("POST", &format!("{secret}/rotate"))),
            ("dropRotation", 403, self.reader.ask("DELETE", &format!("{secret}/rotate"))),
            ("dropRotation", 404, self.ask("DELETE", &format!("{missing}/rotate"))),
            ("replaceSecret", 403, self.reader.ask("PUT", secret).json(&replacement)),
            ("replaceSecret", 404, self.ask("PUT", &missing).json(&replacement)),
            ("replaceSecret", 422, self.ask("PUT", secret).json(&rename)),
            ("patchSecret", 409, self.ask("PATCH", secret).json(&rename)),
            ("patchSecret", 403, self.reader.ask("PATCH", secret).json(&rename)),
            ("deleteSecret", 403, self.reader.ask("DELETE", secret)),
            ("deleteSecret", 404, self.ask("DELETE", &missing)),
            ("listDeletedSecrets", 403, self.reader.ask("GET", &deleted)),
            ("listDeletedSecrets", 400, self.ask("GET", &format!("{deleted}?sort=name"))),
            ("restoreSecret", 403, self.reader.ask("POST", &restore).json(&json!({}))),
            ("restoreSecret", 404, self.ask("POST", &restore).json(&json!({}))),
            ("restoreSecret", 422, self.ask("POST", &restore).json(&json!({ "name": "" }))),
            ("purgeSecret", 404, self.ask("DELETE", &format!("{deleted}/{}", self.secret.key))),
            ("listVersions", 404, self.ask("GET", &format!("{missing}/versions"))),
            ("readVersion", 404, self.ask("GET", &format!("{secret}/versions/9"))),
            ("readAudit", 403, self.reader.ask("GET", &audit)),
            ("readAudit", 404, self.ask("GET", &format!("{API}/audit/project/{NOBODY}"))),
            ("readAudit", 400, self.ask("GET", &format!("{API}/audit/user/me?before=x"))),
            ("readAudit", 400, self.ask("GET", &format!("{API}/audit/user/me?from=2&until=1"))),
            ("verifyAudit", 403, self.reader.ask("GET", &format!("{audit}/verification"))),
            (
                "verifyAudit",
                404,
                self.ask("GET", &format!("{API}/audit/project/{NOBODY}/verification")),
            ),
            (
                "verifyAudit",
                400,
                self.ask("GET", &format!("{API}/audit/user/me/verification?head=1")),
            ),
            ("listConsumers", 403, self.reader.ask("GET", &format!("{secret}/consumers"))),
            ("readAccess", 403, self.reader.ask("GET", &format!("{secret}/access"))),
            ("readAccess", 404, self.ask("GET", &format!("{missing}/access"))),
            ("readAccess", 400, self.ask("GET", &format!("{secret}/access?after=x"))),
            (
                "examineValues",
                403,
                self.reader.ask("POST", &format!("{API}/health/{}/values", self.project)),
            ),
            (
                "examineValues",
                404,
                self.ask("POST", &format!("{API}/health/project/{NOBODY}/values")),
            ),
            ("readHealth", 404, self.ask("GET", &format!("{API}/health/project/{NOBODY}"))),
            ("readHealth", 400, self.ask("GET", &format!("{API}/health/user/me?soon=x"))),
            ("listConsumers", 400, self.ask("GET", &format!("{secret}/consumers?from=x"))),
            (
                "listConsumers",
                404,
                self.ask(
                    "GET",
                    &format!("{SETTINGS}/project/{NOBODY}/{}/consumers", self.secret.key),
                ),
            ),
            ("listTokens", 403, self.reader.ask("GET", &tokens)),
            (
                "createToken",
                403,
                self.reader.ask("POST", &tokens).json(&json!({ "name": "x", "expires_in": 1 })),
            ),
            ("createToken", 422, self.ask("POST", &tokens).json(&json!({}))),
            ("revokeToken", 404, self.ask("DELETE", &format!("{tokens}/{NOBODY}"))),
            ("revokeToken", 403, self.reader.ask("DELETE", &format!("{tokens}/{}", self.token))),
            ("createProject", 422, self.ask("POST", &format!("{API}/projects")).json(&json!({}))),
            ("readDocument", 400, self.ask("GET", "/api/identity/v1/swagger/doc.json?x=1")),
        ];
        for method in ["PUT", "PATCH", "DELETE"] {
            let operation = match method {
                "PUT" => "replaceSecret",
                "PATCH" => "patchSecret",
                _ => "deleteSecret",
            };
            let ask = self.ask(method, secret).json(&replacement).header("if-match", "\"9\"");
            refused.push((operation, 412, ask));
        }
        refused
    }
}
