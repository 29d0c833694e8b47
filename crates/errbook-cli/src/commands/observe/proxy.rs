//! The reverse proxy of `errbook observe`. `relay` passes bytes on unchanged and reads a copy of
//! them, `upstream` reaches the service, and `command` runs the command that uses the proxy.
//! Everything happens on one thread, so nothing is checked before its bytes are on their way.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::future::{Future, poll_fn};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::process::ExitStatus;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use errbook_observe::{Body, Exchange, Unchecked};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::Instant;

use crate::failure::{Failure, cause};

mod command;
mod relay;
#[cfg(test)]
mod tests;
mod upstream;

use relay::Relay;
pub(super) use upstream::Upstream;

/// The variable that tells the command where the proxy is.
const URL_VARIABLE: &str = "ERRBOOK_PROXY_URL";

/// Open connections, at most. Others wait until one is closed.
const MAX_CONNECTIONS: usize = 256;

/// Events that wait, at most. If the receiver falls behind, connections wait too.
const MAX_EVENTS: usize = 64;

/// How long connections may stay open after the command has ended.
const GRACE: Duration = Duration::from_millis(200);

/// A proxy that listens, and relays nothing yet.
pub(super) struct Proxy {
    upstream: Upstream,
    listener: std::net::TcpListener,
    address: SocketAddr,
}

/// What a proxy did until it stopped.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Outcome {
    /// How the command ended. `None` if there is no command, or if errbook was stopped first.
    pub(super) status: Option<ExitStatus>,
    /// Connections that reached the service.
    pub(super) connections: u64,
    /// Requests that were read.
    pub(super) requests: u64,
    /// Exchanges with [`Body::Unchecked`]. `Malformed` and `Upgraded` count connections.
    pub(super) unchecked: BTreeMap<Unchecked, u64>,
    /// Bytes sent to the service.
    pub(super) sent: u64,
    /// Bytes that the service sent.
    pub(super) received: u64,
    /// Connections that could not reach the service.
    pub(super) connect_failures: u64,
    /// Why the last one of them couldn't.
    pub(super) connect_error: Option<String>,
}

/// Messages of connections.
enum Event {
    Exchange(Exchange),
    /// The service can't be reached, for this reason.
    Unreachable(String),
    Closed {
        requests: u64,
        sent: u64,
        received: u64,
    },
}

impl Proxy {
    /// Starts to listen. Port 0 picks a free port.
    pub(super) fn listen(upstream: Upstream, address: SocketAddr) -> Result<Proxy, Failure> {
        if upstream.is(address) {
            return Err(Failure::trouble(format!("`{upstream}` is the address of the proxy itself"))
                .help("use `--listen` with another port, or omit it to pick a free one"));
        }
        let cannot = |error| cannot_listen(address, &error);
        let listener = std::net::TcpListener::bind(address).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        Ok(Proxy { upstream, listener, address })
    }

    /// The URL of the proxy for programs on this computer.
    pub(super) fn url(&self) -> String {
        let host = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(host, self.address.port()))
    }

    /// Relays until the command ends, or without one until errbook is stopped by Ctrl-C. Passes on
    /// what the service sends.
    pub(super) fn run(self, command: &[OsString], on: &mut dyn FnMut(Exchange)) -> Result<Outcome, Failure> {
        let cannot = |error: std::io::Error| Failure::trouble(format!("cannot start the proxy: {}", cause(&error)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
        let outcome = runtime.block_on(async {
            let url = self.url();
            let listener = TcpListener::from_std(self.listener).map_err(cannot)?;
            let ended = command::start(command, &url)?;
            let (status, outcome) = relay_until(ended, listener, self.upstream, on).await;
            Ok(Outcome { status, ..outcome })
        });
        // Looking up a host name can't be interrupted.
        runtime.shutdown_background();
        outcome
    }
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    let failure = Failure::trouble(format!("cannot listen on `{address}`: {}", cause(error)));
    match error.kind() {
        std::io::ErrorKind::AddrInUse => failure.help("omit `--listen` to pick a free port"),
        std::io::ErrorKind::PermissionDenied => {
            failure.help("use a port above 1023; lower ones are reserved for the system")
        }
        _ => failure.help("use an address of this computer, such as `--listen 127.0.0.1:9090`"),
    }
}

/// Relays until `ended` is ready.
async fn relay_until<T>(
    ended: impl Future<Output = T>,
    listener: TcpListener,
    upstream: Upstream,
    on: &mut dyn FnMut(Exchange),
) -> (T, Outcome) {
    let mut outcome = Outcome::default();
    let (events, mut inbox) = mpsc::channel(MAX_EVENTS);
    let (stop, stopped) = watch::channel(false);
    let accepting = tokio::spawn(accept(listener, Arc::new(upstream), events, stopped));
    let mut ended = pin!(ended);
    let end = loop {
        match unless(ended.as_mut(), inbox.recv()).await {
            Ok(event) => event.into_iter().for_each(|event| outcome.add(event, on)),
            Err(end) => break end,
        }
    };
    accepting.abort();
    let grace = Instant::now() + GRACE;
    while let Ok(Some(event)) = tokio::time::timeout_at(grace, inbox.recv()).await {
        outcome.add(event, on);
    }
    stop.send_replace(true);
    while let Some(event) = inbox.recv().await {
        outcome.add(event, on);
    }
    (end, outcome)
}

/// The output of `work`, unless `stop` is ready first.
async fn unless<T, S>(stop: impl Future<Output = S>, work: impl Future<Output = T>) -> Result<T, S> {
    let (mut stop, mut work) = (pin!(stop), pin!(work));
    poll_fn(|context| match stop.as_mut().poll(context) {
        Poll::Ready(stop) => Poll::Ready(Err(stop)),
        Poll::Pending => work.as_mut().poll(context).map(Ok),
    })
    .await
}

async fn accept(
    listener: TcpListener,
    upstream: Arc<Upstream>,
    events: mpsc::Sender<Event>,
    stopped: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((client, _)) = listener.accept().await else {
            // Such as too many open files. Wait until some are closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (upstream, events, mut stopped) = (Arc::clone(&upstream), events.clone(), stopped.clone());
        tokio::spawn(async move {
            let _place = place;
            connection(client, &upstream, &events, &mut stopped).await;
        });
    }
}

/// Serves a connection of a client.
async fn connection(
    mut client: TcpStream,
    upstream: &Upstream,
    events: &mpsc::Sender<Event>,
    stopped: &mut watch::Receiver<bool>,
) {
    match unless(stop(stopped), upstream.connect()).await {
        Err(()) => {}
        Ok(Ok(service)) => relay(Relay::new(client, service), events, stopped).await,
        Ok(Err(error)) => {
            let error = cause(&error);
            let response = upstream.unreachable(&error);
            // If receiving an event fails, the proxy has stopped.
            let _ = events.send(Event::Unreachable(error)).await;
            let _ = unless(stop(stopped), relay::refuse(&mut client, &response)).await;
        }
    }
}

/// Relays until both sides are closed, or the proxy stops.
async fn relay(mut relay: Relay, events: &mpsc::Sender<Event>, stopped: &mut watch::Receiver<bool>) {
    while let Ok(Some(exchange)) = unless(stop(stopped), relay.next()).await {
        let _ = events.send(Event::Exchange(exchange)).await;
    }
    for exchange in relay.close() {
        let _ = events.send(Event::Exchange(exchange)).await;
    }
    let (sent, received) = relay.bytes();
    let _ = events.send(Event::Closed { requests: relay.requests(), sent, received }).await;
}

/// Ready when the proxy stops.
async fn stop(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

impl Outcome {
    fn add(&mut self, event: Event, on: &mut dyn FnMut(Exchange)) {
        match event {
            Event::Exchange(exchange) => {
                if let Body::Unchecked(reason) = exchange.body {
                    *self.unchecked.entry(reason).or_default() += 1;
                }
                on(exchange);
            }
            Event::Unreachable(error) => {
                self.connect_failures += 1;
                self.connect_error = Some(error);
            }
            Event::Closed { requests, sent, received } => {
                self.connections += 1;
                self.requests += requests;
                self.sent += sent;
                self.received += received;
            }
        }
    }
}
