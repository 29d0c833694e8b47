//! "Did you mean": finds the most similar known word.

/// The word in `known` closest to `word`, if it is close enough to be a typo: the edit distance is
/// at most a third of the length of `word`, or 1.
///
/// ```
/// use errbook_catalog::suggest::nearest;
///
/// assert_eq!(nearest("log_levle", ["log_level", "message"]), Some("log_level"));
/// assert_eq!(nearest("color", ["log_level", "message"]), None);
/// ```
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let known: Vec<&str> = known.into_iter().collect();
    let similar = within(word, (word.chars().count() / 3).max(1), known.iter().copied()).min();
    similar.map(|(_, candidate)| candidate).or_else(|| longer(word, &known))
}

/// The only word that `word` abbreviates, such as `integer` for `int`.
fn longer<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let mut longer = known.iter().filter(|candidate| word.len() >= 3 && candidate.starts_with(word));
    longer.next().filter(|_| longer.next().is_none()).copied()
}

/// The words in `known` within an edit distance of `limit` from `word`, with their distances.
pub fn within<'k>(
    word: &str,
    limit: usize,
    known: impl IntoIterator<Item = &'k str>,
) -> impl Iterator<Item = (usize, &'k str)> {
    let length = word.chars().count();
    // Each missing or additional letter counts, so most words need no comparison.
    let fits = move |candidate: &&str| candidate.chars().count().abs_diff(length) <= limit;
    let near = move |candidate| (strsim::damerau_levenshtein(word, candidate), candidate);
    known.into_iter().filter(fits).map(near).filter(move |(distance, _)| *distance <= limit)
}

/// The longest list that a help line shows.
const MOST_LISTED: usize = 8;

/// Help for an unknown `word`: the one that was meant, or those that are allowed, or three of them
/// if there are many.
///
/// ```
/// use errbook_catalog::suggest::help;
///
/// assert_eq!(help("relatd", ["related", "redirects"]), "did you mean `related`?");
/// assert_eq!(help("size", ["text", "steps"]), "use `text` or `steps`");
/// ```
pub fn help<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    if known.is_empty() {
        return "remove it".to_owned();
    }
    if let Some(near) = nearest(word, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let start = if known.len() > MOST_LISTED {
        known.sort_by_cached_key(|name| strsim::damerau_levenshtein(word, name));
        known.truncate(3);
        "for example, use"
    } else {
        "use"
    };
    format!("{start} {}", alternatives(&known))
}

/// `` `a`, `b`, or `c` ``
fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [one, other] => format!("{one} or {other}"),
        [first @ .., last] if !first.is_empty() => format!("{}, or {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_at_most_eight_alternatives() {
        assert_eq!(help("relatd", ["related", "links"]), "did you mean `related`?");
        assert_eq!(help("int", ["integer", "string"]), "did you mean `integer`?");
        assert_eq!(help("x", []), "remove it");
        assert_eq!(help("x", ["one"]), "use `one`");
        assert_eq!(help("x", ["one", "two"]), "use `one` or `two`");
        assert_eq!(
            help("xyzxyz", ["a", "b", "c", "d", "e", "f", "g", "h"]),
            "use `a`, `b`, `c`, `d`, `e`, `f`, `g`, or `h`"
        );
        let many = ["alpha", "beta", "gamma", "delta", "wine", "zeta", "eta", "theta", "winter"];
        assert_eq!(help("wintry-mix", many), "for example, use `winter`, `wine`, or `beta`");
    }
}
