//! Other catalogs whose codes a catalog uses.

use std::sync::Arc;

use super::RaisedBy;
use crate::casing::pascal;
use crate::json::Json;

/// A catalog that this one depends on, as `errbook update` resolved it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Dependency {
    /// Its name here.
    pub name: String,
    /// Its name in words, for pages.
    pub title: String,
    /// Where `errbook update` finds it.
    pub from: DependencySource,
    /// Whether its pages are part of the site.
    pub has_pages: bool,
    /// The Rust path of its generated code.
    pub rust: Option<String>,
    /// The import path of its Go package.
    pub go: Option<String>,
    /// Its TypeScript module.
    pub typescript: Option<String>,
    /// Its Python module.
    pub python: Option<String>,
    /// Its own name.
    pub catalog: String,
    /// What its codes start with, such as `SHIP-`. `None` if its scheme has no prefix.
    pub start: Option<String>,
    /// The catalogs that it depends on.
    pub depends: Vec<Needed>,
    /// The profiles that send its codes, sorted.
    pub profiles: Vec<String>,
    /// Its codes, sorted.
    pub codes: Vec<OutsideCode>,
    /// What this catalog adds to them, by index into `codes`, sorted.
    pub extensions: Vec<(usize, Extension)>,
    /// The `errors.json` that has all about them.
    pub text: Arc<str>,
}

impl Dependency {
    /// Variant of `Code` and `Error` that holds its codes and errors.
    pub fn variant(&self) -> String {
        pascal(&self.name)
    }

    /// The keys that name modules with its generated code.
    pub const MODULES: [&'static str; 4] = ["crate", "go", "typescript", "python"];

    /// The module that one of [`Dependency::MODULES`] names.
    pub fn module(&self, key: &str) -> Option<&str> {
        let module = match key {
            "crate" => &self.rust,
            "go" => &self.go,
            "typescript" => &self.typescript,
            "python" => &self.python,
            _ => return None,
        };
        module.as_deref()
    }

    /// The position of a code. `None` for aliases.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.binary_search_by(|of| of.code.as_str().cmp(code)).ok()
    }

    /// The position of a code, or of the code with an alias.
    pub fn find(&self, name: &str) -> Option<usize> {
        let is_alias = |of: &OutsideCode| of.aliases.iter().any(|alias| alias == name);
        self.position(name).or_else(|| self.codes.iter().position(is_alias))
    }

    #[cfg(feature = "registry")]
    pub(crate) fn needed(&self) -> Needed {
        Needed { name: self.name.clone(), catalog: self.catalog.clone(), rust: self.rust.clone() }
    }
}

/// A catalog that a dependency depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Needed {
    /// Its name there.
    pub name: String,
    /// Its own name.
    pub catalog: String,
    /// The Rust path of its generated code, if errors in Rust hold its errors.
    #[cfg_attr(feature = "registry", serde(rename = "crate", default, skip_serializing_if = "Option::is_none"))]
    pub rust: Option<String>,
}

impl Needed {
    /// Variant of `Code` and `Error` that holds its codes and errors.
    pub fn variant(&self) -> String {
        pascal(&self.name)
    }
}

/// A dependency as the manifest declares it, resolved or not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// Its position in `depends`.
    pub item: usize,
    /// Where `errbook update` finds it.
    pub from: DependencySource,
    /// Whether the site needs the texts of its pages.
    pub has_pages: bool,
}

/// Where `errbook update` finds a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DependencySource {
    /// A folder with a catalog, relative to this one.
    Path(String),
    /// A Git repository.
    Git {
        /// Its URL.
        url: String,
        /// A branch, tag, or commit. `None` for its default branch.
        rev: Option<String>,
        /// The folder of the catalog. `None` for its root.
        path: Option<String>,
    },
    /// An `errors.json`, relative to this catalog.
    Registry(String),
}

/// A code of a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutsideCode {
    /// Such as `err:platform:auth:expired`.
    pub code: String,
    /// Heading for people.
    pub name: String,
    /// URL of its page.
    pub url: Option<String>,
    /// The URI that identifies it. `None` if that is the URL of its page.
    pub type_uri: Option<String>,
    /// Whether services no longer send it.
    pub retired: bool,
    /// Whether a service can raise it.
    pub raisable: bool,
    /// Its previous names.
    pub aliases: Vec<String>,
    /// Previous URLs of its page.
    pub former_urls: Vec<String>,
    /// Its variant of `Code` in generated Rust.
    pub variant: Option<String>,
}

/// What a catalog adds to a code of a dependency. [`Catalog::joined`](super::Catalog::joined) adds
/// the texts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Extension {
    /// Operations of this catalog that raise it.
    pub raised_by: RaisedBy,
    /// The keys with texts.
    pub texts: Vec<(String, Json)>,
}
