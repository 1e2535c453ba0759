//! What the standard library stands on in a component: memory that is wiped when it is freed, and
//! standard error.
//!
//! Without it that is C's library, and with it come descriptors, terminals, the environment, and an
//! allocator that wipes nothing. A component then imports all that, and is larger by a third if it
//! is small. Here a program has no environment, and what it writes goes to standard error.
//!
//! Linking this crate is enough. Its symbols are C's names, so the linker takes nothing from C's
//! library for them.
#![cfg(target_family = "wasm")]
#![allow(unsafe_code, reason = "symbols that the standard library calls by their names")]

use std::ffi::{c_char, c_int};

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<WasmDynamicTalc> = ZeroAlloc(new_wasm_dynamic_allocator());

/// As `iovec` of POSIX.
#[repr(C)]
struct Piece {
    start: *const u8,
    length: usize,
}

/// # Safety
/// As `writev` of POSIX.
#[unsafe(no_mangle)]
unsafe extern "C" fn writev(_file: c_int, pieces: *const Piece, count: c_int) -> isize {
    // Who writes pieces goes on with the rest.
    if count <= 0 {
        return 0;
    }
    // SAFETY: the caller's promise, and there is at least one.
    let first = unsafe { &*pieces };
    // SAFETY: the caller's promise.
    unsafe { write(_file, first.start, first.length) }
}

/// # Safety
/// As `write` of POSIX.
#[unsafe(no_mangle)]
unsafe extern "C" fn write(_file: c_int, start: *const u8, length: usize) -> isize {
    /// As many bytes as one call takes.
    const AT_ONCE: usize = 4096;
    let length = length.min(AT_ONCE);
    if length > 0 {
        // SAFETY: the caller's promise.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        // Where it cannot be written there is nobody to tell.
        let _ = wasip2::cli::stderr::get_stderr().blocking_write_and_flush(bytes);
    }
    isize::try_from(length).unwrap_or_default()
}

#[unsafe(no_mangle)]
extern "C" fn getenv(_name: *const c_char) -> *mut c_char {
    std::ptr::null_mut()
}

/// There is no folder to be in. The standard library asks when it tells where something broke.
#[unsafe(no_mangle)]
extern "C" fn getcwd(_buffer: *mut c_char, _length: usize) -> *mut c_char {
    std::ptr::null_mut()
}
