//! `spin.toml`: what Spin gives an application, as little as it can do with.

use std::fmt::Write as _;

use crate::application::Store;

/// The first line of a manifest that is written here.
pub const HEADING: &str = "# Written by `strongroom bundle`, which writes it anew.";

#[derive(Debug, Clone, Copy)]
pub struct Manifest<'a> {
    /// The application's file, from the manifest's folder. Letters, digits, `.`, `-`, `_` and `/`.
    pub source: &'a str,
    /// The web console's file, likewise.
    pub console: &'a str,
    pub store: Store,
    /// Where it may send requests: `https://name`, `https://*.name:port`, `http://name`.
    pub hosts: &'a [String],
    /// What `spin build` runs.
    pub build: Option<&'a str>,
}

impl Manifest<'_> {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut variables = vec![
            Variable {
                name: "root_keys",
                about: "The text of a file of root keys. Nothing in the database opens without it.",
                rest: "required = true, secret = true",
            },
            Variable {
                name: "setup_code",
                about: "32 characters at least, for as long as it takes to let the first owner in.",
                rest: "default = \"\", secret = true",
            },
            Variable {
                name: "owner_token_lifetime",
                about: "Of the first owner's token, in seconds.",
                rest: "default = \"2592000\"",
            },
            Variable {
                name: "access_token_lifetime",
                about: "Of the access tokens of service clients, in seconds.",
                rest: "default = \"900\"",
            },
            Variable {
                name: "oidc",
                about: "OpenID Connect providers, as a list in JSON.",
                rest: "default = \"\"",
            },
        ];
        if self.store == Store::Postgres {
            variables.extend([
                Variable {
                    name: "database_url",
                    about: "postgres://user:password@host/database?sslmode=require",
                    rest: "required = true, secret = true",
                },
                Variable {
                    name: "database_host",
                    about: "The same host and port: all that the application may connect to there.",
                    rest: "required = true",
                },
                Variable {
                    name: "database_ca",
                    about: "Who signed the database's certificate, in PEM, beside those Spin trusts.",
                    rest: "default = \"\"",
                },
            ]);
        }
        self.written(&variables)
    }

    // Writing to a string does not fail, here and below.
    fn written(&self, variables: &[Variable]) -> String {
        let mut text = format!(
            "{HEADING}
spin_manifest_version = 2

[application]
name = \"strongroom\"
version = \"{version}\"
description = \"Keeps secrets for the people and jobs of an organization's projects\"

[variables]
",
            version = env!("CARGO_PKG_VERSION")
        );
        for Variable { name, about, rest } in variables {
            let _ = writeln!(text, "# {about}\n{name} = {{ {rest} }}");
        }
        let mut hosts: Vec<String> = self.hosts.iter().map(|host| format!("\"{host}\"")).collect();
        if self.store == Store::Postgres {
            hosts.push("\"postgres://{{ database_host }}\"".to_owned());
        }
        let databases = match self.store {
            Store::Sqlite => "sqlite_databases = [\"default\"]\n",
            Store::Postgres => "",
        };
        let _ = write!(
            text,
            "
[[trigger.http]]
route = \"/...\"
component = \"strongroom\"

# The web console: files, which are told where people can sign in and nothing else. The document of the
# API stands among its pages and is the API's own.
[[trigger.http]]
route = \"/\"
component = \"console\"

[[trigger.http]]
route = \"/console/...\"
component = \"console\"

[[trigger.http]]
route = \"/api/identity/v1/swagger/...\"
component = \"console\"

[[trigger.http]]
route = \"/api/identity/v1/swagger/doc.json\"
component = \"strongroom\"

[component.console]
source = \"{console}\"

[component.console.variables]
oidc = \"{{{{ oidc }}}}\"

[component.strongroom]
source = \"{source}\"
allowed_outbound_hosts = [{hosts}]
{databases}
[component.strongroom.variables]
",
            source = self.source,
            console = self.console,
            hosts = hosts.join(", "),
        );
        for Variable { name, .. } in variables {
            let _ = writeln!(text, "{name} = \"{{{{ {name} }}}}\"");
        }
        if let Some(build) = self.build {
            let _ = write!(text, "\n[component.strongroom.build]\ncommand = \"{build}\"\n");
        }
        text
    }
}

struct Variable {
    name: &'static str,
    about: &'static str,
    rest: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The one at the top of the checkout, which `spin build` and `spin up` take.
    #[test]
    fn the_checkouts_manifest_is_the_one_that_is_written_here() {
        let manifest = Manifest {
            source: "dist/strongroom-spin.wasm",
            console: "dist/strongroom-spin-console.wasm",
            store: Store::Sqlite,
            hosts: &[],
            build: Some("cargo xtask build"),
        };
        assert_eq!(manifest.text(), include_str!("../../../spin.toml"));
    }

    #[test]
    fn nothing_is_reached_but_what_is_named() {
        let hosts = ["https://*.example.com".to_owned()];
        let manifest = Manifest {
            source: "a.wasm",
            console: "b.wasm",
            store: Store::Postgres,
            hosts: &hosts,
            build: None,
        };
        let text = manifest.text();
        let expected = "allowed_outbound_hosts = [\"https://*.example.com\", \
                        \"postgres://{{ database_host }}\"]";
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("sqlite"), "{text}");
    }
}
