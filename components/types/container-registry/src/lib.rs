//! Container Registry, `secret/ContainerRegistry`: a registry's server and who signs in to it, with a
//! user name and a password or with an identity token.
//!
//! A server is stored under the name by which container tools look it up, and that alone is ever
//! changed; all else is kept to the byte or refused. It does not ask the registry whether it lets
//! anyone in: a plug-in has no network.
//!
//! Written with the public SDK and nothing else.

mod credentials;
mod server;
#[cfg(test)]
mod tests;

#[cfg(feature = "ground")]
use strongroom_ground as _;
use strongroom_secret_type::render::{Format, docker_config, kubernetes};
use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, Rendering, SecretType,
    common,
};

/// The type itself, for tests and programs that link it natively.
pub struct ContainerRegistry;

strongroom_secret_type::export!(ContainerRegistry);

const DOCKER_CONFIG: &str = "dockerconfigjson";

const SERVER: &str = "server";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";
const IDENTITY_TOKEN: &str = "identity_token";

impl SecretType for ContainerRegistry {
    fn describe() -> Description {
        Description::new("ContainerRegistry", "Container Registry")
            .help("Who signs in to a registry of container images.")
            .field(FieldDescription::text(SERVER, "Server").required().help(
                "Such as ghcr.io, localhost:5000 or ghcr.io/team. https:// in front, a slash at the \
                 end and, after https://, the API's path /v1/ or /v2/ are left off. Docker Hub \
                 (docker.io, index.docker.io, registry-1.docker.io) is stored as \
                 https://index.docker.io/v1/, as Docker does.",
            ))
            .field(
                FieldDescription::text(USERNAME, "User name")
                    .help("Required unless there is an identity token."),
            )
            .field(
                FieldDescription::password(PASSWORD, "Password")
                    .help("A password or an access token. Required unless there is an identity token."),
            )
            .field(
                FieldDescription::password(IDENTITY_TOKEN, "Identity token")
                    .help("An OAuth refresh token, in place of a password."),
            )
            .rendering(
                Rendering::new(DOCKER_CONFIG, "Docker's config.json", "application/json")
                    .help("For ~/.docker/config.json, and whatever else reads that file."),
            )
            .rendering(Rendering::from(Format::Kubernetes).help(
                "A manifest of type kubernetes.io/dockerconfigjson, for imagePullSecrets. Kubernetes \
                 reads no identity tokens. The secret's name is the Secret's, so it must be \
                 lower-case letters, digits, hyphens and dots.",
            ))
            .renderings([
                Format::Json,
                Format::DotenvShell,
                Format::DotenvCompose,
                Format::DotenvDocker,
            ])
    }

    fn validate(mut fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        let server = fields
            .text(SERVER)
            .map_err(|_| "must be UTF-8 text")
            .and_then(|text| server::name(text.unwrap_or_default()));
        if let Err(message) = &server {
            problems.add(SERVER, *message);
        }
        check(&fields, &mut problems, USERNAME, credentials::username);
        check(&fields, &mut problems, PASSWORD, credentials::password);
        check(&fields, &mut problems, IDENTITY_TOKEN, credentials::identity_token);
        complete(&fields, &mut problems);

        if let Ok(Some(name)) = server {
            fields.set(SERVER, name);
        }
        problems.or(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        if format == DOCKER_CONFIG {
            return Ok(docker_config::render(&fields.pairs())?);
        }
        match Format::of(format) {
            Some(Format::Kubernetes) => Ok(kubernetes::image_pull(&about.name, &fields.pairs())?),
            _ => common(format, about, fields),
        }
    }
}

fn check(
    fields: &Fields,
    problems: &mut Problems,
    name: &str,
    plausible: fn(&str) -> Result<(), &'static str>,
) {
    let found = match fields.text(name) {
        Ok(None) => return,
        Ok(Some(text)) => plausible(text),
        Err(_) => Err("must be UTF-8 text"),
    };
    if let Err(message) = found {
        problems.add(name, message);
    }
}

/// One way to sign in, and the whole of it. A user name beside an identity token is none too many:
/// Azure's registries hand the two out together.
fn complete(fields: &Fields, problems: &mut Problems) {
    let given = |name| fields.bytes(name).is_some();
    if given(IDENTITY_TOKEN) {
        if given(PASSWORD) {
            problems.add(
                PASSWORD,
                "must not be given beside an identity token: tools use one and drop the other",
            );
        }
        return;
    }
    for name in [USERNAME, PASSWORD] {
        if !given(name) {
            problems.add(name, "is required unless there is an identity token");
        }
    }
}
