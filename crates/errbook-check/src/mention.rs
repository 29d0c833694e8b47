//! Finds codes in text: in prose, code spans, code blocks, and links. Anything that follows the
//! scheme is a mention, and rules check whether it exists.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::context::Context;
use crate::names::Named;
use crate::prose::Fence;
use crate::text::{Text, Texts};

/// A code, or something that looks like one, in a text.
#[derive(Debug)]
pub(crate) struct Mention<'t> {
    pub(crate) code: &'t str,
    pub(crate) range: Range<usize>,
    pub(crate) named: Named,
}

/// The codes in all texts of a file, except in code blocks marked as wrong.
pub(crate) fn of_texts<'e>(
    context: &'e Context<'_>,
    texts: &'e Texts<'_>,
) -> impl Iterator<Item = (&'e Text<'e>, Mention<'e>)> {
    texts.texts.iter().flat_map(|text| {
        let fence = |at| text.markdown.fence_at(at);
        let mut mentions = of_text(context, text.value, |at| fence(at).is_some());
        mentions.retain(|mention| !fence(mention.range.start).is_some_and(Fence::is_counterexample));
        mentions.into_iter().map(move |mention| (text, mention))
    })
}

/// The codes in a text. `in_fence` returns whether a byte is in a code block.
pub(crate) fn of_text<'t>(context: &Context<'_>, text: &'t str, in_fence: impl Fn(usize) -> bool) -> Vec<Mention<'t>> {
    let scheme = &context.manifest.scheme;
    let mut mentions = match &scheme.prefix {
        Some(prefix) => context.with_prefix(&format!("{prefix}{}", scheme.separator), text, in_fence),
        None => context.without_prefix(text),
    };
    let starts: BTreeSet<&str> = context.manifest.depends.iter().filter_map(|of| of.start.as_deref()).collect();
    for start in starts {
        context.add_outside(start, text, &mut mentions);
    }
    mentions
}

impl Context<'_> {
    fn with_prefix<'t>(&self, start: &str, text: &'t str, in_fence: impl Fn(usize) -> bool) -> Vec<Mention<'t>> {
        let mut mentions = Vec::new();
        for (at, _) in text.match_indices(start) {
            if text[..at].ends_with(is_word) {
                continue;
            }
            let end = at + self.length(&text[at..]);
            // In a scheme with one level, `err:x` in a code block could be anything.
            let may_be_anything = self.manifest.scheme.levels.len() == 1 && in_fence(at);
            if end <= at + start.len() || continues(&text[end..], &self.manifest.scheme.separator) || may_be_anything {
                continue;
            }
            let segments: Vec<&str> = text[at + start.len()..end].split(&self.manifest.scheme.separator).collect();
            mentions.extend(self.mention(text, at..end, &segments));
        }
        mentions
    }

    /// Adds the known codes of a dependency. Unlike an unknown code with the own prefix, any other word
    /// with such a start can be something else, as in the OAuth scope `auth:read`.
    fn add_outside<'t>(&self, start: &str, text: &'t str, mentions: &mut Vec<Mention<'t>>) {
        let is_part = |char| is_word(char) || start.contains(char);
        for (at, _) in text.match_indices(start) {
            let rest = &text[at..];
            let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
            let code = rest[..end].trim_end_matches(|char| !is_word(char));
            let named = self.names.outside(code);
            let is_new = mentions.iter().all(|mention| !mention.range.contains(&at));
            if named != Named::Unknown && is_new && !text[..at].ends_with(is_word) {
                mentions.push(Mention { code, range: at..at + code.len(), named });
            }
        }
    }

    /// A code or group with a prefix. `None` if it is neither and doesn't look like one.
    fn mention<'t>(&self, text: &'t str, range: Range<usize>, segments: &[&str]) -> Option<Mention<'t>> {
        let (least, most) = self.manifest.scheme.depths().into_inner();
        let mention = |range: Range<usize>, named| Some(Mention { code: &text[range.clone()], range, named });
        if segments.iter().zip(&self.manifest.scheme.levels).all(|(segment, level)| **segment == level.name) {
            // The names of the levels, as in `err:system:category:specific`, explain the scheme.
            return None;
        }
        let code = &text[range.clone()];
        match self.named(code) {
            Named::Unknown => {}
            named => return mention(range, named),
        }
        if segments.len() > most {
            let shorter = &code[..code.len()
                - segments[most..].iter().map(|part| part.len() + self.manifest.scheme.separator.len()).sum::<usize>()];
            if let Named::Code(position) = self.named(shorter) {
                return mention(range.start..range.start + shorter.len(), Named::Code(position));
            }
        }
        if segments.len() < most && self.names.is_group(segments) {
            return mention(range, Named::Group);
        }
        if segments.len() < least {
            return if self.names.is_group(&segments[..1]) { mention(range, Named::Unknown) } else { None };
        }
        mention(range, Named::Unknown)
    }

    /// Without a prefix, an unknown code is recognized only by its digits, as in `E0042`, or by an
    /// existing group and a similar code.
    fn without_prefix<'t>(&self, text: &'t str) -> Vec<Mention<'t>> {
        let mut mentions = Vec::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(is_word) {
            let start = at + found;
            let end = start + self.length(&text[start..]);
            at = end.max(start + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            let code = &text[start..end];
            if text[..start].ends_with(['/', '.', '@']) || continues(&text[end..], &self.manifest.scheme.separator) {
                continue;
            }
            let named = match self.named(code) {
                Named::Unknown if self.looks_like_a_code(code) => Named::Unknown,
                Named::Unknown => continue,
                // A code with one level and without digits is an ordinary word.
                Named::Code(_) if self.is_single(code) && !self.names.has_shape(code) => continue,
                named => named,
            };
            mentions.push(Mention { code, range: start..end, named });
        }
        mentions
    }

    fn looks_like_a_code(&self, word: &str) -> bool {
        let segments: Vec<&str> = word.split(&self.manifest.scheme.separator).collect();
        match segments.len() {
            1 => self.manifest.scheme.depths().contains(&1) && self.names.has_shape(word),
            count => {
                self.manifest.scheme.depths().contains(&count)
                    && self.names.is_group(&segments[..count - 1])
                    && self.nearest_code(word).is_some()
            }
        }
    }

    /// Whether a code without a prefix has one level.
    fn is_single(&self, code: &str) -> bool {
        let scheme = &self.manifest.scheme;
        scheme.levels.len() == 1 || (scheme.depths().contains(&1) && !code.contains(&scheme.separator))
    }

    /// Length in bytes of the code at the start of `text`: words joined by separators.
    fn length(&self, text: &str) -> usize {
        let separator = self.manifest.scheme.separator.as_str();
        let mut end = 0;
        loop {
            end += text[end..].find(|char| !is_word(char)).unwrap_or(text.len() - end);
            let after = text[end..].strip_prefix(separator).filter(|_| !separator.is_empty());
            match after {
                Some(after) if after.starts_with(char::is_alphanumeric) => end += separator.len(),
                _ => return end,
            }
        }
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || char == '-'
}

/// Whether a placeholder follows the code, as in `err:unkey:<category>` and `err:unkey:*`.
fn continues(rest: &str, separator: &str) -> bool {
    let rest = rest.strip_prefix(separator).unwrap_or(rest);
    rest.starts_with(['<', '*', '{', '$', '…']) || rest.starts_with("...")
}
