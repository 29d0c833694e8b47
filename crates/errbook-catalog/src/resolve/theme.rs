//! The site's theme: `logo`, `image`, `accent`, `footer`, `links`, and `css` under the manifest's
//! `site`.

use super::request::placeholders;
use crate::catalog::{Accent, Link, Logo, SiteFile, Theme};
use crate::decode::{Decoder, Text};
use crate::file_name;
use crate::raw::{LightDark, RawLink, RawSite};
use crate::rule::Rule;
use crate::source::Sources;
use crate::values::Short;

/// Image types for logos. SVG is safe: browsers don't run scripts of an SVG that is shown as an
/// image.
const IMAGES: &[&str] = &["svg", "png", "webp", "jpg", "jpeg", "gif", "ico"];

/// Image types for link previews. Most tools that show previews read no others.
const PREVIEWS: &[&str] = &["png", "jpg", "jpeg"];

/// Reads the theme. Invalid values are reported and left out.
pub(super) fn theme(raw: &RawSite<'_>, sources: &Sources, decoder: &mut Decoder<'_>) -> Theme {
    let mut files = Vec::new();
    let logo = raw.logo.as_ref().and_then(|logo| {
        let (light, dark) = both(logo);
        let light = file(light, IMAGES, sources, &mut files, decoder);
        let dark = dark.map(|dark| file(dark, IMAGES, sources, &mut files, decoder));
        let light = light?;
        Some(Logo { dark: dark.flatten().unwrap_or_else(|| light.clone()), light })
    });
    let image = raw.image.as_ref().and_then(|path| file(path, PREVIEWS, sources, &mut files, decoder));
    let accent = raw.accent.as_ref().and_then(|accent| self::accent(accent, decoder));
    let links = raw.links.iter().filter_map(|RawLink { title, url, .. }| {
        Some(Link { title: title.as_str().to_owned(), url: link(raw, url, decoder)? })
    });
    let links = links.collect();
    let css = raw.css.iter().filter_map(|path| file(path, &["css"], sources, &mut files, decoder)).collect();
    let footer = raw.footer.as_ref().map(|text| text.as_str().to_owned());
    Theme { logo, image, accent, footer, links, css, files }
}

/// The value for light backgrounds, and the one for dark backgrounds if it differs.
fn both<'a, 's>(value: &'a LightDark<'s>) -> (&'a Text<'s>, Option<&'a Text<'s>>) {
    match value {
        Short::Short(text) => (text, None),
        Short::Long(long) => (&long.light, long.dark.as_ref()),
    }
}

fn accent(raw: &LightDark<'_>, decoder: &mut Decoder<'_>) -> Option<Accent> {
    let (light, dark) = both(raw);
    let light = colour(light, decoder);
    let dark = dark.map(|dark| colour(dark, decoder));
    Some(Accent { light: light?, dark: dark.flatten() })
}

/// A hexadecimal CSS color: `#0b57d0` or `#05d`.
fn colour(text: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<[u8; 3]> {
    let digits: Vec<u8> = text
        .as_str()
        .strip_prefix('#')
        .and_then(|digits| {
            digits.chars().map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok())).collect()
        })
        .unwrap_or_default();
    match digits[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r, s, g, h, b, c] => Some([r * 16 + s, g * 16 + h, b * 16 + c]),
        _ => {
            let message = format!("`{}` is not a color", text.as_str());
            let help = "write `#` and three or six hexadecimal digits, quoted: \"#0b57d0\"";
            decoder.error(Rule::InvalidValue, message, help, text.span);
            None
        }
    }
}

/// A link about a page: `names` in braces stand for what differs between pages.
pub(super) fn page_link(
    site: &RawSite<'_>,
    url: &Text<'_>,
    names: &[&str],
    decoder: &mut Decoder<'_>,
) -> Option<String> {
    let text = url.as_str();
    if let Some((at, name)) = placeholders(text).find(|(_, name)| !names.contains(name)) {
        let known = names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ");
        let span = url.scalar.locate(decoder.text, url.span, at - 1..at + name.len() + 1);
        let message = format!("unknown placeholder `{{{name}}}`");
        decoder.error(Rule::InvalidValue, message, format!("known placeholders: {known}"), span);
        return None;
    }
    let example = placeholders(text).fold(text.to_owned(), |url, (_, name)| url.replace(&format!("{{{name}}}"), name));
    is_link(&example, url, decoder).then(|| from_root(site, text))
}

/// The target of a link in the header: an absolute URL, or a path from the root of the docs.
fn link(site: &RawSite<'_>, url: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    is_link(url.as_str(), url, decoder).then(|| from_root(site, url.as_str()))
}

/// Whether `text`, the value of `url`, can be the target of a link.
fn is_link(text: &str, url: &Text<'_>, decoder: &mut Decoder<'_>) -> bool {
    let path = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) && errbook::Url::is_valid(text);
    if path || web || text.starts_with("mailto:") {
        return true;
    }
    let help = "use a URL such as `https://example.com` or `mailto:me@example.com`, or a path from the root of the docs such as `/guide`";
    decoder.error(Rule::InvalidValue, format!("`{}` is not a valid link URL", url.as_str()), help, url.span);
    false
}

/// A link that starts with the root of the docs if it is a path.
fn from_root(site: &RawSite<'_>, url: &str) -> String {
    let root = site.root.as_ref().map_or("", Text::as_str).trim_end_matches('/');
    if url.starts_with('/') { format!("{root}{url}") } else { url.to_owned() }
}

/// Reads a file from the catalog's folder that goes to the site, and returns its path.
fn file(
    path: &Text<'_>,
    extensions: &[&str],
    sources: &Sources,
    files: &mut Vec<SiteFile>,
    decoder: &mut Decoder<'_>,
) -> Option<String> {
    let name = path.as_str().trim_start_matches("./");
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|char| char.is_ascii_alphanumeric() || "._-".contains(char))
            && file_name::problem(part).is_none()
    };
    if !name.split('/').all(plain) {
        let help =
            "use the path of a file in the catalog's folder, made of letters, digits, `.`, `_`, `-`, and slashes";
        decoder.error(Rule::InvalidValue, format!("`{}` cannot be a file of the site", path.as_str()), help, path.span);
        return None;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !extensions.contains(&extension) {
        let message = format!("unsupported file type `{name}`");
        let help = format!("use a file that ends with `.{}`", extensions.join("`, `."));
        decoder.error(Rule::InvalidValue, message, help, path.span);
        return None;
    }
    if files.iter().all(|file| file.path != name) {
        match sources.bytes(name) {
            Ok(bytes) => files.push(SiteFile { path: name.to_owned(), bytes }),
            Err(problem) => {
                let message = format!("cannot read `{name}`: {problem}");
                let help = "add the file to the catalog's folder, or correct its path";
                decoder.error(Rule::FileUnreadable, message, help, path.span);
                return None;
            }
        }
    }
    Some(name.to_owned())
}
