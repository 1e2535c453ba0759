//! Every cell of the table: `docs/permissions.csv` against what really happens, for people without
//! scopes, for tokens of every permission, and for what an organization's people are to the people
//! themselves.

use std::collections::BTreeMap;

use strongroom_authorization::roles;
use strongroom_model::{Action, Owner, OwnerKind, Permission, Role, Visibility};
use strongroom_ports::sessions::{Denial, Reason};

use crate::support::{
    Caller, ME, OTHER, OTHER_PROJECT, PROJECT, Stage, ask, organization, owner, project, scope,
    wide,
};

const CSV: &str = include_str!("../../../../docs/permissions.csv");

#[derive(Debug, Clone)]
pub struct Line {
    pub kind: OwnerKind,
    pub visibility: Option<Visibility>,
    pub held: String,
    pub allowed: Vec<Action>,
}

pub fn lines() -> Vec<Line> {
    let mut lines = CSV.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(header[..3], ["owner_kind", "visibility", "held"]);
    let columns = Action::ALL.map(|action| action.as_str().replace('-', "_"));
    assert_eq!(header[3..], columns);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            let allowed = Action::ALL.into_iter().zip(&cells[3..]).filter(|(_, cell)| {
                assert!(["yes", "no"].contains(*cell), "{line}");
                **cell == "yes"
            });
            Line {
                kind: cells[0].parse().unwrap(),
                visibility: (cells[1] != "-").then(|| cells[1].parse().unwrap()),
                held: cells[2].to_owned(),
                allowed: allowed.map(|(action, _)| action).collect(),
            }
        })
        .collect()
}

/// Sets the stage for a line, and gives back the owner it is about.
pub fn stand(stage: &Stage, line: &Line) -> Owner {
    if let Some(visibility) = line.visibility {
        stage.show(PROJECT, visibility);
    }
    match (line.kind, line.held.split_once(' ')) {
        (_, Some(("organization", role))) => {
            stage.hold(ME, organization(), role.parse().unwrap());
            project()
        }
        (OwnerKind::User, None) if line.held == "self" => owner(OwnerKind::User, ME),
        // Nobody reaches another's, whatever their roles.
        (OwnerKind::User, None) => {
            stage.hold(ME, organization(), Role::Owner);
            stage.hold(OTHER, project(), Role::Writer);
            owner(OwnerKind::User, OTHER)
        }
        (OwnerKind::Organization, None) => {
            if line.held != "anyone" {
                stage.hold(ME, organization(), line.held.parse().unwrap());
            }
            organization()
        }
        (OwnerKind::Project, None) => {
            if line.held != "anyone" {
                stage.hold(ME, project(), line.held.parse().unwrap());
            }
            project()
        }
        (kind, held) => panic!("{kind} {held:?}"),
    }
}

/// What a caller of these rights must be answered.
fn expected(allowed: &[Action], action: Action) -> Result<(), Denial> {
    if allowed.contains(&action) {
        Ok(())
    } else if allowed.contains(&Action::See) {
        Err(Denial::Forbidden(Reason::Role))
    } else {
        Err(Denial::Hidden)
    }
}

fn check(session: &Caller, on: Owner, line: &Line) {
    for action in Action::ALL {
        assert_eq!(ask(session, action, on), expected(&line.allowed, action), "{action} {line:?}");
    }
}

#[test]
fn the_table_has_a_line_for_everything_that_can_be_held() {
    let mut wanted = vec![];
    for held in ["Owner", "Maintainer", "Contributor", "anyone"] {
        wanted.push(format!("organization - {held}"));
    }
    for visibility in Visibility::ALL {
        for held in ["Owner", "Writer", "Reader"] {
            wanted.push(format!("project {visibility} {held}"));
        }
        for held in ["Owner", "Maintainer", "Contributor"] {
            wanted.push(format!("project {visibility} organization {held}"));
        }
        wanted.push(format!("project {visibility} anyone"));
    }
    wanted.extend(["user - self".to_owned(), "user - anyone".to_owned()]);
    let found: Vec<String> = lines()
        .iter()
        .map(|line| {
            let visibility = line.visibility.map_or("-".to_owned(), |one| one.to_string());
            format!("{} {visibility} {}", line.kind, line.held)
        })
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_cell_holds() {
    for line in lines() {
        let stage = Stage::new();
        let on = stand(&stage, &line);
        check(&stage.whole(ME), on, &line);
    }
}

#[test]
fn every_cell_holds_for_a_role_that_comes_by_a_group() {
    let by_role = |line: &Line| {
        line.kind != OwnerKind::User && !["self", "anyone"].contains(&line.held.as_str())
    };
    for line in lines().into_iter().filter(by_role) {
        let stage = Stage::new();
        if let Some(visibility) = line.visibility {
            stage.show(PROJECT, visibility);
        }
        let group = stage.group(40, crate::support::ORGANIZATION, None);
        stage.join(40, ME);
        let (held_on, on, role) = match (line.kind, line.held.split_once(' ')) {
            (_, Some((_, role))) => (organization(), project(), role),
            (OwnerKind::Organization, None) => (organization(), organization(), line.held.as_str()),
            (_, None) => (project(), project(), line.held.as_str()),
        };
        stage.give_group(group, held_on, role.parse().unwrap());
        check(&stage.whole(ME), on, &line);
    }
}

#[test]
fn a_scope_never_widens_a_cell_and_narrows_to_its_permissions() {
    for line in lines() {
        let stage = Stage::new();
        let on = stand(&stage, &line);
        for permission in Permission::ALL {
            let session = stage.session(ME, Some(vec![scope(on, &[permission])]));
            for action in Action::ALL {
                let wanted = if !permission.allows(action) && line.allowed.contains(&Action::See) {
                    Err(Denial::Forbidden(Reason::Scope))
                } else if permission.allows(action) {
                    expected(&line.allowed, action)
                } else {
                    Err(Denial::Hidden)
                };
                assert_eq!(ask(&session, action, on), wanted, "{permission} {action} {line:?}");
            }
        }
        let all = stage.session(ME, Some(vec![scope(on, &Permission::ALL)]));
        check(&all, on, &line);
        // A scope on something else reaches nothing.
        let elsewhere = scope(owner(OwnerKind::Project, OTHER_PROJECT), &Permission::ALL);
        let elsewhere = stage.session(ME, Some(vec![elsewhere]));
        check(&elsewhere, on, &Line { allowed: vec![], ..line.clone() });
    }
}

#[test]
fn a_scope_on_an_organization_reaches_its_projects_where_it_says_so() {
    for line in lines().into_iter().filter(|line| line.kind == OwnerKind::Project) {
        let stage = Stage::new();
        let on = stand(&stage, &line);
        check(&stage.session(ME, Some(vec![wide(&Permission::ALL)])), on, &line);
        let narrow = stage.session(ME, Some(vec![scope(organization(), &Permission::ALL)]));
        check(&narrow, on, &Line { allowed: vec![], ..line });
    }
}

#[test]
fn what_is_held_and_what_is_visible_add_up() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    stage.hold(ME, project(), Role::Writer);
    for visibility in Visibility::ALL {
        stage.show(PROJECT, visibility);
        let session = stage.whole(ME);
        for action in Action::ALL {
            let allowed = roles::actions(OwnerKind::Project, Role::Writer);
            assert_eq!(ask(&session, action, project()), expected(allowed, action));
        }
    }
}

#[test]
fn revealing_comes_from_roles_and_never_from_visibility() {
    let revealing: BTreeMap<String, bool> = lines()
        .into_iter()
        .filter(|line| line.kind == OwnerKind::Project)
        .map(|line| (line.held.clone(), line.allowed.contains(&Action::Reveal)))
        .collect();
    let may: Vec<&str> =
        revealing.iter().filter(|(_, may)| **may).map(|(held, _)| held.as_str()).collect();
    assert_eq!(may, ["Owner", "Writer", "organization Owner"]);
}

#[test]
fn nothing_is_allowed_on_what_does_not_exist() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let session = stage.whole(ME);
    for kind in OwnerKind::ALL {
        for action in Action::ALL {
            assert_eq!(ask(&session, action, owner(kind, 99)), Err(Denial::Hidden), "{kind}");
        }
    }
    // The id of one kind is the id of nothing in another.
    let mistaken = owner(OwnerKind::Organization, PROJECT);
    assert_eq!(ask(&session, Action::See, mistaken), Err(Denial::Hidden));
}
