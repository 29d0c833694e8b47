//! The state of a session, and what happens with each message.

use std::collections::BTreeMap;
use std::path::PathBuf;

use errbook_check::lifecycle::Refusal;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

use super::capabilities::{self, Client};
use super::publish::{Documents, Published};
use super::{convert, uri};
use crate::desk::Desk;
use crate::text::{Encoding, Lines};
use crate::workspace::Workspace;

/// The state of a session. Messages go in, and messages come out.
pub(super) struct Session<W> {
    pub(super) desk: Desk<W>,
    /// `None` before `initialize`.
    pub(super) client: Option<Client>,
    pub(super) documents: Documents,
    pub(super) published: Published,
    requests: i32,
    is_shut_down: bool,
    pub(super) is_over: bool,
}

/// The result of a request, or why there is none.
pub(super) type Answer = Result<Value, Refusal>;

impl<W: Workspace> Session<W> {
    pub(super) fn new(workspace: W) -> Session<W> {
        Session {
            desk: Desk::new(workspace),
            client: None,
            documents: BTreeMap::new(),
            published: Published::default(),
            requests: 0,
            is_shut_down: false,
            is_over: false,
        }
    }

    pub(super) fn receive(&mut self, message: Message, send: &mut impl FnMut(Message)) {
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

    /// Sends the findings that changed.
    pub(super) fn report(&mut self, send: &mut impl FnMut(Message)) {
        let Some(client) = self.client else { return };
        self.desk.refresh();
        self.published.report(&mut self.desk, &self.documents, client.encoding, send);
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

pub(super) fn value(result: impl serde::Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| Refusal::new(error.to_string(), "report this as a bug of errbook"))
}

fn error(id: RequestId, code: ErrorCode, message: &str) -> Response {
    Response::new_err(id, code as i32, message.to_owned())
}
