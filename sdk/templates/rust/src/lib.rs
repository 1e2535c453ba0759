//! {{title}}: what a secret of this type looks like, whether a value makes sense, and what it can be
//! given out as. It runs in a sandbox that has no files and no network.

use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, Rendering, SecretType,
};

pub struct {{id}};

strongroom_secret_type::export!({{id}});

const SERVER: &str = "server";
const USER: &str = "user";
const PASSWORD: &str = "password";

impl SecretType for {{id}} {
    /// From this come the form, the prompts of the command line and the API's schema.
    fn describe() -> Description {
        // The middle of a key, `secret/{{id}}/…`. For ever, like the names of fields.
        Description::new("{{id}}", "{{title}}")
            .help("A login to a server.")
            .field(
                FieldDescription::text(SERVER, "Server")
                    .required()
                    // Matched by the whole value, in the form and by the server, before `validate`.
                    .pattern("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
                    .help("The name of the host, such as git.example.org. Stored in lower case."),
            )
            .field(FieldDescription::text(USER, "User name").required())
            .field(FieldDescription::password(PASSWORD, "Password").required())
            .field(
                FieldDescription::choice(
                    "environment",
                    "Environment",
                    [("production", "production"), ("staging", "staging")],
                )
                .default("production"),
            )
            .rendering(
                Rendering::new("netrc", ".netrc file", "text/plain; charset=utf-8")
                    .help("For curl, git and others."),
            )
    }

    /// Says everything that is wrong, and never a piece of the value. What it returns is stored.
    fn validate(mut fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        let server = text(&fields, SERVER, &mut problems).to_ascii_lowercase();
        let user = text(&fields, USER, &mut problems);
        let password = text(&fields, PASSWORD, &mut problems);
        if user != user.trim() {
            problems.add(USER, "must not begin or end with white space");
        }
        if password == user && !user.is_empty() {
            problems.add(PASSWORD, "must not be the user name");
        }
        fields.set(SERVER, server);
        problems.or(fields)
    }

    /// What `?decrypt=true&format=netrc` answers with.
    fn render(format: &str, _about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        if format != "netrc" {
            return Err(RenderError::UnknownFormat);
        }
        let mut problems = Problems::new();
        let server = text(fields, SERVER, &mut problems);
        let user = text(fields, USER, &mut problems);
        let password = text(fields, PASSWORD, &mut problems);
        for (field, content) in [(USER, &user), (PASSWORD, &password)] {
            if content.contains(char::is_whitespace) {
                problems.add(field, "must not contain white space in a .netrc file");
            }
        }
        let content = format!("machine {server}\nlogin {user}\npassword {password}\n");
        Ok(problems.or(content)?.into_bytes())
    }
}

fn text(fields: &Fields, name: &str, problems: &mut Problems) -> String {
    let found = fields.text(name).unwrap_or_else(|_| {
        problems.add(name, "must be UTF-8 text");
        None
    });
    found.unwrap_or_default().to_owned()
}

/// Quick tests of the code as it is. `strongroom type test` runs cases.toml against the component.
#[cfg(test)]
mod tests {
    use super::*;
    use strongroom_secret_type::testing;

    const LOGIN: testing::Pairs<'_> =
        &[(SERVER, "git.example.org"), (USER, "ann"), (PASSWORD, "correct-horse")];

    #[test]
    fn describes_itself_properly() {
        testing::describes_properly::<{{id}}>();
    }

    #[test]
    fn takes_a_login() {
        testing::accepts::<{{id}}>(LOGIN, &[]);
    }

    #[test]
    fn refuses_a_password_that_is_the_user_name() {
        testing::refuses::<{{id}}>(LOGIN, &[(PASSWORD, "ann")], PASSWORD, "must not be the user name");
    }

    #[test]
    fn gives_a_netrc_file() {
        let content = "machine git.example.org\nlogin ann\npassword correct-horse\n";
        testing::renders::<{{id}}>("netrc", "a login", LOGIN, content);
    }
}
