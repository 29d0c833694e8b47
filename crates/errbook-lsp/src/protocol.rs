//! The protocol: messages on two streams, and calls to the other modules. The only module that knows
//! lsp-server and gen-lsp-types.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::Duration;

use errbook_catalog::{Diagnostic, FileId};
use errbook_check::edit::Edit;
use errbook_check::fix;
use errbook_check::lifecycle::Refusal;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use crate::actions::{self, Action, ActionKind};
use crate::book::{Book, Fresh, main_file};
use crate::desk::{Desk, Page};
use crate::spot::Change;
use crate::text::{Encoding, Lines};
use crate::workspace::Workspace;
use crate::{complete, hints, hover, navigate, rename, symbols};

mod capabilities;
mod convert;
mod uri;

use capabilities::Client;
use convert::BookLines;

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

/// The state of a session. Messages go in, and messages come out.
struct Session<W> {
    desk: Desk<W>,
    /// `None` before `initialize`.
    client: Option<Client>,
    /// URIs and versions of open documents.
    documents: BTreeMap<PathBuf, (lsp::Uri, i32)>,
    /// Hashes of the findings that the client has.
    published: BTreeMap<PathBuf, u64>,
    requests: i32,
    is_shut_down: bool,
    is_over: bool,
}

/// The result of a request, or why there is none.
type Answer = Result<Value, Refusal>;

impl<W: Workspace> Session<W> {
    fn new(workspace: W) -> Session<W> {
        Session {
            desk: Desk::new(workspace),
            client: None,
            documents: BTreeMap::new(),
            published: BTreeMap::new(),
            requests: 0,
            is_shut_down: false,
            is_over: false,
        }
    }

    fn receive(&mut self, message: Message, send: &mut impl FnMut(Message)) {
        match message {
            Message::Request(request) => {
                let response = self.request(request);
                send(response.into());
            }
            Message::Notification(notification) => self.notification(notification, send),
            // To the request that registers watchers.
            Message::Response(_) => {}
        }
    }

    fn request(&mut self, Request { id, method, params }: Request) -> Response {
        let Some(client) = self.client else {
            return match method.as_str() {
                "initialize" => self.initialize(id, &params),
                _ => error(id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            };
        };
        if self.is_shut_down {
            return error(id, ErrorCode::InvalidRequest, "the session is shut down");
        }
        self.desk.refresh();
        match method.as_str() {
            "shutdown" => {
                self.is_shut_down = true;
                Response::new_ok(id, Value::Null)
            }
            "textDocument/completion" => answer(id, params, |params| self.completion(&params, client)),
            "textDocument/hover" => answer(id, params, |params| self.hover(&params, client)),
            "textDocument/definition" => answer(id, params, |params| self.definition(&params, client)),
            "textDocument/references" => answer(id, params, |params| self.references(&params, client)),
            "textDocument/prepareRename" => answer(id, params, |params| self.prepare_rename(&params, client)),
            "textDocument/rename" => answer(id, params, |params| self.rename(&params, client)),
            "textDocument/codeAction" => answer(id, params, |params| self.code_action(&params, client)),
            "codeAction/resolve" => answer(id, params, |action| self.resolve(action, client)),
            "textDocument/documentSymbol" => answer(id, params, |params| self.document_symbol(&params, client)),
            "workspace/symbol" => answer(id, params, |params| self.workspace_symbol(&params, client)),
            "textDocument/formatting" => answer(id, params, |params| self.formatting(&params, client)),
            "textDocument/inlayHint" => answer(id, params, |params| self.inlay_hint(&params, client)),
            "workspace/willRenameFiles" => answer(id, params, |params| self.will_rename(&params, client)),
            "errbook/page" => answer(id, params, |params| self.page_at(&params, client)),
            "initialize" => error(id, ErrorCode::InvalidRequest, "the session is initialized already"),
            _ => error(id, ErrorCode::MethodNotFound, &format!("no method `{method}`")),
        }
    }

    fn initialize(&mut self, id: RequestId, params: &Value) -> Response {
        let client = Client::of(&params["capabilities"]);
        self.client = Some(client);
        self.desk.is_told = client.watches_files;
        let folders = params["workspaceFolders"].as_array().into_iter().flatten().map(|folder| &folder["uri"]);
        let mut roots: Vec<PathBuf> = folders.filter_map(|uri| uri::path(uri.as_str()?)).collect();
        if roots.is_empty() {
            roots.extend(params["rootUri"].as_str().and_then(uri::path));
        }
        self.desk.set_roots(roots);
        Response::new_ok(id, client.answer())
    }

    fn notification(&mut self, Notification { method, params }: Notification, send: &mut impl FnMut(Message)) {
        if method == "exit" {
            self.is_over = true;
            return;
        }
        let Some(client) = self.client else { return };
        match method.as_str() {
            "initialized" if client.watches_files => {
                self.requests += 1;
                let id = RequestId::from(self.requests);
                send(
                    Request { id, method: "client/registerCapability".to_owned(), params: capabilities::watch() }
                        .into(),
                );
            }
            "textDocument/didOpen" => with(params, |params: lsp::DidOpenTextDocumentParams| {
                let document = params.text_document;
                if let Some(path) = uri::path(&document.uri.0) {
                    self.documents.insert(path.clone(), (document.uri, document.version));
                    self.desk.set(&path, document.text);
                }
            }),
            "textDocument/didChange" => with(params, |params| self.change(params, client.encoding)),
            "textDocument/didSave" => with(params, |params: lsp::DidSaveTextDocumentParams| {
                if let Some(path) = uri::path(&params.text_document.uri.0) {
                    self.desk.saved(&path);
                }
            }),
            "textDocument/didClose" => with(params, |params: lsp::DidCloseTextDocumentParams| {
                if let Some(path) = uri::path(&params.text_document.uri.0) {
                    self.documents.remove(&path);
                    self.desk.close(&path);
                }
            }),
            "workspace/didChangeWatchedFiles" => with(params, |params: lsp::DidChangeWatchedFilesParams| {
                self.changed_on_disk(params.changes.iter().map(|change| &change.uri));
            }),
            "workspace/didCreateFiles" => with(params, |params: lsp::CreateFilesParams| {
                self.changed_on_disk(params.files.iter().map(|file| &file.uri));
            }),
            "workspace/didDeleteFiles" => with(params, |params: lsp::DeleteFilesParams| {
                self.changed_on_disk(params.files.iter().map(|file| &file.uri));
            }),
            "workspace/didRenameFiles" => with(params, |params: lsp::RenameFilesParams| {
                self.changed_on_disk(params.files.iter().flat_map(|file| [&file.old_uri, &file.new_uri]));
            }),
            "workspace/didChangeWorkspaceFolders" => with(params, |params: lsp::DidChangeWorkspaceFoldersParams| {
                let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
                    folders.iter().filter_map(|folder| uri::path(&folder.uri.0)).collect()
                };
                let removed = paths(&params.event.removed);
                let mut roots: Vec<PathBuf> = self.desk.roots().to_vec();
                roots.retain(|root| !removed.contains(root));
                roots.extend(paths(&params.event.added));
                self.desk.set_roots(roots);
            }),
            _ => {}
        }
    }

    fn changed_on_disk<'u>(&mut self, uris: impl Iterator<Item = &'u lsp::Uri>) {
        let paths: Vec<PathBuf> = uris.filter_map(|uri| uri::path(&uri.0)).collect();
        self.desk.changed_on_disk(&paths);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams, encoding: Encoding) {
        let uri = params.text_document.text_document_identifier.uri;
        let Some(path) = uri::path(&uri.0) else { return };
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.1 = params.text_document.version;
        let mut text = self.desk.text(&path).map(|text| text.to_string()).unwrap_or_default();
        for change in params.content_changes {
            text = changed(&text, change, encoding);
        }
        self.desk.set(&path, text);
    }

    /// Sends the findings that changed.
    fn report(&mut self, send: &mut impl FnMut(Message)) {
        let Some(client) = self.client else { return };
        self.desk.refresh();
        let fresh: Vec<Fresh> = self.desk.books.iter_mut().map(Book::take_fresh).collect();
        for (book, fresh) in self.desk.books.iter().zip(fresh) {
            let files: Vec<FileId> = match fresh {
                Fresh::Nothing => continue,
                Fresh::Files(files) => files.into_iter().collect(),
                Fresh::All => Vec::new(),
            };
            let mut found: BTreeMap<FileId, Vec<&Diagnostic>> = files.iter().map(|file| (*file, Vec::new())).collect();
            let manifest = book.snapshot.file("catalog.yaml");
            for diagnostic in book.diagnostics() {
                match main_file(diagnostic).or(manifest) {
                    Some(file) if files.is_empty() => found.entry(file).or_default().push(diagnostic),
                    Some(file) => found.get_mut(&file).into_iter().for_each(|of| of.push(diagnostic)),
                    None => {}
                }
            }
            if files.is_empty() {
                let gone = self.published.keys().filter(|path| path.starts_with(&book.folder));
                let known: Vec<PathBuf> = found.keys().map(|file| book.disk_path(*file)).collect();
                let known: std::collections::BTreeSet<&PathBuf> = known.iter().collect();
                let gone: Vec<PathBuf> = gone.filter(|path| !known.contains(path)).cloned().collect();
                for path in gone {
                    publish(&mut self.published, &self.documents, &path, &[], send);
                }
            }
            let mut lines = BookLines::new(book, client.encoding);
            for (file, mut found) in found {
                found.sort_by_key(|found| found.labels.first().map(|label| (label.span, found.rule)));
                let found: Vec<lsp::Diagnostic> = found.into_iter().map(|found| lines.diagnostic(found)).collect();
                publish(&mut self.published, &self.documents, &book.disk_path(file), &found, send);
            }
        }
        let is_left = |path: &&PathBuf| self.desk.books.iter().all(|book| !path.starts_with(&book.folder));
        let left: Vec<PathBuf> = self.published.keys().filter(is_left).cloned().collect();
        for path in left {
            publish(&mut self.published, &self.documents, &path, &[], send);
        }
    }

    /// The file, its text, and the byte of a position.
    fn place(
        &self,
        params: &lsp::TextDocumentPositionParams,
        client: Client,
    ) -> Option<(PathBuf, std::sync::Arc<str>, usize)> {
        let path = uri::path(&params.text_document.uri.0)?;
        let text = self.desk.text(&path)?;
        let byte = convert::byte(&Lines::new(&text, client.encoding), params.position);
        Some((path, text, byte))
    }

    fn page(&self, document: &lsp::TextDocumentIdentifier) -> Option<Page<'_>> {
        self.desk.page(&uri::path(&document.uri.0)?)
    }

    fn completion(&self, params: &lsp::CompletionParams, client: Client) -> Answer {
        let Some((path, text, byte)) = self.place(&params.text_document_position_params, client) else {
            return Ok(Value::Null);
        };
        let list = complete::complete(&self.desk, &path, byte);
        value(convert::completion(list, &Lines::new(&text, client.encoding), client))
    }

    fn hover(&self, params: &lsp::HoverParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client).and_then(|(path, text, byte)| {
            let (about, range) = hover::hover(&self.desk, &path, byte)?;
            let range = Some(convert::range(&Lines::new(&text, client.encoding), range));
            Some(lsp::Hover { contents: convert::markdown(about).into(), range })
        });
        value(found)
    }

    /// An extension of the protocol for previews: the code at a place, and its page.
    fn page_at(&self, params: &lsp::TextDocumentPositionParams, client: Client) -> Answer {
        let found = self.place(params, client);
        let page = found.and_then(|(path, _, byte)| hover::page(&self.desk, &path, byte));
        value(page.map(|(code, markdown)| json!({"code": code, "markdown": markdown})))
    }

    fn definition(&self, params: &lsp::DefinitionParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client);
        let spot = found.and_then(|(path, _, byte)| navigate::definition(&self.desk, &path, byte));
        value(spot.and_then(|spot| convert::location(&self.desk, &spot, client.encoding)))
    }

    fn references(&self, params: &lsp::ReferenceParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client);
        let spots = found.map(|(path, _, byte)| navigate::references(&self.desk, &path, byte)).unwrap_or_default();
        let location = |spot| convert::location(&self.desk, spot, client.encoding);
        value(spots.iter().filter_map(location).collect::<Vec<_>>())
    }

    fn prepare_rename(&self, params: &lsp::PrepareRenameParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client).and_then(|(path, text, byte)| {
            let (range, placeholder) = rename::prepare(&self.desk, &path, byte)?;
            Some(json!({"range": convert::range(&Lines::new(&text, client.encoding), range), "placeholder": placeholder}))
        });
        value(found)
    }

    fn rename(&self, params: &lsp::RenameParams, client: Client) -> Answer {
        let Some((path, _, byte)) = self.place(&params.text_document_position_params, client) else {
            return Ok(Value::Null);
        };
        let changes = rename::rename(&self.desk, &path, byte, &params.new_name)?;
        if !client.renames_files && changes.iter().any(|change| matches!(change, Change::Move(..))) {
            return Err(Refusal::new("the editor cannot rename files", "run `errbook rename OLD NEW`"));
        }
        value(self.edit(changes, client))
    }

    fn will_rename(&self, params: &lsp::RenameFilesParams, client: Client) -> Answer {
        let mut changes = Vec::new();
        for file in &params.files {
            let paths = uri::path(&file.old_uri.0).zip(uri::path(&file.new_uri.0));
            // A refusal must not keep the user from renaming a file.
            let own = paths.and_then(|(from, to)| rename::moved(&self.desk, &from, &to).ok());
            changes.extend(own.into_iter().flatten());
        }
        value(if changes.is_empty() { None } else { Some(self.edit(changes, client)) })
    }

    fn edit(&self, changes: Vec<Change>, client: Client) -> lsp::WorkspaceEdit {
        let version = |path: &Path| self.documents.get(path).map(|(_, version)| *version);
        convert::workspace_edit(&self.desk, changes, client, version)
    }

    fn code_action(&self, params: &lsp::CodeActionParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return value(Vec::<Value>::new()) };
        let lines = Lines::new(page.text, client.encoding);
        let range = convert::byte(&lines, params.range.start)..convert::byte(&lines, params.range.end);
        let found = actions::findings(&page, &range);
        let mut book_lines = BookLines::new(page.book, client.encoding);
        let diagnostics: Vec<lsp::Diagnostic> = found.iter().map(|found| book_lines.diagnostic(found)).collect();
        let wanted = |kind: ActionKind| {
            let kind = String::from(kind_name(kind));
            let is_in = |only: &lsp::CodeActionKind| {
                let only = kind_text(only);
                only.is_empty() || kind == only || kind.starts_with(&format!("{only}."))
            };
            // What changes a whole file is offered only to those who ask for it.
            params.context.only.as_ref().is_none_or(|only| only.iter().any(is_in))
        };
        let mut actions = Vec::new();
        for action in actions::actions(&page, &found).into_iter().filter(|action| wanted(action.kind)) {
            actions.extend(self.action(action, &diagnostics, &params.text_document.uri, client));
        }
        value(actions)
    }

    /// An action for a client. `None` if its changes can't be computed.
    fn action(
        &self,
        action: Action,
        diagnostics: &[lsp::Diagnostic],
        uri: &lsp::Uri,
        client: Client,
    ) -> Option<lsp::CodeAction> {
        let fixed = action.fixes.iter().filter_map(|index| diagnostics.get(*index)).cloned().collect::<Vec<_>>();
        let changes = match action.changes {
            Some(changes) => Some(changes),
            None if client.resolves_actions => None,
            None => Some(actions::retired(&self.desk, &uri::path(&uri.0)?).ok()?),
        };
        Some(lsp::CodeAction {
            title: action.title,
            kind: Some(convert::action_kind(action.kind)),
            diagnostics: (!fixed.is_empty()).then_some(fixed),
            is_preferred: action.is_preferred.then_some(true),
            data: changes.is_none().then(|| json!({"uri": uri})),
            edit: changes.map(|changes| self.edit(changes, client)),
            ..lsp::CodeAction::default()
        })
    }

    fn resolve(&self, mut action: lsp::CodeAction, client: Client) -> Answer {
        let uri = action.data.as_ref().and_then(|data| data["uri"].as_str());
        if let Some(path) = uri.and_then(uri::path) {
            action.edit = Some(self.edit(actions::retired(&self.desk, &path)?, client));
        }
        value(action)
    }

    fn document_symbol(&self, params: &lsp::DocumentSymbolParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return Ok(Value::Null) };
        let lines = Lines::new(page.text, client.encoding);
        let symbols = symbols::of_file(&page).into_iter().map(|symbol| convert::symbol(symbol, &lines));
        value(symbols.collect::<Vec<_>>())
    }

    fn workspace_symbol(&self, params: &lsp::WorkspaceSymbolParams, client: Client) -> Answer {
        let found = symbols::in_workspace(&self.desk, &params.query).into_iter().filter_map(|(code, name, spot)| {
            Some(convert::workspace_symbol(code, name, convert::location(&self.desk, &spot, client.encoding)?))
        });
        value(found.collect::<Vec<_>>())
    }

    fn formatting(&self, params: &lsp::DocumentFormattingParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return Ok(Value::Null) };
        let lines = Lines::new(page.text, client.encoding);
        let formatted = fix::formatted(&page.book.snapshot, page.file);
        let edit = |after: String| {
            let Edit { range, text } = rename::difference(page.text, &after);
            lsp::TextEdit { range: convert::range(&lines, range), new_text: text }
        };
        value(formatted.into_iter().map(edit).collect::<Vec<_>>())
    }

    fn inlay_hint(&self, params: &lsp::InlayHintParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return Ok(Value::Null) };
        let lines = Lines::new(page.text, client.encoding);
        let shown = convert::byte(&lines, params.range.start)..=convert::byte(&lines, params.range.end);
        let hints = hints::of_file(&page).into_iter().filter(|hint| shown.contains(&hint.at));
        value(hints.map(|hint| convert::hint(&hint, &lines)).collect::<Vec<_>>())
    }
}

fn kind_name(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Fix => "quickfix",
        ActionKind::FixAll => "source.fixAll",
        ActionKind::Retire => "refactor.rewrite",
    }
}

fn kind_text(kind: &lsp::CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Sends the findings of a file, if the client has others.
fn publish(
    published: &mut BTreeMap<PathBuf, u64>,
    documents: &BTreeMap<PathBuf, (lsp::Uri, i32)>,
    path: &Path,
    found: &[lsp::Diagnostic],
    send: &mut impl FnMut(Message),
) {
    let document = documents.get(path);
    let uri = document.map_or_else(|| convert::uri_of(path), |(uri, _)| uri.clone());
    let diagnostics = serde_json::to_value(found).unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    diagnostics.hash(&mut hasher);
    let hash = hasher.finish();
    let is_known = published.get(path) == Some(&hash);
    if is_known || found.is_empty() && !published.contains_key(path) {
        return;
    }
    if found.is_empty() {
        published.remove(path);
    } else {
        published.insert(path.to_owned(), hash);
    }
    let version = document.map(|(_, version)| *version);
    let params = json!({"uri": uri, "version": version, "diagnostics": diagnostics});
    send(Notification { method: "textDocument/publishDiagnostics".to_owned(), params }.into());
}

/// A text after a change that a client sent.
fn changed(text: &str, change: lsp::TextDocumentContentChangeEvent, encoding: Encoding) -> String {
    match change {
        lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
        lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
            let lines = Lines::new(text, encoding);
            let (start, end) = (convert::byte(&lines, part.range.start), convert::byte(&lines, part.range.end));
            format!("{}{}{}", &text[..start], part.text, &text[end.max(start)..])
        }
    }
}

fn answer<P: serde::de::DeserializeOwned>(id: RequestId, params: Value, run: impl FnOnce(P) -> Answer) -> Response {
    match serde_json::from_value(params).map(run) {
        Ok(Ok(value)) => Response::new_ok(id, value),
        Ok(Err(Refusal { message, help })) => {
            let help = help.iter().map(|help| format!("\nhelp: {help}")).collect::<String>();
            error(id, ErrorCode::RequestFailed, &format!("{message}{help}"))
        }
        Err(problem) => error(id, ErrorCode::InvalidParams, &problem.to_string()),
    }
}

/// Passes the params of a notification on. Nobody can be told that they are invalid.
fn with<P: serde::de::DeserializeOwned>(params: Value, run: impl FnOnce(P)) {
    if let Ok(params) = serde_json::from_value(params) {
        run(params);
    }
}

fn value(result: impl serde::Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| Refusal::new(error.to_string(), "report this as a bug of errbook"))
}

fn error(id: RequestId, code: ErrorCode, message: &str) -> Response {
    Response::new_err(id, code as i32, message.to_owned())
}
