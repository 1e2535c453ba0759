//! JSON: an object with a string for each field, for secrets of one field too, so that whoever reads
//! it need not know how many there are.

use crate::problems;
use crate::{Fields, Problems, Rendered};

/// The fields as an object, in their order.
///
/// # Errors
/// Fields that are not text.
pub fn object(fields: &Fields<'_>) -> Rendered {
    let mut problems = Problems::new();
    let mut object = Object::new();
    for (field, value) in fields {
        if let Some(text) = problems::text(field, value, &mut problems) {
            object.text(field, text);
        }
    }
    problems::or(problems, object.end().into_bytes())
}

/// An object as it is written, member after member. The same name is not to be given twice.
#[derive(Default)]
pub struct Object(String);

impl Object {
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        string(&mut self.0, value);
    }

    pub fn number(&mut self, name: &str, value: i64) {
        self.name(name);
        self.0.push_str(&value.to_string());
    }

    pub fn object(&mut self, name: &str, value: Self) {
        self.name(name);
        self.0.push_str(&value.end());
    }

    #[must_use]
    pub fn end(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        string(&mut self.0, name);
        self.0.push(':');
    }
}

/// RFC 8259, section 7: all but these may stand as they are.
fn string(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u32| DIGITS.get(nibble as usize).map_or('0', |digit| char::from(*digit));

    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // DEL and its like are allowed and do no terminal good.
            _ if c.is_control() => {
                let code = u32::from(c);
                out.push_str("\\u00");
                out.push(digit(code >> 4));
                out.push(digit(code & 15));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
