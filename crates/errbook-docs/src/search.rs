//! The search index of a site, which `search-engine.js` reads. A query loads the index itself (all
//! codes, names, and words), the shards with the positions of its words in other texts, and the
//! summaries and message templates of matching codes. The templates recognize a message with real
//! values in it, and both show a reader where the words are.
//!
//! The files are scripts that call a function of the engine, because a page opened from disk can't
//! load anything else.

use errbook_catalog::{Catalog, Dependency, Entry, Message, MessagePart, OutsideCode};

use crate::facts;
use crate::page::{Listing, SearchFile};
use crate::plan::Plan;
use crate::text;

mod codes;
mod find;
mod stem;
mod words;

pub use find::Search;
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

    /// The text of a part.
    pub(crate) fn file(&self, plan: &Plan<'_>, file: SearchFile) -> String {
        match file {
            SearchFile::Index => self.index(plan),
            SearchFile::Words { shard } => {
                let first = self.shards.get(shard).copied().unwrap_or(self.words.len());
                let end = self.shards.get(shard + 1).copied().unwrap_or(self.words.len());
                call("words", shard, &self.words.places(first..end))
            }
            SearchFile::Messages { block } => {
                let entries = plan.catalog.entries().iter().skip(block * BLOCK).take(BLOCK);
                call("messages", block, &entries.map(texts).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    fn index(&self, plan: &Plan<'_>) -> String {
        let catalog = plan.catalog;
        let scheme = &catalog.manifest().scheme;
        format!(
            "errbookSearch.index({{\"count\":{},\"former\":{:?},\"prefix\":{},\"separator\":{},\"end\":{},\"block\":{BLOCK},\"shards\":{:?},\"included\":{:?},\"pages\":{},\"states\":{},\"codes\":{},\"words\":{}}});\n",
            catalog.entries().len(),
            codes::former(catalog),
            text::json(scheme.prefix.as_deref().unwrap_or_default()),
            text::json(&scheme.separator),
            text::json(plan.paths.entry_end()),
            self.shards,
            codes::included(catalog),
            text::json(&(statuses(plan) + &outside(catalog))),
            text::json(&codes::states(catalog)),
            text::json(&codes::lines(catalog)),
            text::json(&self.words.list()),
        )
    }
}

fn call(function: &str, number: usize, text: &str) -> String {
    format!("errbookSearch.{function}({number},{});\n", text::json(text))
}

/// The pages of statuses, one per line: the link, a tab, and the title.
fn statuses(plan: &Plan<'_>) -> String {
    let statuses = plan.lists.statuses().filter(|_| plan.target().has_filters());
    let line = |status| {
        let title = facts::status_title(plan.catalog, status).replace(char::is_control, " ");
        let page = plan.list(Listing::Status(status), 0);
        format!("{}\t{title}\n", plan.paths.href(&plan.paths.asset("search.js"), page.path()))
    };
    statuses.map(line).collect()
}

/// The codes of dependencies that have pages elsewhere, one per line: the URL, the name, the code, and
/// what it is from, separated by tabs.
fn outside(catalog: &Catalog) -> String {
    let linked = catalog.manifest().depends.iter().filter(|of| !of.has_pages);
    let codes = linked.flat_map(|of| of.codes.iter().filter(|code| !code.retired).map(move |code| (of, code)));
    let line = |(of, code): (&Dependency, &OutsideCode)| {
        let name = code.name.replace(char::is_control, " ");
        Some(format!("{}\t{name}\t{}\t{}\n", code.url.as_ref()?, code.code, of.title))
    };
    codes.filter_map(line).collect()
}

/// The summary of an entry and its messages and wordings on one line, separated by vertical tabs.
fn texts(entry: &Entry) -> String {
    let summary = entry.summary.as_deref().unwrap_or_default();
    std::iter::once(one_line(summary)).chain(entry.texts().into_iter().map(template)).collect::<Vec<_>>().join("\u{b}")
}

/// A message on one line, with a tab in place of each param.
fn template(message: &Message) -> String {
    let parts = message.parts.iter().map(|part| match part {
        MessagePart::Text(text) => one_line(text),
        MessagePart::Param(_) => "\t".to_owned(),
    });
    parts.collect()
}

fn one_line(text: &str) -> String {
    text.replace(char::is_whitespace, " ")
}
