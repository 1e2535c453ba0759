//! Nobody gives more than they have: before a scope or a role is given, all that it allows is asked
//! of the giver, by the same judgement as if the giver did it.

use strongroom_model::{Action, Id, Owner, OwnerKind, Role, Scope, Visibility};
use strongroom_ports::administration::Error;
use strongroom_ports::directory_store::{DirectoryStore, ProjectRow};
use strongroom_ports::principals::Standing;
use strongroom_ports::sessions::{Denial, Reason};

use crate::decisions::Decisions;
use crate::judgement::{Verdict, project};
use crate::scopes::{self, Narrowed, Wanted};
use crate::session::AuthSession;
use crate::{Ports, outcome, roles};

impl<W: Ports, D: Decisions> AuthSession<W, D> {
    /// Leave to give a scope to a token of one's own, which will never allow more than its person
    /// may at the time it is used.
    pub(crate) async fn may_give_to_token(&self, scope: &Scope) -> Result<(), Error> {
        for wanted in scopes::contents(scope) {
            self.require_to_give(&wanted).await?;
        }
        Ok(())
    }

    /// Leave to give a scope to a client, whose scopes are all that limits it from then on. A scope
    /// that reaches the projects of an organization reaches those that are yet to come.
    pub(crate) async fn may_give_to_client(&self, scope: &Scope) -> Result<(), Error> {
        self.may_give_to_token(scope).await?;
        if !scope.projects {
            return Ok(());
        }
        let in_project = Scope { on: project(scope.on.id), ..scope.clone() };
        let actions: Vec<Action> =
            scopes::contents(&in_project).iter().map(|wanted| wanted.action).collect();
        self.require_in_projects(scope.on, &actions, &[Visibility::Private]).await?;
        let standing = self.standing(scope.on).await.map_err(outcome::administration)?;
        let projects = self.store().projects_of(scope.on.id).await;
        for row in projects.map_err(outcome::administration)? {
            let standing = of_project(&row, &standing);
            for action in &actions {
                let wanted = Wanted::of(project(row.id), *action);
                let verdict = self.judge_with(&standing, &wanted).await;
                self.given(verdict.map_err(outcome::administration)?, &wanted).await?;
            }
        }
        Ok(())
    }

    /// Leave to give somebody a role, with all that comes with it in an organization's projects.
    pub(crate) async fn may_give_role(&self, owner: Owner, role: Role) -> Result<(), Error> {
        for action in roles::actions(owner.kind, role) {
            self.require_to_give(&Wanted::of(owner, *action)).await?;
        }
        if owner.kind != OwnerKind::Organization {
            return Ok(());
        }
        for visibility in Visibility::ALL {
            let standing = to_come(owner.id, Some(role), visibility);
            let actions: Vec<Action> = Action::ALL
                .into_iter()
                .filter(|action| roles::allows(&standing, OwnerKind::Project, *action))
                .collect();
            self.require_in_projects(owner, &actions, &[visibility]).await?;
        }
        Ok(())
    }

    async fn require_to_give(&self, wanted: &Wanted<'_>) -> Result<(), Error> {
        let verdict = self.judge(wanted).await.map_err(outcome::administration)?;
        self.given(verdict, wanted).await
    }

    /// What the giver may do in a project of the organization that does not exist yet: as the table
    /// has it, for policies know nothing of it, and as the giver's scopes have it.
    async fn require_in_projects(
        &self,
        owner: Owner,
        actions: &[Action],
        visibilities: &[Visibility],
    ) -> Result<(), Error> {
        let held = self.standing(owner).await.map_err(outcome::administration)?.role;
        let nowhere = project(Id::from_bytes([0; 20]));
        for (visibility, action) in
            visibilities.iter().flat_map(|one| actions.iter().map(move |action| (one, action)))
        {
            let standing = to_come(owner.id, held, *visibility);
            let wanted = Wanted::of(nowhere, *action);
            let scoped = scopes::narrow(self.scopes(), Some(owner.id), &wanted);
            // A client has nothing but its scopes.
            let held =
                self.person().is_none() || roles::allows(&standing, OwnerKind::Project, *action);
            let reason = match scoped {
                Narrowed::Within if held => continue,
                Narrowed::Within => Reason::Role,
                Narrowed::Outside(_) | Narrowed::Unreached => Reason::Scope,
            };
            let about = Wanted::of(owner, *action);
            return Err(self.refuse(Denial::Forbidden(reason), &about).await);
        }
        Ok(())
    }

    /// Forbidden also where the thing is not there or may not be known of: whoever lacks what they
    /// would give learns no difference.
    async fn given(&self, verdict: Verdict, wanted: &Wanted<'_>) -> Result<(), Error> {
        match verdict {
            Verdict::Allowed => Ok(()),
            Verdict::Refused(Denial::Hidden) => {
                Err(self.refuse(Denial::Forbidden(Reason::Role), wanted).await)
            }
            Verdict::Refused(denial) => Err(self.refuse(denial, wanted).await),
        }
    }
}

/// What somebody with this role in the organization is to a project of it, without one there.
const fn to_come(organization: Id, role: Option<Role>, visibility: Visibility) -> Standing {
    Standing {
        exists: true,
        visibility: Some(visibility),
        role: None,
        organization: Some(organization),
        organization_role: role,
        policy_revision: 0,
    }
}

fn of_project(row: &ProjectRow, in_organization: &Standing) -> Standing {
    Standing {
        policy_revision: in_organization.policy_revision,
        ..to_come(row.organization, in_organization.role, row.visibility)
    }
}
