//! The user that servers run as where the tests are run by root.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// Users that such a machine has; the first that is there is taken.
const NAMES: [&str; 2] = ["postgres", "nobody"];

/// Nobody in particular, where this process is not root's: what it starts runs as itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account(Option<(u32, u32)>);

impl Account {
    pub(crate) fn find() -> Self {
        if !rustix::process::geteuid().is_root() {
            return Self(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").expect("a list of users");
        let ids = |name: &str| {
            let user = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
            user.into_iter().find_map(|user| match user[..] {
                [other, _, user, group, ..] if other == name => {
                    Some((user.parse().ok()?, group.parse().ok()?))
                }
                _ => None,
            })
        };
        let found = NAMES.into_iter().find_map(ids);
        assert!(found.is_some(), "PostgreSQL refuses root, and this machine has neither {NAMES:?}");
        Self(found)
    }

    /// Root's groups are left behind too.
    pub(crate) fn apply(self, command: &mut Command) -> &mut Command {
        match self.0 {
            Some((user, group)) => command.uid(user).gid(group),
            None => command,
        }
    }

    /// Hands over a file, or a folder with all that is in it.
    pub(crate) fn own(self, path: &Path) -> std::io::Result<()> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        chown(path, Some(user), Some(group))?;
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                self.own(&entry?.path())?;
            }
        }
        Ok(())
    }
}
