//! Listening sockets: one for each worker on the same address, among which the kernel spreads
//! connections.

use std::io;
use std::net::{SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

const BACKLOG: i32 = 1024;

/// `count` listeners on `address`. Port 0 becomes the same free port for all.
///
/// # Errors
/// The address cannot be had, or somebody listens there.
pub(crate) fn listeners(address: SocketAddr, count: u16) -> io::Result<Vec<TcpListener>> {
    // A listener that shares its port would be let in beside another program of this user's that
    // does the same. One that does not share is refused there, so it goes first.
    let alone = socket(address, false)?;
    let address = alone.local_addr()?.as_socket().unwrap_or(address);
    drop(alone);
    (0..count)
        .map(|_| {
            let socket = socket(address, true)?;
            socket.listen(BACKLOG)?;
            Ok(socket.into())
        })
        .collect()
}

fn socket(address: SocketAddr, shared: bool) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restart need not wait for old connections to be forgotten.
    socket.set_reuse_address(true)?;
    socket.set_reuse_port(shared)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn all_workers_listen_on_one_port_that_nobody_else_gets() {
        let made = listeners("127.0.0.1:0".parse().unwrap(), 3).unwrap();
        let address = made[0].local_addr().unwrap();
        assert!(made.iter().all(|listener| listener.local_addr().unwrap() == address));
        let error = listeners(address, 1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
        drop(made);
        assert!(listeners(address, 1).is_ok());
    }
}
