//! What is wrong with a value, field by field, without the value.

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    pub field: String,
    /// To be read after the field's title: `must be four digits`. One line, at most 500 characters,
    /// and not a piece of the value.
    pub message: String,
}

/// All that is wrong with a value. At most 64 are taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { field: field.into(), message: message.into() });
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// The value where nothing is wrong with it.
    ///
    /// # Errors
    /// The problems, where there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_problems_give_the_value() {
        assert_eq!(Problems::new().or(7), Ok(7));
    }

    #[test]
    fn one_problem_keeps_the_value_back() {
        let mut problems = Problems::new();
        problems.add("pin", "must be four digits");
        assert!(problems.or(7).is_err());
    }
}
