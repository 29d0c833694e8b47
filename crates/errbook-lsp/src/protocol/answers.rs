//! The answers to requests: calls to the other modules, with positions and types converted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use errbook_check::edit::Edit;
use errbook_check::fix;
use errbook_check::lifecycle::Refusal;
use gen_lsp_types as lsp;
use serde_json::{Value, json};

use super::capabilities::Client;
use super::convert::{self, BookLines};
use super::session::{Answer, Session, value};
use super::uri;
use crate::actions::{self, Action, ActionKind};
use crate::desk::Page;
use crate::hover::CodePage;
use crate::spot::Change;
use crate::text::Lines;
use crate::workspace::Workspace;
use crate::{complete, hints, hover, navigate, rename, symbols};

impl<W: Workspace> Session<W> {
    /// The file, its text, and the byte of a position.
    fn place(&self, params: &lsp::TextDocumentPositionParams, client: Client) -> Option<(PathBuf, Arc<str>, usize)> {
        let path = uri::path(&params.text_document.uri.0)?;
        let text = self.desk.text(&path)?;
        let byte = convert::byte(&Lines::new(&text, client.encoding), params.position);
        Some((path, text, byte))
    }

    fn page(&self, document: &lsp::TextDocumentIdentifier) -> Option<Page<'_>> {
        self.desk.page(&uri::path(&document.uri.0)?)
    }

    pub(super) fn completion(&self, params: &lsp::CompletionParams, client: Client) -> Answer {
        let Some((path, text, byte)) = self.place(&params.text_document_position_params, client) else {
            return Ok(Value::Null);
        };
        let list = complete::complete(&self.desk, &path, byte);
        value(convert::completion(list, &Lines::new(&text, client.encoding), client))
    }

    pub(super) fn hover(&self, params: &lsp::HoverParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client).and_then(|(path, text, byte)| {
            let (about, range) = hover::hover(&self.desk, &path, byte)?;
            let range = Some(convert::range(&Lines::new(&text, client.encoding), range));
            Some(lsp::Hover { contents: convert::markdown(about).into(), range })
        });
        value(found)
    }

    /// An extension of the protocol for previews: the code at a place, and its page.
    pub(super) fn page_at(&self, params: &lsp::TextDocumentPositionParams, client: Client) -> Answer {
        let found = self.place(params, client);
        let page = found.and_then(|(path, _, byte)| hover::page(&self.desk, &path, byte));
        let shown = |page: CodePage| json!({"code": page.code, "markdown": page.markdown, "isWhole": page.is_whole});
        value(page.map(shown))
    }

    pub(super) fn definition(&self, params: &lsp::DefinitionParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client);
        let spot = found.and_then(|(path, _, byte)| navigate::definition(&self.desk, &path, byte));
        value(spot.and_then(|spot| convert::location(&self.desk, &spot, client.encoding)))
    }

    pub(super) fn references(&self, params: &lsp::ReferenceParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client);
        let spots = found.map(|(path, _, byte)| navigate::references(&self.desk, &path, byte)).unwrap_or_default();
        let location = |spot| convert::location(&self.desk, spot, client.encoding);
        value(spots.iter().filter_map(location).collect::<Vec<_>>())
    }

    pub(super) fn prepare_rename(&self, params: &lsp::PrepareRenameParams, client: Client) -> Answer {
        let found = self.place(&params.text_document_position_params, client).and_then(|(path, text, byte)| {
            let (range, placeholder) = rename::prepare(&self.desk, &path, byte)?;
            Some(json!({"range": convert::range(&Lines::new(&text, client.encoding), range), "placeholder": placeholder}))
        });
        value(found)
    }

    pub(super) fn rename(&self, params: &lsp::RenameParams, client: Client) -> Answer {
        let Some((path, _, byte)) = self.place(&params.text_document_position_params, client) else {
            return Ok(Value::Null);
        };
        let changes = rename::rename(&self.desk, &path, byte, &params.new_name)?;
        if !client.renames_files && changes.iter().any(|change| matches!(change, Change::Move(..))) {
            return Err(Refusal::new("the editor cannot rename files", "run `errbook rename OLD NEW`"));
        }
        value(self.edit(changes, client))
    }

    pub(super) fn will_rename(&self, params: &lsp::RenameFilesParams, client: Client) -> Answer {
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

    pub(super) fn code_action(&self, params: &lsp::CodeActionParams, client: Client) -> Answer {
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

    pub(super) fn resolve(&self, mut action: lsp::CodeAction, client: Client) -> Answer {
        let uri = action.data.as_ref().and_then(|data| data["uri"].as_str());
        if let Some(path) = uri.and_then(uri::path) {
            action.edit = Some(self.edit(actions::retired(&self.desk, &path)?, client));
        }
        value(action)
    }

    pub(super) fn document_symbol(&self, params: &lsp::DocumentSymbolParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return Ok(Value::Null) };
        let lines = Lines::new(page.text, client.encoding);
        let symbols = symbols::of_file(&page).into_iter().map(|symbol| convert::symbol(symbol, &lines));
        value(symbols.collect::<Vec<_>>())
    }

    pub(super) fn workspace_symbol(&self, params: &lsp::WorkspaceSymbolParams, client: Client) -> Answer {
        let found = symbols::in_workspace(&self.desk, &params.query).into_iter().filter_map(|(code, name, spot)| {
            Some(convert::workspace_symbol(code, name, convert::location(&self.desk, &spot, client.encoding)?))
        });
        value(found.collect::<Vec<_>>())
    }

    pub(super) fn formatting(&self, params: &lsp::DocumentFormattingParams, client: Client) -> Answer {
        let Some(page) = self.page(&params.text_document) else { return Ok(Value::Null) };
        let lines = Lines::new(page.text, client.encoding);
        let formatted = fix::formatted(&page.book.snapshot, page.file);
        let edit = |after: String| {
            let Edit { range, text } = rename::difference(page.text, &after);
            lsp::TextEdit { range: convert::range(&lines, range), new_text: text }
        };
        value(formatted.into_iter().map(edit).collect::<Vec<_>>())
    }

    pub(super) fn inlay_hint(&self, params: &lsp::InlayHintParams, client: Client) -> Answer {
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
