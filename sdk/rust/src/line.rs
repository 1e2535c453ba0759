//! What is wrong with a text of one line, whatever it means: the accidents of copying.
//!
//! The messages are made to follow a field's name, and hold nothing of the text.

/// A line that is not empty, with nothing unseen around it and no control character in it.
///
/// # Errors
/// The message of a problem.
pub fn single(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("must not be empty; an optional field can be left out");
    }
    if text.starts_with(unseen) || text.ends_with(unseen) {
        return Err("must not begin or end with white space, a newline or an invisible character");
    }
    if text.contains(char::is_control) {
        return Err("must be one line without control characters");
    }
    Ok(())
}

/// White space, and what web pages and editors put around a text without showing it.
fn unseen(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What can stand in an HTTP header without being changed on the way.
///
/// # Errors
/// The message of a problem.
pub fn visible_ascii(text: &str) -> Result<(), &'static str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err("must be ASCII letters, digits and signs, without white space")
    }
}
