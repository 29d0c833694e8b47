//! "Did you mean": the nearest known word.

/// The word of `known` nearest to `word`, if it is near enough to be a slip: at most a third of its letters differ.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    within(word, (word.chars().count() / 3).max(1), known).min().map(|(_, candidate)| candidate)
}

/// The words of `known` from which `word` differs by at most `limit` letters, with the number of letters: where there is one, it was meant.
pub fn within<'k>(
    word: &str,
    limit: usize,
    known: impl IntoIterator<Item = &'k str>,
) -> impl Iterator<Item = (usize, &'k str)> {
    let near = move |candidate| (strsim::damerau_levenshtein(word, candidate), candidate);
    known.into_iter().map(near).filter(move |(distance, _)| *distance <= limit)
}
