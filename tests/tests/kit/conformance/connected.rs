//! A connected type in Rust: built, and its imports read; it is not called.

use strongroom_secret_type::http::{Outbound, Request};
use strongroom_secret_type::{
    About, ConnectedSecretType, Description, Failure, FieldDescription, Fields, Problems,
    SecretType,
};

pub struct Connected;

strongroom_secret_type::export_connected!(Connected);

impl SecretType for Connected {
    fn describe() -> Description {
        Description::new("Connected", "Connected")
            .field(FieldDescription::password("token", "Token").required())
    }

    fn validate(fields: Fields) -> Result<Fields, Problems> {
        Ok(fields)
    }
}

impl ConnectedSecretType for Connected {
    fn check(http: &dyn Outbound, _: &About, current: &Fields) -> Result<(), Failure> {
        let token = current.text("token").ok().flatten().unwrap_or_default();
        Request::get("https://api.example.com/me").bearer(token).send(http)?.success()?;
        Ok(())
    }

    fn create(_: &dyn Outbound, _: &About, _: &Fields) -> Result<Fields, Failure> {
        Err(Failure::failed("tokens of this service are replaced by hand"))
    }

    fn set(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
        Ok(())
    }

    fn revoke(_: &dyn Outbound, _: &About, _: &Fields, _: &Fields) -> Result<(), Failure> {
        Ok(())
    }
}
