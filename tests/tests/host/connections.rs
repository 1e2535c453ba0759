//! What a connection may cost: silence is not kept, and one door does not shut the other.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use strongroom_tests::{Client, Native, Strongroom, raw};

const HEADER_TIMEOUT: Duration = Duration::from_secs(1);
/// Reached only by what is never closed.
const PATIENCE: Duration = Duration::from_secs(60);
/// How a client of HTTP/2 begins: the preface, and settings that set nothing.
const HTTP_2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

fn impatient() -> Strongroom {
    Strongroom::start(Arc::new(Native::new().flag("--header-timeout", "1s")))
}

#[test]
fn a_connection_that_says_nothing_is_closed_after_the_header_timeout() {
    let strongroom = impatient();
    // Nothing; what could still become HTTP/2; HTTP/2 without a request.
    for said in [&b""[..], b"PRI * HT", HTTP_2] {
        let begun = Instant::now();
        let mut connection = raw::Connection::open(strongroom.running().address());
        connection.write(said);
        let answer = connection.read();
        let after = begun.elapsed();
        assert_eq!(answer.status, 0, "{said:?}: {} {}", answer.head, answer.body);
        assert!(after >= HEADER_TIMEOUT, "{said:?}: {after:?}");
        assert!(after < PATIENCE, "{said:?}: {after:?}");
    }
    let _ = strongroom.owner().get("/readyz").expect(200);
}

#[test]
fn a_connection_that_only_answers_pings_is_closed_after_the_header_timeout() {
    let strongroom = impatient();
    let address = strongroom.running().address().strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(HTTP_2).expect("a write");
    let begun = Instant::now();
    let mut pings = 0;
    while let Some((kind, flags, payload)) = frame(&mut stream) {
        assert!(begun.elapsed() < PATIENCE, "{pings} pings and still open");
        if kind == PING && flags & ACK == 0 {
            pings += 1;
            let answer = [&[0, 0, 8, PING, ACK, 0, 0, 0, 0][..], &payload].concat();
            // The server may have closed by now: the next frame is none then.
            let _ = stream.write_all(&answer);
        }
    }
    assert!(pings > 0 && begun.elapsed() >= HEADER_TIMEOUT, "{pings} pings");
    assert!(begun.elapsed() < PATIENCE, "closed by no one");
}

const PING: u8 = 6;
const ACK: u8 = 1;

/// The next frame of HTTP/2: its type, flags and payload. None once the connection is closed.
fn frame(stream: &mut TcpStream) -> Option<(u8, u8, Vec<u8>)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; usize::try_from(length).expect("a length")];
    stream.read_exact(&mut payload).ok()?;
    Some((head[3], head[4], payload))
}

#[test]
fn a_request_may_take_longer_than_the_header_timeout() {
    let strongroom = impatient();
    let body = "{\"name\":\"slow\"}";
    let mut connection = raw::Connection::open(strongroom.running().address());
    connection.write(
        format!(
            "POST /api/identity/v2/me HTTP/1.1\r\nHost: strongroom\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .as_bytes(),
    );
    sleep(HEADER_TIMEOUT * 3);
    connection.write(body.as_bytes());
    let answer = connection.read();
    assert!((400..500).contains(&answer.status), "{} {}", answer.head, answer.body);
    assert!(answer.body.contains("request_id"), "{}", answer.body);
}

#[test]
fn a_full_main_door_does_not_shut_the_hosts_own() {
    let native = Native::new()
        .flag("--workers", "1")
        .flag("--max-connections", "1")
        .flag("--metrics-listen", "127.0.0.1:0");
    let strongroom = Strongroom::start(Arc::new(native));
    let announced = &strongroom.running().announcement;
    let own = Client::new(announced["metrics_address"].as_str().expect("an address"));
    let full = raw::Connection::open(strongroom.running().address());
    let _ = own.get("/healthz").expect(200);
    let _ = own.get("/readyz").expect(200);
    drop(full);
    let main = raw::send(strongroom.running().address(), "GET", "/api/identity/v2/me", &[], b"");
    assert_eq!(main.status, 401, "{} {}", main.head, main.body);
}

#[test]
fn large_bodies_at_once_are_turned_away_and_no_instance_fails() {
    let strongroom = Strongroom::start(Arc::new(Native::new()));
    let address = strongroom.running().address().strip_prefix("http://").expect("an address");
    let body = vec![b'x'; 1 << 20];
    let head = format!(
        "POST /api/identity/v2/settings/user/me/ HTTP/1.1\r\nHost: strongroom\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\
         Authorization: bearer srt_0ujtsYcgvSTl8PAuAdqWYSMnLOv_{}\r\n\r\n",
        body.len(),
        "A".repeat(43),
    );
    let (last, most) = body.split_last().expect("a body");
    let open = || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        // One that is turned away early may find the connection closed while it still writes.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(most));
        stream
    };
    let streams: Vec<TcpStream> = std::thread::scope(|scope| {
        let opened: Vec<_> = (0..300).map(|_| scope.spawn(open)).collect();
        opened.into_iter().map(|stream| stream.join().expect("a client")).collect()
    });
    let mut answered = 0;
    for mut stream in streams {
        let _ = stream.write_all(&[*last]);
        let mut status_line = [0; 12];
        if stream.read_exact(&mut status_line).is_ok() {
            answered += 1;
            assert!(matches!(&status_line[9..], b"401" | b"503"), "{status_line:?}");
        }
    }
    assert!(answered >= 100, "only {answered} of 300 had an answer");
    let metrics = raw::send(strongroom.running().address(), "GET", "/metrics", &[], b"");
    assert!(metrics.body.contains("strongroom_core_traps_total 0"), "{}", metrics.body);
}
