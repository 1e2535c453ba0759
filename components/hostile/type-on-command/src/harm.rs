//! What hurts in every function alike.

use std::hint::black_box;
use std::time::Duration;

/// Does what `command` says where it is one of these, and returns, where it does, whether it was.
pub(crate) fn done(command: &str) -> bool {
    match command {
        "loop forever" => loop {
            std::hint::spin_loop();
        },
        "sleep" => std::thread::sleep(Duration::from_hours(1)),
        "eat memory" => eat_memory(),
        "eat handles" => eat_handles(),
        "recurse" => {
            black_box(recurse(black_box(0)));
        }
        "trap" => std::process::abort(),
        "exit" => std::process::exit(0),
        "print" => print(),
        _ => return false,
    }
    true
}

fn eat_memory() {
    let mut eaten = Vec::new();
    loop {
        eaten.push(black_box(Vec::<u8>::with_capacity(1024 * 1024)));
    }
}

/// Timers that nobody waits for: each is a thing of the host's.
fn eat_handles() {
    let mut eaten = Vec::new();
    for _ in 0..100_000 {
        eaten.push(black_box(wasip2::clocks::monotonic_clock::subscribe_duration(u64::MAX)));
    }
}

/// Keeps nothing in linear memory, so that it is the host's stack that runs out, and mixes so that
/// the compiler finds no loop that does the same.
fn recurse(depth: u64) -> u64 {
    if depth == u64::MAX { 0 } else { recurse(depth + 1).wrapping_mul(31) ^ depth }
}

fn print() {
    use std::io::Write as _;
    let told = writeln!(std::io::stderr(), "hunter2-and-more");
    told.and_then(|()| writeln!(std::io::stdout(), "hunter2-and-more")).unwrap_or_default();
}

/// Half of a character, as a text.
pub(crate) fn no_text() -> String {
    #[expect(unsafe_code, reason = "to see what the host makes of it")]
    // SAFETY: there is none; nothing but the host looks at it.
    unsafe {
        String::from_utf8_unchecked(vec![b'a', 0xff, 0xc3])
    }
}

/// What of the host is in sight.
pub(crate) fn around() -> Option<String> {
    if std::env::vars_os().next().is_some() {
        return Some("sees an environment".to_owned());
    }
    if std::env::args_os().next().is_some() {
        return Some("sees arguments".to_owned());
    }
    let files = ["/", ".", "/etc/passwd", "/proc/self/environ"];
    if files.iter().any(|path| std::fs::metadata(path).is_ok()) {
        return Some("sees files".to_owned());
    }
    let read = std::io::Read::read(&mut std::io::stdin(), &mut [0; 1]);
    read.is_ok_and(|read| read > 0).then(|| "sees input".to_owned())
}
