//! What the server can do, and what the client says that it can.

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CompletionOptions, FileOperationFilter,
    FileOperationOptions, FileOperationPattern, FileOperationRegistrationOptions, InitializeResult,
    PositionEncodingKind, RenameOptions, ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::{Value, json};

use crate::text::Encoding;

/// What a client can do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It can rename files as part of a change.
    pub(super) renames_files: bool,
    /// It asks for the edit of an action when the user chooses it.
    pub(super) resolves_actions: bool,
    pub(super) watches_files: bool,
    pub(super) has_snippets: bool,
}

impl Client {
    pub(super) fn of(capabilities: &Value) -> Client {
        let at = |pointer: &str| capabilities.pointer(pointer).unwrap_or(&Value::Null);
        let has = |pointer: &str| *at(pointer) == true;
        let lists =
            |pointer: &str, name: &str| at(pointer).as_array().is_some_and(|items| items.iter().any(|of| of == name));
        let encodings = "/general/positionEncodings";
        Client {
            encoding: if lists(encodings, "utf-8") {
                Encoding::Utf8
            } else if lists(encodings, "utf-32") && !lists(encodings, "utf-16") {
                Encoding::Utf32
            } else {
                Encoding::Utf16
            },
            // Neovim before 0.10 doesn't say that it supports the changes that have these operations.
            renames_files: lists("/workspace/workspaceEdit/resourceOperations", "rename"),
            resolves_actions: lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            watches_files: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            has_snippets: has("/textDocument/completion/completionItem/snippetSupport"),
        }
    }

    pub(super) fn answer(&self) -> InitializeResult {
        let encoding = match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        };
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        InitializeResult {
            capabilities: ServerCapabilities { position_encoding: Some(encoding), ..capabilities() },
            server_info: Some(ServerInfo { name: "errbook".to_owned(), version }),
        }
    }
}

fn capabilities() -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [":", "\"", "'", "`", "{", " ", "-", "#"].map(str::to_owned).to_vec();
    ServerCapabilities {
        text_document_sync: Some(sync.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        document_formatting_provider: Some(true.into()),
        inlay_hint_provider: Some(true.into()),
        rename_provider: Some(RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into()),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::QuickFix,
                    CodeActionKind::SourceFixAll,
                    CodeActionKind::RefactorRewrite,
                ]),
                resolve_provider: Some(true),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        workspace: Some(workspace()),
        ..ServerCapabilities::default()
    }
}

fn workspace() -> WorkspaceOptions {
    let pattern = FileOperationPattern { glob: "**/*.yaml".to_owned(), matches: None, options: None };
    let filters = vec![FileOperationFilter { scheme: Some("file".to_owned()), pattern }];
    let files = || Some(FileOperationRegistrationOptions { filters: filters.clone() });
    WorkspaceOptions {
        workspace_folders: Some(WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(ChangeNotifications::Bool(true)),
        }),
        file_operations: Some(FileOperationOptions {
            will_rename: files(),
            did_rename: files(),
            did_create: files(),
            did_delete: files(),
            ..FileOperationOptions::default()
        }),
        text_document_content: None,
    }
}

/// The request that makes a client report files that change on disk.
pub(super) fn watch() -> Value {
    json!({"registrations": [{
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": {"watchers": [{"globPattern": "**/*.{yaml,yml,json}"}]},
    }]})
}
