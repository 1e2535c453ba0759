//! A port that a server can keep.

use std::net::TcpListener;

/// Below the ports that a system gives to connections that go out, so that a server that is away for
/// a moment finds its own free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// Nobody listens there now.
pub(crate) fn free_port() -> u16 {
    let count = u32::from(PORTS.end - PORTS.start);
    loop {
        let mut random = [0; 4];
        getrandom::fill(&mut random).expect("randomness");
        let offset = u16::try_from(u32::from_le_bytes(random) % count).expect("a port's offset");
        let port = PORTS.start + offset;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
