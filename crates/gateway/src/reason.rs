//! Why a caller who may know of a thing may not do this to it, and who could, in words.
//!
//! It decides nothing. The roles are those of `docs/permissions.csv`, and a test compares.

use std::borrow::Cow;

use strongroom_model::{Action, OwnerKind, Permission};
use strongroom_ports::sessions::Reason;

use crate::route::Needs;

/// What a refusal says. `here` is the kind of the owner that the path names; `reveals` whether a
/// value was asked for.
pub(crate) fn told(reason: Reason, needs: Needs, here: Option<OwnerKind>, reveals: bool) -> String {
    let asked = Asked::of(needs, here, reveals);
    match reason {
        Reason::Role => match (needs, asked) {
            (Needs::Administrator, _) => {
                "Only an administrator of the installation may do this: an Owner of the \
                 organization that was made first."
                    .to_owned()
            }
            (Needs::Unscoped, _) => {
                "A scope goes beyond what the caller may do. Nobody gives more than they have."
                    .to_owned()
            }
            (_, Some(Asked { action, kind })) => {
                format!("No role of the caller allows this.{}", who(action, kind))
            }
            (_, None) => "No role of the caller allows this.".to_owned(),
        },
        Reason::Scope => match (needs, asked) {
            (Needs::Unscoped, _) => {
                "API tokens are managed by people, with a credential that has no scopes.".to_owned()
            }
            (Needs::Administrator, _) => {
                "The credential has scopes. This takes one that has none.".to_owned()
            }
            (Needs::RevealAndUpdateHere, _) => {
                let [reveal, write] = [Action::Reveal, Action::Update].map(permission);
                format!(
                    "The caller's credential has no scope for this: it takes `{reveal}` and \
                     `{write}` here."
                )
            }
            (_, Some(Asked { action, .. })) => {
                let permission = permission(action);
                format!(
                    "The caller's credential has no scope for this: it takes `{permission}` here."
                )
            }
            (_, None) => "The caller's credential has no scope for this.".to_owned(),
        },
        Reason::Fields if reveals => {
            "The caller's credential may reveal other fields of this secret, but not \
                           all of these. Name those that it may with `field`."
                .to_owned()
        }
        // What takes the whole value has no fields to name.
        Reason::Fields => {
            "The caller's credential may reveal some fields of this secret alone. This takes one \
             that may reveal all of them."
                .to_owned()
        }
        Reason::Policy => "A policy of the organization forbids this.".to_owned(),
    }
}

/// What an operation needs, for the document.
pub(crate) fn described(needs: Needs, may_reveal: bool) -> Option<Cow<'static, str>> {
    let text = match needs {
        Needs::Nothing => return None,
        Needs::Here(action) if may_reveal => format!(
            "Needs `{action}` on the owner that the path names; with `decrypt=true`, `reveal`."
        ),
        Needs::Here(action) => format!("Needs `{action}` on the owner that the path names."),
        Needs::RevealAndUpdateHere => format!(
            "Needs `{}` and `{}` on the owner that the path names.",
            Action::Reveal,
            Action::Update
        ),
        Needs::On(kind, action) => format!("Needs `{action}` on the {kind}."),
        Needs::OnItsOwner(action) => {
            format!("Needs `{action}` on the organization or project that owns it.")
        }
        Needs::Administrator => {
            return Some(Cow::Borrowed(
                "Needs an administrator: an Owner of the organization that was made first.",
            ));
        }
        Needs::Unscoped => {
            return Some(Cow::Borrowed("Needs a person, with a credential that has no scopes."));
        }
    };
    Some(Cow::Owned(text))
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    action: Action,
    /// Not known where a client is named by its id.
    kind: Option<OwnerKind>,
}

impl Asked {
    fn of(needs: Needs, here: Option<OwnerKind>, reveals: bool) -> Option<Self> {
        match needs {
            Needs::Here(_) if reveals => Some(Self { action: Action::Reveal, kind: here }),
            Needs::Here(action) => Some(Self { action, kind: here }),
            // Whoever may reveal by their role may update; the test says so.
            Needs::RevealAndUpdateHere => Some(Self { action: Action::Update, kind: here }),
            Needs::On(kind, action) => Some(Self { action, kind: Some(kind) }),
            Needs::OnItsOwner(action) => Some(Self { action, kind: None }),
            Needs::Nothing | Needs::Administrator | Needs::Unscoped => None,
        }
    }
}

fn permission(action: Action) -> Permission {
    let all = Permission::ALL.into_iter();
    // INVARIANT: each action is in one of them; the test says so.
    all.rev().find(|permission| permission.allows(action)).unwrap_or(Permission::Manage)
}

/// Who may, with a space before it; empty where nobody may.
const fn who(action: Action, kind: Option<OwnerKind>) -> &'static str {
    match kind {
        Some(OwnerKind::Organization) => match action {
            Action::See | Action::Read => {
                " A Contributor, a Maintainer or an Owner of this organization may."
            }
            Action::Reveal
            | Action::Create
            | Action::Update
            | Action::Delete
            | Action::CreateProject => " A Maintainer or an Owner of this organization may.",
            Action::Audit | Action::Manage => " An Owner of this organization may.",
        },
        Some(OwnerKind::Project) => match action {
            Action::See | Action::Read => {
                " A Reader, a Writer or an Owner of this project may, or an Owner of its \
                 organization."
            }
            Action::Reveal | Action::Create | Action::Update | Action::Delete => {
                " A Writer or an Owner of this project may, or an Owner of its organization."
            }
            Action::Audit | Action::Manage => {
                " An Owner of this project may, or an Owner of its organization."
            }
            Action::CreateProject => "",
        },
        Some(OwnerKind::User) => match action {
            Action::See
            | Action::Read
            | Action::Reveal
            | Action::Create
            | Action::Update
            | Action::Delete
            | Action::Audit => " Nobody may but the person.",
            Action::Manage | Action::CreateProject => "",
        },
        None => " An Owner of the organization or project that owns it may.",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const TABLE: &str = include_str!("../../../docs/permissions.csv");

    /// Each role of the table, as the text would have to name it.
    fn words(kind: OwnerKind, held: &str) -> Option<String> {
        match (kind, held) {
            (_, "anyone") => None,
            (OwnerKind::User, "self") => Some("the person".to_owned()),
            (_, "organization Owner") => Some("an Owner of its organization".to_owned()),
            // By visibility alone, which is no role.
            (OwnerKind::Project, "organization Maintainer" | "organization Contributor") => None,
            (_, "Owner") => Some(format!("n Owner of this {kind}")),
            (_, role) => Some(role.to_owned()),
        }
    }

    #[test]
    fn who_may_is_who_may_by_the_table() {
        let mut lines = TABLE.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut compared = 0;
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let kind: OwnerKind = cells[0].parse().unwrap();
            // What a role gives, apart from what visibility adds.
            if !matches!(cells[1], "-" | "private") {
                continue;
            }
            let Some(words) = words(kind, cells[2]) else { continue };
            for (name, cell) in header.iter().zip(&cells).skip(3) {
                let action: Action = name.replace('_', "-").parse().unwrap();
                let text = who(action, Some(kind));
                assert_eq!(text.contains(&words), *cell == "yes", "{kind} {action}: {text}");
                compared += 1;
            }
        }
        assert_eq!(compared, (3 + 4 + 1) * Action::ALL.len());
    }

    #[test]
    fn every_action_is_of_one_permission() {
        for action in Action::ALL {
            let allowing = Permission::ALL.into_iter().filter(|one| one.allows(action));
            assert_eq!(allowing.collect::<Vec<_>>(), [permission(action)], "{action}");
        }
    }

    #[test]
    fn who_may_reveal_is_who_may_update() {
        for kind in OwnerKind::ALL {
            assert_eq!(who(Action::Reveal, Some(kind)), who(Action::Update, Some(kind)), "{kind}");
        }
    }

    #[test]
    fn a_refused_reveal_says_who_could() {
        let needs = Needs::Here(Action::Read);
        let text = told(Reason::Role, needs, Some(OwnerKind::Project), true);
        assert!(text.contains("A Writer or an Owner of this project may"), "{text}");
        let text = told(Reason::Scope, needs, Some(OwnerKind::Project), true);
        assert!(text.contains("`reveal`"), "{text}");
    }
}
