//! What the server says of a secret that is still being written.

use super::*;
use crate::problem::FieldProblem;

#[derive(Deserialize)]
struct Validation {
    errors: Vec<FieldProblem>,
}

impl Client {
    /// What a creation would be refused for, by field; nothing where all is in order. Nothing of it
    /// is stored, and whether the name is taken is not looked at.
    pub async fn validate(&self, draft: &NewSecret) -> Result<Vec<FieldProblem>, Error> {
        let path = api(&["types", &draft.type_name, "validate"]);
        let reply = self.change(Method::POST, path, Some(&Body::draft(draft)), None).await?;
        Ok(self.parsed::<Validation>(&reply)?.errors)
    }
}
