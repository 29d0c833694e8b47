//! Copies of HTTP/1 connections, in pieces of any size.

use std::io::Write;

use errbook_observe::http::{Close, Connection};
use errbook_observe::{Body, Exchange, MAX_BODY, Unchecked};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

/// Reads all requests, and then all responses, in pieces of at most `size` bytes.
fn exchanges(requests: &[u8], responses: &[u8], size: usize, close: Close) -> Vec<Exchange> {
    let mut connection = Connection::new();
    requests.chunks(size).for_each(|piece| connection.request(piece));
    responses.chunks(size).for_each(|piece| connection.response(piece));
    connection.end(close);
    std::iter::from_fn(|| connection.exchange()).collect()
}

/// What a test compares: method, target, status, and body.
fn summary(exchange: &Exchange) -> String {
    let body = match &exchange.body {
        Body::Bytes(bytes) if bytes.len() > 100 => format!("{} bytes", bytes.len()),
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::Unchecked(reason) => format!("{reason:?}"),
        other => format!("{other:?}"),
    };
    let status = exchange.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!("{} {} {status} {body}", text(&exchange.method), text(&exchange.target))
}

fn read_until(requests: &str, responses: &[u8], close: Close) -> Vec<String> {
    let whole = exchanges(requests.as_bytes(), responses, usize::MAX, close);
    let sizes = if responses.len() < MAX_BODY { &[1, 2, 3, 7, 1000][..] } else { &[1000] };
    for &size in sizes {
        assert_eq!(exchanges(requests.as_bytes(), responses, size, close), whole, "in pieces of {size}");
    }
    whole.iter().map(summary).collect()
}

fn read(requests: &str, responses: &str) -> Vec<String> {
    read_until(requests, responses.as_bytes(), Close::Clean)
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("written");
    encoder.finish().expect("finished")
}

#[test]
fn keeps_what_a_response_says() {
    let response = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nX-Raw: \xff\r\nX-Raw:\r\n\r\n{}";
    let exchanges = exchanges(get("http://localhost/a?b=c").as_bytes(), response, 1, Close::Clean);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = Exchange {
        method: Some("GET".to_owned()),
        target: Some("http://localhost/a?b=c".to_owned()),
        status: Some(404),
        headers: Some(vec![header("Content-Length", "2"), header("X-Raw", "\u{fffd}"), header("X-Raw", "")]),
        body: Body::Bytes(b"{}".to_vec()),
        ..Exchange::default()
    };
    assert_eq!(exchanges, [expected]);
}

#[test]
fn matches_pipelined_requests_with_responses() {
    let post = "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let put = "PUT /d HTTP/1.1\r\nContent-Length: 19\r\n\r\nGET /x HTTP/1.1\r\n\r\n";
    let requests = [&get("/a"), "HEAD /b HTTP/1.1\r\n\r\n", post, put, "\r\n\n", &get("/e"), &get("/f")].concat();
    let responses = "\
        HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\none\r\n2\r\n!!\r\n0\r\nA: b\r\n\r\n\
        HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n\
        HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n\
        HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n\
        HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n\
        HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n\
        HTTP/1.0 400\n\nuntil the end";
    let expected = [
        "GET /a 200 one!!",
        "HEAD /b 200 Absent",
        "POST /c 204 Absent",
        "PUT /d 304 Absent",
        "GET /e 500 ",
        "GET /f 400 until the end",
    ];
    assert_eq!(read(&requests, responses), expected);
}

#[test]
fn counts_requests() {
    let mut connection = Connection::new();
    connection.request((get("/a") + &get("/b") + "GET /c").as_bytes());
    assert_eq!(connection.requests(), 2);
    connection.end(Close::Broken);
    assert_eq!(connection.requests(), 2);
}

#[test]
fn a_response_can_precede_the_end_of_its_request() {
    let mut connection = Connection::new();
    connection.request(b"POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
    connection.response(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    connection.request(b"cde");
    connection.request(get("/b").as_bytes());
    connection.response(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let found: Vec<_> = std::iter::from_fn(|| connection.exchange()).map(|exchange| summary(&exchange)).collect();
    assert_eq!(found, ["POST /a 413 ", "GET /b 200 "]);
}

#[test]
fn decodes_content_codings() {
    let zipped = gzip(b"{\"status\":404}");
    let head = format!("HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", zipped.len());
    let found = read_until(&get("/"), &[head.as_bytes(), &zipped].concat(), Close::Clean);
    assert_eq!(found, ["GET / 404 {\"status\":404}"]);
    let head = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: gzip, chunked\r\n\r\n";
    let chunk = format!("{:x}\r\n", zipped.len());
    let response = [head.as_bytes(), chunk.as_bytes(), &zipped, b"\r\n0\r\n\r\n"].concat();
    assert_eq!(read_until(&get("/"), &response, Close::Clean), ["GET / 404 {\"status\":404}"]);
}

#[test]
fn a_body_that_cannot_be_decoded_is_skipped() {
    let requests = get("/a") + &get("/b");
    let responses = "\
        HTTP/1.1 400 Bad Request\r\nContent-Encoding: zstd\r\nContent-Length: 2\r\n\r\n{}\
        HTTP/1.1 400 Bad Request\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(read(&requests, responses), ["GET /a 400 Encoding", "GET /b 400 Encoding"]);
}

#[test]
fn a_large_body_is_skipped() {
    let requests = get("/a") + &get("/b") + &get("/c") + &get("/d");
    let length = |bytes: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {bytes}\r\n\r\n{}", " ".repeat(bytes));
    let bomb = gzip(&vec![b' '; 100 * MAX_BODY]);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
    let mut responses = (length(MAX_BODY) + &length(MAX_BODY + 1) + &head).into_bytes();
    responses.extend(bomb);
    responses.extend(length(1).bytes());
    let expected = ["GET /a 200 1048576 bytes", "GET /b 200 TooLarge", "GET /c 200 TooLarge", "GET /d 200  "];
    assert_eq!(read_until(&requests, &responses, Close::Clean), expected);
}

#[test]
fn an_upgrade_ends_reading() {
    let upgrade = "GET /socket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    let frames = "\u{81}\u{5}hello\r\n\r\n";
    let switched = format!("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n{frames}");
    assert_eq!(read(&format!("{upgrade}{frames}"), &switched), ["GET /socket 101 Upgraded"]);
    let tunnel = format!("CONNECT example.com:443 HTTP/1.1\r\n\r\n{frames}");
    let connected = format!("HTTP/1.1 200 OK\r\n\r\n{frames}");
    assert_eq!(read(&tunnel, &connected), ["CONNECT example.com:443 200 Upgraded"]);
    let frames = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0";
    assert_eq!(read(frames, "\0\0\u{12}\u{4}\0\n\n\0"), ["- - - Upgraded"]);
    assert_eq!(
        read(&(get("/a") + frames), "HTTP/1.1 204 No Content\r\n\r\n\0"),
        ["GET /a 204 Absent", "- - - Upgraded"]
    );
    assert_eq!(read(frames, ""), ["- - - Upgraded"]);
}

#[test]
fn a_refused_upgrade_changes_nothing() {
    let upgrade = "GET /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
    let tunnel = "CONNECT example.com:443 HTTP/1.1\r\n\r\n";
    let requests = [upgrade, tunnel, &get("/b")].concat();
    let responses = "\
        HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1\
        HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 1\r\n\r\n2\
        HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3";
    let expected = ["GET /a 200 1", "CONNECT example.com:443 405 2", "GET /b 200 3"];
    assert_eq!(read(&requests, responses), expected);
}

#[test]
fn a_malformed_response_ends_reading() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    for (response, expected) in [
        ("nonsense\r\n\r\n".to_owned(), "GET /a - Malformed"),
        ("HTTP/2 200\r\n\r\n".to_owned(), "GET /a - Malformed"),
        ("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n".to_owned(), "GET /a - Malformed"),
        ("HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n".to_owned(), "GET /a - Malformed"),
        ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n".to_owned(), "GET /a - Malformed"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n1".to_owned(), "GET /a - Malformed"),
        (format!("{chunked}Content-Length: 5\r\n\r\n0\r\n\r\n"), "GET /a - Malformed"),
        (format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "b".repeat(70_000)), "GET /a - Malformed"),
        (format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(300)), "GET /a - Malformed"),
        (format!("{chunked}\r\n5\r\nabc"), "GET /a 200 Malformed"),
        (format!("{chunked}\r\nabcx\r\n"), "GET /a 200 Malformed"),
        (format!("{chunked}\r\n1\nx\n0\n\n"), "GET /a 200 Malformed"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc".to_owned(), "GET /a 200 Malformed"),
        ("HTTP/1.1 200 OK\r\nConte".to_owned(), "GET /a - Malformed"),
    ] {
        assert_eq!(read(&(get("/a") + &get("/b")), &response), [expected], "{response:.100}");
    }
}

#[test]
fn a_malformed_request_ends_reading_after_the_responses_before_it() {
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for request in [
        "nonsense\r\n\r\n".to_owned(),
        "GET /b HTTP/1.1\r\nA: b\r\n folded\r\n\r\n".to_owned(),
        "POST /b HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
        "POST /b HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx".to_owned(),
        format!("GET /{} HTTP/1.1\r\n\r\n", "b".repeat(70_000)),
    ] {
        let found = read(&(get("/a") + &request), &ok.repeat(3));
        assert_eq!(found, ["GET /a 200 ", "- - - Malformed"], "{request:.100}");
    }
    let chunked = "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n";
    assert_eq!(read(chunked, &ok.repeat(2)), ["POST /b 200 ", "- - - Malformed"]);
    assert_eq!(read("nonsense\r\n\r\n", ""), ["- - - Malformed"]);
}

#[test]
fn the_queue_of_requests_is_bounded() {
    let ok = "HTTP/1.1 204 No Content\r\n\r\n";
    let found = read(&get("/").repeat(256), &ok.repeat(256));
    assert_eq!(found, vec!["GET / 204 Absent"; 256]);
    let found = read(&get("/").repeat(257), &ok.repeat(257));
    assert_eq!(found.last().map(String::as_str), Some("- - - Malformed"));
    assert_eq!(found.len(), 257);
    let long = get(&format!("/{}", "a".repeat(60_000)));
    assert_eq!(read(&long.repeat(5), &ok.repeat(5)).len(), 5);
    let upgrade = format!("GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n{}", "a".repeat(70_000));
    assert_eq!(read(&upgrade, ""), ["- - - Malformed"]);
}

#[test]
fn an_unmatched_response_is_the_last_one() {
    let timeout = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(read("GET / HT", timeout), ["- - 408 {}"]);
    assert_eq!(read("", &timeout.repeat(2)), ["- - 408 {}", "- - - Malformed"]);
}

#[test]
fn a_reset_leaves_a_body_incomplete() {
    let response = b"HTTP/1.1 400 Bad Request\r\n\r\n{}";
    assert_eq!(read_until(&get("/"), response, Close::Clean), ["GET / 400 {}"]);
    assert_eq!(read_until(&get("/"), response, Close::Broken), ["GET / 400 Malformed"]);
    assert_eq!(read_until(&get("/"), b"", Close::Broken), Vec::<String>::new());
}

/// Parts of messages that have a meaning, so random combinations reach most states.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let fixed = [
        "GET /a HTTP/1.1\r\n",
        "HEAD /b HTTP/1.0\r\n",
        "CONNECT c:1 HTTP/1.1\r\n",
        "POST /d HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 404\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n",
        "HTTP/1.1 204 No Content\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "GET /e HTTP/1.1\r\n\r\n",
        "Host: a\r\n",
        "Content-Length: 3\r\n",
        "Content-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Upgrade: websocket\r\n",
        " folded\r\n",
        "\r\n",
        "\n",
        "\r",
        "3\r\nabc\r\n",
        "0\r\n",
        "abc",
        "\0",
    ];
    prop_oneof![
        20 => prop::sample::select(fixed.map(|part| part.as_bytes().to_vec()).to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(part(), 0..16).prop_map(|parts| parts.concat())
}

fn split(mut bytes: &[u8], sizes: &[usize], mut read: impl FnMut(&[u8])) {
    for size in sizes.iter().cycle() {
        let Some((piece, rest)) = bytes.split_at_checked(*size) else { return read(bytes) };
        read(piece);
        bytes = rest;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn pieces_do_not_matter(
        requests in stream(),
        responses in stream(),
        sizes in prop::collection::vec(1_usize..30, 1..8),
    ) {
        let whole = exchanges(&requests, &responses, usize::MAX, Close::Clean);
        let mut connection = Connection::new();
        split(&requests, &sizes, |piece| connection.request(piece));
        split(&responses, &sizes, |piece| connection.response(piece));
        connection.end(Close::Clean);
        let pieces: Vec<_> = std::iter::from_fn(|| connection.exchange()).collect();
        prop_assert_eq!(pieces, whole);
    }

    #[test]
    fn no_bytes_panic(pieces in prop::collection::vec((any::<bool>(), stream()), 0..12), broken in any::<bool>()) {
        let mut connection = Connection::new();
        for (is_request, piece) in &pieces {
            if *is_request { connection.request(piece) } else { connection.response(piece) }
        }
        connection.end(if broken { Close::Broken } else { Close::Clean });
        let found: Vec<_> = std::iter::from_fn(|| connection.exchange()).collect();
        let stops = found.iter().filter(|exchange| {
            matches!(exchange.body, Body::Unchecked(Unchecked::Malformed | Unchecked::Upgraded))
        });
        prop_assert!(stops.count() <= 1, "a connection stops once: {:?}", found);
    }
}
