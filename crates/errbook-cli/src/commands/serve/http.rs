//! The HTTP/1.1 server, in its own thread. It rejects requests that a browser showing the site
//! wouldn't send, answers those for errbook's own files, and passes the rest to the rendering
//! thread. The only module that uses `hyper`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;

use super::answer::{Answer, EVENTS, FINDINGS, Kind, OPEN, OVERLAY, RELOAD, STYLE};
use super::{Ask, Event, Location, Request as Wanted, Version};
use crate::failure::{Failure, cause};

/// The interval after which the server checks if a browser is still connected.
const BREATH: Duration = Duration::from_secs(20);

/// Below the usual limit of 256 open files in macOS, and far more than browsers open.
const MAX_CONNECTIONS: usize = 128;

type Body = Either<Full<Bytes>, Channel<Bytes, Infallible>>;

pub(super) fn start(
    listener: std::net::TcpListener,
    events: Sender<Event>,
    versions: watch::Receiver<Version>,
) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::trouble(format!("cannot serve: {}", cause(&error)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    let listener = {
        let _guard = runtime.enter();
        TcpListener::from_std(listener).map_err(cannot)?
    };
    let serve = move || runtime.block_on(accept(listener, events, versions));
    std::thread::Builder::new().name("http".to_owned()).spawn(serve).map(drop).map_err(cannot)
}

async fn accept(listener: TcpListener, events: Sender<Event>, versions: watch::Receiver<Version>) {
    let mut connections = Connections::default();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Such as too many open files. Wait until some are closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (events, versions) = (events.clone(), versions.clone());
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        let service = service_fn(move |request| {
            let open = OpenRequest::new(&counted);
            respond(request, open, events.clone(), versions.clone())
        });
        let mut http = hyper::server::conn::http1::Builder::new();
        let connection = http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
        // A broken connection only concerns the browser.
        let task = tokio::spawn(async move { drop(connection.await) });
        connections.add(task.abort_handle(), requests);
    }
}

/// The open connections, the oldest first.
#[derive(Default)]
struct Connections(VecDeque<(AbortHandle, Arc<AtomicUsize>)>);

impl Connections {
    /// Adds a connection. If there are too many, closes the oldest one without a request: programs
    /// that open connections and send nothing must not keep a browser out.
    fn add(&mut self, task: AbortHandle, requests: Arc<AtomicUsize>) {
        self.0.retain(|(task, _)| !task.is_finished());
        if self.0.len() >= MAX_CONNECTIONS {
            let idle = self.0.iter().position(|(_, requests)| requests.load(Ordering::Relaxed) == 0);
            if let Some((task, _)) = self.0.remove(idle.unwrap_or_default()) {
                task.abort();
            }
        }
        self.0.push_back((task, requests));
    }
}

/// Counts a request until its response is ready, or a stream ends. A page is sent from memory, in a
/// moment.
struct OpenRequest(Arc<AtomicUsize>);

impl OpenRequest {
    fn new(requests: &Arc<AtomicUsize>) -> OpenRequest {
        requests.fetch_add(1, Ordering::Relaxed);
        OpenRequest(Arc::clone(requests))
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn respond(
    request: Request<Incoming>,
    open: OpenRequest,
    events: Sender<Event>,
    versions: watch::Receiver<Version>,
) -> Result<Response<Body>, Infallible> {
    let head = request.method() == Method::HEAD;
    let mut response = match refused(&request) {
        Some(answer) => response(answer),
        None if request.uri().path() == EVENTS => stream(versions, open),
        None => response(answer(&request, &events).await),
    };
    if head {
        *response.body_mut() = Either::Left(Full::default());
    }
    Ok(response)
}

/// Returns a response if the request must not reach the site.
fn refused(request: &Request<Incoming>) -> Option<Answer> {
    if !is_here(request) {
        let text = "this server only answers requests for its address and for localhost";
        return Some(Answer::refusal(403, text));
    }
    if request.uri().path() == OPEN && request.method() == Method::POST {
        let text = "only pages of this server can open files";
        return (!is_from_own_page(request)).then(|| Answer::refusal(403, text));
    }
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    (!reads).then(|| Answer::refusal(405, "this server can only be read"))
}

/// Whether the request addresses this server by IP address or `localhost`. Another site could point
/// its own name at this address (DNS rebinding) to read what is served here, but it can't take over
/// an address or `localhost`.
fn is_here(request: &Request<Incoming>) -> bool {
    let header = request.headers().get_all(header::HOST);
    let mut hosts = header.iter().map(|host| host.to_str().unwrap_or_default());
    let (first, second) = (hosts.next(), hosts.next());
    let target = request.uri().authority().map(|authority| authority.as_str());
    second.is_none() && first.is_some_and(is_own_name) && target.is_none_or(is_own_name)
}

/// Whether a page of this server sent the request: browsers don't let pages set these headers, except
/// the last one, which other sites can't send without permission (CORS).
fn is_from_own_page(request: &Request<Incoming>) -> bool {
    let text = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).unwrap_or_default();
    let origin = text(header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    let site = text(HeaderName::from_static("sec-fetch-site"));
    origin == Some(host)
        && site.is_none_or(|site| site == "same-origin")
        && request.headers().contains_key("errbook-open")
}

/// Whether `HOST[:PORT]` is an IP address or `localhost`.
fn is_own_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    match inner {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_ipv4()),
    }
}

/// Whether the client accepts Markdown at least as much as HTML (RFC 9110, section 12.5.1). Browsers
/// don't accept it.
fn prefers_markdown(request: &Request<Incoming>) -> bool {
    let accept = request.headers().get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let accept = accept.collect::<Vec<_>>().join(",");
    weight(&accept, "text/markdown")
        .is_some_and(|markdown| markdown > 0.0 && weight(&accept, "text/html").is_none_or(|html| markdown >= html))
}

/// The weight of a media type in an `Accept` header, if it is listed by name.
fn weight(accept: &str, media_type: &str) -> Option<f32> {
    accept.split(',').find_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        parts.next().filter(|name| name.eq_ignore_ascii_case(media_type))?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        Some(weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
    })
}

/// One of errbook's own files, or the rendering thread's response.
async fn answer(request: &Request<Incoming>, events: &Sender<Event>) -> Answer {
    let path = request.uri().path();
    let wanted = match path {
        RELOAD => return Answer::file(RELOAD, include_bytes!("reload.js").to_vec()),
        OVERLAY => return Answer::file(OVERLAY, include_bytes!("overlay.js").to_vec()),
        STYLE => return Answer::file(STYLE, include_bytes!("overlay.css").to_vec()),
        FINDINGS => Wanted::Findings,
        OPEN if request.method() == Method::POST => match location(request.uri().query().unwrap_or_default()) {
            Some(location) => Wanted::Open(location),
            None => return Answer::refusal(400, "this is not a location in a file"),
        },
        _ => {
            let is_markdown = prefers_markdown(request) || path.ends_with(".md");
            let kind = if is_markdown { Kind::Markdown } else { Kind::Html };
            Wanted::Page(path.to_owned(), kind)
        }
    };
    let (reply, answer) = oneshot::channel();
    let ask = Ask { wanted, reply };
    let gone = || Answer::refusal(503, "this server is ending");
    if events.send(Event::Ask(ask)).is_err() {
        return gone();
    }
    answer.await.unwrap_or_else(|_| gone())
}

/// Reads `file=FILE&line=LINE&column=COLUMN`.
fn location(query: &str) -> Option<Location> {
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let number = |name: &str| value(name).map_or(Some(1), |number| number.parse().ok());
    let file = errbook_catalog::percent_decoded(value("file")?)?;
    Some(Location { file, line: number("line")?, column: number("column")? })
}

fn response(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::from(answer.body)));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = common(&mut response, answer.content_type);
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if answer.status == 405 {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if let Some(location) = answer.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// The versions of the pages as server-sent events: the current one immediately, then one each time
/// that the catalog was read.
fn stream(mut versions: watch::Receiver<Version>, open: OpenRequest) -> Response<Body> {
    let (mut sender, body) = Channel::new(1);
    tokio::spawn(async move {
        let _open = open;
        let mut event = event(&versions.borrow_and_update());
        while sender.send_data(event.into()).await.is_ok() {
            event = match tokio::time::timeout(BREATH, versions.changed()).await {
                Ok(Ok(())) => self::event(&versions.borrow_and_update()),
                Ok(Err(_)) => return,
                // Sending a comment is the only way to find out whether the client is still
                // connected.
                Err(_) => ":\n\n".to_owned(),
            };
        }
    });
    let mut response = Response::new(Either::Right(body));
    common(&mut response, "text/event-stream");
    response
}

fn event(version: &Version) -> String {
    format!("id: {}\ndata: {}\n\n", version.round, version.pages)
}

/// Headers of every response: no caching, no content sniffing, and no embedding by other sites.
fn common<'r>(response: &'r mut Response<Body>, content_type: &'static str) -> &'r mut hyper::HeaderMap {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_weights_of_media_types() {
        for (accept, markdown) in [
            ("text/markdown", Some(1.0)),
            ("text/html, TEXT/Markdown;q=0.5", Some(0.5)),
            ("text/markdown; charset=utf-8; q=0.2, */*", Some(0.2)),
            ("text/markdown;q=x", Some(0.0)),
            ("text/html,*/*;q=0.8", None),
            ("text/markdownish", None),
            ("", None),
        ] {
            assert_eq!(weight(accept, "text/markdown"), markdown, "{accept}");
        }
    }

    #[test]
    fn reads_locations() {
        let place = |query: &str| location(query).map(|of| (of.file, of.line, of.column));
        assert_eq!(place("file=a%20b%26/c.yaml&line=3&column=5"), Some(("a b&/c.yaml".to_owned(), 3, 5)));
        assert_eq!(place("file=a"), Some(("a".to_owned(), 1, 1)));
        for bad in ["", "line=3", "file=a&line=x", "file=a&line=-1", "file=%ff", "files=a", "file=a&column=99999999999"]
        {
            assert_eq!(place(bad), None, "{bad}");
        }
    }

    #[test]
    fn rejects_other_host_names() {
        for own in
            ["localhost", "localhost:4040", "LOCALHOST:1", "127.0.0.1:4040", "192.168.0.7", "[::1]:4040", "[::1]"]
        {
            assert!(is_own_name(own), "{own}");
        }
        for other in [
            "",
            "evil.example.com",
            "evil.example.com:4040",
            "localhost.evil.example.com",
            "127.0.0.1.evil.example.com",
            "::1",
            "[::1",
            "[evil]:1",
            "127.0.0.1:",
            "localhost:x",
        ] {
            assert!(!is_own_name(other), "{other}");
        }
    }
}
