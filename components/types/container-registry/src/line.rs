//! What is wrong with a text whatever it means: the accidents of copying.

/// A line that is not empty, with nothing unseen around it and no control character in it.
pub(crate) fn single(text: &str) -> Result<(), &'static str> {
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
