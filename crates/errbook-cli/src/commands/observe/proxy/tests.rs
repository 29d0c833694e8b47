//! The proxy over real sockets, between a client and a service that are threads.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use tokio::sync::oneshot;

use super::*;

/// How long a test waits for something that must happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A proxy in front of a service. Closing it returns what it saw.
struct Proxied {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    proxy: thread::JoinHandle<(Outcome, Vec<Exchange>)>,
}

impl Proxied {
    /// Each connection of the service is served in a thread of its own.
    fn serve(service: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Proxied {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let service = Arc::new(service);
        thread::spawn(move || {
            for stream in listener.incoming().map(|stream| patient(stream.expect("a connection"))) {
                let service = Arc::clone(&service);
                thread::spawn(move || service(stream));
            }
        });
        Proxied::before(address)
    }

    fn before(service: SocketAddr) -> Proxied {
        let upstream = Upstream::parse(&format!("http://{service}")).expect("a URL");
        let proxy = Proxy::listen(upstream, "127.0.0.1:0".parse().expect("an address")).expect("a port");
        let (address, (end, ended)) = (proxy.address, oneshot::channel());
        let proxy = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let mut exchanges = Vec::new();
            let (_, outcome) = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(proxy.listener).expect("a listener");
                relay_until(ended, listener, proxy.upstream, &mut |exchange| exchanges.push(exchange)).await
            });
            (outcome, exchanges)
        });
        Proxied { address, end, proxy }
    }

    fn connect(&self) -> TcpStream {
        patient(TcpStream::connect(self.address).expect("the proxy listens"))
    }

    /// Sends bytes, closes the client's side, and returns everything that comes back.
    fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let (mut writer, bytes) = (stream.try_clone().expect("a copy"), bytes.to_vec());
        let writer = thread::spawn(move || {
            writer.write_all(&bytes)?;
            writer.shutdown(Shutdown::Write)
        });
        let mut received = Vec::new();
        stream.read_to_end(&mut received).expect("everything that was sent");
        writer.join().expect("no panic").expect("everything is read");
        received
    }

    fn close(self) -> (Outcome, Vec<Exchange>) {
        self.end.send(()).expect("the proxy runs");
        self.proxy.join().expect("no panic")
    }
}

/// A socket that fails instead of blocking a test.
fn patient(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// Sends back what it receives.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; 10_000];
    loop {
        match stream.read(&mut buffer)? {
            0 => return stream.shutdown(Shutdown::Write),
            read => stream.write_all(&buffer[..read])?,
        }
    }
}

/// Reads heads of requests, one after the other.
fn read_heads(stream: &mut TcpStream, count: usize) -> io::Result<Vec<u8>> {
    let (mut received, mut byte) = (Vec::new(), [0]);
    for _ in 0..count {
        let start = received.len();
        while !received[start..].ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte)?;
            received.extend(byte);
        }
    }
    Ok(received)
}

/// A service that sends these bytes after so many requests, and closes the connection.
fn answering(count: usize, response: Vec<u8>) -> Proxied {
    Proxied::serve(move |mut stream| {
        read_heads(&mut stream, count)?;
        stream.write_all(&response)?;
        // Wait for the client, so that nothing is unread.
        stream.shutdown(Shutdown::Write)?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    })
}

fn reasons(outcome: &Outcome) -> Vec<(Unchecked, u64)> {
    outcome.unchecked.iter().map(|(reason, count)| (*reason, *count)).collect()
}

const GET: &str = "GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n";

const UPGRADE: &str = "GET /socket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

/// Messages that proxies and services could read in two ways, and what isn't HTTP at all.
fn hostile() -> Vec<Vec<u8>> {
    let post = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    let smuggled = "GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let texts = [
        String::new(),
        "\r\n\r\n".to_owned(),
        "\0\0\0\0".to_owned(),
        format!("{post}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n{smuggled}\r\n0\r\n\r\n"),
        format!("{post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef{smuggled}"),
        format!("{post}Content-Length: +5\r\n\r\nabcde{smuggled}"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\n\n{smuggled}"),
        format!("{post}A: b\r\n folded\r\n\r\n{smuggled}"),
        format!("{post}A: b\0c\r\n\r\n{smuggled}"),
        format!("{post}A: {}\r\n\r\n{smuggled}", "b".repeat(1 << 20)),
        format!("{post}{}\r\n{smuggled}", "A: b\r\n".repeat(5000)),
        "GET / HTTP/1.1\nHost: localhost\n\n".to_owned(),
        "GET  /  HTTP/1.1\r\n\r\n".to_owned(),
        "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0".to_owned(),
        format!("{UPGRADE}\0\u{1}\u{2}{smuggled}"),
        format!("CONNECT localhost:1 HTTP/1.1\r\n\r\n{smuggled}"),
    ];
    texts.map(String::into_bytes).to_vec()
}

#[test]
fn hostile_bytes_pass_unchanged_in_both_directions() {
    let proxied = Proxied::serve(echo);
    let hostile = hostile();
    for bytes in &hostile {
        assert!(proxied.exchange(bytes) == *bytes, "{:.200}", String::from_utf8_lossy(bytes));
    }
    let (outcome, _) = proxied.close();
    let all: usize = hostile.iter().map(Vec::len).sum();
    assert_eq!((outcome.sent, outcome.received), (all as u64, all as u64));
    assert_eq!(outcome.connections, hostile.len() as u64);
    // An empty connection has nothing to check. One with an empty line has no message.
    let unchecked: u64 = outcome.unchecked.values().sum();
    assert_eq!(unchecked, hostile.len() as u64 - 2, "{outcome:?}");
}

#[test]
fn many_bytes_pass_unchanged_in_both_directions() {
    let proxied = Proxied::serve(echo);
    let bytes: Vec<u8> =
        (0_u32..2_000_000).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    assert!(proxied.exchange(&bytes) == bytes);
    let same = thread::scope(|scope| {
        let client = &proxied;
        let parts = [1, 2, 3, 4].map(|part| &bytes[part * 1000..part * 500_000]);
        let clients = parts.map(|part| scope.spawn(move || client.exchange(part) == part));
        clients.map(|client| client.join().expect("no panic"))
    });
    assert_eq!(same, [true; 4]);
}

/// Shared by the cases of a property test.
static ECHO: LazyLock<Mutex<Proxied>> = LazyLock::new(|| Mutex::new(Proxied::serve(echo)));

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_pass_unchanged(
        start in prop::sample::select(hostile().into_iter().filter(|bytes| bytes.len() < 1000).collect::<Vec<_>>()),
        cut in 0_usize..200,
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let bytes = [start.get(..cut).unwrap_or(&start), &rest].concat();
        let received = ECHO.lock().expect("no panic").exchange(&bytes);
        prop_assert_eq!(received, bytes);
    }
}

#[test]
fn an_upgraded_connection_is_relayed_and_not_read() {
    let switched = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    let proxied = Proxied::serve(move |mut stream| {
        read_heads(&mut stream, 1)?;
        stream.write_all(switched.as_bytes())?;
        echo(stream)
    });
    let mut stream = proxied.connect();
    stream.write_all(UPGRADE.as_bytes()).expect("sent");
    assert_eq!(read_heads(&mut stream, 1).expect("a head"), switched.as_bytes());
    let mut frames = b"\x81\x05hello HTTP/1.1 500 \r\n\r\n".to_vec();
    frames.extend((0..=255).cycle().take(70_000));
    let mut received = vec![0; frames.len()];
    for (sent, received) in frames.chunks(10_000).zip(received.chunks_mut(10_000)) {
        stream.write_all(sent).expect("sent");
        stream.read_exact(received).expect("frames");
    }
    assert!(received == frames);
    drop(stream);
    let (outcome, exchanges) = proxied.close();
    assert_eq!(reasons(&outcome), [(Unchecked::Upgraded, 1)]);
    let [exchange] = &exchanges[..] else { panic!("{exchanges:?}") };
    assert_eq!((exchange.target.as_deref(), exchange.status), (Some("/socket"), Some(101)));
}

#[test]
fn http_2_is_relayed_and_not_read() {
    let settings = b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64";
    let proxied = Proxied::serve(|mut stream| {
        // A service may send its settings first.
        stream.write_all(settings)?;
        echo(stream)
    });
    let preface = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &settings[..], &[0xff; 1000]].concat();
    assert_eq!(proxied.exchange(&preface), [&settings[..], &preface].concat());
    assert_eq!(reasons(&proxied.close().0), [(Unchecked::Upgraded, 1)]);
}

#[test]
fn pipelined_requests_are_matched() {
    let responses = "HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\na\
                     HTTP/1.1 204 No Content\r\n\r\n\
                     HTTP/1.1 500 \r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n";
    let proxied = answering(3, responses.into());
    let requests = ["/a", "/b", "/c"].map(|path| format!("GET {path} HTTP/1.1\r\n\r\n")).concat();
    assert_eq!(proxied.exchange(requests.as_bytes()), responses.as_bytes());
    let (outcome, exchanges) = proxied.close();
    let found: Vec<_> =
        exchanges.iter().map(|exchange| (exchange.target.as_deref(), exchange.status, &exchange.body)).collect();
    let (a, c) = (Body::Bytes(b"a".to_vec()), Body::Bytes(b"c".to_vec()));
    let expected = [(Some("/a"), Some(404), &a), (Some("/b"), Some(204), &Body::Absent), (Some("/c"), Some(500), &c)];
    assert_eq!(found, expected);
    let length = |text: &str| text.len() as u64;
    let expected = Outcome {
        connections: 1,
        requests: 3,
        sent: length(&requests),
        received: length(responses),
        ..Outcome::default()
    };
    assert_eq!(outcome, expected);
}

#[test]
fn a_connection_is_kept_alive() {
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let proxied = Proxied::serve(move |mut stream| {
        loop {
            read_heads(&mut stream, 1)?;
            stream.write_all(ok.as_bytes())?;
        }
    });
    let mut stream = proxied.connect();
    for _ in 0..20 {
        stream.write_all(GET.as_bytes()).expect("sent");
        assert_eq!(read_heads(&mut stream, 1).expect("a response"), ok.as_bytes());
    }
    // The proxy stops although the connection is open.
    let (outcome, exchanges) = proxied.close();
    assert_eq!((exchanges.len(), outcome.requests, outcome.connections), (20, 20, 1));
    assert_eq!(reasons(&outcome), []);
}

#[test]
fn compressed_bodies_pass_unchanged_and_are_decoded_in_the_copy() {
    let body = br#"{"status":404}"#;
    let brotli = b"\x8b\x06\x80{\"status\":404}\x03".to_vec();
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV*.I,)-V\xb2210\xa9\x05\0{\xa5\xf2\x7f\x0e\0\0\0".to_vec();
    for (coding, encoded) in [("br", brotli), ("gzip", gzip)] {
        let length = encoded.len();
        let head = format!("HTTP/1.1 404 Not Found\r\nContent-Encoding: {coding}\r\nContent-Length: {length}\r\n\r\n");
        let response = [head.as_bytes(), &encoded].concat();
        let proxied = answering(1, response.clone());
        assert_eq!(proxied.exchange(GET.as_bytes()), response);
        let (_, exchanges) = proxied.close();
        let bodies: Vec<_> = exchanges.iter().map(|exchange| &exchange.body).collect();
        assert_eq!(bodies, [&Body::Bytes(body.to_vec())], "{coding}");
    }
}

#[test]
fn bytes_pass_as_they_come() {
    let response = b"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    let proxied = Proxied::serve(move |mut stream| {
        read_heads(&mut stream, 1)?;
        // Each byte waits until the client has read the one before it.
        for byte in response {
            stream.write_all(&[*byte])?;
            stream.read_exact(&mut [0])?;
        }
        Ok(())
    });
    let (mut stream, mut received) = (proxied.connect(), Vec::new());
    stream.write_all(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n").expect("sent");
    let mut byte = [0];
    while stream.read(&mut byte).expect("a byte") > 0 {
        received.extend(byte);
        stream.write_all(b"!").expect("sent");
    }
    assert_eq!(received, response);
    drop(stream);
    let (_, exchanges) = proxied.close();
    assert_eq!(exchanges.first().map(|exchange| exchange.body.clone()), Some(Body::Bytes(b"{}".to_vec())));
}

#[test]
fn a_client_can_send_after_the_service_has_closed_its_side() {
    let (sender, late) = std::sync::mpsc::channel();
    let proxied = Proxied::serve(move |mut stream| {
        read_heads(&mut stream, 1)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{}")?;
        stream.shutdown(Shutdown::Write)?;
        let mut late = Vec::new();
        stream.read_to_end(&mut late)?;
        sender.send(late).map_err(io::Error::other)
    });
    let mut stream = proxied.connect();
    stream.write_all(GET.as_bytes()).expect("sent");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("a response");
    assert_eq!(response, b"HTTP/1.1 200 OK\r\n\r\n{}");
    stream.write_all(b"late").expect("sent");
    stream.shutdown(Shutdown::Write).expect("closed");
    assert_eq!(late.recv_timeout(PATIENCE).expect("late bytes"), b"late");
    let (outcome, exchanges) = proxied.close();
    assert_eq!(exchanges.first().map(|exchange| exchange.body.clone()), Some(Body::Bytes(b"{}".to_vec())));
    assert_eq!(outcome.sent, GET.len() as u64 + 4);
}

/// Closes a connection with unread bytes, which resets it.
fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.peek(&mut [0]).map(drop)
}

#[test]
fn a_reset_of_the_service_reaches_the_client() {
    let proxied = Proxied::serve(|mut stream| {
        read_heads(&mut stream, 1)?;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n{}")?;
        reset(&stream)
    });
    let mut stream = proxied.connect();
    stream.write_all(GET.as_bytes()).expect("sent");
    read_heads(&mut stream, 1).expect("a head");
    stream.read_exact(&mut [0; 2]).expect("a body");
    stream.write_all(b"unread").expect("sent");
    let error = stream.read(&mut [0]).expect_err("a reset");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    let (outcome, exchanges) = proxied.close();
    // The end of the body is unknown.
    assert_eq!(reasons(&outcome), [(Unchecked::Malformed, 1)]);
    assert_eq!(exchanges.first().and_then(|exchange| exchange.status), Some(400));
}

#[test]
fn a_reset_of_the_client_reaches_the_service() {
    let (sender, ends) = std::sync::mpsc::channel();
    let proxied = Proxied::serve(move |mut stream| {
        read_heads(&mut stream, 1)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")?;
        let end = stream.read(&mut [0]).map_err(|error| error.kind());
        sender.send(end).map_err(io::Error::other)
    });
    let mut stream = proxied.connect();
    stream.write_all(GET.as_bytes()).expect("sent");
    reset(&stream).expect("a response");
    drop(stream);
    assert_eq!(ends.recv_timeout(PATIENCE), Ok(Err(io::ErrorKind::ConnectionReset)));
    assert_eq!(reasons(&proxied.close().0), [(Unchecked::Malformed, 1)]);
}

#[test]
fn a_response_reaches_a_client_whose_request_is_not_read() {
    let refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\n{}";
    let proxied = Proxied::serve(move |mut stream| {
        read_heads(&mut stream, 1)?;
        stream.write_all(refusal.as_bytes())?;
        // The rest of the request is unread.
        stream.shutdown(Shutdown::Both)
    });
    let mut stream = proxied.connect();
    stream.write_all(b"POST / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n").expect("sent");
    let mut writer = stream.try_clone().expect("a copy");
    let upload = thread::spawn(move || writer.write_all(&vec![0; 100_000_000]));
    let mut received = vec![0; refusal.len()];
    stream.read_exact(&mut received).expect("a response");
    assert_eq!(received, refusal.as_bytes());
    upload.join().expect("no panic").expect_err("the service is gone");
    let (_, exchanges) = proxied.close();
    assert_eq!(exchanges.first().and_then(|exchange| exchange.status), Some(413));
}

#[test]
fn a_service_that_is_down_is_reported_to_the_client() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let proxied = Proxied::before(free);
    for _ in 0..2 {
        let response = String::from_utf8(proxied.exchange(GET.as_bytes())).expect("text");
        assert!(response.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{response}");
        let body = format!("\r\n\r\nerrbook: cannot connect to http://{free}: connection refused\n");
        assert!(response.ends_with(&body), "{response}");
    }
    let (outcome, exchanges) = proxied.close();
    let reason = Some("connection refused".to_owned());
    assert_eq!(outcome, Outcome { connect_failures: 2, connect_error: reason, ..Outcome::default() });
    assert_eq!(exchanges, []);
}

#[test]
fn the_proxy_does_not_relay_to_itself() {
    let upstream = Upstream::parse("http://127.0.0.1:1").expect("a URL");
    let failure = Proxy::listen(upstream, "127.0.0.1:1".parse().expect("an address")).err().expect("a failure");
    assert_eq!(failure.message, "`http://127.0.0.1:1` is the address of the proxy itself");
}

fn run(command: &[&str]) -> Result<Outcome, Failure> {
    let upstream = Upstream::parse("http://127.0.0.1:1").expect("a URL");
    let proxy = Proxy::listen(upstream, "127.0.0.1:0".parse().expect("an address")).expect("a port");
    let command: Vec<_> = command.iter().map(OsString::from).collect();
    proxy.run(&command, &mut |_| ())
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_url_and_its_status_is_kept() {
    let script = r#"case "$ERRBOOK_PROXY_URL" in http://127.0.0.1:[1-9]*) exit 7 ;; esac"#;
    let status = run(&["sh", "-c", script]).expect("an outcome").status;
    assert_eq!(status.and_then(|status| status.code()), Some(7));
}

#[test]
fn a_command_that_cannot_run_is_a_failure() {
    let failure = run(&["errbook-no-such-program"]).expect_err("a failure");
    assert_eq!(failure.message, "cannot run `errbook-no-such-program`: no such file or directory");
    let failure = run(&["errbook-no-such-program --all"]).expect_err("a failure");
    assert!(failure.help.concat().contains("separately"), "{failure:?}");
}
