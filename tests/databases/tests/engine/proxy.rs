//! Something between the engine and the server that cuts connections where a test says.
//!
//! It knows one thing of PostgreSQL's protocol: how a COMMIT looks on the wire.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A message of the simple query protocol: kind, length with itself, text, NUL.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";

/// What becomes of the next COMMIT. Once, and then everything passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Commit {
    Passes,
    /// It never arrives.
    IsLost,
    /// It arrives, and its answer is lost.
    AnswerIsLost,
    /// The client loses its connection at once; the COMMIT arrives this much later.
    ArrivesLate(Duration),
}

pub(crate) struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    server: u16,
    commit: Mutex<Commit>,
    /// Bytes towards the client, or the server, until the connection is cut. Below zero: never.
    left: [AtomicI64; 2],
    passed: [AtomicU64; 2],
}

const TO_SERVER: usize = 0;
const TO_CLIENT: usize = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    ToServer,
    ToClient,
}

impl Direction {
    const fn index(self) -> usize {
        match self {
            Self::ToServer => TO_SERVER,
            Self::ToClient => TO_CLIENT,
        }
    }
}

impl Proxy {
    pub(crate) fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            server,
            commit: Mutex::new(Commit::Passes),
            left: [AtomicI64::new(-1), AtomicI64::new(-1)],
            passed: [AtomicU64::new(0), AtomicU64::new(0)],
        });
        let accepting = Arc::clone(&shared);
        // Ends with the process.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                accepting.connect(client);
            }
        });
        Self { port, shared }
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn on_next_commit(&self, commit: Commit) {
        *self.shared.commit.lock().unwrap() = commit;
    }

    /// Whether what was said about the next COMMIT has happened.
    pub(crate) fn has_cut(&self) -> bool {
        *self.shared.commit.lock().unwrap() == Commit::Passes
    }

    /// Cuts whichever connection is used when so many more bytes have passed. Once.
    pub(crate) fn cut_after(&self, direction: Direction, bytes: i64) {
        self.shared.left[direction.index()].store(bytes, SeqCst);
    }

    /// Whether the bytes that were said have passed.
    pub(crate) fn cut_came(&self, direction: Direction) -> bool {
        self.shared.left[direction.index()].swap(-1, SeqCst) < 0
    }

    pub(crate) fn passed(&self, direction: Direction) -> u64 {
        self.shared.passed[direction.index()].load(SeqCst)
    }
}

impl Shared {
    fn connect(self: &Arc<Self>, client: TcpStream) {
        // A server that is away looks to the client as it would without a proxy.
        let Ok(server) = TcpStream::connect(("127.0.0.1", self.server)) else { return };
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        for direction in [TO_SERVER, TO_CLIENT] {
            let shared = Arc::clone(self);
            let (client, server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                shared.pass(direction, &client, &server);
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.shutdown(Shutdown::Both);
            });
        }
    }

    /// Until either end is gone or it is time to cut.
    fn pass(&self, direction: usize, client: &TcpStream, server: &TcpStream) {
        let (mut from, mut to) =
            if direction == TO_SERVER { (client, server) } else { (server, client) };
        let mut buffer = [0; 16 << 10];
        loop {
            let Ok(count) = from.read(&mut buffer) else { return };
            if count == 0 {
                return;
            }
            let bytes = &buffer[..count];
            if direction == TO_SERVER && bytes == COMMIT {
                let commit = std::mem::replace(&mut *self.commit.lock().unwrap(), Commit::Passes);
                match commit {
                    Commit::Passes => {}
                    Commit::IsLost => return,
                    Commit::AnswerIsLost => {
                        let _ = client.shutdown(Shutdown::Both);
                        let _ = to.write_all(bytes);
                        // The server is done when it has answered.
                        let _ = server.set_read_timeout(Some(Duration::from_secs(5)));
                        thread::sleep(Duration::from_millis(50));
                        return;
                    }
                    Commit::ArrivesLate(late) => {
                        let _ = client.shutdown(Shutdown::Both);
                        thread::sleep(late);
                        let _ = to.write_all(bytes);
                        thread::sleep(Duration::from_millis(50));
                        return;
                    }
                }
            }
            let count = i64::try_from(count).unwrap();
            let left = self.left[direction].fetch_update(SeqCst, SeqCst, |left| match left {
                ..0 => None,
                left => Some(if left < count { -1 } else { left - count }),
            });
            if let Ok(left) = left
                && left < count
            {
                let _ = to.write_all(&bytes[..usize::try_from(left).unwrap()]);
                return;
            }
            self.passed[direction].fetch_add(u64::try_from(count).unwrap(), SeqCst);
            if to.write_all(bytes).is_err() {
                return;
            }
        }
    }
}
