//! Finds terms of the manifest's glossary in text.

use std::ops::Range;

use errbook_catalog::{HeadingIds, Term};

/// The terms of a catalog, indexed for searching.
pub(crate) struct Glossary {
    ids: Vec<String>,
    /// All forms of all terms as (first letter in lower case, form, index of the term), sorted by
    /// first letter, then longest first.
    forms: Vec<(char, String, usize)>,
}

impl Glossary {
    pub(crate) fn new(terms: &[Term]) -> Self {
        Self::of(terms.iter().map(|term| std::iter::once(&term.term).chain(&term.also).map(String::as_str).collect()))
    }

    /// Each term with all of its forms. The first form is the term itself.
    pub(super) fn of<'t>(terms: impl Iterator<Item = Vec<&'t str>>) -> Self {
        let mut taken = HeadingIds::default();
        let mut ids = Vec::new();
        let mut forms: Vec<(char, String, usize)> = Vec::new();
        for (index, term) in terms.enumerate() {
            ids.push(taken.next(term.first().copied().unwrap_or_default()));
            for form in term {
                if let Some(first) = form.chars().next() {
                    forms.push((lower(first), form.to_owned(), index));
                }
            }
        }
        forms.sort_by(|a, b| (a.0, b.1.len(), &a.1, a.2).cmp(&(b.0, a.1.len(), &b.1, b.2)));
        Glossary { ids, forms }
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// ID of a term on the glossary page.
    pub(crate) fn id(&self, term: usize) -> &str {
        &self.ids[term]
    }

    /// Finds uses of terms that are not in `seen` yet, in order, each term once. Matches whole
    /// words only, and ignores the case of the first letter.
    pub(crate) fn first_uses(&self, text: &str, seen: &mut [bool]) -> Vec<(Range<usize>, usize)> {
        let mut uses = Vec::new();
        if seen.iter().all(|seen| *seen) {
            return uses;
        }
        let mut end = 0;
        let mut before = None;
        for (at, char) in text.char_indices() {
            if at >= end
                && !is_word(before)
                && let Some((length, term)) = self.form_at(&text[at..], char)
            {
                // Skip the form even if it doesn't become a link: "rate limit namespace" is not a
                // use of "namespace".
                end = at + length;
                if !std::mem::replace(&mut seen[term], true) {
                    uses.push((at..end, term));
                }
            }
            before = Some(char);
        }
        uses
    }

    /// Finds the longest form at the start of `rest`. Returns its length and the index of the term.
    fn form_at(&self, rest: &str, first: char) -> Option<(usize, usize)> {
        let first_lower = lower(first);
        let start = self.forms.partition_point(|form| form.0 < first_lower);
        let candidates = self.forms[start..].iter().take_while(|form| form.0 == first_lower);
        candidates
            .filter(|(_, form, _)| is_form(rest, first, form))
            .map(|(_, form, term)| (form_length(first, form), *term))
            .next()
    }
}

fn is_form(rest: &str, first: char, form: &str) -> bool {
    let tail = form.chars().next().map_or("", |letter| &form[letter.len_utf8()..]);
    let Some(after) = rest[first.len_utf8()..].strip_prefix(tail) else { return false };
    let mut after = after.chars();
    match after.next() {
        // `app.example.com` is not a use of "app", but "app" at the end of a sentence is.
        Some('.') => !is_word(after.next()),
        next => !is_word(next),
    }
}

fn form_length(first: char, form: &str) -> usize {
    let letter = form.chars().next().map_or(0, char::len_utf8);
    first.len_utf8() + form.len() - letter
}

fn is_word(char: Option<char>) -> bool {
    char.is_some_and(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/' | '.' | '@'))
}

fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(text: &str) -> Vec<&str> {
        let terms = [vec!["API", "APIs"], vec!["app", "apps"], vec!["namespace", "rate limit namespace"], vec!["rate"]];
        let glossary = Glossary::of(terms.into_iter());
        let mut seen = vec![false; 4];
        glossary.first_uses(text, &mut seen).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn each_term_is_found_once() {
        assert_eq!(uses("APIs, an API and the app. Apps too."), ["APIs", "app"]);
    }

    #[test]
    fn the_longest_form_wins() {
        assert_eq!(uses("A rate limit namespace, then a rate."), ["rate limit namespace", "rate"]);
    }

    #[test]
    fn matches_whole_words_and_ignores_the_case_of_the_first_letter() {
        assert_eq!(uses("happy app_id app.unkey.com web-app api Api snapp"), Vec::<&str>::new());
        assert_eq!(uses("App."), ["App"]);
        assert_eq!(uses("ünapp (app)"), ["app"]);
    }
}
