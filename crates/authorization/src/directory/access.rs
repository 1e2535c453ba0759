//! Who may do what with one secret, and through what.
//!
//! Each answer is the one that its holder would get: it is asked for at the same seam, and narrowed
//! by the same scopes. What the caller may not know of is left out whole: where an organization's
//! people are not the caller's to read, neither they nor anything that their roles give is told.

use strongroom_model::{
    Action, FieldName, Owner, OwnerKind, Principal, PrincipalKind, Scope, SecretKey,
};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Access, Holder, HolderKind, HolderPlace};
use strongroom_ports::principals::Standing;

use super::holders::{Candidate, Candidates, NOBODY};
use crate::decisions::{Answer, ByRole, Decisions, Question};
use crate::judgement::organization;
use crate::scopes::{self, OF_SINGLE_SECRETS, Reach, Wanted};
use crate::session::AuthSession;
use crate::{Ports, outcome, roles};

/// Holders of a page: each is asked about several times.
const AT_ONCE: usize = 100;

pub(super) async fn of_secret<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
    secret: &SecretKey,
    after: Option<HolderPlace>,
    limit: u32,
) -> Result<Access, Error> {
    // What is personal nobody manages.
    let leave = match owner.kind {
        OwnerKind::Organization | OwnerKind::Project => Action::Manage,
        OwnerKind::User => Action::Audit,
    };
    session.require(leave, owner).await?;
    let standing = session.standing(owner).await.map_err(outcome::administration)?;
    let above = match owner.kind {
        OwnerKind::Project => standing.organization.map(organization),
        OwnerKind::Organization | OwnerKind::User => None,
    };
    let (reads, manages) = match above {
        None => (true, true),
        Some(above) => {
            let there = session.standing(above).await.map_err(outcome::administration)?;
            let reads = session.may(&there, above, Action::Read).await?;
            (reads, session.may(&there, above, Action::Manage).await?)
        }
    };
    let of_nobody = Standing { role: None, organization_role: None, ..standing };
    let found = Candidates {
        session,
        owner,
        standing,
        of_nobody,
        members_of: above.filter(|_| reads),
        clients_of: above.filter(|_| manages),
    }
    .page(after, usize::try_from(limit).map_or(AT_ONCE, |limit| limit.clamp(1, AT_ONCE)))
    .await?;
    let report = Report { session, owner, secret };
    let anyone = report.may(HolderKind::User, NOBODY, &of_nobody, None).await?;
    let mut entries = Vec::new();
    for candidate in found.entries {
        entries.extend(report.holder(candidate).await?);
    }
    Ok(Access {
        by_policy: session.core.decisions.has_policies(),
        visibility: standing.visibility,
        anyone: anyone.actions,
        omits_organization: !reads,
        omits_clients: !manages,
        entries,
        next: found.next,
    })
}

struct Report<'r, W, D> {
    session: &'r AuthSession<W, D>,
    owner: Owner,
    secret: &'r SecretKey,
}

/// What somebody may do to the secret.
#[derive(Default)]
struct May {
    actions: Vec<Action>,
    /// For revealing, where it is not all.
    fields: Option<Vec<FieldName>>,
}

impl<W: Ports, D: Decisions> Report<'_, W, D> {
    /// `None` for who may do nothing.
    async fn holder(&self, candidate: Candidate) -> Result<Option<Holder>, Error> {
        let Candidate { kind, id, name, principal, standing, roles, scopes, expires_at } =
            candidate;
        let May { actions, fields } =
            self.may(kind, principal, &standing, scopes.as_deref()).await?;
        if actions.is_empty() {
            return Ok(None);
        }
        let scopes = scopes
            .map(|scopes| scopes::cut(&scopes, standing.organization, self.owner, self.secret));
        Ok(Some(Holder { kind, id, name, actions, fields, roles, scopes, expires_at }))
    }

    async fn may(
        &self,
        kind: HolderKind,
        principal: Principal,
        standing: &Standing,
        scopes: Option<&[Scope]>,
    ) -> Result<May, Error> {
        let mut may = May::default();
        for action in OF_SINGLE_SECRETS {
            let wanted =
                Wanted { action, owner: self.owner, secret: Some(self.secret), fields: None };
            let fields = match scopes::reach(scopes, standing.organization, &wanted) {
                Reach::All => None,
                Reach::Fields(fields) => Some(fields.into_iter().cloned().collect()),
                Reach::Outside | Reach::Unreached => continue,
            };
            if self.allows(kind, principal, standing, action).await? {
                may.actions.push(action);
                may.fields = may.fields.or(fields);
            }
        }
        Ok(may)
    }

    async fn allows(
        &self,
        kind: HolderKind,
        principal: Principal,
        standing: &Standing,
        action: Action,
    ) -> Result<bool, Error> {
        let Self { session, owner, secret } = *self;
        let question = Question { principal, standing, owner, secret: Some(secret), action };
        let answer = match (owner.kind, kind) {
            // INVARIANT: no policy is asked about what belongs to a person, as in `judgement`.
            (OwnerKind::User, _) => {
                let own = principal == Principal { kind: PrincipalKind::Person, id: owner.id };
                Answer::by_role(own && roles::applicable(OwnerKind::User).contains(&action))
            }
            // What policies make of a group shows in its people.
            (_, HolderKind::Group) => ByRole::answer(&question),
            (_, HolderKind::User | HolderKind::Client | HolderKind::Token) => {
                let decided = session.core.decisions.decide(session.store(), &question).await;
                decided.map_err(outcome::administration)?
            }
        };
        Ok(answer == Answer::Allowed)
    }
}
