//! A proxy that gives each connection to the next of several servers.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Listens on a port of this machine. One that does not answer is passed over, and knows nothing of
/// HTTP: what breaks off on one side breaks off on the other.
pub struct Proxy {
    address: SocketAddr,
    ring: Arc<Ring>,
    accepting: Option<JoinHandle<()>>,
}

struct Ring {
    servers: Mutex<Vec<SocketAddr>>,
    next: AtomicUsize,
    is_over: AtomicBool,
}

impl Proxy {
    /// Over servers, given as they announce themselves: `http://127.0.0.1:8200`.
    #[must_use]
    pub fn over(servers: &[&str]) -> Self {
        let ring = Ring {
            servers: Mutex::new(servers.iter().map(|server| parsed(server)).collect()),
            next: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let ring = Arc::new(ring);
        let accepting = std::thread::spawn({
            let ring = Arc::clone(&ring);
            move || ring.accept(&listener)
        });
        Self { address, ring, accepting: Some(accepting) }
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Another server in the place of one, for connections to come.
    pub fn replace(&self, index: usize, server: &str) {
        let mut servers = self.ring.servers.lock().unwrap_or_else(PoisonError::into_inner);
        servers[index] = parsed(server);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.ring.is_over.store(true, Ordering::Release);
        // Wakes the one that accepts. Connections that are open end with their clients.
        let _ = TcpStream::connect(self.address);
        let _ = self.accepting.take().map(JoinHandle::join);
    }
}

impl Ring {
    fn accept(&self, listener: &TcpListener) {
        for client in listener.incoming() {
            if self.is_over.load(Ordering::Acquire) {
                return;
            }
            // No server at all: the client sees its connection end.
            let (Ok(client), Some(server)) = (client, self.server()) else { continue };
            let _ = join(client, server);
        }
    }

    fn server(&self) -> Option<TcpStream> {
        let servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..servers.len()).map(|offset| servers[(first + offset) % servers.len()]);
        in_turn.into_iter().find_map(|server| TcpStream::connect(server).ok())
    }
}

/// Carries bytes both ways until either side has ended.
fn join(client: TcpStream, server: TcpStream) -> io::Result<()> {
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let (back, forth) = ((server.try_clone()?, client.try_clone()?), (client, server));
    for (mut from, mut to) in [back, forth] {
        std::thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(())
}

fn parsed(server: &str) -> SocketAddr {
    server.trim_start_matches("http://").parse().expect("an address of this machine")
}
