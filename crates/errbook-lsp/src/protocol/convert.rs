//! Converts what the server knows to the types of the protocol.

use std::collections::HashMap;
use std::path::Path;

use errbook_catalog::{Diagnostic, FileId, Label, Severity};
use errbook_check::PAGES_URL;
use errbook_check::edit::Edit;
use gen_lsp_types as lsp;
use lsp::{
    BaseSymbolInformation, CodeActionKind, CompletionItemKind, DiagnosticSeverity, InsertTextFormat, MarkupContent,
    MarkupKind, SymbolKind,
};

use super::capabilities::Client;
use super::uri;
use crate::actions::ActionKind;
use crate::book::Book;
use crate::complete::{Item, ItemKind, List};
use crate::desk::Desk;
use crate::hints::Hint;
use crate::spot::{Change, Spot};
use crate::symbols::Symbol;
use crate::text::{Encoding, Lines, Position};
use crate::workspace::Workspace;

pub(super) fn uri_of(path: &Path) -> lsp::Uri {
    lsp::Uri(uri::of(path))
}

pub(super) fn byte(lines: &Lines<'_>, position: lsp::Position) -> usize {
    lines.byte(Position { line: position.line, character: position.character })
}

fn position(lines: &Lines<'_>, byte: usize) -> lsp::Position {
    let Position { line, character } = lines.position(byte);
    lsp::Position { line, character }
}

pub(super) fn range(lines: &Lines<'_>, range: std::ops::Range<usize>) -> lsp::Range {
    lsp::Range { start: position(lines, range.start), end: position(lines, range.end) }
}

/// The lines of the files of a catalog, each split once.
pub(super) struct BookLines<'b> {
    book: &'b Book,
    encoding: Encoding,
    files: HashMap<FileId, Lines<'b>>,
    /// The path of [`Book::source`].
    source: Option<&'b Path>,
}

impl<'b> BookLines<'b> {
    pub(super) fn new(book: &'b Book, encoding: Encoding) -> BookLines<'b> {
        BookLines { book, encoding, files: HashMap::new(), source: None }
    }

    /// With the source file that findings are about.
    pub(super) fn with_source(book: &'b Book, encoding: Encoding, path: &'b Path, text: &'b str) -> BookLines<'b> {
        let files = HashMap::from([(book.source, Lines::new(text, encoding))]);
        BookLines { book, encoding, files, source: Some(path) }
    }

    fn uri(&self, file: FileId) -> lsp::Uri {
        match self.source.filter(|_| file == self.book.source) {
            Some(path) => uri_of(path),
            None => uri_of(&self.book.disk_path(file)),
        }
    }

    fn of(&mut self, file: FileId) -> &Lines<'b> {
        self.files.entry(file).or_insert_with(|| Lines::new(self.book.text(file), self.encoding))
    }

    /// The lines and columns of a label.
    pub(super) fn positions(&mut self, label: &Label) -> [(u32, u32); 2] {
        let lines = self.of(label.file);
        [label.span.start, label.span.end].map(|byte| {
            let Position { line, character } = lines.position(byte as usize);
            (line, character)
        })
    }

    pub(super) fn diagnostic(&mut self, found: &Diagnostic) -> lsp::Diagnostic {
        let main = found.labels.first();
        let start = lsp::Position { line: 0, character: 0 };
        let span = main.map(|label| range(self.of(label.file), label.span.range()));
        let others = found.labels.iter().skip(1).map(|label| {
            let range = range(self.of(label.file), label.span.range());
            let uri = self.uri(label.file);
            let message = if label.text.is_empty() { "see also" } else { &label.text };
            lsp::DiagnosticRelatedInformation { location: lsp::Location { uri, range }, message: message.to_owned() }
        });
        let others: Vec<_> = others.collect();
        lsp::Diagnostic {
            range: span.unwrap_or(lsp::Range { start, end: start }),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
            }),
            code: Some(found.rule.into()),
            code_description: Some(lsp::CodeDescription { href: lsp::Uri(format!("{PAGES_URL}{}.yaml", found.rule)) }),
            source: Some("errbook".to_owned()),
            message: message(found).into(),
            related_information: (!others.is_empty()).then_some(others),
            ..lsp::Diagnostic::default()
        }
    }
}

/// The message, the label, and the help, each on a line.
fn message(found: &Diagnostic) -> String {
    let mut text = found.message.clone();
    let label = found.labels.first().map_or("", |label| &label.text);
    if !label.is_empty() {
        text += &format!(": {label}");
    }
    found.notes.iter().for_each(|note| text += &format!("\nnote: {note}"));
    found.help.iter().for_each(|help| text += &format!("\nhelp: {help}"));
    text
}

pub(super) fn completion(list: List, lines: &Lines<'_>, client: Client) -> lsp::CompletionList {
    let place = range(lines, list.range);
    let item = |item: Item| lsp::CompletionItem {
        kind: Some(match item.kind {
            ItemKind::Key => CompletionItemKind::Property,
            ItemKind::Code => CompletionItemKind::Constant,
            ItemKind::Value => CompletionItemKind::EnumMember,
            ItemKind::Param => CompletionItemKind::Variable,
            ItemKind::Operation => CompletionItemKind::Function,
            ItemKind::Anchor => CompletionItemKind::Reference,
        }),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        documentation: (!item.about.is_empty()).then(|| markdown(item.about).into()),
        filter_text: item.filter,
        tags: item.is_retired.then(|| vec![lsp::CompletionItemTag::Deprecated]),
        insert_text_format: (client.has_snippets && item.kind == ItemKind::Key).then_some(InsertTextFormat::Snippet),
        text_edit: Some(
            lsp::TextEdit {
                range: place,
                new_text: match item.kind {
                    ItemKind::Key if !client.has_snippets => without_placeholders(&item.insert),
                    _ => item.insert,
                },
            }
            .into(),
        ),
        label: item.label,
        ..lsp::CompletionItem::default()
    };
    lsp::CompletionList {
        is_incomplete: list.is_cut,
        items: list.items.into_iter().map(item).collect(),
        ..lsp::CompletionList::default()
    }
}

/// The text of a snippet for a client that doesn't know snippets.
fn without_placeholders(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut chars = snippet.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.extend(chars.next()),
            // The only placeholder is `$0`.
            '$' => drop(chars.next()),
            char => text.push(char),
        }
    }
    text
}

pub(super) fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

pub(super) fn location<W: Workspace>(desk: &Desk<W>, spot: &Spot, encoding: Encoding) -> Option<lsp::Location> {
    let text = desk.text(&spot.path)?;
    let (start, end) = spot.range;
    Some(lsp::Location { uri: uri_of(&spot.path), range: range(&Lines::new(&text, encoding), start..end) })
}

/// Changes of files as one edit.
pub(super) fn workspace_edit<W: Workspace>(
    desk: &Desk<W>,
    changes: Vec<Change>,
    client: Client,
    version: impl Fn(&Path) -> Option<i32>,
) -> lsp::WorkspaceEdit {
    let edits = |path: &Path, edits: &[Edit]| -> Vec<lsp::TextEdit> {
        let text = desk.text(path).unwrap_or_default();
        let lines = Lines::new(&text, client.encoding);
        let edit =
            |edit: &Edit| lsp::TextEdit { range: range(&lines, edit.range.clone()), new_text: edit.text.clone() };
        edits.iter().map(edit).collect()
    };
    if !client.renames_files {
        let edit = |change: &Change| match change {
            Change::Edit(path, own) => Some((uri_of(path), edits(path, own))),
            Change::Move(..) => None,
        };
        let changes = changes.iter().filter_map(edit).collect();
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let change = |change: Change| -> lsp::DocumentChange {
        match change {
            Change::Edit(path, own) => lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                    version: version(&path),
                    text_document_identifier: lsp::TextDocumentIdentifier { uri: uri_of(&path) },
                },
                edits: edits(&path, &own).into_iter().map(Into::into).collect(),
            }
            .into(),
            Change::Move(from, to) => lsp::RenameFile::new(uri_of(&from), uri_of(&to), None, None).into(),
        }
    };
    let changes = changes.into_iter().map(change).collect();
    lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() }
}

pub(super) fn action_kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::Fix => CodeActionKind::QuickFix,
        ActionKind::FixAll => CodeActionKind::SourceFixAll,
        ActionKind::Retire => CodeActionKind::RefactorRewrite,
    }
}

pub(super) fn symbol(symbol: Symbol, lines: &Lines<'_>) -> lsp::DocumentSymbol {
    let is_code = symbol.name_range.is_empty();
    let children: Vec<_> = symbol.children.into_iter().map(|child| self::symbol(child, lines)).collect();
    #[allow(deprecated, reason = "the type has no other way to leave out the deprecated field")]
    lsp::DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: if is_code { SymbolKind::Constant } else { SymbolKind::Key },
        range: range(lines, symbol.range),
        selection_range: range(lines, symbol.name_range),
        children: (!children.is_empty()).then_some(children),
        tags: None,
        deprecated: None,
    }
}

pub(super) fn workspace_symbol(code: String, name: String, location: lsp::Location) -> lsp::WorkspaceSymbol {
    lsp::WorkspaceSymbol {
        location: location.into(),
        data: None,
        base_symbol_information: BaseSymbolInformation {
            name: code,
            kind: SymbolKind::Constant,
            tags: None,
            container_name: (!name.is_empty()).then_some(name),
        },
    }
}

pub(super) fn hint(hint: &Hint, lines: &Lines<'_>) -> lsp::InlayHint {
    lsp::InlayHint {
        position: position(lines, hint.at),
        label: hint.text.clone().into(),
        // Editors cut long labels.
        tooltip: Some(hint.text.clone().into()),
        padding_left: Some(true),
        ..inlay()
    }
}

fn inlay() -> lsp::InlayHint {
    lsp::InlayHint {
        position: lsp::Position { line: 0, character: 0 },
        label: String::new().into(),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_become_plain_text() {
        assert_eq!(without_placeholders("name:\n  - $0"), "name:\n  - ");
        assert_eq!(without_placeholders(r#""\$a\\b": {$0}"#), r#""$a\b": {}"#);
    }
}
