//! Its title clears the screen of whoever lists the types.

use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};

struct Hostile;

strongroom_secret_type::export!(Hostile);

impl SecretType for Hostile {
    fn describe() -> Description {
        Description::new("Escape", "\u{1b}[2JAll is well")
            .field(FieldDescription::text("value", "Value"))
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Ok(fields)
    }
}
