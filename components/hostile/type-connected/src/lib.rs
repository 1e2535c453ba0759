//! Does what its field `do` says, in the function that the command names, to the service at `url`.
//!
//! Honest answers are failures too: their messages say what the service, or the host, answered.

#[allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated code")]
mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/secret-type", world: "connected-plug-in" });
}

use bindings::exports::strongroom::secret_type::rotation::Guest as Rotation;
use bindings::exports::strongroom::secret_type::secret_type::{Guest, RenderError};
use bindings::strongroom::secret_type::outbound::{self, Error, Request, Response};
use bindings::strongroom::secret_type::types::{
    About, Description, Failure, Field, FieldDescription, FieldKind, Problem,
};

struct Connected;

#[allow(unsafe_code, reason = "a component's exports are linked by name")]
mod export {
    use super::{Connected, bindings};
    bindings::export!(Connected with_types_in bindings);
}

impl Guest for Connected {
    fn describe() -> Description {
        Description {
            id: "Connected".into(),
            title: "Talks to a service as it is told".into(),
            help: String::new(),
            fields: vec![
                field("do", FieldKind::Text, true),
                field("url", FieldKind::Text, false),
                field("secret", FieldKind::Password, false),
            ],
            renderings: Vec::new(),
        }
    }

    fn validate(fields: Vec<Field>) -> Result<Vec<Field>, Vec<Problem>> {
        match text(&fields, "do").as_str() {
            "send in validate" => {
                let answer = send(&text(&fields, "url")).map_or_else(named, |_| "an answer");
                Err(vec![Problem { field: "url".into(), message: answer.into() }])
            }
            "refuse in validate" => {
                Err(vec![Problem { field: "do".into(), message: "never".into() }])
            }
            _ => Ok(fields),
        }
    }

    fn render(_: String, _: About, _: Vec<Field>) -> Result<Vec<u8>, RenderError> {
        Err(RenderError::UnknownFormat)
    }
}

impl Rotation for Connected {
    fn check(_: About, current: Vec<Field>) -> Result<(), Failure> {
        act("check", &current)
    }

    fn create(_: About, mut current: Vec<Field>) -> Result<Vec<Field>, Failure> {
        act("create", &current)?;
        let command = text(&current, "do");
        current.retain(|field| field.name != "secret");
        match command.as_str() {
            "make what it refuses" => {
                current.retain(|field| field.name != "do");
                current.push(new("do", "refuse in validate"));
            }
            "make what nobody described" => current.push(new("other", "x")),
            _ => {}
        }
        current.push(new("secret", "the next secret"));
        Ok(current)
    }

    fn set(_: About, current: Vec<Field>, _: Vec<Field>) -> Result<(), Failure> {
        act("set", &current)
    }

    fn test(_: About, current: Vec<Field>, next: Vec<Field>) -> Result<(), Failure> {
        if text(&current, "do") == "echo the next secret" {
            return Err(Failure::Rejected(format!("not {}", text(&next, "secret"))));
        }
        act("test", &current)
    }

    fn finish(_: About, current: Vec<Field>, _: Vec<Field>) -> Result<(), Failure> {
        act("finish", &current)
    }

    fn revoke(_: About, current: Vec<Field>, _: Vec<Field>) -> Result<(), Failure> {
        act("revoke", &current)
    }
}

/// Does what is to be done in this function.
fn act(function: &str, current: &[Field]) -> Result<(), Failure> {
    let command = text(current, "do");
    let url = text(current, "url");
    match command.strip_suffix(function).unwrap_or(&command) {
        "trap in " => std::process::abort(),
        "loop in " => loop {
            std::hint::spin_loop();
        },
        "exit in " => std::process::exit(0),
        "echo in " => Err(Failure::Failed(text(current, "secret"))),
        "escape in " => Err(Failure::Rejected("\u{1b}[2J".to_owned())),
        "say nothing in " => Err(Failure::Unavailable(String::new())),
        "send in " => send(&url).map_or_else(refused, told),
        "send again and again in " => again_and_again(&url),
        _ => Ok(()),
    }
}

/// Until it is told to stop, and then says how often it was not.
fn again_and_again(url: &str) -> Result<(), Failure> {
    for count in 0..1_000 {
        if let Err(error) = send(url) {
            return Err(Failure::Failed(format!("{} after {count}", named(error))));
        }
    }
    Ok(())
}

fn send(url: &str) -> Result<Response, Error> {
    outbound::send(&Request {
        method: "POST".into(),
        url: url.into(),
        headers: vec![("x-asked-by".into(), "a plug-in".into())],
        body: b"body".to_vec(),
    })
}

fn told(response: Response) -> Result<(), Failure> {
    let Response { status, headers, body } = response;
    let location = headers.iter().find(|(name, _)| name == "location");
    let location = location.map_or("", |(_, value)| value);
    Err(Failure::Failed(format!("{status} with {} bytes {location}", body.len())))
}

fn refused(error: Error) -> Result<(), Failure> {
    Err(Failure::Unavailable(named(error).to_owned()))
}

fn named(error: Error) -> &'static str {
    match error {
        Error::Invalid => "invalid",
        Error::NotGranted => "not granted",
        Error::Unreachable => "unreachable",
        Error::Tls => "tls",
        Error::Timeout => "timeout",
        Error::TooLarge => "too large",
        Error::TooMany => "too many",
    }
}

fn field(name: &str, kind: FieldKind, required: bool) -> FieldDescription {
    FieldDescription {
        name: name.into(),
        title: name.into(),
        kind,
        required,
        sensitive: name == "secret",
        pattern: None,
        choices: Vec::new(),
        default: None,
        help: String::new(),
    }
}

fn new(name: &str, value: &str) -> Field {
    Field { name: name.into(), value: value.into() }
}

fn text(fields: &[Field], name: &str) -> String {
    let found = fields.iter().find(|field| field.name == name);
    found.map(|field| String::from_utf8_lossy(&field.value).into_owned()).unwrap_or_default()
}
