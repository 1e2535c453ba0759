//! A service at which the passwords of logins work or do not, and a type that talks to it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use strongroom_model::TypeName;
use strongroom_ports::catalogue::{Failure, Field, RotationError, Step};
use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Default)]
struct Inner {
    /// Passwords that work.
    valid: BTreeSet<String>,
    made: u32,
    fails: HashMap<&'static str, RotationError>,
    is_unplugged: bool,
    makes_the_same: bool,
}

#[derive(Debug, Default, Clone)]
pub struct Service(Rc<RefCell<Inner>>);

fn password(fields: &[Field]) -> String {
    let field = fields.iter().find(|field| field.name.as_str() == "password").unwrap();
    String::from_utf8(field.value.expose().to_vec()).unwrap()
}

impl Service {
    pub fn accepts(&self, password: &str) {
        self.0.borrow_mut().valid.insert(password.to_owned());
    }

    /// The passwords that work now.
    pub fn valid(&self) -> Vec<String> {
        self.0.borrow().valid.iter().cloned().collect()
    }

    /// Lets a call fail from now on.
    pub fn fail(&self, call: &'static str, error: RotationError) {
        self.0.borrow_mut().fails.insert(call, error);
    }

    pub fn mend(&self) {
        self.0.borrow_mut().fails.clear();
    }

    /// No type is loaded any more.
    pub fn unplug(&self) {
        self.0.borrow_mut().is_unplugged = true;
    }

    pub fn is_unplugged(&self) -> bool {
        self.0.borrow().is_unplugged
    }

    pub fn make_the_same(&self) {
        self.0.borrow_mut().makes_the_same = true;
    }

    fn begin(&self, call: &str, type_name: Option<&TypeName>) -> Result<(), RotationError> {
        let inner = self.0.borrow();
        if inner.is_unplugged {
            return Err(RotationError::Unknown);
        }
        if type_name.is_some_and(|name| name.as_str() != "Login") {
            return Err(RotationError::NotConnected);
        }
        inner.fails.get(call).cloned().map_or(Ok(()), Err)
    }

    fn works(&self, fields: &[Field]) -> Result<(), RotationError> {
        if self.0.borrow().valid.contains(&password(fields)) {
            return Ok(());
        }
        Err(RotationError::Refused(Failure::Rejected("the service says no".to_owned())))
    }

    pub fn check(&self, type_name: &TypeName, current: &[Field]) -> Result<(), RotationError> {
        self.begin("check", Some(type_name))?;
        self.works(current)
    }

    pub fn create(
        &self,
        type_name: &TypeName,
        mut current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        self.begin("create", Some(type_name))?;
        let mut inner = self.0.borrow_mut();
        if !inner.makes_the_same {
            inner.made += 1;
            let field = current.iter_mut().find(|field| field.name.as_str() == "password");
            field.unwrap().value = SecretBytes::from(format!("made {}", inner.made));
        }
        Ok(current)
    }

    pub fn step(
        &self,
        step: Step,
        current: &[Field],
        other: &[Field],
    ) -> Result<(), RotationError> {
        match step {
            Step::Set => {
                self.begin("set", None)?;
                self.works(current)?;
                self.0.borrow_mut().valid.insert(password(other));
                Ok(())
            }
            Step::Test => {
                self.begin("test", None)?;
                self.works(other)
            }
            Step::Finish => self.begin("finish", None),
            Step::Revoke => {
                self.begin("revoke", None)?;
                self.works(current)?;
                self.0.borrow_mut().valid.remove(&password(other));
                Ok(())
            }
        }
    }
}
