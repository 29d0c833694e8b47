//! `errbook serve`: serves the site and reloads pages when a file changes. This thread owns the
//! catalog and renders pages on request. `http` handles connections in its own thread, and `watch`
//! reports file changes. Both send [`Event`]s here.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use errbook_catalog::{Catalog, Diagnostics, Jobs, Reader, Sources};
use errbook_docs::{Site, Target};
use tokio::sync::{oneshot, watch as channel};

use crate::args::{FindingFormat, Global, Serve};
use crate::failure::{Exit, Failure, cause};
use crate::findings::{self, About, plural};
use crate::pages::TemplateFolder;
use crate::terminal::{CODE, DIM, GOOD, Terminal, WARNING};

mod answer;
mod http;
mod problem;
mod route;
mod watch;

use answer::Answer;
use route::Routes;
use watch::Watch;

/// Editors save in several steps, so the catalog is read after no event arrived for this long.
const QUIET: Duration = Duration::from_millis(15);

/// The longest wait for quiet before the catalog is read.
const PATIENCE: Duration = Duration::from_millis(200);

/// Messages to the rendering thread.
enum Event {
    /// A browser requests the file at a path.
    Ask(Ask),
    /// A file of the catalog or a template changed.
    Changed,
    /// The folder of the catalog or of the templates was created, moved, or removed.
    FolderChanged,
}

struct Ask {
    path: String,
    /// Whether the client prefers the Markdown version of a page.
    markdown: bool,
    reply: oneshot::Sender<Answer>,
}

/// Serves until the process is stopped. Returns only on failure.
pub(crate) fn run(global: &Global, serve: &Serve, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let catalog = super::locate(global)?;
    let listener = listen(serve.host, serve.port)?;
    let address = listener.local_addr().map_err(|error| cannot_listen(serve.host, serve.port, &error))?;
    let (events, inbox) = mpsc::channel();
    let (version, versions) = channel::channel(version_of(0));
    let folders = [Some(catalog.as_path()), serve.templates.as_deref()];
    let watch = Watch::new(folders.into_iter().flatten(), events.clone())?;
    http::start(listener, events, versions)?;
    welcome(address, terminal);
    if serve.open {
        open_browser(address, terminal);
    }
    let mut server = Server {
        catalog: &catalog,
        jobs: global.jobs(),
        serve,
        watch,
        inbox,
        version,
        reader: Reader::default(),
        waiting: Vec::new(),
        told: String::new(),
    };
    for round in 0_u64.. {
        server.round(round, terminal);
    }
    Ok(Exit::Clean)
}

fn listen(host: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind((host, port)).map_err(|error| cannot_listen(host, port, &error))?;
    listener.set_nonblocking(true).map_err(|error| cannot_listen(host, port, &error))?;
    Ok(listener)
}

fn cannot_listen(host: IpAddr, port: u16, error: &std::io::Error) -> Failure {
    let failure = Failure::trouble(format!("cannot listen on `{}`: {}", SocketAddr::new(host, port), cause(error)));
    match error.kind() {
        std::io::ErrorKind::AddrInUse => failure.help("use `--port 0` to pick a free port"),
        std::io::ErrorKind::PermissionDenied => {
            failure.help("use a port above 1023; lower ones are reserved for the system")
        }
        _ => failure.help("use an address of this computer, such as `--host 127.0.0.1`"),
    }
}

/// The address is the command's result, so it goes to standard output.
fn welcome(address: SocketAddr, terminal: &mut Terminal) {
    if !address.ip().is_loopback() {
        let who = "anyone who can reach this address can read the site";
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {who}"));
    }
    terminal.print(&format!("http://{address}/\n"));
    terminal.say(&format!("{DIM}pages reload when the catalog changes; press Ctrl-C to stop{DIM:#}"));
}

/// Opens the first page. The server is useful without a browser, so a failure is a warning.
fn open_browser(address: SocketAddr, terminal: &mut Terminal) {
    if let Err(error) = open::that_detached(browser_url(address)) {
        terminal.say(&format!("{WARNING}warning{WARNING:#}: cannot open a browser: {}", cause(&error)));
    }
}

/// The URL for a browser on this computer. Browsers can't connect to an address that means all of
/// them, such as `0.0.0.0`.
fn browser_url(address: SocketAddr) -> String {
    match address.ip().is_unspecified() {
        true => format!("http://localhost:{}/", address.port()),
        false => format!("http://{address}/"),
    }
}

/// Identifies the content served after this many changes. It includes the process ID, so pages of
/// an earlier server reload too.
fn version_of(round: u64) -> String {
    format!("{}-{round}", std::process::id())
}

/// The state that is kept when the catalog is read again.
struct Server<'s> {
    catalog: &'s Path,
    jobs: Jobs,
    serve: &'s Serve,
    watch: Watch,
    inbox: Receiver<Event>,
    /// Browsers reload a page when its version differs from this one.
    version: channel::Sender<String>,
    reader: Reader,
    /// Requests that arrived while files were changing.
    waiting: Vec<Ask>,
    /// The last report that was printed, so that saving in two steps doesn't print it twice.
    told: String,
}

impl Server<'_> {
    /// Reads the catalog, prints its state, and answers requests until a file changes.
    fn round(&mut self, round: u64, terminal: &mut Terminal) {
        let version = version_of(round);
        let (catalog, report) = self.reader.read_sources(Sources::read_with(self.catalog, self.jobs));
        self.tell(round, catalog.as_ref(), &report, terminal);
        let folder = TemplateFolder::read(self.serve.templates.as_deref());
        self.version.send_if_modified(|old| {
            let new = *old != version;
            old.clone_from(&version);
            new
        });
        match (catalog, folder) {
            (Some(catalog), Ok(folder)) => {
                let catalog = catalog.for_audience(self.serve.audience.into());
                self.show(&catalog, &folder, &version, terminal)
            }
            (None, _) => self.answer(|_, _| problem::report(&report, &version)),
            (_, Err(failure)) => {
                terminal.fail(&failure);
                self.answer(|_, _| problem::failure(&failure, &version));
            }
        }
    }

    fn show(&mut self, catalog: &Catalog, folder: &TemplateFolder, version: &str, terminal: &mut Terminal) {
        let target = Target::html().with_layout(self.serve.layout.into()).with_base(self.serve.base.into());
        match Site::new(catalog, target, folder.templates()) {
            Ok(site) => {
                let routes = Routes::new(&site);
                self.answer(|path, markdown| {
                    routes.answer(path, markdown, version).unwrap_or_else(|error| {
                        let failure = folder.failure(error);
                        terminal.fail(&failure);
                        problem::failure(&failure, version)
                    })
                });
            }
            Err(error) => {
                let failure = folder.failure(error);
                terminal.fail(&failure);
                self.answer(|_, _| problem::failure(&failure, version));
            }
        }
    }

    /// Answers requests until a file has changed and no more events arrive.
    fn answer(&mut self, mut answer: impl FnMut(&str, bool) -> Answer) {
        let mut reply = |ask: Ask| drop(ask.reply.send(answer(&ask.path, ask.markdown)));
        self.waiting.drain(..).for_each(&mut reply);
        let mut folder_changed = loop {
            match self.inbox.recv() {
                Ok(Event::Ask(ask)) => reply(ask),
                Ok(Event::FolderChanged) => break true,
                // The channel closes only when the other threads end, which is when this one does.
                Ok(Event::Changed) | Err(_) => break false,
            }
        };
        let end = Instant::now() + PATIENCE;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            match self.inbox.recv_timeout(QUIET.min(left)) {
                Ok(Event::Ask(ask)) => self.waiting.push(ask),
                Ok(Event::Changed) => {}
                Ok(Event::FolderChanged) => folder_changed = true,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if folder_changed {
            self.watch.again();
        }
    }

    /// Prints the state of the catalog.
    fn tell(&mut self, round: u64, catalog: Option<&Catalog>, report: &Diagnostics, terminal: &mut Terminal) {
        let Some(catalog) = catalog else { return self.tell_what_is_wrong(report, terminal) };
        self.told.clear();
        let verb = if round == 0 { "serving" } else { "reloaded" };
        let entries = plural(catalog.entries().len(), "entry", "entries");
        terminal.say(&format!("{GOOD}{verb}{GOOD:#} {entries}"));
        if report.warnings() > 0 && round == 0 {
            let warnings = findings::counts(report);
            terminal.say(&format!("{WARNING}warning{WARNING:#}: the catalog has {warnings}; see `errbook check`"));
        }
    }

    fn tell_what_is_wrong(&mut self, report: &Diagnostics, terminal: &mut Terminal) {
        let about = About::reading(report);
        let findings = findings::show(report, &about, FindingFormat::Human, terminal.colors());
        if findings == self.told {
            return;
        }
        terminal.print(&findings);
        terminal.say(&findings::summary(report, &about));
        terminal.say(&format!("{CODE}help{CODE:#}: fix it, and the pages come back"));
        self.told = findings;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_an_address_that_they_can_connect_to() {
        let url = |address: &str| browser_url(address.parse().unwrap());
        assert_eq!(url("127.0.0.1:4040"), "http://127.0.0.1:4040/");
        assert_eq!(url("[::1]:4040"), "http://[::1]:4040/");
        assert_eq!(url("0.0.0.0:4040"), "http://localhost:4040/");
        assert_eq!(url("[::]:1"), "http://localhost:1/");
    }
}
