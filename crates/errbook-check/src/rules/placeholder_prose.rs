//! Reports placeholder text, such as TODO, lorem ipsum, or "description here". Code is skipped
//! because a command can contain these words.

use std::ops::Range;

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

/// Markers of unfinished text. Only uppercase counts.
const MARKS: &[&str] = &["TODO", "TBD", "FIXME", "XXX"];

/// Phrases that are placeholders if they are the whole text.
const FILLERS: &[&str] = &[
    "coming soon",
    "n/a",
    "to be decided",
    "to be defined",
    "to be determined",
    "to be done",
    "to be written",
    "untitled",
    "wip",
    "work in progress",
];

/// Words that templates use as placeholders. Each is fine as a heading.
const NOUNS: &[&str] = &["content", "description", "documentation", "explanation", "summary", "text"];

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    if texts.entry.is_some_and(|entry| entry.draft) {
        return;
    }
    for text in texts.texts {
        if let Some(place) = placeholder(text) {
            let help = "write the text, or remove the key";
            findings.push(Finding::new("placeholder text was never replaced", place, help));
        }
    }
}

/// The first placeholder of a text.
fn placeholder(text: &Text<'_>) -> Option<Place> {
    /// At least the length in bytes of the longest of [`FILLERS`] and [`NOUNS`].
    const LONGEST: usize = 32;
    let whole = text.value.trim().trim_end_matches(['.', '…', '!']);
    let whole = if whole.len() <= LONGEST { whole.to_lowercase() } else { String::new() };
    let whole = whole.as_str();
    if FILLERS.contains(&whole) || (NOUNS.contains(&whole) && !text.is_heading()) || is_blank(text) {
        return Some(text.place.clone());
    }
    text.runs().find_map(|(run, range)| Some(text.in_run(run, &range, in_prose(run)?)))
}

/// Whether a text has no letters, digits, code, links, or images: `...`, `-`.
fn is_blank(text: &Text<'_>) -> bool {
    let markdown = &text.markdown;
    !text.value.contains(char::is_alphanumeric)
        && markdown.code.is_empty()
        && markdown.fences.is_empty()
        && markdown.links.is_empty()
}

fn in_prose(run: &str) -> Option<Range<usize>> {
    if !may_have_placeholder(run) {
        return None;
    }
    let words: Vec<_> = prose::words(run).collect();
    let stands_alone = |range: &Range<usize>| {
        // `PAY-XXX` is a pattern, and `issues/TODO` a path.
        let joins = ['-', '/', '.', '@', '#', '$'];
        !run[..range.start].ends_with(joins) && !run[range.end..].starts_with(['-', '/', '@'])
    };
    let marks = words.iter().filter(|(word, _)| MARKS.contains(word)).map(|(_, range)| range.clone());
    let mark = marks.into_iter().find(stands_alone);
    let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
    let lorem = words.windows(2).find(|pair| is(pair[0].0, "lorem") && is(pair[1].0, "ipsum"));
    mark.or_else(|| lorem.map(|pair| pair[0].1.start..pair[1].1.end)).or_else(|| filler_sentence(run))
}

/// A cheap check that avoids splitting most prose into words: whether the run has the first two
/// letters of one of [`MARKS`] in uppercase, or contains `lore` or `here`.
fn may_have_placeholder(run: &str) -> bool {
    let bytes = run.as_bytes();
    let starts_mark =
        |pair: &[u8]| pair[1].is_ascii_uppercase() && MARKS.iter().any(|mark| mark.as_bytes().starts_with(pair));
    bytes.windows(2).any(starts_mark)
        || bytes.windows(4).any(|four| four.eq_ignore_ascii_case(b"here") || four.eq_ignore_ascii_case(b"lore"))
}

/// A sentence such as "Description here", "Add a short summary here", "Your text goes here".
fn filler_sentence(run: &str) -> Option<Range<usize>> {
    const LEADING: &[&str] = &[
        "a", "add", "an", "brief", "enter", "insert", "longer", "please", "put", "short", "some", "the", "write",
        "your",
    ];
    const TRAILING: &[&str] = &["belongs", "comes", "goes"];
    let mut start = 0;
    for sentence in run.split_inclusive(['.', '!', '?', ':', ';']) {
        let words: Vec<String> = prose::words(sentence).map(|(word, _)| word.to_lowercase()).collect();
        let mut rest: &[String] = &words;
        if let Some((last, before)) = rest.split_last()
            && last == "here"
        {
            rest = before.split_last().filter(|(verb, _)| TRAILING.contains(&verb.as_str())).map_or(before, |of| of.1);
            let skipped = rest.iter().take_while(|word| LEADING.contains(&word.as_str())).count();
            if matches!(&rest[skipped..], [.., noun] if NOUNS.contains(&noun.as_str()) && rest.len() - skipped <= 2) {
                let lead = sentence.len() - sentence.trim_start().len();
                return Some(start + lead..start + sentence.trim_end().len());
            }
        }
        start += sentence.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::in_prose;

    #[test]
    fn distinguishes_placeholders_from_prose() {
        for (text, expected) in [
            ("Description here", Some("Description here")),
            ("First. Add a short description here. Last", Some("Add a short description here.")),
            ("Your text goes here!", Some("Your text goes here!")),
            ("Error description here", Some("Error description here")),
            ("Then TODO the rest", Some("TODO")),
            ("TBD: ask Ann", Some("TBD")),
            ("Lorem ipsum dolor", Some("Lorem ipsum")),
            ("Enter the name here", None),
            ("The message that you see here", None),
            ("The description in your request is longer than the text that stands here", None),
            ("A todo list, and what is to do", None),
            ("Look here", None),
            ("5XX, PAY-XXX and sk_XXX", None),
        ] {
            assert_eq!(in_prose(text).map(|range| &text[range]), expected, "{text}");
        }
    }
}
