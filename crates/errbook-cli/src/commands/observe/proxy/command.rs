//! The command that the proxy runs, and the signals that stop errbook.

use std::ffi::OsString;
use std::future::Future;
use std::process::ExitStatus;

use tokio::process::Command;

use super::{URL_VARIABLE, unless};
use crate::failure::{Failure, cause};

/// Starts the command. The returned future is ready when it has ended, or when errbook is stopped.
/// Must be called within a runtime.
///
/// A terminal sends Ctrl-C to the command too, so errbook waits for the command to end. Other
/// requests to stop only reach errbook, which leaves the command alone.
pub(super) fn start(
    command: &[OsString],
    url: &str,
) -> Result<impl Future<Output = Option<ExitStatus>> + use<>, Failure> {
    let mut signals = Signals::new()?;
    let child = match command {
        [] => None,
        [program, arguments @ ..] => {
            let mut command = Command::new(program);
            let child = command.args(arguments).env(URL_VARIABLE, url).spawn();
            Some(child.map_err(|error| cannot_run(program, &error))?)
        }
    };
    // A task of its own isn't polled for every event of the proxy.
    let task = tokio::spawn(async move {
        match child {
            None => signals.any().await,
            Some(mut child) => return unless(signals.terminated(), child.wait()).await.ok()?.ok(),
        }
        None
    });
    Ok(async { task.await.ok().flatten() })
}

fn cannot_run(program: &OsString, error: &std::io::Error) -> Failure {
    let name = program.display();
    let failure = Failure::trouble(format!("cannot run `{name}`: {}", cause(error)));
    if program.to_string_lossy().contains(char::is_whitespace) {
        return failure.help("pass each argument of the command separately, or use `sh -c 'COMMAND'`");
    }
    failure.help("check the name of the program after `--`, and that it is in `PATH`")
}

/// Requests to stop. While this exists, they don't end the process.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Result<Signals, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| cannot_listen(&error));
        Ok(Signals { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Ready on Ctrl-C, or when errbook is terminated.
    async fn any(&mut self) {
        let _ = unless(self.interrupt.recv(), self.terminate.recv()).await;
    }

    /// Ready when errbook is terminated.
    async fn terminated(&mut self) {
        self.terminate.recv().await;
    }
}

/// Requests to stop. While this exists, they don't end the process.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> Result<Signals, Failure> {
        tokio::signal::windows::ctrl_c().map(Signals).map_err(|error| cannot_listen(&error))
    }

    /// Ready on Ctrl-C.
    async fn any(&mut self) {
        self.0.recv().await;
    }

    /// Never ready: Windows ends a process without asking it.
    async fn terminated(&mut self) {
        std::future::pending().await
    }
}

fn cannot_listen(error: &std::io::Error) -> Failure {
    Failure::trouble(format!("cannot listen for Ctrl-C: {}", cause(error)))
}
