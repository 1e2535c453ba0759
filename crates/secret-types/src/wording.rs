//! What a type says about a value it was shown. None of it may be the value.

use strongroom_model::metadata::Problem;
use strongroom_model::name;
use strongroom_ports::catalogue::Failure;

use crate::breach::Breach;
use crate::description::Described;
use crate::said;

const MESSAGE_CHARACTERS: usize = 500;
const PROBLEMS: usize = 64;
/// Shorter values turn up in honest messages by chance.
const TELLING_BYTES: usize = 4;

/// Takes problems in. `given` is all values that the plug-in was shown: a message that tells one of
/// them is replaced, so that no answer or log repeats a secret.
///
/// # Errors
/// What of the contract they break.
pub fn problems(
    described: &Described,
    answer: Vec<said::Problem>,
    given: &[&[u8]],
) -> Result<Vec<Problem>, Breach> {
    if answer.is_empty() || answer.len() > PROBLEMS {
        return Err(Breach::ProblemCount);
    }
    let taken = |problem: said::Problem| {
        // `name` is the secret's own, which a format may not be able to say.
        let is_known = matches!(&*problem.field, "" | "name")
            || described.description.fields.iter().any(|f| f.name.as_str() == problem.field);
        if !is_known {
            return Err(Breach::ProblemField);
        }
        Ok(Problem::new(problem.field, message(problem.message, given, "is not valid")?))
    };
    answer.into_iter().map(taken).collect()
}

/// Takes in why a connected type did not do what it was asked.
///
/// # Errors
/// What of the contract it breaks.
pub fn failure(
    described: &Described,
    answer: said::Failure,
    given: &[&[u8]],
) -> Result<Failure, Breach> {
    Ok(match answer {
        said::Failure::Rejected(text) => {
            Failure::Rejected(message(text, given, "the service refused the credential")?)
        }
        said::Failure::Unavailable(text) => {
            Failure::Unavailable(message(text, given, "the service cannot be reached")?)
        }
        said::Failure::Invalid(found) => Failure::Invalid(problems(described, found, given)?),
        said::Failure::Failed(text) => {
            Failure::Failed(message(text, given, "the service could not do it")?)
        }
    })
}

/// One line, or `neutral` where it tells a value.
fn message(text: String, given: &[&[u8]], neutral: &str) -> Result<String, Breach> {
    name::free_text(&text, MESSAGE_CHARACTERS).map_err(|_| Breach::Message)?;
    if text.trim().is_empty() || text.contains(['\n', '\t']) {
        return Err(Breach::Message);
    }
    let is_telling = given.iter().any(|value| tells(&text, value));
    Ok(if is_telling { neutral.to_owned() } else { text })
}

/// Whether a message repeats a value. White space around the value and the case of ASCII letters
/// do not hide it; a message that encodes it would get through, which is why a type is known by its
/// digest and added by the operator alone.
fn tells(message: &str, value: &[u8]) -> bool {
    let value = value.trim_ascii();
    value.len() >= TELLING_BYTES
        && message.as_bytes().windows(value.len()).any(|window| window.eq_ignore_ascii_case(value))
}
