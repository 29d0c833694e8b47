//! What tests need of an editor: messages, and files on disk.
#![allow(dead_code, reason = "no test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Snapshot, Sources};
use errbook_check::Options;
use errbook_lsp::Workspace;
use errbook_scan::{FileScan, Scanner};
use serde_json::{Value, json};

pub(crate) const TODAY: &str = "2026-11-01";

/// The files on disk.
#[derive(Debug, Default, Clone)]
pub(crate) struct Files;

impl Workspace for Files {
    fn catalogs(&self, folder: &Path) -> Vec<PathBuf> {
        errbook_catalog::find(folder).into_iter().collect()
    }

    fn catalog_of(&self, file: &Path) -> Option<PathBuf> {
        errbook_catalog::find(file.parent()?)
    }

    fn read(&self, catalog: &Path) -> Sources {
        Sources::read(catalog)
    }

    fn text(&self, path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    fn options(&self, _: &Snapshot) -> Options {
        options()
    }

    fn today(&self) -> String {
        TODAY.to_owned()
    }

    fn scan(&self, scanner: &Scanner, folders: &[PathBuf], catalog: &Path) -> Vec<FileScan> {
        let mut files = Vec::new();
        for root in folders {
            let mut folders = vec![root.clone()];
            while let Some(folder) = folders.pop().filter(|folder| folder != catalog) {
                let items = fs::read_dir(folder).into_iter().flatten().flatten();
                let mut paths: Vec<PathBuf> = items.map(|item| item.path()).collect();
                paths.sort();
                for path in paths {
                    if path.is_dir() && path != catalog {
                        folders.push(path);
                    } else if let Ok(text) = fs::read_to_string(&path) {
                        // The folder of the tests doesn't make them tests.
                        let role = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                        files.push(scanner.file_as(&role, path.display().to_string(), text));
                    }
                }
            }
        }
        files
    }
}

pub(crate) fn options() -> Options {
    let mut options = Options::default();
    options.today = Some(TODAY.to_owned());
    options
}

pub(crate) fn capabilities() -> Value {
    json!({
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename"]}},
        "textDocument": {
            "completion": {"completionItem": {"snippetSupport": true}},
            "codeAction": {"resolveSupport": {"properties": ["edit"]}},
        },
    })
}

pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

pub(crate) fn frame(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

/// The messages in what a server wrote.
pub(crate) fn messages(mut output: &[u8]) -> Vec<Value> {
    let mut messages = Vec::new();
    while !output.is_empty() {
        let text = std::str::from_utf8(output).expect("UTF-8");
        let (head, rest) = text.split_once("\r\n\r\n").expect("a head");
        let length: usize = head.strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
        messages.push(serde_json::from_str(&rest[..length]).expect("JSON"));
        output = &output[head.len() + 4 + length..];
    }
    messages
}
