//! What a catalog must know of a dependency to refer to its codes. With the feature `registry`, serde
//! reads the `errors.json`. Without it, which is in build scripts, the YAML parser does, because a JSON
//! parser would be more crates to compile. A test compares what both read.

use std::collections::HashMap;

use crate::catalog::{Needed, OutsideCode, Redirect};
use crate::percent::without_suffix;

/// What a catalog must know of a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) name: String,
    /// What its codes start with.
    pub(crate) start: Option<String>,
    pub(crate) depends: Vec<Needed>,
    /// The profiles that send its codes, sorted.
    pub(crate) profiles: Vec<String>,
    /// Whether it has the texts of pages.
    pub(crate) pages: bool,
    /// Sorted.
    pub(crate) codes: Vec<OutsideCode>,
    /// The codes that they list as related, without duplicates.
    pub(crate) related: Vec<String>,
}

/// Why a dependency can't be read.
#[derive(Debug, PartialEq)]
pub(crate) struct Unreadable {
    /// A phrase.
    pub(crate) reason: String,
    /// Whether a newer errbook wrote it.
    pub(crate) is_newer: bool,
}

impl Unreadable {
    fn broken(reason: impl Into<String>) -> Unreadable {
        Unreadable { reason: reason.into(), is_newer: false }
    }

    fn version(version: u32) -> Unreadable {
        Unreadable { reason: format!("it has version {version}"), is_newer: version > VERSION }
    }
}

/// The latest version of `errors.json` that is read.
const VERSION: u32 = 2;

impl Outline {
    fn sorted(mut self) -> Outline {
        self.codes.sort_by(|a, b| a.code.cmp(&b.code));
        self.related.sort_unstable();
        self.related.dedup();
        self
    }
}

/// Redirects below the root of the docs as URLs.
fn former_urls(root: Option<&str>, redirects: &[String]) -> Vec<String> {
    root.iter().flat_map(|root| redirects.iter().map(move |path| format!("{root}{path}"))).collect()
}

/// The most redirects from a URL to a page. There can be circles.
const MOST_REDIRECTS: usize = 10;

/// Adds the redirects that the manifest has, and not the entry of the code to which they lead.
fn add_redirects(codes: &mut [OutsideCode], root: Option<&str>, redirects: &[Redirect]) {
    let Some(root) = root.filter(|_| !redirects.is_empty()) else { return };
    let urls =
        codes.iter().enumerate().flat_map(|(at, of)| of.url.iter().chain(&of.former_urls).map(move |url| (url, at)));
    let pages: HashMap<String, usize> =
        urls.filter_map(|(url, at)| Some((without_suffix(url.strip_prefix(root)?).to_owned(), at))).collect();
    let next: HashMap<&str, &str> =
        redirects.iter().map(|of| (without_suffix(&of.from), without_suffix(&of.to))).collect();
    for redirect in redirects {
        let steps = std::iter::successors(Some(without_suffix(&redirect.to)), |path| next.get(path).copied());
        if let Some(&at) = steps.take(MOST_REDIRECTS).find_map(|path| pages.get(path)) {
            codes[at].former_urls.push(format!("{root}{}", redirect.from));
        }
    }
}

#[cfg(feature = "registry")]
pub(crate) mod full {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::Deserialize;

    use super::{Outline, Unreadable, VERSION, add_redirects, former_urls};
    use crate::catalog::{CodeKind, Needed, OutsideCode, Redirect};

    #[derive(Deserialize)]
    struct Any {
        version: u32,
    }

    /// The members of an `errors.json` that are needed.
    #[derive(Deserialize)]
    struct File {
        name: String,
        #[serde(default)]
        scheme: Scheme,
        root: Option<String>,
        #[serde(default)]
        depends: Vec<Needed>,
        #[serde(default)]
        pages: bool,
        #[serde(default)]
        redirects: Vec<Redirect>,
        codes: Vec<Code>,
    }

    #[derive(Default, Deserialize)]
    struct Scheme {
        prefix: Option<String>,
        #[serde(default)]
        separator: String,
    }

    #[derive(Deserialize)]
    struct Code {
        code: String,
        #[serde(default)]
        name: String,
        url: Option<String>,
        #[serde(rename = "type")]
        type_uri: Option<String>,
        #[serde(default)]
        kind: CodeKind,
        #[serde(default)]
        lifecycle: String,
        #[serde(default)]
        aliases: Vec<String>,
        #[serde(default)]
        redirects: Vec<String>,
        #[serde(default)]
        responses: BTreeMap<String, serde::de::IgnoredAny>,
        #[serde(default)]
        related: Vec<Related>,
        rust: Option<Rust>,
    }

    #[derive(Deserialize)]
    struct Related {
        code: String,
    }

    #[derive(Deserialize)]
    struct Rust {
        variant: String,
    }

    pub(crate) fn read(text: &str) -> Result<Outline, Unreadable> {
        let broken =
            |error: serde_json::Error| Unreadable::broken(format!("it is not an `errors.json` of errbook: {error}"));
        let Any { version } = serde_json::from_str(text).map_err(broken)?;
        if !(1..=VERSION).contains(&version) {
            return Err(Unreadable::version(version));
        }
        let file: File = serde_json::from_str(text).map_err(broken)?;
        let profiles: BTreeSet<&String> = file.codes.iter().flat_map(|code| code.responses.keys()).collect();
        let profiles = profiles.into_iter().cloned().collect();
        let related = file.codes.iter().flat_map(|code| &code.related).map(|related| related.code.clone()).collect();
        let root = file.root.as_deref();
        let mut codes: Vec<OutsideCode> = file.codes.into_iter().map(|of| code(of, root)).collect();
        add_redirects(&mut codes, root, &file.redirects);
        let Scheme { prefix, separator } = file.scheme;
        let start = prefix.map(|prefix| prefix + &separator);
        let (name, depends, pages) = (file.name, file.depends, file.pages);
        Ok(Outline { name, start, depends, profiles, pages, codes, related }.sorted())
    }

    fn code(of: Code, root: Option<&str>) -> OutsideCode {
        let is = |state: &str| of.lifecycle == state;
        OutsideCode {
            retired: is("retired"),
            raisable: of.kind == CodeKind::Error && !is("retired") && !is("draft"),
            code: of.code,
            name: of.name,
            url: of.url,
            type_uri: of.type_uri,
            aliases: of.aliases,
            former_urls: former_urls(root, &of.redirects),
            variant: of.rust.map(|rust| rust.variant),
        }
    }
}

#[cfg(any(test, not(feature = "registry")))]
pub(crate) mod light {
    use std::collections::BTreeSet;

    use super::{Outline, Unreadable, VERSION, add_redirects, former_urls};
    use crate::catalog::{Needed, OutsideCode, Redirect};
    use crate::diagnostic::FileId;
    use crate::yaml::{self, Kind, Node};

    pub(crate) fn read(text: &str) -> Result<Outline, Unreadable> {
        let root = yaml::parse(FileId(0), text, &mut Vec::new());
        let root = root.as_ref().map(Value).ok_or_else(|| Unreadable::broken("it is not JSON"))?;
        match root.text("version").and_then(|version| version.parse().ok()) {
            Some(1..=VERSION) => {}
            Some(version) => return Err(Unreadable::version(version)),
            None => return Err(Unreadable::broken("it is not an `errors.json` of errbook")),
        }
        let name = root.text("name").ok_or_else(|| Unreadable::broken("it has no name"))?;
        let codes = root.items("codes");
        let profiles: BTreeSet<String> = codes.iter().flat_map(|code| code.keys("responses")).collect();
        let related = codes.iter().flat_map(|code| code.items("related"));
        let related = related.filter_map(|related| related.text("code")).collect();
        let site = root.text("root");
        let mut codes: Vec<OutsideCode> = codes.iter().filter_map(|of| code(of, site.as_deref())).collect();
        let redirects: Vec<Redirect> = root.items("redirects").iter().filter_map(redirect).collect();
        add_redirects(&mut codes, site.as_deref(), &redirects);
        let pages = root.text("pages").as_deref() == Some("true");
        let depends = root.items("depends").iter().filter_map(needed).collect();
        let start = root
            .member("scheme")
            .and_then(|scheme| Some(scheme.text("prefix")? + &scheme.text("separator").unwrap_or_default()));
        let profiles = profiles.into_iter().collect();
        Ok(Outline { name, start, depends, profiles, pages, codes, related }.sorted())
    }

    fn needed(of: &Value<'_, '_>) -> Option<Needed> {
        Some(Needed { name: of.text("name")?, catalog: of.text("catalog")?, rust: of.text("crate") })
    }

    fn redirect(of: &Value<'_, '_>) -> Option<Redirect> {
        Some(Redirect { from: of.text("from")?, to: of.text("to")?, catalog: None })
    }

    fn code(of: &Value<'_, '_>, root: Option<&str>) -> Option<OutsideCode> {
        let lifecycle = of.text("lifecycle");
        let is = |state: &str| lifecycle.as_deref() == Some(state);
        Some(OutsideCode {
            code: of.text("code")?,
            name: of.text("name").unwrap_or_default(),
            url: of.text("url"),
            type_uri: of.text("type"),
            retired: is("retired"),
            raisable: of.text("kind").as_deref() != Some("reference") && !is("retired") && !is("draft"),
            aliases: of.texts("aliases"),
            former_urls: former_urls(root, &of.texts("redirects")),
            variant: of.member("rust").and_then(|rust| rust.text("variant")),
        })
    }

    /// A JSON value.
    struct Value<'n, 's>(&'n Node<'s>);

    impl<'n, 's> Value<'n, 's> {
        fn members(&self) -> &'n [(Node<'s>, Node<'s>)] {
            if let Kind::Mapping(members) = &self.0.kind { members } else { &[] }
        }

        fn member(&self, name: &str) -> Option<Value<'n, 's>> {
            let named = |(key, _): &&(Node<'s>, Node<'s>)| scalar(key).is_some_and(|key| key == name);
            self.members().iter().find(named).map(|(_, value)| Value(value))
        }

        fn text(&self, name: &str) -> Option<String> {
            scalar(self.member(name)?.0).map(str::to_owned)
        }

        fn items(&self, name: &str) -> Vec<Value<'n, 's>> {
            match self.member(name).map(|value| &value.0.kind) {
                Some(Kind::Sequence(items)) => items.iter().map(Value).collect(),
                _ => Vec::new(),
            }
        }

        fn texts(&self, name: &str) -> Vec<String> {
            self.items(name).iter().filter_map(|item| scalar(item.0).map(str::to_owned)).collect()
        }

        fn keys(&self, name: &str) -> Vec<String> {
            let members = self.member(name).map(|value| value.members()).unwrap_or_default();
            members.iter().filter_map(|(key, _)| scalar(key).map(str::to_owned)).collect()
        }
    }

    fn scalar<'n>(node: &'n Node<'_>) -> Option<&'n str> {
        if let Kind::Scalar(scalar) = &node.kind { Some(&scalar.value) } else { None }
    }
}

#[cfg(all(test, feature = "registry"))]
mod tests {
    use super::{full, light};
    use crate::registry::Registry;

    #[test]
    fn former_urls_are_those_of_the_code_and_of_the_manifest() {
        let text = r#"{"version": 2, "name": "a", "root": "https://a.example/docs",
            "redirects": [{"from": "/oldest", "to": "/older"}, {"from": "/older", "to": "/old"}, {"from": "/other", "to": "/c"}],
            "codes": [{"code": "b", "url": "https://a.example/docs/b", "redirects": ["/old"]}]}"#;
        let outline = full::read(text).expect("readable");
        assert_eq!(light::read(text), Ok(outline.clone()));
        let former = ["old", "oldest", "older"].map(|name| format!("https://a.example/docs/{name}"));
        assert_eq!(outline.codes[0].former_urls, former);
    }

    /// What build scripts read of every catalog of the tests is what all else reads.
    #[test]
    fn both_readers_agree() {
        let catalogs = [
            "../../catalog",
            "../../catalogs/http-problem-types",
            "../../tests/hostile",
            "../errbook-cli/tests/catalogs/shop",
        ];
        let company = ["platform", "payments", "shipping", "gateway"];
        let company = company.map(|name| format!("../../examples/company/{name}/catalog"));
        for folder in catalogs.into_iter().map(str::to_owned).chain(company) {
            let catalog = crate::load(folder.as_ref()).unwrap_or_else(|report| panic!("{report}"));
            let text = Registry::of(&catalog).with_pages(&catalog).to_json().expect("JSON");
            let outline = full::read(&text).unwrap_or_else(|error| panic!("{folder}: {error:?}"));
            assert_eq!(light::read(&text), Ok(outline.clone()), "{folder}");
            assert_eq!(outline.codes.len(), catalog.entries().len());
            let types = |code: &crate::OutsideCode| code.type_uri.clone();
            let set = catalog.entries().iter().map(|entry| entry.type_uri.clone());
            assert!(outline.codes.iter().map(types).eq(set), "{folder}");
            assert!(outline.pages);
        }
        for text in ["", "[]", "{}", r#"{"version": 0, "name": "a", "codes": []}"#, r#"{"version": 3, "codes": []}"#] {
            assert_eq!((full::read(text).is_err(), light::read(text).is_err()), (true, true), "{text}");
        }
    }
}
