//! `errbook serve`: serves the site and reloads pages when a file changes. This thread owns the
//! catalog and renders pages on request. `http` handles connections in its own thread, and `watch`
//! reports file changes. Both send [`Event`]s here. `problem` shows findings, and `editor` opens
//! files.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use errbook_catalog::{Catalog, Diagnostics, Jobs, Reader, Snapshot, Sources};
use errbook_docs::{Checks, Site, Target};
use tokio::sync::{oneshot, watch as channel};

use crate::args::{FindingFormat, Global, Serve};
use crate::failure::{Exit, Failure, cause};
use crate::findings::{self, About, plural};
use crate::pages::{self, TemplateFolder};
use crate::terminal::{CODE, DIM, GOOD, Terminal, WARNING};

mod answer;
mod editor;
mod http;
mod problem;
mod route;
mod watch;

use answer::{Answer, EntryFile, Kind};
use editor::Editor;
use problem::Problem;
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
    wanted: Request,
    reply: oneshot::Sender<Answer>,
}

/// What a browser requests.
enum Request {
    /// The file at a path.
    Page(String, Kind),
    /// The findings, for the overlay.
    Findings,
    /// To open a file in the editor.
    Open(Location),
}

/// A location in a file of the catalog.
struct Location {
    /// Relative to the catalog, with slashes.
    file: String,
    line: u32,
    column: u32,
}

/// Identifies what is served.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    /// The version of the pages. Browsers reload a page that has another one.
    pages: String,
    /// The last reading of the catalog. If it had errors, pages are older.
    round: String,
}

/// Serves until the process is stopped. Returns only on failure.
pub(crate) fn run(global: &Global, serve: &Serve, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let catalog = super::locate(global)?;
    let templates = serve.templates.as_deref();
    if let Some(missing) = templates.filter(|folder| !folder.is_dir()) {
        TemplateFolder::read(Some(missing))?;
    }
    let editor = editor(serve, terminal)?;
    let listener = listen(serve.host, serve.port)?;
    let address = listener.local_addr().map_err(|error| cannot_listen(serve.host, serve.port, &error))?;
    let (events, inbox) = mpsc::channel();
    let (version, versions) = channel::channel(Version { pages: version_of(0), round: version_of(0) });
    let folders = [Some(catalog.as_path()), templates];
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
        editor,
        watch,
        inbox,
        version,
        reader: Reader::default(),
        waiting: Vec::new(),
        told: String::new(),
    };
    let mut good = None;
    for round in 0_u64.. {
        good = server.round(round, good, terminal);
    }
    Ok(Exit::Clean)
}

/// The editor that pages may open files in. Other computers can't: their users would open windows
/// here.
fn editor(serve: &Serve, terminal: &mut Terminal) -> Result<Option<Editor>, Failure> {
    let defaults = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = Editor::new(serve.editor.as_deref(), defaults)?;
    if serve.host.is_loopback() {
        return Ok(editor);
    }
    if serve.editor.is_some() {
        let why = "pages cannot open the editor, because other computers may reach them";
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {why}"));
    }
    Ok(None)
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
    let url = browser_url(address);
    // The error lists all commands that were tried.
    if open::that_detached(&url).is_err() {
        terminal.say(&format!("{WARNING}warning{WARNING:#}: cannot open a browser; open {url} yourself"));
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
    editor: Option<Editor>,
    watch: Watch,
    inbox: Receiver<Event>,
    version: channel::Sender<Version>,
    reader: Reader,
    /// Requests that arrived while files were changing.
    waiting: Vec<Ask>,
    /// The last report that was printed, so that saving in two steps doesn't print it twice.
    told: String,
}

/// What a site is rendered from.
struct Content {
    catalog: Catalog,
    folder: TemplateFolder,
    /// The codes, and their files.
    codes: Vec<(String, String)>,
    checks: Checks,
    version: String,
}

impl Content {
    fn site(&self, serve: &Serve) -> Result<Site<'_>, Failure> {
        let target = Target::html().with_layout(serve.layout.into()).with_base(serve.base.into());
        Ok(pages::site(&self.catalog, target, &self.folder)?.with_checks(&self.checks))
    }
}

impl Server<'_> {
    /// Reads the catalog, prints its state, and answers requests until a file changes. `good` is the
    /// content of the last round without errors, and the result is that for the next round.
    fn round(&mut self, round: u64, good: Option<Content>, terminal: &mut Terminal) -> Option<Content> {
        let version = version_of(round);
        let mut snapshot = self.reader.snapshot(Sources::read_with(self.catalog, self.jobs));
        super::complete(self.catalog, &mut snapshot);
        let catalog = snapshot.catalog();
        self.tell(round, catalog.as_ref(), snapshot.report(), terminal);
        let problem = match self.content(&snapshot, catalog, &version) {
            Ok(content) => match content.site(self.serve) {
                Ok(site) => {
                    self.show(&content, &site, &snapshot, None, version, terminal);
                    drop(site);
                    return Some(content);
                }
                Err(failure) => failed(&failure, terminal),
            },
            Err(Some(failure)) => failed(&failure, terminal),
            Err(None) => {
                let report = snapshot.report();
                Problem::findings(report, report.diagnostics().iter().collect(), self.editor.is_some())
            }
        };
        match good.as_ref().and_then(|content| Some((content, content.site(self.serve).ok()?))) {
            Some((content, site)) => self.show(content, &site, &snapshot, Some(problem), version, terminal),
            None => self.show_problem(&snapshot, &problem, version),
        }
        good
    }

    /// The content of this round. If there is none, the reason is a failure or in the report.
    fn content(
        &self,
        snapshot: &Snapshot,
        catalog: Option<Catalog>,
        version: &str,
    ) -> Result<Content, Option<Failure>> {
        let catalog = catalog.ok_or(None)?.for_audience(self.serve.audience.into());
        let catalog = super::joined(catalog, |of| of.has_pages)?;
        let folder = TemplateFolder::read(self.serve.templates.as_deref())?;
        let codes = snapshot.codes().iter().map(|of| (of.code.clone(), snapshot.path(of.file).to_owned()));
        let checks = pages::checks(self.catalog, &catalog)?;
        Ok(Content { catalog, folder, codes: codes.collect(), checks, version: version.to_owned() })
    }

    /// Answers requests with the pages of a site. If it is from before a problem, the overlay shows
    /// that.
    fn show(
        &mut self,
        content: &Content,
        site: &Site<'_>,
        snapshot: &Snapshot,
        problem: Option<Problem>,
        round: String,
        terminal: &mut Terminal,
    ) {
        let has_editor = self.editor.is_some();
        let codes = content.codes.iter().map(|(code, file)| {
            let shown = super::file(self.catalog, file).display().to_string();
            (code.as_str(), EntryFile { file: has_editor.then(|| file.clone()), shown })
        });
        let routes = Routes::new(site, codes, &content.version);
        let mut checked = None;
        self.publish(Version { pages: content.version.clone(), round: round.clone() });
        self.answer(snapshot, |wanted| match (wanted, &problem) {
            // Nothing else tells readers of Markdown that it is old.
            (Request::Page(_, kind @ Kind::Markdown), Some(problem)) => problem.answer(kind, &content.version),
            (Request::Page(path, kind), _) => routes.answer(&path, kind).unwrap_or_else(|error| {
                failed(&content.folder.failure(error), terminal).answer(kind, &content.version)
            }),
            (_, Some(problem)) => problem::overlay(Some(problem), true, &round),
            (_, None) => {
                let found = checked.get_or_insert_with(|| check(snapshot, has_editor));
                problem::overlay(found.as_ref(), false, &round)
            }
        });
    }

    /// Answers every request for a page with the problem.
    fn show_problem(&mut self, snapshot: &Snapshot, problem: &Problem, version: String) {
        self.publish(Version { pages: version.clone(), round: version.clone() });
        self.answer(snapshot, |wanted| match wanted {
            Request::Page(_, kind) => problem.answer(kind, &version),
            // The page has it already.
            Request::Findings | Request::Open(_) => problem::overlay(None, false, &version),
        });
    }

    /// Tells open pages what is served now.
    fn publish(&self, version: Version) {
        self.version.send_if_modified(|old| {
            let new = *old != version;
            *old = version;
            new
        });
    }

    /// Answers requests until a file has changed and no more events arrive.
    fn answer(&mut self, snapshot: &Snapshot, mut answer: impl FnMut(Request) -> Answer) {
        let (catalog, editor) = (self.catalog, self.editor.clone());
        let mut reply = |ask: Ask| match ask.wanted {
            Request::Open(location) => open_file(catalog, snapshot, editor.as_ref(), &location, ask.reply),
            wanted => drop(ask.reply.send(answer(wanted))),
        };
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
        let included = catalog.manifest().depends.iter().filter(|of| of.has_pages).map(|of| of.codes.len());
        let entries = plural(catalog.entries().len() + included.sum::<usize>(), "entry", "entries");
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

/// Reports that the site can't be shown.
fn failed(failure: &Failure, terminal: &mut Terminal) -> Problem {
    terminal.fail(failure);
    Problem::failure(failure)
}

/// What `errbook check` finds in a catalog without errors.
fn check(snapshot: &Snapshot, has_editor: bool) -> Option<Problem> {
    let found = errbook_check::check(snapshot, &super::check::defaults(snapshot));
    let all: Vec<_> = snapshot.report().diagnostics().iter().chain(&found).collect();
    (!all.is_empty()).then(|| Problem::findings(snapshot.report(), all, has_editor))
}

/// Opens a file of the catalog in the editor, in a thread of its own because that can take a moment.
fn open_file(
    catalog: &Path,
    snapshot: &Snapshot,
    editor: Option<&Editor>,
    location: &Location,
    reply: oneshot::Sender<Answer>,
) {
    let refuse = |status, text: &str| Answer::refusal(status, text);
    let Some(editor) = editor.cloned() else {
        return drop(reply.send(refuse(403, "pages of this server cannot open files; see `--editor`")));
    };
    let Some(file) = path_of(catalog, snapshot, &location.file) else {
        return drop(reply.send(refuse(404, "the catalog has no such file")));
    };
    let (line, column) = (location.line, location.column);
    std::thread::spawn(move || {
        let opened = editor.open(&file, line, column);
        reply.send(match opened {
            Ok(()) => Answer { status: 204, ..Answer::file(".txt", Vec::new()) },
            Err(failure) => Answer::refusal(500, &failure.message),
        })
    });
}

/// The absolute path of a file that the catalog has.
fn path_of(catalog: &Path, snapshot: &Snapshot, file: &str) -> Option<PathBuf> {
    snapshot.file(file)?;
    let is_below = Path::new(file).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    std::path::absolute(catalog.join(file)).ok().filter(|path| is_below && path.is_file())
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
