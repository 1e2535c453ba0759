//! A store that keeps its rows in memory and can be made to fail.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use strongroom_model::audit::{Entry, Event, Record};
use strongroom_model::{Id, Owner, OwnerKind, Role};
use strongroom_ports::audit::{self, AuditStore};
use strongroom_ports::principals::{
    Error, FirstOwnerRow, OrganizationRow, PresentedToken, PrincipalStore, ProjectRow, Standing,
    TokenRow,
};

#[derive(Debug, Default)]
pub struct Rows {
    pub organizations: Vec<OrganizationRow>,
    pub projects: Vec<ProjectRow>,
    pub users: HashMap<Id, String>,
    pub roles: HashMap<(Id, Owner), Role>,
    pub tokens: HashMap<Id, TokenRow>,
    pub log: Vec<Record>,
    pub standings_read: usize,
    pub log_is_down: bool,
    pub rows_are_down: bool,
}

#[derive(Debug, Default, Clone)]
pub struct Store(Rc<RefCell<Rows>>);

impl Store {
    pub fn rows<T>(&self, with: impl FnOnce(&mut Rows) -> T) -> T {
        with(&mut self.0.borrow_mut())
    }

    pub fn events(&self) -> Vec<Event> {
        self.rows(|rows| rows.log.iter().map(|record| record.event.clone()).collect())
    }

    fn up<T>(&self, with: impl FnOnce(&mut Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.rows(|rows| if rows.rows_are_down { Err(Error::Unavailable) } else { with(rows) })
    }
}

impl Rows {
    fn standing(&self, user: Id, owner: Owner) -> Standing {
        let role = self.roles.get(&(user, owner)).copied();
        match owner.kind {
            OwnerKind::Organization => Standing {
                exists: self.organizations.iter().any(|row| row.id == owner.id),
                role,
                ..Standing::default()
            },
            OwnerKind::Project => {
                let organization =
                    self.projects.iter().find(|row| row.id == owner.id).map(|row| row.organization);
                Standing {
                    exists: organization.is_some(),
                    role,
                    organization,
                    organization_role: organization.and_then(|id| {
                        let on = Owner { kind: OwnerKind::Organization, id };
                        self.roles.get(&(user, on)).copied()
                    }),
                }
            }
            OwnerKind::User => {
                Standing { exists: self.users.contains_key(&owner.id), role, ..Standing::default() }
            }
        }
    }
}

impl AuditStore for Store {
    async fn append(&self, record: Record) -> Result<(), audit::Error> {
        self.rows(|rows| {
            if rows.log_is_down {
                return Err(audit::Error::Internal);
            }
            rows.log.push(record);
            Ok(())
        })
    }

    async fn list(&self, _: Owner, _: Option<u64>, _: u32) -> Result<Vec<Entry>, audit::Error> {
        unreachable!("the authorizer writes the log and does not read it")
    }
}

impl PrincipalStore for Store {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error> {
        self.up(|rows| {
            Ok(rows.tokens.get(&token).map(|row| PresentedToken {
                token: row.clone(),
                standing: about.map(|owner| rows.standing(row.user, owner)),
            }))
        })
    }

    async fn standing(&self, user: Id, owner: Owner) -> Result<Standing, Error> {
        self.up(|rows| {
            rows.standings_read += 1;
            Ok(rows.standing(user, owner))
        })
    }

    async fn organizations(&self, user: Id) -> Result<Vec<(OrganizationRow, Role)>, Error> {
        self.up(|rows| {
            let role = |row: &OrganizationRow| {
                let on = Owner { kind: OwnerKind::Organization, id: row.id };
                rows.roles.get(&(user, on)).copied()
            };
            Ok(rows
                .organizations
                .iter()
                .filter_map(|row| role(row).map(|role| (row.clone(), role)))
                .collect())
        })
    }

    async fn projects(&self, user: Id) -> Result<Vec<(ProjectRow, Standing)>, Error> {
        self.up(|rows| {
            Ok(rows
                .projects
                .iter()
                .map(|row| {
                    let on = Owner { kind: OwnerKind::Project, id: row.id };
                    (row.clone(), rows.standing(user, on))
                })
                .filter(|(_, standing)| {
                    standing.role.is_some() || standing.organization_role.is_some()
                })
                .collect())
        })
    }

    async fn insert_project(&self, project: ProjectRow, audit: Record) -> Result<(), Error> {
        self.up(|rows| {
            if rows
                .projects
                .iter()
                .any(|row| row.organization == project.organization && row.name == project.name)
            {
                return Err(Error::NameTaken);
            }
            if let Some(maker) = &audit.caller {
                let on = Owner { kind: OwnerKind::Project, id: project.id };
                rows.roles.insert((maker.user, on), Role::Owner);
            }
            rows.projects.push(project);
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error> {
        self.up(|rows| Ok(rows.tokens.values().filter(|row| row.user == user).cloned().collect()))
    }

    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error> {
        self.up(|rows| {
            if !rows.users.contains_key(&token.user) {
                return Err(Error::NotFound);
            }
            rows.tokens.insert(token.id, token);
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error> {
        self.up(|rows| {
            if rows.tokens.get(&token).is_none_or(|row| row.user != user) {
                return Err(Error::NotFound);
            }
            rows.tokens.remove(&token);
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn initialize(
        &self,
        organization: OrganizationRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error> {
        self.up(|rows| {
            if !rows.organizations.is_empty() {
                return Ok(false);
            }
            let on = Owner { kind: OwnerKind::Organization, id: organization.id };
            rows.roles.insert((token.user, on), Role::Owner);
            rows.users.insert(token.user, token.user_name.to_string());
            rows.organizations.push(organization);
            rows.tokens.insert(token.id, token);
            rows.log.push(audit);
            Ok(true)
        })
    }

    async fn first_owner(&self) -> Result<Option<FirstOwnerRow>, Error> {
        self.up(|rows| {
            let Some(organization) = rows.organizations.first() else { return Ok(None) };
            let on = Owner { kind: OwnerKind::Organization, id: organization.id };
            Ok(rows.users.iter().find(|(user, _)| rows.roles.contains_key(&(**user, on))).map(
                |(user, name)| FirstOwnerRow {
                    organization: organization.clone(),
                    user: *user,
                    user_name: name.parse().unwrap(),
                },
            ))
        })
    }
}
