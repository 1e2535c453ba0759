//! Asks before something is done that cannot be undone.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

#[derive(Debug, Args)]
pub struct Consent {
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

impl Consent {
    /// `question` says what would be gone, and ends with a question mark.
    ///
    /// # Errors
    /// The answer is no, or nobody can be asked.
    pub(crate) fn to(&self, question: &str) -> anyhow::Result<()> {
        if self.yes {
            return Ok(());
        }
        anyhow::ensure!(
            io::stdin().is_terminal() && io::stderr().is_terminal(),
            "{question} Nobody can be asked here, so nothing was done: say --yes"
        );
        // On standard error: the output may be on its way to a program.
        write!(io::stderr(), "{question} [y/N] ")?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        anyhow::ensure!(is_yes(&answer), "nothing was done");
        Ok(())
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (answer, yes) in [
            ("y\n", true),
            (" YES \n", true),
            ("\n", false),
            ("", false),
            ("n\n", false),
            ("yes please\n", false),
        ] {
            assert_eq!(is_yes(answer), yes, "{answer:?}");
        }
    }
}
