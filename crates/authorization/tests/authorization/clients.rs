//! Service clients: who makes which.

use strongroom_model::{OwnerKind, Permission, Role, Scope, Visibility, limits};
use strongroom_ports::administration::{Administration, Error};
use strongroom_ports::authentication::Authentication;
use strongroom_ports::clients::{Clients, NewClient};
use strongroom_ports::sessions::Reason;

use crate::support::{
    ADMINISTRATOR, Caller, HOUR, ME, OTHER_PROJECT, PROJECT, SISTER_PROJECT, START, Stage, context,
    id, organization, owner, project, run, scope, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

fn wanted(scopes: Vec<Scope>) -> NewClient {
    NewClient { name: "deployer".to_owned(), lifetime_seconds: HOUR, scopes }
}

fn reader() -> NewClient {
    wanted(vec![scope(project(), &[Permission::Metadata])])
}

#[test]
fn who_manages_an_owner_makes_lists_shows_and_revokes_its_clients() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Owner);
    let session = stage.whole(ME);
    let authorizer = &stage.authorizer;
    let made = run(authorizer.create_client(&session, project(), reader())).unwrap();
    assert_eq!((made.client.owner, made.client.expires_at), (project(), START + HOUR));
    assert_eq!(made.client.created.by, id(ME));
    assert!(made.secret.expose().starts_with(b"srs_"));
    assert_eq!(stage.events(), ["client-created"]);
    let again = run(authorizer.create_client(&session, project(), reader()));
    assert_eq!(again.unwrap_err(), Error::NameTaken);
    let listed = run(authorizer.list_clients(&session, project())).unwrap();
    assert_eq!(listed, std::slice::from_ref(&made.client));
    assert_eq!(run(authorizer.get_client(&session, made.client.id)).unwrap(), made.client);
    run(authorizer.revoke_client(&session, made.client.id)).unwrap();
    let gone = run(authorizer.get_client(&session, made.client.id));
    assert_eq!(gone.unwrap_err(), Error::NotFound);
}

#[test]
fn who_does_not_manage_the_owner_does_none_of_it() {
    let stage = Stage::new();
    let administrator = stage.whole(ADMINISTRATOR);
    let authorizer = &stage.authorizer;
    let client = run(authorizer.create_client(&administrator, project(), reader()));
    let client = client.unwrap().client.id;
    let attempts = |session: &Caller| {
        [
            run(authorizer.list_clients(session, project())).map(drop),
            run(authorizer.create_client(session, project(), reader())).map(drop),
            run(authorizer.get_client(session, client)).map(drop),
            run(authorizer.renew_client_secret(session, client)).map(drop),
            run(authorizer.revoke_client(session, client)),
        ]
    };
    let hidden: [Result<(), Error>; 5] = std::array::from_fn(|_| Err(Error::NotFound));
    let forbidden: [Result<(), Error>; 5] = std::array::from_fn(|_| Err(FORBIDDEN));
    let out_of_scope: [Result<(), Error>; 5] = std::array::from_fn(|_| Err(OUT_OF_SCOPE));
    assert_eq!(attempts(&stage.whole(ME)), hidden);
    stage.show(PROJECT, Visibility::Public);
    assert_eq!(attempts(&stage.whole(ME)), forbidden);
    stage.hold(ME, project(), Role::Writer);
    assert_eq!(attempts(&stage.whole(ME)), forbidden);
    stage.hold(ME, project(), Role::Owner);
    use Permission::{Metadata, Reveal, Write};
    let scoped = stage.session(ME, Some(vec![scope(project(), &[Metadata, Reveal, Write])]));
    assert_eq!(attempts(&scoped), out_of_scope);
    // A person's own is no owner of clients.
    let own = owner(OwnerKind::User, ME);
    let made = run(authorizer.list_clients(&stage.whole(ME), own));
    assert_eq!(made.unwrap_err(), FORBIDDEN);
    assert!(run(authorizer.get_client(&administrator, client)).is_ok());
}

#[test]
fn a_client_that_is_not_there_is_refused_as_one_that_may_not_be_known() {
    let stage = Stage::new();
    let administrator = stage.whole(ADMINISTRATOR);
    let hidden = run(stage.authorizer.create_client(&administrator, project(), reader()));
    let (hidden, group) = (hidden.unwrap().client.id, stage.group(40, 1, None).id);
    let session = stage.whole(ME);
    let costs = |id, of_group| {
        stage.forget();
        let before = (stage.database.reads(), stage.database.writes());
        let found = if of_group {
            use strongroom_ports::directory::Directory;
            run(stage.authorizer.delete_group(&session, id))
        } else {
            run(stage.authorizer.get_client(&session, id)).map(drop)
        };
        assert_eq!(found, Err(Error::NotFound));
        assert_eq!(stage.events(), ["denied"]);
        let after = (stage.database.reads(), stage.database.writes());
        (after.0 - before.0, after.1 - before.1)
    };
    assert_eq!(costs(hidden, false), costs(id(99), false));
    assert_eq!(costs(group, true), costs(id(99), true));
}

#[test]
fn a_scope_to_manage_makes_clients_of_no_more_than_the_scope() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Owner);
    use Permission::{Manage, Metadata, Reveal};
    let session = stage.session(ME, Some(vec![scope(project(), &[Manage, Metadata])]));
    let create = |scopes: &[Permission], lifetime_seconds| {
        let wanted = NewClient {
            name: format!("client of {}", scopes.len()),
            lifetime_seconds,
            scopes: vec![scope(project(), scopes)],
        };
        run(stage.authorizer.create_client(&session, project(), wanted))
    };
    assert_eq!(create(&[Reveal], HOUR).unwrap_err(), OUT_OF_SCOPE);
    assert_eq!(create(&[Metadata, Reveal], HOUR).unwrap_err(), OUT_OF_SCOPE);
    // A machine makes none that outlives it.
    let made = create(&[Metadata, Manage], limits::TOKEN_SECONDS).unwrap();
    assert_eq!(made.client.expires_at, START + HOUR);
}

#[test]
fn nobody_makes_or_renews_a_client_of_more_than_they_may_do() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Owner);
    let administrator = stage.whole(ADMINISTRATOR);
    let authorizer = &stage.authorizer;
    // A client of the organization that reaches a project ME owns.
    let of_organization = wanted(vec![scope(project(), &[Permission::Reveal])]);
    let made = run(authorizer.create_client(&administrator, organization(), of_organization));
    let client = made.unwrap().client.id;
    let renewed = run(authorizer.renew_client_secret(&stage.whole(ME), client));
    assert_eq!(renewed.unwrap_err(), Error::NotFound);

    // Whoever manages the organization by a scope, but may not reveal there.
    let scoped = stage.session(ADMINISTRATOR, Some(vec![wide(&[Permission::Manage])]));
    let renewed = run(authorizer.renew_client_secret(&scoped, client));
    assert_eq!(renewed.unwrap_err(), OUT_OF_SCOPE);
    let whole = stage.whole(ADMINISTRATOR);
    assert!(run(authorizer.renew_client_secret(&whole, client)).is_ok());
}

#[test]
fn a_client_of_all_projects_is_for_whoever_has_all_projects() {
    let stage = Stage::new();
    let all = |permissions: &[Permission]| wanted(vec![wide(permissions)]);
    let narrow = Permission::ALL.map(|permission| scope(organization(), &[permission]));
    // By scopes that reach the organization and not its projects.
    let session = stage.session(ADMINISTRATOR, Some(narrow.to_vec()));
    let authorizer = &stage.authorizer;
    let made = run(authorizer.create_client(&session, organization(), all(&[Permission::Reveal])));
    assert_eq!(made.unwrap_err(), OUT_OF_SCOPE);
    let session = stage.session(ADMINISTRATOR, Some(vec![wide(&Permission::ALL)]));
    let made = run(authorizer.create_client(&session, organization(), all(&[Permission::Reveal])));
    assert!(made.is_ok(), "{made:?}");
}

#[test]
fn a_client_makes_clients_within_its_own_scopes() {
    let stage = Stage::new();
    stage.platform.sign_with("root-1", 7);
    let administrator = stage.whole(ADMINISTRATOR);
    use Permission::{Manage, Metadata, Reveal};
    let scopes = vec![scope(project(), &[Manage, Metadata])];
    let authorizer = &stage.authorizer;
    let made = run(authorizer.create_client(&administrator, project(), wanted(scopes))).unwrap();
    let token = authorizer.login(made.client.id.to_string(), made.secret, context());
    let session = stage.authenticate(run(token).unwrap().credential, None).unwrap();
    let create = |name: &str, permissions: &[Permission]| {
        let wanted = NewClient {
            name: name.to_owned(),
            lifetime_seconds: limits::TOKEN_SECONDS,
            scopes: vec![scope(project(), permissions)],
        };
        run(authorizer.create_client(&session, project(), wanted))
    };
    assert_eq!(create("more", &[Reveal]).unwrap_err(), OUT_OF_SCOPE);
    let second = create("less", &[Metadata]).unwrap().client;
    assert_eq!((second.expires_at, second.created.by), (START + HOUR, made.client.id));
    // Tokens and people are for people.
    assert_eq!(run(authorizer.tokens(&session)).unwrap_err(), OUT_OF_SCOPE);
}

#[test]
fn scopes_stay_within_the_owner_and_every_problem_is_told() {
    let stage = Stage::new();
    let session = stage.whole(ADMINISTRATOR);
    let fields = |owner, wanted| match run(stage.authorizer.create_client(&session, owner, wanted))
        .unwrap_err()
    {
        Error::Invalid(all) => all.into_iter().map(|one| one.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let on = |kind, number| scope(owner(kind, number), &[Permission::Metadata]);
    use OwnerKind::{Organization, Project, User};
    let bad = NewClient {
        name: " x".to_owned(),
        lifetime_seconds: limits::TOKEN_SECONDS + 1,
        scopes: vec![
            on(Project, PROJECT),
            on(Project, SISTER_PROJECT),
            on(Project, OTHER_PROJECT),
            on(Project, 99),
            on(User, ADMINISTRATOR),
            on(Organization, 4),
        ],
    };
    assert_eq!(
        fields(organization(), bad),
        ["name", "lifetime_seconds", "scopes.2.on", "scopes.3.on", "scopes.4.on", "scopes.5.on"]
    );
    let elsewhere = vec![on(Project, SISTER_PROJECT), scope(organization(), &[Permission::Reveal])];
    assert_eq!(fields(project(), wanted(elsewhere)), ["scopes.0.on", "scopes.1.on"]);
    assert_eq!(fields(project(), wanted(vec![])), ["scopes"]);
}
