//! Both ends of `errbook observe --proxy`, to measure what a request costs the proxy.
//!
//! `proxy service 404` answers every request with this status and 1 KiB of JSON. It prints its URL.
//! `proxy load 16 20000` is the command that errbook runs. It sends 20,000 requests per round on 16
//! connections, seven rounds, and prints the CPU time of its parent process for a request in the
//! best round.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

const ROUNDS: usize = 7;

/// The unit of CPU times in `/proc`, in microseconds.
const TICK: f64 = 10_000.0;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|number| number.parse().ok()).expect("a number");
    match arguments.first().map(String::as_str) {
        Some("service") => serve(number(1)),
        Some("load") => load(number(1), number(2)),
        _ => panic!("expected `service STATUS` or `load CONNECTIONS REQUESTS`"),
    }
}

fn serve(status: usize) {
    let body = format!("{{\"error\":{{\"detail\":\"{}\"}}}}", "a".repeat(1024 - 25));
    let response = format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\
         Date: Sun, 29 Nov 2026 12:00:00 GMT\r\nX-Request-Id: req_0123456789abcdef\r\n\
         Cache-Control: no-store\r\nVary: Accept\r\nServer: bench\r\n\r\n{body}",
        body.len()
    );
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    for stream in listener.incoming().map(|stream| stream.expect("a connection")) {
        let response = response.clone();
        thread::spawn(move || answer(stream, &response));
    }
}

fn answer(mut stream: TcpStream, response: &str) {
    stream.set_nodelay(true).expect("a socket");
    let (mut reader, mut line) = (BufReader::new(stream.try_clone().expect("a copy")), String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
        if line == "\r\n" && stream.write_all(response.as_bytes()).is_err() {
            return;
        }
        line.clear();
    }
}

fn load(connections: usize, requests: usize) {
    let url = std::env::var("ERRBOOK_PROXY_URL").expect("errbook runs this");
    let address = url.strip_prefix("http://").expect("a URL");
    let mut streams: Vec<_> = (0..connections).map(|_| TcpStream::connect(address).expect("the proxy")).collect();
    let each = requests / connections;
    let rounds = (0..ROUNDS).map(|_| {
        let (cpu, start) = (cpu_time(), Instant::now());
        thread::scope(|scope| {
            for stream in &mut streams {
                scope.spawn(move || ask(stream, each));
            }
        });
        let requests = (each * connections) as f64;
        ((cpu_time() - cpu) / requests, start.elapsed().as_secs_f64() * 1e6 / requests)
    });
    let (cpu, wall) = rounds.reduce(|best, round| (best.0.min(round.0), best.1.min(round.1))).expect("a round");
    println!("{connections} connections: {cpu:.1} µs CPU, {wall:.1} µs elapsed");
}

fn ask(stream: &mut TcpStream, requests: usize) {
    stream.set_nodelay(true).expect("a socket");
    let request = b"GET /v1/orders/7?expand=items HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json\r\n\
        Authorization: Bearer 0123456789abcdef\r\nUser-Agent: bench/1.0\r\n\r\n";
    let mut buffer = [0; 4096];
    stream.write_all(request).expect("sent");
    let length = first_response(stream, &mut buffer);
    for _ in 1..requests {
        stream.write_all(request).expect("sent");
        stream.read_exact(&mut buffer[..length]).expect("a response");
    }
}

/// Reads a response, and returns its length, which all have.
fn first_response(stream: &mut TcpStream, buffer: &mut [u8]) -> usize {
    let mut length = 0;
    while !buffer[..length].ends_with(b"\"}}") {
        let read = stream.read(&mut buffer[length..]).expect("a response");
        assert!(read > 0, "the response ends");
        length += read;
    }
    length
}

/// User and system time of the parent process, in microseconds.
fn cpu_time() -> f64 {
    let path = format!("/proc/{}/stat", std::os::unix::process::parent_id());
    let stat = std::fs::read_to_string(path).expect("Linux");
    // The name of the process, in parentheses, may contain spaces.
    let fields = stat.rsplit_once(')').expect("a name").1.split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).map(|ticks| ticks.parse::<f64>().expect("a number")).sum();
    ticks * TICK
}
