//! Relays one connection: every byte unchanged, and then a copy of it to the parser. What the
//! parser makes of the copy can't change what is relayed.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use errbook_observe::Exchange;
use errbook_observe::http::{Close, Connection};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

/// The buffer of each direction, in bytes.
const BUFFER: usize = 32 << 10;

/// How long a client that can't reach the service may keep sending its request.
const REFUSAL: Duration = Duration::from_secs(1);

/// A connection of a client, and the one to the service.
pub(super) struct Relay {
    client: TcpStream,
    service: TcpStream,
    requests: Pipe,
    responses: Pipe,
    copy: Connection,
    ready: Option<Exchange>,
    ended: Option<Close>,
}

/// One direction.
struct Pipe {
    buffer: Box<[u8]>,
    /// The part of the buffer that is still to be written.
    start: usize,
    end: usize,
    flow: Flow,
    bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Open,
    /// The reader was told that the writer has sent everything.
    Ended,
    /// The reader is gone.
    Unread,
    /// The writer is gone.
    Reset,
}

impl Relay {
    pub(super) fn new(client: TcpStream, service: TcpStream) -> Relay {
        // If this fails, small pieces are only slower.
        let _ = client.set_nodelay(true);
        let _ = service.set_nodelay(true);
        Relay {
            client,
            service,
            requests: Pipe::new(),
            responses: Pipe::new(),
            copy: Connection::new(),
            ready: None,
            ended: None,
        }
    }

    /// Relays until there is an exchange, or `None` if both directions have ended.
    pub(super) async fn next(&mut self) -> Option<Exchange> {
        let exchange = self.ready.take().or_else(|| self.copy.exchange());
        if exchange.is_some() || self.ended.is_some() {
            return exchange;
        }
        poll_fn(|context| self.poll(context)).await;
        self.ready.take()
    }

    /// Returns the exchanges that are left. If one side was reset, the other one sees a reset too,
    /// and not the end of a body.
    pub(super) fn close(&mut self) -> impl Iterator<Item = Exchange> + '_ {
        self.copy.end(self.ended.unwrap_or(Close::Broken));
        if self.ended == Some(Close::Broken) {
            let _ = self.client.set_zero_linger();
            let _ = self.service.set_zero_linger();
        }
        let first = self.ready.take();
        first.into_iter().chain(std::iter::from_fn(|| self.copy.exchange()))
    }

    /// How many bytes were sent to the service, and by it.
    pub(super) fn bytes(&self) -> (u64, u64) {
        (self.requests.bytes, self.responses.bytes)
    }

    /// How many requests were read.
    pub(super) fn requests(&self) -> u64 {
        self.copy.requests()
    }

    /// Ready if there is an exchange, or if the connection has ended.
    fn poll(&mut self, context: &mut Context) -> Poll<()> {
        let (client, service, copy) = (&mut self.client, &mut self.service, &mut self.copy);
        let requests = self.requests.poll(context, client, service, |bytes| copy.request(bytes));
        let responses = self.responses.poll(context, service, client, |bytes| copy.response(bytes));
        if self.responses.flow == Flow::Ended {
            copy.end(Close::Clean);
        }
        let flows = [self.requests.flow, self.responses.flow];
        if flows.contains(&Flow::Reset) || (requests.is_ready() && responses.is_ready()) {
            let clean = flows == [Flow::Ended, Flow::Ended];
            self.ended = Some(if clean { Close::Clean } else { Close::Broken });
        }
        self.ready = copy.exchange();
        if self.ready.is_some() || self.ended.is_some() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Pipe {
    fn new() -> Pipe {
        Pipe { buffer: vec![0; BUFFER].into_boxed_slice(), start: 0, end: 0, flow: Flow::Open, bytes: 0 }
    }

    /// Passes bytes on until it has to wait, or the flow isn't open anymore. Bytes are read only
    /// after those before them were written. `copy` gets bytes that were written before any other
    /// task runs, so it sees a request before its response.
    fn poll(
        &mut self,
        context: &mut Context,
        from: &mut TcpStream,
        to: &mut TcpStream,
        mut copy: impl FnMut(&[u8]),
    ) -> Poll<()> {
        while self.flow == Flow::Open {
            let bytes = self.buffer.get(self.start..self.end).unwrap_or_default();
            if bytes.is_empty() {
                ready!(self.poll_read(context, from, to));
                continue;
            }
            match ready!(Pin::new(&mut *to).poll_write(context, bytes)) {
                Ok(written) if written > 0 => {
                    copy(bytes.get(..written).unwrap_or_default());
                    self.start += written;
                    self.bytes += written as u64;
                }
                _ => self.flow = Flow::Unread,
            }
        }
        Poll::Ready(())
    }

    fn poll_read(&mut self, context: &mut Context, from: &mut TcpStream, to: &mut TcpStream) -> Poll<()> {
        let mut buffer = ReadBuf::new(&mut self.buffer);
        match ready!(Pin::new(from).poll_read(context, &mut buffer)) {
            Ok(()) => (self.start, self.end) = (0, buffer.filled().len()),
            Err(_) => self.flow = Flow::Reset,
        }
        if self.flow == Flow::Open && self.end == 0 {
            // It fails if the reader is gone, which the other direction notices.
            let _ = ready!(Pin::new(to).poll_shutdown(context));
            self.flow = Flow::Ended;
        }
        Poll::Ready(())
    }
}

/// Answers the first request of a client, and closes the connection. Clients don't expect a
/// response before they have sent a request.
pub(super) async fn refuse(client: &mut TcpStream, response: &str) -> io::Result<()> {
    let mut buffer = [0; 4096];
    if client.read(&mut buffer).await? == 0 {
        return Ok(());
    }
    client.write_all(response.as_bytes()).await?;
    client.shutdown().await?;
    // Closing a connection with unread bytes resets it, and the client could lose the response.
    let drain = async { while client.read(&mut buffer).await.is_ok_and(|read| read > 0) {} };
    let _ = tokio::time::timeout(REFUSAL, drain).await;
    Ok(())
}
