//! What tools for S3 read. Environment files have the variables of Amazon's SDKs, and not names made
//! of the secret's.

use strongroom_secret_type::render::dotenv::{self, Dialect};
use strongroom_secret_type::render::{Format, aws};
use strongroom_secret_type::{About, Fields, RenderError, Rendering, common};

const CREDENTIALS: &str = "aws-credentials";
const PROCESS: &str = "credential-process";
const CONTAINER: &str = "container-credentials";

pub(crate) fn all() -> Vec<Rendering> {
    const VARIABLES: &str = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, \
                             AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3, S3_BUCKET and \
                             S3_PATH_STYLE.";
    let variables = |format: Format| {
        Rendering::from(format).help(format!("{} Variables are {VARIABLES}", format.help()))
    };
    vec![
        Format::Json.into(),
        Rendering::new(CREDENTIALS, "Profile for ~/.aws/credentials", "text/plain; charset=utf-8")
            .help(
                "A profile under the secret's name, with its region, endpoint and path style. It has \
                 no place for a bucket.",
            ),
        Rendering::new(PROCESS, "Answer of a credential_process", "application/json").help(
            "The keys alone, for credential_process in ~/.aws/config. The region and the rest are \
             set there.",
        ),
        Rendering::new(CONTAINER, "Answer of container credentials", "application/json").help(
            "The keys alone, for AWS_CONTAINER_CREDENTIALS_FULL_URI: an SDK asks again within the \
             hour.",
        ),
        variables(Format::DotenvShell),
        variables(Format::DotenvCompose),
        variables(Format::DotenvDocker),
        Format::Kubernetes.into(),
    ]
}

pub(crate) fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
    let pairs = fields.pairs();
    let dotenv = |dialect| Ok(dotenv::render(dialect, &aws::variables(&pairs))?);
    match Format::of(format) {
        Some(Format::DotenvShell) => dotenv(Dialect::Shell),
        Some(Format::DotenvCompose) => dotenv(Dialect::Compose),
        Some(Format::DotenvDocker) => dotenv(Dialect::Docker),
        Some(Format::Json | Format::Kubernetes) => common(format, about, fields),
        None if format == CREDENTIALS => Ok(aws::credentials_file(&about.name, &pairs)?),
        None if format == PROCESS => Ok(aws::process(&pairs)?),
        None if format == CONTAINER => Ok(aws::container(&pairs, about.now)?),
        None => Err(RenderError::UnknownFormat),
    }
}
