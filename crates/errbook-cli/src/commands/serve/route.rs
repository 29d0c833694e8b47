//! Maps URL paths to files of the site, as hosts do: `index.html` for a folder, and `.html` is
//! optional. It only looks up files that the site lists, so no path can escape from it.

use std::collections::HashMap;

use errbook_docs::{Error, Page, Site};

use super::answer::{Answer, EntryFile, Kind};
use super::problem;

/// The files of a site by path.
pub(super) struct Routes<'s> {
    site: &'s Site<'s>,
    files: HashMap<String, Page>,
    /// Redirects by decoded path, for paths without a file.
    former: HashMap<String, String>,
    /// The entries of pages, by path of the page.
    entries: HashMap<String, EntryFile>,
    version: &'s str,
}

/// What a path refers to.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    File(String),
    /// A folder requested without its trailing slash, which the relative links on its page need.
    Folder(String),
    Nothing,
}

impl<'s> Routes<'s> {
    /// The routes of a site, with the file of each code.
    pub(super) fn new(site: &'s Site<'s>, codes: impl Iterator<Item = (&'s str, EntryFile)>, version: &'s str) -> Self {
        let files = site.pages().map(|page| (page.path().to_owned(), page)).collect();
        let former = site.former_urls().filter_map(|(from, to)| Some((decoded(&from)?, to))).collect();
        let entries = codes.filter_map(|(code, file)| Some((site.page_of(code)?.path().to_owned(), file))).collect();
        Routes { site, files, former, entries, version }
    }

    /// Renders the file at a URL path, or its Markdown version if the client prefers that.
    pub(super) fn answer(&self, path: &str, kind: Kind) -> Result<Answer, Error> {
        let Some(path) = decoded(path) else {
            return Ok(Answer::refusal(400, "this path cannot be a page"));
        };
        match place(&path, |file| self.files.contains_key(file)) {
            Place::File(file) => {
                let page = Some(&file).filter(|_| kind == Kind::Markdown).and_then(|file| self.markdown_version(file));
                self.file(page.unwrap_or(&self.files[&file]))
            }
            Place::Folder(path) => Ok(Answer::moved(path)),
            Place::Nothing if self.former.contains_key(&path) => Ok(Answer::moved(self.former[&path].clone())),
            Place::Nothing => Ok(problem::missing(&path, &encoded(self.site.home().path()), kind, self.version)),
        }
    }

    /// The Markdown version of the page in a file, in any layout.
    fn markdown_version(&self, file: &str) -> Option<&Page> {
        let page = file.strip_suffix(".html")?;
        let candidates = [Some(page), page.strip_suffix("/index")].into_iter().flatten();
        candidates.map(|page| format!("{page}.md")).find_map(|file| self.files.get(&file))
    }

    fn file(&self, page: &Page) -> Result<Answer, Error> {
        if page.path().ends_with(".html") {
            let entry = self.entries.get(page.path());
            return Ok(Answer::page(200, &self.site.render(page)?, self.version, entry));
        }
        let pieces: Result<Vec<_>, Error> = self.site.pieces(page).collect();
        Ok(Answer::file(page.path(), pieces?.concat()))
    }
}

/// Looks up a path, which starts with a slash.
fn place(path: &str, is_file: impl Fn(&str) -> bool) -> Place {
    let path = path.strip_prefix('/').unwrap_or(path);
    let folder = path.is_empty() || path.ends_with('/');
    let candidates =
        if folder { [format!("{path}index.html"), String::new()] } else { [path.to_owned(), format!("{path}.html")] };
    if let Some(file) = candidates.into_iter().find(|file| !file.is_empty() && is_file(file)) {
        return Place::File(file);
    }
    if !folder && is_file(&format!("{path}/index.html")) {
        Place::Folder(format!("/{}/", encoded(path)))
    } else {
        Place::Nothing
    }
}

/// Decodes percent-encoding. Returns `None` if the result isn't UTF-8, or contains `..` or NUL.
fn decoded(path: &str) -> Option<String> {
    let path = errbook_catalog::percent_decoded(path)?;
    let up = path.split(['/', '\\']).any(|part| part == "..");
    (!up && !path.contains('\0')).then_some(path)
}

/// Percent-encodes a path.
fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_resolve_as_on_static_hosts() {
        let is_file = |file: &str| ["index.html", "a/index.html", "a/b.html", "style.css", "é.html"].contains(&file);
        let file = |path: &str| Place::File(path.to_owned());
        for (path, expected) in [
            ("/", file("index.html")),
            ("/a/", file("a/index.html")),
            ("/a", Place::Folder("/a/".to_owned())),
            ("/a/b", file("a/b.html")),
            ("/a/b.html", file("a/b.html")),
            ("/a/b/", Place::Nothing),
            ("/style.css", file("style.css")),
            ("/style", Place::Nothing),
            ("//index.html", Place::Nothing),
            ("/é", file("é.html")),
            ("/nothing", Place::Nothing),
        ] {
            assert_eq!(place(path, is_file), expected, "{path}");
        }
    }

    #[test]
    fn rejects_paths_with_parent_segments() {
        for bad in
            ["/..", "/../x", "/a/../b", "/%2e%2e/x", "/..%2fx", "/%2E%2E%5cx", "/a%00", "/%ff", "/%", "/%4", "/%zz"]
        {
            assert_eq!(decoded(bad), None, "{bad}");
        }
        assert_eq!(decoded("/a%20b/%C3%A9").as_deref(), Some("/a b/é"));
        assert_eq!(decoded("/..a/b..").as_deref(), Some("/..a/b.."));
    }

    proptest! {
        #[test]
        fn decoding_reverses_encoding(path in "[^\0\\\\]{0,40}") {
            prop_assume!(!path.split('/').any(|part| part == ".."));
            prop_assert_eq!(decoded(&encoded(&path)), Some(path));
        }

        #[test]
        fn no_path_panics_or_goes_up(path in "[/.%\\\\a-f0-9é]{0,40}") {
            if let Some(path) = decoded(&path) {
                prop_assert!(!path.split(['/', '\\']).any(|part| part == ".."));
            }
        }
    }
}
