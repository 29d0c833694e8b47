//! The wordings of the texts that were sent with a code, and why some texts have none.

use super::pattern::{Pattern, Sent, patterns};
use crate::observation::{Detail, Origin};
use crate::text::{LONGEST_PLAIN, is_plain};

/// Wordings beyond this number per code aren't added.
const MOST_WORDINGS: usize = 20;

/// Wordings, and reasons for which texts have none, each with help.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    pub(super) patterns: Vec<Pattern>,
    pub(super) left_out: Vec<(String, &'static str)>,
}

impl Wordings {
    /// The wordings of texts that are sorted by where they were seen first.
    pub(super) fn of<'o>(details: impl Iterator<Item = &'o (Detail, Origin)>) -> Wordings {
        let texts = details.filter_map(|(detail, _)| {
            let text = detail.text.as_deref()?;
            Some(Sent { text, operations: detail.operations.clone() })
        });
        let (sent, other): (Vec<Sent<'_>>, Vec<Sent<'_>>) = texts.partition(|sent| may_be_text(sent.text));
        let mut wordings = Wordings { patterns: patterns(&sent), left_out: Vec::new() };
        wordings.patterns.truncate(MOST_WORDINGS);
        if !other.is_empty() {
            let why =
                format!("a text is empty, padded, has control characters, or is longer than {LONGEST_PLAIN} bytes");
            wordings.left_out.push((why, "correct the message in the service"));
        }
        if !sent.iter().all(|sent| wordings.patterns.iter().any(|pattern| pattern.covers(sent.text))) {
            let help = "add a wording with `computed: true` if the service builds the text";
            wordings.left_out.push(("a text has only values, and no words".to_owned(), help));
        }
        wordings
    }
}

/// Whether a wording can be this text.
fn may_be_text(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && is_plain(text)
}
