//! The search index of a site. `search-engine.js` reads it; what a query needs is loaded with it and nothing else: the index itself, with all
//! codes, names and words; of the words in summaries and messages the shards that hold those of the query; and the message templates of the
//! codes that come into question, to recognise a message with real values in it.
//!
//! The files are scripts that call a function of the engine, because a page opened from disk can load nothing else.

use errbook_catalog::{Catalog, Entry};

use crate::page::SearchFile;
use crate::text;

mod codes;
mod words;

use words::Words;

/// Codes whose messages are in one file.
const BLOCK: usize = 256;
/// Codes for each of the shards of words, and the most shards there can be.
const CODES_OF_SHARD: usize = 160;
const SHARDS: usize = 64;

/// The files of the index and their names.
pub(crate) fn files(catalog: &Catalog) -> impl Iterator<Item = (String, SearchFile)> {
    let words = (0..shards(catalog)).map(|shard| (format!("search/words-{shard}.js"), SearchFile::Words { shard }));
    let blocks = 0..catalog.entries().len().div_ceil(BLOCK);
    let messages = blocks.map(|block| (format!("search/messages-{block}.js"), SearchFile::Messages { block }));
    std::iter::once(("search/index.js".to_owned(), SearchFile::Index)).chain(words).chain(messages)
}

fn shards(catalog: &Catalog) -> usize {
    catalog.entries().len().div_ceil(CODES_OF_SHARD).clamp(1, SHARDS)
}

/// What all parts of the index are made of.
pub(crate) struct Index {
    words: Words,
    /// The first word of each shard.
    shards: Vec<usize>,
}

impl Index {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        let words = Words::of(catalog.entries());
        let shards = words.shards(shards(catalog));
        Index { words, shards }
    }

    /// The text of a part; `end` is what the paths of pages have behind the last segment of a code.
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
                call("messages", block, &entries.map(template).collect::<Vec<_>>().join("\n"))
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

/// The message with a tab for each param, as one line.
fn template(entry: &Entry) -> String {
    let Some(message) = &entry.message else { return String::new() };
    let parts = message.parts.iter().map(|part| match part {
        errbook_catalog::MessagePart::Text(text) => text.replace(char::is_whitespace, " "),
        errbook_catalog::MessagePart::Param(_) => "\t".to_owned(),
    });
    parts.collect()
}
