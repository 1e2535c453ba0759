//! `docker-credential-strongroom`: the credentials of container registries, for Docker and whatever
//! else asks a helper of its protocol.

use std::process::ExitCode;

/// Wipes whatever is freed: values pass through buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    strongroom_cli::docker::helper()
}
