//! The search index of a site, which `search-engine.js` reads. A query loads the index itself (all
//! codes, names, and words), the shards with the positions of its words in messages, summaries, and
//! fields, and the message templates of matching codes. The templates recognize a message with real
//! values in it.
//!
//! The files are scripts that call a function of the engine, because a page opened from disk can't
//! load anything else.

use errbook_catalog::{Catalog, Entry, Message, MessagePart};

use crate::page::SearchFile;
use crate::text;

mod codes;
mod words;

use words::Words;

/// Number of codes whose messages share a file.
const BLOCK: usize = 256;
/// Number of codes per shard of words, and the maximum number of shards.
const CODES_OF_SHARD: usize = 160;
const SHARDS: usize = 64;

/// The files of the index, with their paths.
pub(crate) fn files(catalog: &Catalog) -> impl Iterator<Item = (String, SearchFile)> {
    let words = (0..shards(catalog)).map(|shard| (format!("search/words-{shard}.js"), SearchFile::Words { shard }));
    let blocks = 0..catalog.entries().len().div_ceil(BLOCK);
    let messages = blocks.map(|block| (format!("search/messages-{block}.js"), SearchFile::Messages { block }));
    std::iter::once(("search/index.js".to_owned(), SearchFile::Index)).chain(words).chain(messages)
}

fn shards(catalog: &Catalog) -> usize {
    catalog.entries().len().div_ceil(CODES_OF_SHARD).clamp(1, SHARDS)
}

/// What the parts of the index are generated from.
pub(crate) struct Index {
    words: Words,
    /// Index of the first word of each shard.
    shards: Vec<usize>,
}

impl Index {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        let words = Words::of(catalog);
        let shards = words.shards(shards(catalog));
        Index { words, shards }
    }

    /// The text of a part. `end` is what page paths have after the last segment of a code.
    pub(crate) fn file(&self, catalog: &Catalog, end: &str, file: SearchFile) -> String {
        match file {
            SearchFile::Index => self.index(catalog, end),
            SearchFile::Words { shard } => {
                let first = self.shards.get(shard).copied().unwrap_or(self.words.len());
                let end = self.shards.get(shard + 1).copied().unwrap_or(self.words.len());
                call("words", shard, &self.words.places(first..end))
            }
            SearchFile::Messages { block } => {
                let entries = catalog.entries().iter().skip(block * BLOCK).take(BLOCK);
                call("messages", block, &entries.map(templates).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    fn index(&self, catalog: &Catalog, end: &str) -> String {
        let scheme = &catalog.manifest().scheme;
        format!(
            "errbookSearch.index({{\"count\":{},\"prefix\":{},\"separator\":{},\"end\":{},\"block\":{BLOCK},\"shards\":{:?},\"codes\":{},\"words\":{}}});\n",
            catalog.entries().len(),
            text::json(scheme.prefix.as_deref().unwrap_or_default()),
            text::json(&scheme.separator),
            text::json(end),
            self.shards,
            text::json(&codes::lines(catalog)),
            text::json(&self.words.list()),
        )
    }
}

fn call(function: &str, number: usize, text: &str) -> String {
    format!("errbookSearch.{function}({number},{});\n", text::json(text))
}

/// The texts of an entry on one line, with a tab in place of each param, separated by vertical tabs.
fn templates(entry: &Entry) -> String {
    entry.texts().into_iter().map(template).collect::<Vec<_>>().join("\u{b}")
}

fn template(message: &Message) -> String {
    let parts = message.parts.iter().map(|part| match part {
        MessagePart::Text(text) => text.replace(char::is_whitespace, " "),
        MessagePart::Param(_) => "\t".to_owned(),
    });
    parts.collect()
}
