//! Properties of scopes, over whatever scopes there can be.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use strongroom_authorization::scopes::{Narrowed, Wanted, narrow};
use strongroom_model::{
    Action, FieldName, Owner, OwnerKind, Permission, Scope, SecretKey, SecretScope,
};

use crate::support::{id, key, names, owner};

const FIELDS: [&str; 3] = ["one", "two", "three"];

/// Few, so that scopes and questions often meet.
fn owners() -> impl Strategy<Value = Owner> {
    select(vec![
        owner(OwnerKind::Organization, 1),
        owner(OwnerKind::Project, 1),
        owner(OwnerKind::Project, 2),
        owner(OwnerKind::User, 1),
    ])
}

fn fields() -> impl Strategy<Value = Vec<FieldName>> {
    subsequence(FIELDS.to_vec(), 1..=3).prop_map(|fields| names(&fields))
}

fn secret_scope() -> impl Strategy<Value = SecretScope> {
    (50_u8..53, proptest::option::of(fields()))
        .prop_map(|(number, fields)| SecretScope { key: key(number), fields })
}

fn scopes() -> impl Strategy<Value = Vec<Scope>> {
    let secrets = proptest::option::of(proptest::collection::vec(secret_scope(), 1..3));
    let permissions = subsequence(Permission::ALL.to_vec(), 1..=4);
    let one = (owners(), any::<bool>(), permissions, secrets).prop_map(
        |(on, projects, permissions, secrets)| Scope { on, projects, permissions, secrets },
    );
    proptest::collection::vec(one, 0..4)
}

#[derive(Debug, Clone)]
struct Asked {
    action: Action,
    owner: Owner,
    secret: Option<SecretKey>,
    fields: Option<Vec<FieldName>>,
    organization: u8,
}

impl Asked {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            action: self.action,
            owner: self.owner,
            secret: self.secret.as_ref(),
            fields: self.fields.as_deref(),
        }
    }

    fn by(&self, scopes: &[Scope]) -> Narrowed {
        let organization = (self.owner.kind == OwnerKind::Project).then(|| id(self.organization));
        narrow(Some(scopes), organization, &self.wanted())
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    let secret = proptest::option::of((50_u8..53).prop_map(key));
    (select(&Action::ALL[..]), owners(), secret, proptest::option::of(fields()), 1_u8..3).prop_map(
        |(action, owner, secret, fields, organization)| Asked {
            action,
            owner,
            secret,
            fields,
            organization,
        },
    )
}

/// What each scope says by itself, in the words of the contract.
fn allows(scope: &Scope, asked: &Asked, field: Option<&FieldName>) -> bool {
    let here = scope.on == asked.owner;
    let inherited = scope.projects
        && scope.on.kind == OwnerKind::Organization
        && asked.owner.kind == OwnerKind::Project
        && scope.on.id == id(asked.organization);
    let permitted = scope.permissions.iter().any(|one| one.actions().contains(&asked.action));
    let of_secret = match (&scope.secrets, &asked.secret) {
        (None, _) => true,
        (Some(_), None) => asked.action == Action::See,
        (Some(secrets), Some(key)) => {
            use Action::{Audit, Create, CreateProject, Manage};
            ![Create, Audit, Manage, CreateProject].contains(&asked.action)
                && secrets.iter().find(|secret| secret.key == *key).is_some_and(|secret| {
                    asked.action != Action::Reveal
                        || match (&secret.fields, field) {
                            (None, _) => true,
                            (Some(_), None) => false,
                            (Some(some), Some(field)) => some.contains(field),
                        }
                })
        }
    };
    (here || inherited) && permitted && of_secret
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_scopes_allow_is_what_each_says_and_no_more(scopes in scopes(), asked in asked()) {
        let of = |field| scopes.iter().any(|scope| allows(scope, &asked, field));
        let expected = of(None)
            || (asked.action == Action::Reveal
                && asked.fields.as_ref().is_some_and(|all| all.iter().all(|field| of(Some(field)))));
        prop_assert_eq!(asked.by(&scopes) == Narrowed::Within, expected);
    }

    #[test]
    fn another_scope_takes_nothing_away(scopes in scopes(), more in scopes(), asked in asked()) {
        if asked.by(&scopes) == Narrowed::Within {
            let all: Vec<Scope> = more.into_iter().chain(scopes).collect();
            prop_assert_eq!(asked.by(&all), Narrowed::Within);
        }
    }

    #[test]
    fn the_order_of_scopes_decides_nothing(scopes in scopes(), asked in asked()) {
        let mut reversed = scopes.clone();
        reversed.reverse();
        prop_assert_eq!(asked.by(&scopes), asked.by(&reversed));
    }

    #[test]
    fn fewer_fields_are_allowed_wherever_more_are(scopes in scopes(), asked in asked()) {
        let asked = Asked { action: Action::Reveal, ..asked };
        if asked.by(&scopes) != Narrowed::Within {
            return Ok(());
        }
        for field in names(&FIELDS) {
            if asked.fields.as_ref().is_none_or(|fields| fields.contains(&field)) {
                let fewer = Asked { fields: Some(vec![field]), ..asked.clone() };
                prop_assert_eq!(fewer.by(&scopes), Narrowed::Within);
            }
        }
    }

    #[test]
    fn a_credential_of_no_scopes_reaches_nothing(asked in asked()) {
        prop_assert_eq!(asked.by(&[]), Narrowed::Unreached);
    }
}
