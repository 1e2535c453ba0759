//! What a component asks for, and whether it is given that.

use wasmtime::component::{Component, InstancePre};

use super::{Sandbox, State};
use crate::plugins::bindings::{rotation, secret_type};
use crate::plugins::failure::{Printable, Refusal};

/// Packages of the baseline that a compiler for any language pulls in, answered with emptiness.
const BASELINE: [&str; 6] =
    ["wasi:cli/", "wasi:clocks/", "wasi:filesystem/", "wasi:io/", "wasi:random/", "wasi:sockets/"];
/// The contract's interface of types alone.
const TYPES: &str = "strongroom:secret-type/types@";
const OUTBOUND: &str = "strongroom:secret-type/outbound@";
const ROTATION: &str = "strongroom:secret-type/rotation@1.";

/// What a component imports and whether it talks to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Imports {
    /// Of WASI: answered with emptiness.
    pub(crate) baseline: Vec<String>,
    /// `outbound`, where it wants to send requests.
    pub(crate) outbound: Option<String>,
    /// Whatever else, which nobody gives it.
    pub(crate) beyond: Vec<String>,
    pub(crate) exports: Vec<String>,
    /// Whether it has the steps of a rotation.
    pub(crate) connected: bool,
}

impl Imports {
    fn of(component: &Component) -> Self {
        let of = component.component_type();
        let engine = component.engine();
        let mut found = Self {
            baseline: Vec::new(),
            outbound: None,
            beyond: Vec::new(),
            exports: of.exports(engine).map(|(name, _)| name.to_owned()).collect(),
            connected: false,
        };
        found.connected = found.exports.iter().any(|name| name.starts_with(ROTATION));
        for (name, _) in of.imports(engine) {
            if BASELINE.iter().any(|given| name.starts_with(given)) {
                found.baseline.push(name.to_owned());
            } else if name.starts_with(OUTBOUND) {
                found.outbound = Some(name.to_owned());
            } else if !name.starts_with(TYPES) {
                found.beyond.push(name.to_owned());
            }
        }
        found
    }

    /// Whether what it asks for is given, with hosts granted or without.
    fn check(&self, has_hosts: bool) -> Result<(), Refusal> {
        if let Some(import) = self.beyond.first() {
            return Err(Refusal::Import(Printable::new(import)));
        }
        match &self.outbound {
            Some(import) if !self.connected => Err(Refusal::NotConnected(Printable::new(import))),
            Some(import) if !has_hosts => Err(Refusal::NotGranted(Printable::new(import))),
            _ => Ok(()),
        }
    }
}

/// A component that is given what it imports and has what the contract asks for.
pub(crate) struct Linked {
    pub(crate) pre: InstancePre<State>,
    pub(crate) secret_type: secret_type::GuestIndices,
    /// Of a connected type.
    pub(crate) rotation: Option<rotation::GuestIndices>,
}

impl Sandbox {
    pub(crate) fn imports(component: &Component) -> Imports {
        Imports::of(component)
    }

    /// Links a component, once its imports are known to ask for nothing more than it is given.
    pub(crate) fn link(&self, component: &Component, has_hosts: bool) -> Result<Linked, Refusal> {
        let imports = Imports::of(component);
        imports.check(has_hosts)?;
        let contract =
            |error: wasmtime::Error| Refusal::Contract(Printable::new(format!("{error:#}")));
        let linker = if imports.outbound.is_some() { &self.connected } else { &self.plain };
        let pre = linker.instantiate_pre(component).map_err(contract)?;
        let secret_type = secret_type::GuestIndices::new(&pre).map_err(contract)?;
        let rotation = if imports.connected {
            Some(rotation::GuestIndices::new(&pre).map_err(contract)?)
        } else {
            None
        };
        Ok(Linked { pre, secret_type, rotation })
    }
}
