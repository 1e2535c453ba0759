//! Components that were built against released contracts are loaded by what there is now.

use strongroom_tests::artefacts;

use crate::contract;
use crate::language::strongroom;

/// Each was built with the SDK of its time and is never built again; its cases are of then, too.
pub(crate) fn a_component_of_every_released_version_loads() {
    let folder = artefacts::workspace().join("tests/tests/kit/released");
    for released in contract::released() {
        let version = released.file_name().and_then(|name| name.to_str()).expect("text");
        let component = folder.join(format!("{version}.wasm"));
        assert!(component.is_file(), "no component was kept of {version}");
        let cases = folder.join(format!("{version}.toml"));
        let (component, cases) = (component.to_str().expect("text"), cases.to_str().expect("text"));
        strongroom(&folder, &["type", "check", component]);
        strongroom(&folder, &["type", "test", component, "--cases", cases]);
    }
}
