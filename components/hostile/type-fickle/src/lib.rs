//! Has another title each time it is asked.

use std::hash::{BuildHasher as _, RandomState};

use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};

struct Hostile;

strongroom_secret_type::export!(Hostile);

impl SecretType for Hostile {
    fn describe() -> Description {
        // The keys of a new hasher are random.
        let number = RandomState::new().hash_one(0);
        Description::new("Fickle", format!("Number {number}"))
            .field(FieldDescription::text("value", "Value"))
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Ok(fields)
    }
}
