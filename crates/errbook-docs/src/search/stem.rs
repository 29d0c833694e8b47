//! Words without their endings, in American spelling. `search-engine.js` has the same rules.

/// A word without its ending: `authorised`, `authorizes`, and `authorization` have the same stem.
/// Takes words in lower case.
pub(super) fn stem(word: &str) -> String {
    if word.chars().count() < 4 || word.chars().any(|letter| letter.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut word = american(word);
    if let Some(start) = word.strip_suffix("ies") {
        word = format!("{start}y");
    } else if ["ses", "xes", "zes", "ches", "shes"].iter().any(|ending| word.ends_with(ending)) {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") {
        word.pop();
    }
    cut(&mut word, &["ed", "ing", "ion", "e"], 3);
    if let Some(start) = word.strip_suffix("ificat") {
        word = format!("{start}ify");
    }
    if word.ends_with("izat") {
        word.truncate(word.len() - 2);
    } else {
        cut(&mut word, &["at"], 5);
    }
    if let Some(start) = word.strip_suffix('i') {
        word = format!("{start}y");
    }
    if "bdgmnprt".chars().any(|letter| word.ends_with(&format!("{letter}{letter}"))) {
        word.pop();
    }
    word
}

/// Removes the first of some endings that leaves enough letters.
fn cut(word: &mut String, endings: &[&str], least: usize) {
    let start = endings.iter().find_map(|ending| {
        let start = word.strip_suffix(ending)?;
        (start.chars().count() >= least).then_some(start.len())
    });
    if let Some(start) = start {
        word.truncate(start);
    }
}

fn american(word: &str) -> String {
    let ends = |rest: &str, endings: &[&str]| endings.contains(&rest);
    let or = |rest: &str| {
        rest.is_empty() || ["s", "ed", "ing", "al", "ab", "ful", "less"].iter().any(|start| rest.starts_with(start))
    };
    let mut word = respelled(word, "our", "or", 2, or);
    word = respelled(&word, "is", "iz", 0, |rest| ends(rest, &["e", "ed", "es", "ing", "ation", "ations"]));
    word = respelled(&word, "yse", "yze", 0, |rest| ends(rest, &["", "d", "s"]));
    for (british, american) in [("nce", "nse"), ("tre", "ter"), ("ogue", "og"), ("mme", "m")] {
        word = respelled(&word, british, american, 0, |rest| ends(rest, &["", "s"]));
    }
    word.replacen("ll", "l", 1)
}

/// Replaces the first part `from` that has at least `before` letters before it and a suitable rest.
fn respelled(word: &str, from: &str, to: &str, before: usize, fits: impl Fn(&str) -> bool) -> String {
    let suits = |at: &usize| word[..*at].chars().count() >= before && fits(&word[at + from.len()..]);
    match word.match_indices(from).map(|(at, _)| at).find(suits) {
        Some(at) => format!("{}{to}{}", &word[..at], &word[at + from.len()..]),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["authorise", "authorised", "authorizes", "authorization", "authorisations"][..],
            &["behaviour", "behavior", "behaviors"],
            &["centre", "center", "centres"],
            &["catalogue", "catalog", "catalogs"],
            &["cancelled", "canceled", "cancel"],
            &["verify", "verification", "verified", "verifies"],
            &["expire", "expired", "expires"],
            &["limit", "limits", "limited", "limiting"],
            &["stop", "stopped", "stopping"],
            &["policy", "policies"],
            &["licence", "license", "licenses"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|other| *other == stems[0]), "{stems:?}");
        }
        assert_eq!(stem("status"), "status");
        assert_eq!(stem("é"), "é");
    }
}
