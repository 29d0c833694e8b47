//! Recognizes sentences that tell the reader to do something: `Check the name`, `If it is expired,
//! create a new key`, `You need to sign in`. Knows no grammar beyond the start of a clause.

use crate::prose::words;

/// Verbs that are rarely nouns, so they are imperatives at the start of a clause.
const VERBS: &str = "add adjust allow apply ask assign avoid be call check choose compare configure confirm consider contact \
    correct create decrease delete disable do don't double-check enable ensure fix follow generate give go grant include increase \
    install keep log look lower make move never open pass pick provide put raise re-run read reduce refer regenerate remove \
    rename renew repeat replace resend restart retry revoke rotate run see select send set shorten sign specify split start \
    stop switch take try turn update upgrade use verify visit wait write";

/// Words that begin what a verb refers to. After another verb, they show that it is one.
const OBJECTS: &str = "a all an another any both each either every fewer it its less more one that the their them \
    these this those your yourself";

/// Words that can come before an object and aren't verbs.
const OTHERS: &str = "about above after against all along also although am among an and are around as at because been \
    before behind below besides between both but by can could despite did does during either even except few for from \
    given had half has have here how if in inside into is it just least like many maybe may might most must near \
    neither no none nor not now of off often on once only onto or our out outside over past per perhaps rather shall \
    should since so some sometimes soon still such than that the then there they though through till to today toward \
    under unless unlike until up upon via was we were what whatever when whenever where whereas wherever whether which \
    while who whom whose why will with within without would yet you";

/// Words that can come before the verb of a clause.
const LEADS: &str =
    "alternatively always and either first finally instead just next now or otherwise please simply so then";

/// Words between `you` and a verb: `you need to`.
const DUTIES: &str = "can have must need should";

/// Whether a text tells the reader to do something.
pub(crate) fn is_in(text: &str) -> bool {
    let words: Vec<_> = words(text).collect();
    let mut starts = true;
    for (index, (word, range)) in words.iter().enumerate() {
        let next = words.get(index + 1);
        let (gap, next) = next.map_or(("", ""), |(next, after)| (&text[range.end..after.start], *next));
        let word = word.to_lowercase().replace('’', "'");
        let is_duty = word == "you" && has(DUTIES, &next.to_lowercase());
        if starts && is_imperative(&word, gap, next) || is_duty {
            return true;
        }
        let ends_clause = gap.contains(['.', ',', ':', ';', '!', '?', '—', '–', '(', '\n']);
        // `api.example.com` and `10:30` aren't clauses.
        starts = ends_clause && gap.contains(char::is_whitespace)
            || starts && has(LEADS, &word)
            || has("and or then", &word);
    }
    false
}

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|of| of == word)
}

/// Whether the first word of a clause is an imperative, judged by the word after it.
fn is_imperative(word: &str, gap: &str, next: &str) -> bool {
    let has_object = gap.trim_start().starts_with(['`', '[']) || gap == " " && has(OBJECTS, &next.to_lowercase());
    let is_inflected = word.ends_with("ing") || word.ends_with("ly") || word.ends_with('s') && !word.ends_with("ss");
    has(VERBS, word) || has_object && !is_inflected && !has(OTHERS, word) && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn finds_imperatives() {
        for text in [
            "Check the name of the verb",
            "**Check** the name of the verb.",
            "Reissue the certificate.",
            "Reconnect your wallet, and go on.",
            "Sideload `app.apk`.",
            "Dismiss [the dialog](#dialog).",
            "The key is expired. Create a new one.",
            "If the key is expired, create a new one.",
            "To go on: sign in, then call support.",
            "Please wait.",
            "First, undo that change.",
            "Don't send it again",
            "The name is wrong, so you need to correct it.",
            "You must sign in.",
            "Either log in or retry.",
            "Contact support",
            "Never send the key twice.",
            "The key is in `.env`. Refresh it.",
        ] {
            assert!(is_in(text), "{text}");
        }
    }

    #[test]
    fn finds_none_in_explanations() {
        for text in [
            "",
            "There is a lot that could be said about this error, but none of it is something to do.",
            "The service rejects the request, because its name is wrong.",
            "Keys expire after a day.",
            "Without the header, the request fails.",
            "Sometimes the service is down, which the status page shows.",
            "Requests that use `GET` are cached.",
            "Unkey checks the name. It is case-sensitive, and nothing else matters.",
            "Access to the API is denied.",
            "Is the key valid?",
            "This happens often, usually the first time.",
            "Sending the key is not enough.",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
