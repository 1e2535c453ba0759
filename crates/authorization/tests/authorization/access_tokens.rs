//! Clients sign in, and what their access tokens are worth.

use serde_json::json;
use strongroom_jwt::access::AccessToken as Claims;
use strongroom_model::audit::{AuthenticationFailure, Credential};
use strongroom_model::{Action, OwnerKind, Permission, PrincipalKind, Role};
use strongroom_ports::administration::Administration;
use strongroom_ports::authentication::Authentication;
use strongroom_ports::clients::{Clients, NewClient};
use strongroom_ports::sessions::{Denial, Reason, Session};
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::support::clients::{copy, rejected};
use crate::support::provider::Signer;
use crate::support::{
    ADMINISTRATOR, HOUR, OTHER_ORGANIZATION, OTHER_PROJECT, SISTER_PROJECT, START, Stage, ask,
    context, id, organization, owner, project, run, scope, wide,
};

#[test]
fn a_client_signs_in_and_does_what_its_scopes_say() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap();
    assert_eq!(token.expires_in_seconds, 900);
    assert_eq!(stage.events(), ["client-signed-in"]);
    let session = stage.authenticate(copy(&token.credential), None).unwrap();
    let caller = session.caller();
    assert_eq!(
        (caller.principal.kind, caller.principal.id),
        (PrincipalKind::Client, made.client.id)
    );
    assert!(matches!(caller.credential, Credential::AccessToken(_)));
    assert_eq!(ask(&session, Action::Reveal, project()), Ok(()));
    let scope = Err(Denial::Forbidden(Reason::Scope));
    assert_eq!(ask(&session, Action::Read, project()), scope);
    let who = run(stage.authorizer.who_am_i(&session)).unwrap();
    assert_eq!((who.name.as_str(), who.administrator), ("deployer", false));
    assert_eq!((who.scopes, who.expires_at), (Some(made.client.scopes), START + 900));
    let found = run(stage.authorizer.get_client(&stage.whole(ADMINISTRATOR), made.client.id));
    assert_eq!(found.unwrap().last_used_at, Some(START));
}

#[test]
fn visibility_gives_a_client_nothing_and_its_owner_is_its_border() {
    use strongroom_model::Visibility;
    let stage = Stage::with_token_key();
    stage.show(SISTER_PROJECT, Visibility::Public);
    stage.show(OTHER_PROJECT, Visibility::Public);
    let made = stage.client(organization(), vec![scope(organization(), &Permission::ALL)]);
    let token = stage.login(made.client.id, &made.secret).unwrap();
    let session = stage.authenticate(token.credential, None).unwrap();
    assert_eq!(ask(&session, Action::Manage, organization()), Ok(()));
    for on in [
        project(),
        owner(OwnerKind::Project, SISTER_PROJECT),
        owner(OwnerKind::Project, OTHER_PROJECT),
        owner(OwnerKind::Organization, OTHER_ORGANIZATION),
        owner(OwnerKind::User, ADMINISTRATOR),
    ] {
        for action in Action::ALL {
            assert_eq!(ask(&session, action, on), Err(Denial::Hidden), "{on} {action}");
        }
    }

    let made = {
        let session = stage.whole(ADMINISTRATOR);
        let scopes = vec![wide(&[Permission::Metadata, Permission::Reveal])];
        let wanted = NewClient { name: "reader".to_owned(), lifetime_seconds: HOUR, scopes };
        run(stage.authorizer.create_client(&session, organization(), wanted)).unwrap()
    };
    let token = stage.login(made.client.id, &made.secret).unwrap();
    let session = stage.authenticate(token.credential, None).unwrap();
    assert_eq!(ask(&session, Action::Reveal, project()), Ok(()));
    let forbidden = Err(Denial::Forbidden(Reason::Scope));
    assert_eq!(ask(&session, Action::Update, project()), forbidden);
    let elsewhere = owner(OwnerKind::Project, OTHER_PROJECT);
    assert_eq!(ask(&session, Action::Read, elsewhere), Err(Denial::Hidden));
    // And what it may see it can list.
    let projects = run(stage.authorizer.projects(&session, None)).unwrap();
    assert_eq!(projects.len(), 2);
    assert!(projects.iter().all(|one| one.role.is_none()));
    let organizations = run(stage.authorizer.organizations(&session)).unwrap();
    assert_eq!(organizations.iter().map(|one| one.id).collect::<Vec<_>>(), [organization().id]);
}

#[test]
fn unknown_and_wrong_clients_are_answered_and_recorded_alike() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let wrong = SecretBytes::from(format!("srs_{}", "A".repeat(43)));
    for id in [made.client.id, id(99)] {
        let before = (stage.database.reads(), stage.database.writes());
        assert_eq!(rejected(stage.login(id, &wrong)), AuthenticationFailure::Unknown);
        let after = (stage.database.reads(), stage.database.writes());
        assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
    }
    assert_eq!(stage.events(), ["authentication-failed", "authentication-failed"]);
    for (id, secret) in [
        ("".to_owned(), copy(&made.secret)),
        ("not an id".to_owned(), copy(&made.secret)),
        (made.client.id.to_string(), SecretBytes::from(String::new())),
        (made.client.id.to_string(), SecretBytes::from("srs_short".to_owned())),
        (made.client.id.to_string(), SecretBytes::from(format!("srt_{}", "A".repeat(43)))),
    ] {
        let found = run(stage.authorizer.login(id, secret, context()));
        assert_eq!(rejected(found), AuthenticationFailure::Malformed);
    }
}

#[test]
fn a_new_secret_voids_the_old_one_and_access_tokens_given_out_before() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    assert!(stage.authenticate(copy(&token), None).is_ok());
    let administrator = stage.whole(ADMINISTRATOR);
    let renewed = stage.authorizer.renew_client_secret(&administrator, made.client.id);
    let renewed = run(renewed).unwrap();
    assert_eq!(renewed.client.id, made.client.id);
    // At once, though the instance has just verified it, and on another host too.
    let revoked = AuthenticationFailure::Revoked;
    assert_eq!(rejected(stage.authenticate(copy(&token), None).map(drop)), revoked);
    let elsewhere = stage.another_host();
    let found = run(elsewhere.authenticate(copy(&token), context(), None));
    assert_eq!(rejected(found.map(drop)), revoked);
    let found = stage.login(made.client.id, &made.secret);
    assert_eq!(rejected(found), AuthenticationFailure::Unknown);
    let token = stage.login(made.client.id, &renewed.secret).unwrap();
    assert!(stage.authenticate(token.credential, None).is_ok());
}

#[test]
fn revoking_a_client_ends_it_with_the_next_request() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    assert!(stage.authenticate(copy(&token), None).is_ok());
    let administrator = stage.whole(ADMINISTRATOR);
    run(stage.authorizer.revoke_client(&administrator, made.client.id)).unwrap();
    let found = stage.authenticate(copy(&token), None).map(drop);
    assert_eq!(rejected(found), AuthenticationFailure::Revoked);
    let found = stage.login(made.client.id, &made.secret);
    assert_eq!(rejected(found), AuthenticationFailure::Unknown);
}

#[test]
fn an_access_token_ends_with_its_time_and_no_later_than_its_client() {
    let stage = Stage::with_token_key();
    stage.platform.set("access-token-lifetime", "7200");
    let session = stage.whole(ADMINISTRATOR);
    let wanted = NewClient {
        name: "short".to_owned(),
        lifetime_seconds: HOUR,
        scopes: vec![scope(project(), &[Permission::Reveal])],
    };
    let made = run(stage.authorizer.create_client(&session, project(), wanted)).unwrap();
    let token = stage.login(made.client.id, &made.secret).unwrap();
    assert_eq!(token.expires_in_seconds, HOUR);
    stage.clock.set(START + HOUR - 1);
    let session = stage.authenticate(copy(&token.credential), None).unwrap();
    stage.clock.set(START + HOUR);
    assert_eq!(ask(&session, Action::Reveal, project()), Err(Denial::Hidden));
    let found = stage.authenticate(copy(&token.credential), None).map(drop);
    assert_eq!(rejected(found), AuthenticationFailure::Expired);
    let found = stage.login(made.client.id, &made.secret);
    assert_eq!(rejected(found), AuthenticationFailure::Revoked);
}

#[test]
fn withdrawing_the_key_ends_tokens_within_a_minute() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    assert!(stage.authenticate(copy(&token), None).is_ok());
    stage.platform.withdraw_token_keys();
    stage.clock.set(START + 59);
    assert!(stage.authenticate(copy(&token), None).is_ok());
    stage.clock.set(START + 60);
    let found = stage.authenticate(copy(&token), None).map(drop);
    assert_eq!(rejected(found), AuthenticationFailure::Key);
}

#[test]
fn an_older_key_still_verifies_what_it_signed() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    stage.platform.sign_with("root-2", 8);
    assert!(stage.authenticate(token, None).is_ok());
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    assert!(stage.authenticate(token, None).is_ok());
}

#[test]
fn neither_kind_of_token_is_ever_taken_for_the_other() {
    let (stage, provider) = Stage::with_provider(json!({}));
    stage.platform.sign_with("root-1", 7);
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let claims = json!({
        "iss": "strongroom", "aud": "strongroom", "sub": made.client.id.to_string(), "gen": 1,
        "jti": id(77).to_string(), "iat": START, "exp": START + 900,
    });
    let typed = |typ: &str, kid: &str| json!({"alg": "EdDSA", "typ": typ, "kid": kid});
    let ours = Signer::new("root-1", 7);
    // As we make them: good. (This is what the other attempts differ from.)
    let token = ours.sign(&typed("strongroom-access+jwt", "root-1"), &claims);
    assert!(stage.authenticate(token, None).is_ok());
    use AuthenticationFailure::{Audience, Issuer, Key as NoKey, Signature};
    let of_issuer = |issuer: &str| {
        let mut claims = claims.clone();
        claims["iss"] = json!(issuer);
        claims
    };
    let mut audience = claims.clone();
    audience["aud"] = json!("another");
    for (signer, typ, kid, claims, reason) in [
        // A provider's key under our name, and ours under the provider's.
        (&provider, "strongroom-access+jwt", "root-1", claims.clone(), Signature),
        (&provider, "strongroom-access+jwt", "key 1", claims.clone(), NoKey),
        (&provider, "JWT", "key 1", claims.clone(), Issuer),
        (&ours, "JWT", "root-1", claims.clone(), Issuer),
        (&ours, "JWT", "root-1", of_issuer("https://id.example.com"), NoKey),
        (&ours, "strongroom-access+jwt", "root-1", of_issuer("https://id.example.com"), Issuer),
        (&ours, "strongroom-access+jwt", "root-2", claims.clone(), NoKey),
        (&ours, "strongroom-access+jwt", "../root-1", claims.clone(), NoKey),
        (&ours, "strongroom-access+jwt", "root-1", audience, Audience),
    ] {
        let token = signer.sign(&typed(typ, kid), &claims);
        assert_eq!(rejected(stage.authenticate(token, None).map(drop)), reason, "{typ} {kid}");
    }
}

#[test]
fn a_token_of_a_client_or_generation_that_never_was_is_revoked() {
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let seed = Key::filled(|bytes| *bytes = [7; 32]);
    for (client, generation) in [(id(99), 1), (made.client.id, 2), (made.client.id, 0)] {
        let claims =
            Claims { id: id(77), client, generation, issued_at: START, expires_at: START + 900 };
        let token = claims.sign("root-1", &seed).unwrap();
        let found = stage.authenticate(token, None).map(drop);
        assert_eq!(rejected(found), AuthenticationFailure::Revoked);
    }
}

/// Scopes beyond the owner are refused when a client is made. Where a row has some all the same, they
/// are worth nothing.
#[test]
fn a_scope_beyond_the_owner_of_a_client_reaches_nothing() {
    use strongroom_authorization::token::ClientSecret;
    use strongroom_ports::directory_store::DirectoryStore;
    let stage = Stage::with_token_key();
    let made = stage.client(project(), vec![scope(project(), &[Permission::Reveal])]);
    let mut row = run(stage.store.get_client(made.client.id)).unwrap();
    let secret = ClientSecret::issue(&stage.random).unwrap();
    let elsewhere = [SISTER_PROJECT, OTHER_PROJECT].map(|number| owner(OwnerKind::Project, number));
    let beyond = elsewhere.into_iter().chain([organization()]);
    row.scopes = beyond.clone().map(|on| scope(on, &Permission::ALL)).collect();
    row.scopes.push(wide(&Permission::ALL));
    (row.id, row.digest, row.name) = (id(90), secret.digest(), "forged".parse().unwrap());
    run(stage.store.insert_client(row, stage.record())).unwrap();
    let token = stage.login(id(90), &secret.print()).unwrap();
    let session = stage.authenticate(token.credential, None).unwrap();
    for on in beyond {
        for action in Action::ALL {
            assert_eq!(ask(&session, action, on), Err(Denial::Hidden), "{on} {action}");
        }
    }
}

#[test]
fn a_client_outlives_its_maker_and_their_roles() {
    let stage = Stage::with_token_key();
    stage.hold(crate::support::ME, project(), Role::Owner);
    let session = stage.whole(crate::support::ME);
    let wanted = NewClient {
        name: "mine".to_owned(),
        lifetime_seconds: 24 * HOUR,
        scopes: vec![scope(project(), &[Permission::Reveal])],
    };
    let made = run(stage.authorizer.create_client(&session, project(), wanted)).unwrap();
    stage.drop_role(crate::support::ME, project());
    let token = stage.login(made.client.id, &made.secret).unwrap().credential;
    let session = stage.authenticate(token, None).unwrap();
    assert_eq!(ask(&session, Action::Reveal, project()), Ok(()));
}
