//! Tokens, clients and policies.

use serde_json::json;
use strongroom_tests::Client;

use strongroom_tests::{Terminal, unique};

fn project(owner: &Terminal) -> String {
    let (name, organization) = (unique("shop"), owner.organization());
    let made = owner.does(&format!("project create {name} --organization {organization}"));
    format!("project/{}", made.fact("ID"))
}

#[test]
fn a_token_for_one_field_is_made_shown_once_and_revoked() {
    let owner = crate::owner();
    let project = project(&owner);
    let secret = owner.strongroom.owner().new_secret(&project, "db", "hunter2");
    let scope = format!("{project}:reveal@{}#value", secret.key);
    let made = owner.does(&format!("token create ci --lifetime 1h --scope {scope}"));
    let (id, token) = (made.fact("ID"), made.fact("Token"));
    assert!(made.err.contains("Keep the token: it is shown this once"), "{}", made.err);
    assert!(!made.err.contains(token));

    let machine = owner.with_token(token);
    assert_eq!(machine.does("whoami").fact("Scopes"), scope);
    let may = machine.does(&format!("permissions {project} --secret {}", secret.key));
    assert_eq!(may.fact("May"), "reveal");

    let listed = owner.does("token list");
    assert!(listed.out.contains(id) && !listed.out.contains(token), "{}", listed.out);
    owner.does(&format!("token revoke {id} --yes"));
    assert_eq!(machine.run("whoami").code, 4);
}

#[test]
fn a_client_signs_in_with_what_was_printed_until_it_is_renewed_and_revoked() {
    let owner = crate::owner();
    let project = project(&owner);
    let name = unique("deploy");
    let made = owner
        .does(&format!("client create {project} {name} --scope {project}:metadata --lifetime 1d"));
    let (id, first) = (made.fact("ID").to_owned(), made.fact("Client secret").to_owned());
    assert!(made.err.contains("Keep the client secret"), "{}", made.err);

    let sign_in = |secret: &str| {
        let anyone = Client::new(owner.strongroom.running().address());
        let body = json!({ "client_id": id, "client_secret": secret,
                           "grant_type": "client_credentials" });
        anyone.post("/auth/client/v2/chariot/login", &body)
    };
    let signed_in = sign_in(&first);
    assert_eq!(signed_in.status, 200);
    let access = signed_in.json()["access_token"].as_str().unwrap().to_owned();
    let machine = owner.with_token(&access);
    let me = machine.does("whoami");
    assert_eq!((me.fact("Client"), me.fact("Name")), (id.as_str(), name.as_str()));

    let listed = owner.does(&format!("client list {project}"));
    assert!(listed.out.contains(&id) && !listed.out.contains(&first), "{}", listed.out);
    let renewed = owner.does(&format!("client renew {id} --yes"));
    assert_eq!(machine.run("whoami").code, 4, "tokens of the old secret have ended");
    assert_eq!(sign_in(&first).status, 401);
    assert_eq!(sign_in(renewed.fact("Client secret")).status, 200);
    assert_eq!(owner.does(&format!("client show {id}")).fact("Owner"), project);
    owner.does(&format!("client revoke {id} --yes"));
    assert_eq!(sign_in(renewed.fact("Client secret")).status, 401);
}

#[test]
fn an_authorizer_without_policies_says_so() {
    let owner = crate::owner();
    let organization = owner.organization();
    let refused = owner.run(&format!("policy list --organization {organization}"));
    assert_eq!((refused.code, refused.out.as_str()), (7, ""));
    assert!(refused.err.starts_with("strongroom: "), "{}", refused.err);
}
