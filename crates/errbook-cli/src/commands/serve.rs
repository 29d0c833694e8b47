//! `errbook serve`: the site in a browser while it is written. This thread holds the catalog and renders pages when they are asked for; `http`
//! talks to browsers in a thread of its own, and `watch` tells when a file changed. Both send [`Event`]s here.

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

/// An editor saves in several steps: the catalog is read when nothing happened for this long.
const QUIET: Duration = Duration::from_millis(15);

/// And at the latest after this long.
const PATIENCE: Duration = Duration::from_millis(200);

/// What the rendering thread is told.
enum Event {
    /// A browser wants the file at a path.
    Ask(Ask),
    /// A file of the catalog or a template is not what it was.
    Changed,
    /// The catalog's folder, or that of the templates, came or went as a whole.
    FolderChanged,
}

/// A question of a browser.
struct Ask {
    path: String,
    reply: oneshot::Sender<Answer>,
}

/// Serves until it is stopped; it returns only with a failure.
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

/// The address is the result of the command, and goes to standard output.
fn welcome(address: SocketAddr, terminal: &mut Terminal) {
    if !address.ip().is_loopback() {
        let who = "anyone who can reach this address can read the site";
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {who}"));
    }
    terminal.print(&format!("http://{address}/\n"));
    terminal.say(&format!("{DIM}pages reload when the catalog changes; press Ctrl-C to stop{DIM:#}"));
}

/// Name of what is served after so many changes. The process is in it, so that a page of an earlier server is loaded anew, too.
fn version_of(round: u64) -> String {
    format!("{}-{round}", std::process::id())
}

/// What stays from one reading of the catalog to the next.
struct Server<'s> {
    catalog: &'s Path,
    jobs: Jobs,
    serve: &'s Serve,
    watch: Watch,
    inbox: Receiver<Event>,
    /// Browsers load a page anew when it has another one.
    version: channel::Sender<String>,
    reader: Reader,
    /// Questions that came while files were changing.
    waiting: Vec<Ask>,
    /// What was told of the catalog at last: saving in two steps must not tell it twice.
    told: String,
}

impl Server<'_> {
    /// Reads the catalog, tells how it is, and answers questions until a file changes.
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
            (Some(catalog), Ok(folder)) => self.show(&catalog, &folder, &version, terminal),
            (None, _) => self.answer(|_| problem::report(&report, &version)),
            (_, Err(failure)) => {
                terminal.fail(&failure);
                self.answer(|_| problem::failure(&failure, &version));
            }
        }
    }

    fn show(&mut self, catalog: &Catalog, folder: &TemplateFolder, version: &str, terminal: &mut Terminal) {
        let target = Target::html().with_layout(self.serve.layout.into()).with_base(self.serve.base.into());
        match Site::new(catalog, target, folder.templates()) {
            Ok(site) => {
                let routes = Routes::new(&site);
                self.answer(|path| {
                    routes.answer(path, version).unwrap_or_else(|error| {
                        let failure = folder.failure(error);
                        terminal.fail(&failure);
                        problem::failure(&failure, version)
                    })
                });
            }
            Err(error) => {
                let failure = folder.failure(error);
                terminal.fail(&failure);
                self.answer(|_| problem::failure(&failure, version));
            }
        }
    }

    /// Answers questions until a file changes and all is quiet again.
    fn answer(&mut self, mut answer: impl FnMut(&str) -> Answer) {
        let mut reply = |ask: Ask| drop(ask.reply.send(answer(&ask.path)));
        self.waiting.drain(..).for_each(&mut reply);
        let mut folder_changed = loop {
            match self.inbox.recv() {
                Ok(Event::Ask(ask)) => reply(ask),
                Ok(Event::FolderChanged) => break true,
                // The other threads end with this one.
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

    /// How the catalog is, in the terminal.
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
