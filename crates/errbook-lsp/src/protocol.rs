//! The protocol: messages on two streams, and calls to the other modules. The only module that knows
//! lsp-server and gen-lsp-types.
//!
//! `session` has the state and dispatches messages, `answers` answers requests, and `publish` sends
//! findings.

use std::fmt;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::Duration;

use lsp_server::Message;

use crate::workspace::Workspace;

mod answers;
mod capabilities;
mod convert;
mod publish;
mod session;
mod uri;

use session::Session;

/// How long nothing has to happen before all rules run.
const PAUSE: Duration = Duration::from_millis(300);

/// Answers the messages of one editor until it ends the session or closes `input`.
///
/// # Errors
/// If a message can't be read or written.
pub fn serve(
    workspace: impl Workspace,
    mut input: impl BufRead + Send + 'static,
    mut output: impl Write,
) -> Result<(), Error> {
    let (sender, messages) = mpsc::channel();
    // Ends with the input, or with the first message after the session.
    thread::spawn(move || {
        loop {
            let message = Message::read(&mut input);
            let is_last = !matches!(message, Ok(Some(_)));
            if sender.send(message).is_err() || is_last {
                break;
            }
        }
    });
    let mut session = Session::new(workspace);
    let mut failed = None;
    let mut send = |message: Message| {
        if failed.is_none() {
            failed = message.write(&mut output).err();
        }
    };
    while !session.is_over {
        let message = match messages.try_recv() {
            Ok(message) => Ok(message),
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                session.report(&mut send);
                if session.desk.is_settled() {
                    messages.recv().map_err(|_| RecvTimeoutError::Disconnected)
                } else {
                    messages.recv_timeout(PAUSE)
                }
            }
        };
        match message {
            Ok(Ok(Some(message))) => session.receive(message, &mut send),
            Ok(Ok(None)) | Err(RecvTimeoutError::Disconnected) => {
                session.desk.refresh();
                session.desk.settle();
                session.report(&mut send);
                break;
            }
            Ok(Err(error)) => return Err(Error::new("cannot read a message", &error)),
            Err(RecvTimeoutError::Timeout) => session.desk.settle(),
        }
    }
    failed.map_or(Ok(()), |error| Err(Error::new("cannot write a message", &error)))
}

/// Why a session ended early.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    fn new(what: &str, error: &io::Error) -> Error {
        Error(format!("{what}: {error}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
