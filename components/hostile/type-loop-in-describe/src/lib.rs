//! Never says what it is.

use strongroom_secret_type::{Description, Fields, Problems, SecretType};

struct Hostile;

strongroom_secret_type::export!(Hostile);

impl SecretType for Hostile {
    fn describe() -> Description {
        loop {
            std::hint::spin_loop();
        }
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Ok(fields)
    }
}
