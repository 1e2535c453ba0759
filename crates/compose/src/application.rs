//! What an application for Spin is made of, as the text of a `.wac` file.
//!
//! The core is wired as `strongroom.wac` wires it; in place of a native host stand adapters over
//! Spin's interfaces, and in place of its plug-in host a chain of links, one for each secret type.

use std::fmt::Write as _;

use crate::{Components, Error, compose};

/// A secret type of an application.
#[derive(Debug, Clone)]
pub struct Type {
    pub component: Vec<u8>,
    pub kind: Kind,
    /// Where it may send requests, as a manifest of types says it.
    pub grants: Vec<String>,
}

/// Composes an application.
///
/// # Errors
/// As [`compose`].
pub fn application(
    store: Store,
    authorizer: Authorizer,
    types: &[Type],
    components: &impl Components,
) -> Result<Vec<u8>, Error> {
    let kinds: Vec<Kind> = types.iter().map(|one| one.kind).collect();
    compose(&document(store, authorizer, &kinds), &WithTypes { types, components })
}

/// Composes the web console as a component of its own, beside an application.
///
/// # Errors
/// As [`compose`].
pub fn console(components: &impl Components) -> Result<Vec<u8>, Error> {
    compose(include_str!("../../../components/strongroom-console.wac"), components)
}

/// The types beside what every application is made of.
struct WithTypes<'a, C> {
    types: &'a [Type],
    components: &'a C,
}

impl<C: Components> Components for WithTypes<'_, C> {
    fn component(&self, package: &str) -> Result<Vec<u8>, Error> {
        for (index, one) in self.types.iter().enumerate() {
            if package == type_package(index) {
                return Ok(one.component.clone());
            }
            if package == grants_package(index) {
                return constant(&one.grants.join("\n"));
            }
        }
        self.components.component(package)
    }
}

/// A component that exports `strongroom:platform/grants` and answers with this text. Written by hand,
/// since it is data and nothing else.
fn constant(text: &str) -> Result<Vec<u8>, Error> {
    let bytes = text.bytes().fold(String::new(), |mut bytes, byte| {
        // Writing to a string does not fail.
        let _ = write!(bytes, "\\{byte:02x}");
        bytes
    });
    // The answer is where the text begins, and its length; behind these two numbers is the text.
    let source = format!(
        "(component
           (core module $module
             (memory (export \"memory\") 1)
             (data (i32.const 0) \"\\08\\00\\00\\00{length}\")
             (data (i32.const 8) \"{bytes}\")
             (func (export \"granted\") (result i32) i32.const 0))
           (core instance $instance (instantiate $module))
           (func $granted (result string)
             (canon lift (core func $instance \"granted\") (memory (core memory $instance \"memory\"))))
           (instance $grants (export \"granted\" (func $granted)))
           (export \"strongroom:platform/grants@0.1.0\" (instance $grants)))",
        length = u32::try_from(text.len())
            .ok()
            .filter(|length| *length < 60_000)
            .ok_or_else(|| Error::Document("a type is granted too many hosts".to_owned()))?
            .to_le_bytes()
            .iter()
            .fold(String::new(), |mut bytes, byte| {
                let _ = write!(bytes, "\\{byte:02x}");
                bytes
            }),
    );
    wat::parse_str(&source).map_err(|error| Error::Document(error.to_string()))
}

/// Where everything is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    Sqlite,
    Postgres,
}

impl Store {
    const fn adapter(self) -> &'static str {
        match self {
            Self::Sqlite => "strongroom:spin-sql-sqlite",
            Self::Postgres => "strongroom:spin-sql-postgres",
        }
    }

    /// What its adapter is told of where it is.
    const fn address(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "...settings, ",
        }
    }
}

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorizer {
    Roles,
    Cedar,
}

impl Authorizer {
    const fn component(self) -> &'static str {
        match self {
            Self::Roles => "strongroom:authorizer",
            Self::Cedar => "strongroom:authorizer-cedar",
        }
    }
}

/// What a secret type is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    PlugIn,
    /// It has `rotation`.
    Connected {
        /// Whether it imports `outbound`: then it is given one of its own, with its own grants.
        sends: bool,
    },
}

/// The package of the secret type at this place of the list, and of its grants.
#[must_use]
pub fn type_package(index: usize) -> String {
    format!("strongroom:type{index}")
}

#[must_use]
pub fn grants_package(index: usize) -> String {
    format!("strongroom:grants{index}")
}

/// An application as a document for [`crate::compose`].
#[must_use]
pub fn document(store: Store, authorizer: Authorizer, types: &[Kind]) -> String {
    let mut text = format!(
        "package strongroom:application@0.1.0;

let settings = new strongroom:spin-settings {{ ... }};
let root-key = new strongroom:spin-root-key {{ ... }};
let issuer-keys = new strongroom:spin-issuer-keys {{ ...settings, ... }};
let sql = new {sql} {{ {address}... }};

let chain0 = new strongroom:link-end {{ ... }};
",
        sql = store.adapter(),
        address = store.address(),
    );
    for (index, kind) in types.iter().enumerate() {
        link(&mut text, index, *kind);
    }
    // Writing to a string does not fail, here and below.
    let _ = write!(
        text,
        "
let catalogue = new strongroom:link-contract {{ ...chain{length}, ... }};

let store = new strongroom:store {{ ...sql, ...root-key, ... }};
let authorizer = new {authorizer} {{ ...store, ...settings, ...root-key, ...issuer-keys, ... }};
let sealer = new strongroom:sealer {{ ...authorizer, ...root-key, ... }};
let vault = new strongroom:vault {{ ...authorizer, ...sealer, ...store, ...catalogue, ... }};
let gateway = new strongroom:gateway {{ ...authorizer, ...vault, ... }};
let http = new strongroom:spin-http {{ ...gateway, ...authorizer, ...store, ...settings, ... }};

export http[\"wasi:http/handler@0.3.0\"];
",
        length = types.len(),
        authorizer = authorizer.component(),
    );
    text
}

/// The link of one type: it stands before the chain of those that come earlier in the list.
fn link(text: &mut String, index: usize, kind: Kind) {
    let (package, next) = (type_package(index), index + 1);
    let _ = match kind {
        Kind::PlugIn => write!(
            text,
            "let type{index} = new {package} {{ ... }};
let chain{next} = new strongroom:link-plug-in {{ ...type{index}, ...chain{index}, ... }};
"
        ),
        Kind::Connected { sends: false } => write!(
            text,
            "let turn{index} = new strongroom:link-alone {{ ... }};
let type{index} = new {package} {{ ... }};
let chain{next} = new strongroom:link-connected \
             {{ ...type{index}, ...turn{index}, ...chain{index}, ... }};
"
        ),
        Kind::Connected { sends: true } => write!(
            text,
            "let grants{index} = new {grants} {{ ... }};
let outbound{index} = new strongroom:spin-outbound {{ ...grants{index}, ... }};
let type{index} = new {package} {{ ...outbound{index}, ... }};
let chain{next} = new strongroom:link-connected \
             {{ ...type{index}, ...outbound{index}, ...chain{index}, ... }};
",
            grants = grants_package(index),
        ),
    };
}
