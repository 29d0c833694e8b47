//! Cleans up the first lines of code blocks: keeps language, attributes, title, and highlighted lines,
//! and drops the options that Mintlify and others add.

use std::borrow::Cow;

use errbook_syntax::markdown::FenceInfo;

use super::Context;
use crate::ledger;

/// An open code block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence {
    mark: char,
    length: usize,
}

/// The first line of a code block.
pub(super) struct Opening<'s> {
    pub(super) fence: Fence,
    /// Everything before the info string.
    pub(super) before: &'s str,
    pub(super) info: &'s str,
}

/// Options for the appearance of a block.
const FLAGS: &[&str] =
    &["lines", "wrap", "expandable", "showLineNumbers", "noLineNumbers", "twoslash", "copy", "nocopy", "ignore"];

/// Parses the first line of a code block, which may be in a list or a quote.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let mut rest = line.trim_start();
    loop {
        let marked = rest.strip_prefix('>').or_else(|| list_marker(rest)).unwrap_or(rest).trim_start();
        if marked.len() == rest.len() {
            break;
        }
        rest = marked;
    }
    let mark = rest.chars().next().filter(|char| matches!(char, '`' | '~'))?;
    let info = rest.trim_start_matches(mark);
    let length = rest.len() - info.len();
    // A backtick in the info string makes this a code span (CommonMark 0.31.2, section 4.5).
    let fits = length >= 3 && !(mark == '`' && info.contains('`'));
    fits.then(|| Opening { fence: Fence { mark, length }, before: &line[..line.len() - info.len()], info: info.trim() })
}

fn list_marker(text: &str) -> Option<&str> {
    let digits = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let rest = match digits {
        0 => text.strip_prefix(['-', '*', '+'])?,
        1..=9 => text[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    rest.starts_with([' ', '\t']).then_some(rest)
}

impl Fence {
    /// Whether a line closes the block.
    pub(super) fn is_closed_by(self, line: &str) -> bool {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        line.len() >= self.length && line.chars().all(|char| char == self.mark)
    }
}

/// How a line relates to code blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    No,
    First,
    Inside,
    Last,
}

/// Classifies the lines of a page, which must be passed in order.
#[derive(Debug, Default)]
pub(super) struct Walk {
    open: Option<Fence>,
}

impl Walk {
    pub(super) fn step(&mut self, line: &str) -> Code {
        match self.open {
            Some(fence) if fence.is_closed_by(line) => {
                self.open = None;
                Code::Last
            }
            Some(_) => Code::Inside,
            None => {
                self.open = opening(line).map(|opening| opening.fence);
                if self.open.is_some() { Code::First } else { Code::No }
            }
        }
    }
}

/// The info string in errbook's form: `js,wrong Title {1,3}`. Counts what is dropped.
pub(super) fn info(info: &str, line: usize, context: &mut Context<'_>) -> String {
    let mut words = words(info).into_iter().peekable();
    let head = words.next_if(|word| !word.contains('=') && !word.starts_with('{')).unwrap_or_default();
    let mut parsed = FenceInfo::of(&head);
    // Some write `js{1,3}`. `of` has read the lines, and a title in the same word is something else.
    if let Some(rest) = parsed.title.take() {
        context.drop(line, format!("`{rest}` of a code block"), rest.clone());
    }
    let mut title = String::new();
    for word in words {
        let FenceInfo { lines, .. } = FenceInfo::of(&word);
        match word.split_once('=') {
            Some(("title" | "filename" | "fileName" | "file", value)) => {
                // JSX has `{"a"}`.
                let value = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')).unwrap_or(value);
                push(&mut title, value.trim_matches(['"', '\'']));
            }
            _ if !lines.is_empty() => parsed.lines.extend(lines),
            Some((name, _)) if name.chars().all(|char| char.is_alphanumeric() || char == '-') => {
                context.drop(line, format!("`{name}` of a code block"), word.as_str());
            }
            _ if FLAGS.contains(&word.as_str()) || word.starts_with('{') => {
                context.drop(line, format!("`{word}` of a code block"), word.as_str());
            }
            _ => push(&mut title, &word),
        }
    }
    // Without a language, the title's first word would be taken for one.
    if parsed.words().is_empty() && !title.is_empty() {
        parsed.language = "text";
    }
    let title = Some(title.into()).filter(|title: &Cow<'_, str>| !title.is_empty());
    let written = FenceInfo { title, ..parsed }.to_string();
    context.keyed(line, ledger::without(info, &written));
    written
}

fn push(title: &mut String, word: &str) {
    if !title.is_empty() {
        title.push(' ');
    }
    title.push_str(word);
}

/// Splits an info string into words. Quotes and braces group words.
fn words(info: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quote, mut depth, mut before) = (None, 0_usize, ' ');
    for char in info.chars() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (None, '"') => quote = Some(char),
            // An apostrophe isn't a quote.
            (None, '\'') if before == '=' => quote = Some(char),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        match words.last_mut() {
            Some(last) if !(char.is_whitespace() && quote.is_none() && depth == 0) => last.push(char),
            _ => words.push(String::new()),
        }
        before = char;
    }
    words.retain(|word| !word.is_empty());
    words
}
