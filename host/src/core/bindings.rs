//! The core's world as the host sees it, generated from `wit/`.
//!
//! The types in here stay at this edge: `platform` turns them into those of the crates behind.
#![allow(unreachable_pub, reason = "the visibility of generated items is not ours to choose")]

wasmtime::component::bindgen!({
    inline: "
        package strongroom:native;

        world core {
            import strongroom:platform/sql@0.1.0;
            import strongroom:platform/root-key@0.1.0;
            import strongroom:platform/token-key@0.1.0;
            import strongroom:platform/audit-key@0.1.0;
            import strongroom:platform/issuer-keys@0.1.0;
            import strongroom:platform/settings@0.1.0;
            import strongroom:secret-types/catalogue@0.1.0;

            export strongroom:http/handler@0.1.0;
            export strongroom:authorizer/bootstrap@0.1.0;
            export strongroom:store/schema@0.1.0;
        }
    ",
    path: [
        "../wit/types",
        "../wit/platform",
        "../wit/secret-type",
        "../wit/secret-types",
        "../wit/http",
        "../wit/authorizer",
        "../wit/store",
    ],
    imports: { default: trappable },
});

pub use exports::strongroom::http::handler;
pub use strongroom::platform::{audit_key, issuer_keys, root_key, settings, sql, token_key};
pub use strongroom::secret_type::types as secret_type;
pub use strongroom::secret_types::catalogue;
pub use strongroom::types::types;
