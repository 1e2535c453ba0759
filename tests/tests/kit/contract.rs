//! The contract only grows: whatever was released is still there, unchanged.
//!
//! Types and functions are matched by their structure when a component is linked, so a record that
//! gains a field is another record, and an interface that plug-ins export must not ask for more than
//! they were built with. What can be added: types, functions that plug-ins import, interfaces, worlds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use strongroom_tests::artefacts;
use wit_parser::{
    Function, Handle, InterfaceId, PackageId, Resolve, Type, TypeDefKind, WorldItem, WorldKey,
};

struct Contract {
    resolve: Resolve,
    package: PackageId,
}

impl Contract {
    fn read(folder: &Path) -> Self {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(folder).expect("a folder of WIT");
        Self { resolve, package }
    }

    fn interfaces(&self) -> BTreeMap<&str, InterfaceId> {
        let interfaces = &self.resolve.packages[self.package].interfaces;
        interfaces.iter().map(|(name, id)| (name.as_str(), *id)).collect()
    }

    fn functions(&self, interface: InterfaceId) -> BTreeMap<&str, String> {
        let functions = &self.resolve.interfaces[interface].functions;
        functions.iter().map(|(name, it)| (name.as_str(), self.function(it))).collect()
    }

    fn types(&self, interface: InterfaceId) -> BTreeMap<&str, String> {
        let types = &self.resolve.interfaces[interface].types;
        let said = |kind: &TypeDefKind| self.kind(kind);
        types
            .iter()
            .map(|(name, id)| (name.as_str(), said(&self.resolve.types[*id].kind)))
            .collect()
    }

    /// What each world imports and exports, by the names of interfaces.
    fn worlds(&self) -> BTreeMap<&str, [BTreeSet<String>; 2]> {
        let names = |items: &mut dyn Iterator<Item = (&WorldKey, &WorldItem)>| {
            items.map(|(key, _)| self.resolve.name_world_key(key)).collect::<BTreeSet<_>>()
        };
        let worlds = &self.resolve.packages[self.package].worlds;
        let world = |id| &self.resolve.worlds[id];
        worlds
            .iter()
            .map(|(name, id)| {
                let world = world(*id);
                let both = [names(&mut world.imports.iter()), names(&mut world.exports.iter())];
                (name.as_str(), both)
            })
            .collect()
    }

    fn function(&self, it: &Function) -> String {
        let params: Vec<String> = it
            .params
            .iter()
            .map(|param| format!("{}: {}", param.name, self.named(&param.ty)))
            .collect();
        let result = it.result.as_ref().map(|it| self.named(it));
        format!("{:?}({}) -> {result:?}", it.kind, params.join(", "))
    }

    fn kind(&self, kind: &TypeDefKind) -> String {
        let optional = |it: &Option<Type>| it.as_ref().map_or("_".to_owned(), |it| self.named(it));
        match kind {
            TypeDefKind::Record(it) => {
                let fields = it.fields.iter().map(|f| format!("{}: {}", f.name, self.named(&f.ty)));
                format!("record {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            TypeDefKind::Variant(it) => {
                let cases = it.cases.iter().map(|c| format!("{}({})", c.name, optional(&c.ty)));
                format!("variant {{ {} }}", cases.collect::<Vec<_>>().join(", "))
            }
            TypeDefKind::Enum(it) => {
                let cases: Vec<&str> = it.cases.iter().map(|case| case.name.as_str()).collect();
                format!("enum {{ {} }}", cases.join(", "))
            }
            TypeDefKind::Tuple(it) => {
                let types: Vec<String> = it.types.iter().map(|it| self.named(it)).collect();
                format!("tuple<{}>", types.join(", "))
            }
            TypeDefKind::List(it) => format!("list<{}>", self.named(it)),
            TypeDefKind::Option(it) => format!("option<{}>", self.named(it)),
            TypeDefKind::Result(it) => {
                format!("result<{}, {}>", optional(&it.ok), optional(&it.err))
            }
            TypeDefKind::Type(it) => self.named(it),
            TypeDefKind::Handle(Handle::Own(id)) => format!("own<{}>", self.named(&Type::Id(*id))),
            TypeDefKind::Handle(Handle::Borrow(id)) => {
                format!("borrow<{}>", self.named(&Type::Id(*id)))
            }
            other => {
                panic!("the contract has a {}, which this test does not compare", other.as_str())
            }
        }
    }

    /// A type by its name, with where it is from; its structure where it has none.
    fn named(&self, it: &Type) -> String {
        let Type::Id(id) = it else { return format!("{it:?}") };
        let definition = &self.resolve.types[*id];
        match (&definition.name, &definition.kind) {
            // Used from another interface: the same type.
            (Some(_), TypeDefKind::Type(it @ Type::Id(_))) => self.named(it),
            (Some(name), _) => name.clone(),
            (None, kind) => self.kind(kind),
        }
    }
}

/// Every version that was released, by its folder.
pub(crate) fn released() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(artefacts::workspace().join("wit/released"));
    let mut folders: Vec<_> =
        entries.expect("released contracts").map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    assert!(!folders.is_empty(), "no contract was released");
    folders
}

pub(crate) fn what_was_released_is_still_there_and_unchanged() {
    let now = Contract::read(&artefacts::workspace().join("wit/secret-type"));
    for folder in released() {
        let then = Contract::read(&folder);
        let place = folder.display();
        let exported: BTreeSet<String> =
            then.worlds().values().flat_map(|[_, exports]| exports.clone()).collect();
        for (name, old) in then.interfaces() {
            let new =
                *now.interfaces().get(name).unwrap_or_else(|| panic!("{place}: {name} is gone"));
            let (old_types, new_types) = (then.types(old), now.types(new));
            for (of, said) in &old_types {
                assert_eq!(new_types.get(of), Some(said), "{place}: {name}.{of}");
            }
            let (old_functions, new_functions) = (then.functions(old), now.functions(new));
            for (of, said) in &old_functions {
                assert_eq!(new_functions.get(of), Some(said), "{place}: {name}.{of}");
            }
            if exported.iter().any(|it| it.contains(&format!("/{name}@"))) {
                assert_eq!(
                    new_functions.len(),
                    old_functions.len(),
                    "{place}: plug-ins export {name} and were not built with more functions"
                );
            }
        }
        for (name, [imports, exports]) in then.worlds() {
            let worlds = now.worlds();
            let [new_imports, new_exports] =
                worlds.get(name).unwrap_or_else(|| panic!("{place}: world {name} is gone"));
            // Versions apart: 1.1 offers what 1.0 did.
            let bare = |names: &BTreeSet<String>| -> BTreeSet<String> {
                names.iter().map(|it| it.split('@').next().unwrap_or(it).to_owned()).collect()
            };
            assert!(bare(new_imports).is_superset(&bare(&imports)), "{place}: imports of {name}");
            assert_eq!(bare(new_exports), bare(&exports), "{place}: exports of {name}");
        }
    }
}

pub(crate) fn everything_in_the_contract_says_since_when() {
    let folder = artefacts::workspace().join("wit/secret-type");
    let contract = Contract::read(&folder);
    for (name, id) in contract.interfaces() {
        let interface = &contract.resolve.interfaces[id];
        assert!(!interface.stability.is_unknown(), "{name} has no @since");
        for (of, it) in &interface.functions {
            assert!(!it.stability.is_unknown(), "{name}.{of} has no @since");
        }
        for (of, id) in &interface.types {
            let definition = &contract.resolve.types[*id];
            let is_used = matches!(definition.kind, TypeDefKind::Type(Type::Id(_)));
            assert!(is_used || !definition.stability.is_unknown(), "{name}.{of} has no @since");
        }
    }
}
