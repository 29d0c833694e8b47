//! How pages show what entries contain: the order of sections, and the language of code blocks.

use crate::catalog::PageSection;
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::Diagnostic;
use crate::raw::RawManifest;
use crate::rule::Rule;

/// The order of the sections. Those that the manifest doesn't list follow in the default order.
pub(super) fn order(raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Vec<PageSection> {
    let mut listed: Vec<Spanned<PageSection>> = Vec::new();
    for of in raw.page.iter().flat_map(|page| &page.order) {
        match listed.iter().find(|first| first.value == of.value) {
            None => listed.push(of.clone()),
            Some(first) => {
                let found = Diagnostic::error(Rule::InvalidValue, format!("`{}` is listed twice", of.value.as_str()));
                let found = found.at(decoder.file, of.span, "again here").at(decoder.file, first.span, "first here");
                decoder.diagnostics.push(found.help("keep one of the two"));
            }
        }
    }
    let mut order: Vec<PageSection> = listed.into_iter().map(|of| of.value).collect();
    if !order.is_empty() {
        // The quick fix repeats a step, so it has no use below "How To Fix".
        let repeats = order.contains(&PageSection::HowToFix);
        let rest = PageSection::all().filter(|of| !(repeats && *of == PageSection::QuickFix));
        let rest: Vec<PageSection> = rest.filter(|of| !order.contains(of)).collect();
        order.extend(rest);
    }
    order
}

/// The language of code blocks that set none.
pub(super) fn fences(raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let language = raw.fences.as_ref().map(Text::as_str)?.trim();
    let fits = |char: char| char.is_alphanumeric() || matches!(char, '+' | '-' | '#' | '.' | '_');
    if !language.chars().all(fits) {
        let span = raw.fences.as_ref().map(|text| decoder.first_line(text.span))?;
        let help = "use one word, without attributes, such as `rust` or `text`";
        decoder.error(Rule::InvalidValue, format!("`{}` is not a language", language.escape_debug()), help, span);
        return None;
    }
    Some(language.to_owned())
}
