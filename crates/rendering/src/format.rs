//! The formats that hold any value, by the ids that callers ask for.

use crate::dotenv::{self, Dialect};
use crate::{Fields, Rendered, json, kubernetes, variable};

/// A format that is for every value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    DotenvDocker,
    DotenvCompose,
    DotenvShell,
    Json,
    Kubernetes,
}

impl Format {
    pub const ALL: [Self; 5] =
        [Self::Json, Self::DotenvShell, Self::DotenvCompose, Self::DotenvDocker, Self::Kubernetes];

    /// What callers ask for: lower-case letters, digits and `-`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::DotenvDocker => "dotenv-docker",
            Self::DotenvCompose => "dotenv-compose",
            Self::DotenvShell => "dotenv-shell",
            Self::Json => "json",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// The format of an id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::DotenvDocker => "Environment file for Docker",
            Self::DotenvCompose => "Environment file for Compose",
            Self::DotenvShell => "Environment file for a shell",
            Self::Json => "JSON",
            Self::Kubernetes => "Kubernetes Secret",
        }
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::DotenvDocker | Self::DotenvCompose | Self::DotenvShell => {
                "text/plain; charset=utf-8"
            }
            Self::Json | Self::Kubernetes => "application/json",
        }
    }

    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::DotenvDocker => "For docker run --env-file. Holds no values of several lines.",
            Self::DotenvCompose => "For env_file in a Compose file, or as .env beside it.",
            Self::DotenvShell => "Lines of export, to be read by a POSIX shell with a dot.",
            Self::Json => "An object with a string for each field.",
            Self::Kubernetes => {
                "A manifest for kubectl apply. The secret's name is the Secret's name, so it must \
                 be lower-case letters, digits, hyphens and dots."
            }
        }
    }

    /// Renders a value. In environment files, variables have the names of
    /// [`variable::derived`].
    ///
    /// # Errors
    /// What does not fit.
    pub fn render(self, secret: &str, fields: &Fields<'_>) -> Rendered {
        let dotenv = |dialect| dotenv::render(dialect, &variable::derived(secret, fields)?);
        match self {
            Self::DotenvDocker => dotenv(Dialect::Docker),
            Self::DotenvCompose => dotenv(Dialect::Compose),
            Self::DotenvShell => dotenv(Dialect::Shell),
            Self::Json => json::object(fields),
            Self::Kubernetes => kubernetes::opaque(secret, fields),
        }
    }
}
