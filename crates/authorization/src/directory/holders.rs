//! Who could have leave for something of an owner: people and groups with roles, clients, and the
//! caller's own tokens, a page at a time.

use strongroom_model::{
    Id, MemberKind, Name, Owner, OwnerKind, Principal, PrincipalKind, Role, Scope, Timestamp,
};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{HeldRole, HolderKind, HolderPlace};
use strongroom_ports::directory_store::{DirectoryStore, HolderQuery, HolderRow};
use strongroom_ports::principals::{ClientRow, PersonRow, Standing, TokenRow};

use crate::decisions::Decisions;
use crate::session::AuthSession;
use crate::{Ports, outcome};

/// Somebody or something to be asked about.
pub(super) struct Candidate {
    pub(super) kind: HolderKind,
    pub(super) id: Id,
    pub(super) name: Name,
    /// Who acts: of a token its person, of a group a person with its roles and no others.
    pub(super) principal: Principal,
    pub(super) standing: Standing,
    pub(super) roles: Vec<HeldRole>,
    pub(super) scopes: Option<Vec<Scope>>,
    pub(super) expires_at: Option<Timestamp>,
}

/// A person that there is not.
pub(super) const NOBODY: Principal = person(Id::from_bytes([0; 20]));

pub(super) struct Page {
    pub(super) entries: Vec<Candidate>,
    pub(super) next: Option<HolderPlace>,
}

pub(super) struct Candidates<'r, W, D> {
    pub(super) session: &'r AuthSession<W, D>,
    pub(super) owner: Owner,
    /// Of the caller.
    pub(super) standing: Standing,
    /// The owner, without roles.
    pub(super) of_nobody: Standing,
    /// The organization above, where its people are told.
    pub(super) members_of: Option<Owner>,
    /// The organization above, where its clients are told.
    pub(super) clients_of: Option<Owner>,
}

impl<W: Ports, D: Decisions> Candidates<'_, W, D> {
    pub(super) async fn page(
        &self,
        after: Option<HolderPlace>,
        limit: usize,
    ) -> Result<Page, Error> {
        let mut entries: Vec<Candidate> = Vec::new();
        for kind in HolderKind::ALL {
            let after = match after {
                Some((of, _)) if kind < of => continue,
                Some((of, id)) if kind == of => Some(id),
                Some(_) | None => None,
            };
            let room = limit.saturating_sub(entries.len());
            let mut found = self.of_kind(kind, after, room + 1).await?;
            let is_cut = found.len() > room;
            found.truncate(room);
            entries.append(&mut found);
            if is_cut {
                let next = entries.last().map(|last| (last.kind, last.id));
                return Ok(Page { entries, next });
            }
        }
        Ok(Page { entries, next: None })
    }

    /// By their ids.
    async fn of_kind(
        &self,
        kind: HolderKind,
        after: Option<Id>,
        most: usize,
    ) -> Result<Vec<Candidate>, Error> {
        let mut all = match kind {
            HolderKind::User if self.owner.kind == OwnerKind::User => self.oneself(),
            HolderKind::User => return self.members(MemberKind::User, after, most).await,
            HolderKind::Group => return self.members(MemberKind::Group, after, most).await,
            HolderKind::Client => self.clients().await?,
            HolderKind::Token => self.tokens().await?,
        };
        all.retain(|one| after.is_none_or(|after| after < one.id));
        all.sort_by_key(|one| one.id);
        all.truncate(most);
        Ok(all)
    }

    /// Nobody but its person has leave for what is personal.
    fn oneself(&self) -> Vec<Candidate> {
        let own = self.session.person().filter(|row| row.id == self.owner.id);
        let candidate = |row: &PersonRow| Candidate {
            kind: HolderKind::User,
            id: row.id,
            name: row.name.clone(),
            principal: person(row.id),
            standing: self.standing,
            roles: Vec::new(),
            scopes: None,
            expires_at: None,
        };
        own.map(candidate).into_iter().collect()
    }

    async fn members(
        &self,
        kind: MemberKind,
        after: Option<Id>,
        most: usize,
    ) -> Result<Vec<Candidate>, Error> {
        if self.owner.kind == OwnerKind::User {
            return Ok(Vec::new());
        }
        let query = HolderQuery {
            kind,
            owner: self.owner,
            organization: self.members_of.map(|above| above.id),
            after,
            limit: u32::try_from(most).map_err(|_| Error::Internal)?,
        };
        let rows = self.session.store().holders(query).await.map_err(outcome::administration)?;
        Ok(rows.into_iter().map(|row| self.member(kind, row)).collect())
    }

    fn member(&self, kind: MemberKind, row: HolderRow) -> Candidate {
        let HolderRow { id, name, roles } = row;
        let strongest = |on: Option<Owner>| -> Option<Role> {
            roles.iter().filter(|held| Some(held.on) == on).map(|held| held.role).min()
        };
        let role = strongest(Some(self.owner));
        let organization_role = match self.owner.kind {
            OwnerKind::Organization => role,
            OwnerKind::Project | OwnerKind::User => strongest(self.members_of),
        };
        let (kind, principal) = match kind {
            MemberKind::User => (HolderKind::User, person(id)),
            MemberKind::Group => (HolderKind::Group, NOBODY),
        };
        Candidate {
            kind,
            id,
            name,
            principal,
            standing: Standing { role, organization_role, ..self.of_nobody },
            roles,
            scopes: None,
            expires_at: None,
        }
    }

    async fn clients(&self) -> Result<Vec<Candidate>, Error> {
        let mut all = Vec::new();
        if self.owner.kind == OwnerKind::User {
            return Ok(all);
        }
        for owner in [Some(self.owner), self.clients_of].into_iter().flatten() {
            let rows =
                self.session.store().clients(owner).await.map_err(outcome::administration)?;
            all.extend(rows.into_iter().map(
                |ClientRow { id, name, scopes, expires_at, .. }| {
                    let principal = Principal { kind: PrincipalKind::Client, id };
                    self.machine(HolderKind::Client, id, name, principal, Some(scopes), expires_at)
                },
            ));
        }
        Ok(self.living(all))
    }

    /// What of tokens is told is what a list of tokens tells: people's own, to credentials without
    /// scopes.
    async fn tokens(&self) -> Result<Vec<Candidate>, Error> {
        let Some(holder) = self.session.unscoped_person() else { return Ok(Vec::new()) };
        let rows = self.session.store().tokens(holder.id).await.map_err(outcome::administration)?;
        let token = |TokenRow { id, name, scopes, expires_at, .. }| Candidate {
            standing: self.standing,
            ..self.machine(HolderKind::Token, id, name, person(holder.id), scopes, expires_at)
        };
        Ok(self.living(rows.into_iter().map(token).collect()))
    }

    fn machine(
        &self,
        kind: HolderKind,
        id: Id,
        name: Name,
        principal: Principal,
        scopes: Option<Vec<Scope>>,
        expires_at: Timestamp,
    ) -> Candidate {
        Candidate {
            kind,
            id,
            name,
            principal,
            standing: self.of_nobody,
            roles: Vec::new(),
            scopes,
            expires_at: Some(expires_at),
        }
    }

    fn living(&self, mut all: Vec<Candidate>) -> Vec<Candidate> {
        let now = self.session.now();
        all.retain(|one| one.expires_at.is_none_or(|end| now < end));
        all
    }
}

const fn person(id: Id) -> Principal {
    Principal { kind: PrincipalKind::Person, id }
}
