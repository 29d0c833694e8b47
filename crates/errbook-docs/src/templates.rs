//! Templates: shipped templates, overrides and additions, and the engine that renders them. Only
//! `engine`, `filters`, and `values` depend on tera.

use std::collections::BTreeMap;

use errbook_catalog::Catalog;

mod engine;
mod filters;
mod values;

pub(crate) use engine::Engine;
pub use values::Markup;
pub(crate) use values::View;

use crate::error::Error;
use crate::target::Target;
use crate::text;

/// Path below `templates/` and text of each shipped file.
static SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The templates of all targets, by path: `html/page.html`.
///
/// ```
/// use errbook_docs::{Site, Target, Templates};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let templates = Templates::with_overrides([("markdown/page.md", "{{ entry.code }}\n")])?;
/// let site = Site::new(&catalog, Target::markdown(), &templates)?;
/// let page = site.page_of("err:orders:not_paid").expect("a page");
/// assert_eq!(site.render(&page)?, "err:orders:not_paid\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, String>,
    targets: BTreeMap<String, Target>,
}

impl Default for Templates {
    fn default() -> Self {
        let files = SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let mut templates = Templates { files, targets: BTreeMap::new() };
        // A test reads all shipped descriptions, so this can't fail.
        let _ = templates.describe();
        templates
    }
}

impl Templates {
    /// The shipped templates, as pairs of path and text.
    pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
        SHIPPED.iter().copied()
    }

    /// The shipped templates with `overrides`: pairs of a path, such as `html/page.html`, and a
    /// text.
    ///
    /// A file whose name starts with `_` is an additional template that others can include. A
    /// folder with a `target.yaml` is an additional target.
    ///
    /// # Errors
    /// A path that does not replace a template, because it is probably a typo and would have no
    /// effect. A `target.yaml` that can't be read.
    pub fn with_overrides<P, T>(overrides: impl IntoIterator<Item = (P, T)>) -> Result<Self, Error>
    where
        P: Into<String>,
        T: Into<String>,
    {
        let mut templates = Self::default();
        let overrides: BTreeMap<String, String> = overrides
            .into_iter()
            .map(|(path, text)| (path.into().replace('\\', "/"), text.into().replace("\r\n", "\n")))
            .collect();
        for path in overrides.keys() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let own = name.starts_with('_') || described(&overrides, folder);
            if !own && !templates.files.contains_key(path) {
                return Err(templates.unknown(path));
            }
        }
        templates.files.extend(overrides);
        templates.describe()?;
        Ok(templates)
    }

    /// Reads the descriptions of all targets.
    fn describe(&mut self) -> Result<(), Error> {
        let built_in = Target::built_in().into_iter();
        self.targets = built_in.map(|target| (target.name().to_owned(), target)).collect();
        #[cfg(feature = "targets")]
        for (path, text) in &self.files {
            if let Some((name, crate::target::FILE)) = path.split_once('/') {
                self.targets.insert(name.to_owned(), crate::target::read(name, text)?);
            }
        }
        Ok(())
    }

    /// All targets, by name.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.values()
    }

    /// The target with this name.
    pub fn target(&self, name: &str) -> Option<&Target> {
        self.targets.get(name)
    }

    fn unknown(&self, path: &str) -> Error {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        if self.targets.contains_key(folder) {
            let known = self.own(folder).map(|(name, _)| format!("{folder}/{name}"));
            return Error::message(format!(
                "`{path}` does not replace a shipped template\nsimilar templates: {}\n\
                 to add a template that others include, start its name with `_`",
                closest(path, known).join(", ")
            ));
        }
        let targets: Vec<&str> = self.targets.keys().map(String::as_str).collect();
        Error::message(format!(
            "`{path}` is not in the folder of a target\navailable targets: {}\nto add a target, put a `target.yaml` in its folder",
            targets.join(", ")
        ))
    }

    /// A file that the site gets unchanged, such as `style.css`.
    pub(crate) fn asset(&self, target: &Target, name: &str) -> Option<&str> {
        self.files.get(&format!("{}/{name}", target.name())).map(String::as_str)
    }

    /// Names of the target's files that the site gets unchanged.
    pub(crate) fn assets(&self, target: &Target) -> Vec<String> {
        let templates = format!(".{}", target.format().extension());
        let is_asset = |name: &str| {
            name != "target.yaml"
                && !name.starts_with('_')
                && !name.ends_with(&templates)
                && !target.description.named().any(|template| template == name)
        };
        self.own(target.name()).map(|(name, _)| name).filter(|name| is_asset(name)).map(str::to_owned).collect()
    }

    /// The templates that `target` renders with: its own, and those of the target that it extends,
    /// unless it has its own with the same name.
    pub(crate) fn of(&self, target: &Target) -> Result<BTreeMap<&str, (String, &str)>, Error> {
        let mut found = BTreeMap::new();
        let extended = target.description.extends.as_deref();
        if let Some(extended) = extended.filter(|name| !self.targets.contains_key(*name)) {
            return Err(Error::message(format!("`{}` extends `{extended}`, which is not a target", target.name())));
        }
        for folder in extended.into_iter().chain([target.name()]) {
            found.extend(self.own(folder).map(|(name, text)| (name, (format!("{folder}/{name}"), text))));
        }
        match target.description.named().find(|template| !found.contains_key(*template)) {
            Some(template) => Err(Error::message(format!(
                "`{0}/target.yaml` names the template `{template}`, but the folder `{0}` does not contain it",
                target.name(),
            ))),
            None => Ok(found),
        }
    }

    /// The key of `depends` that names the modules that an export of the target imports. `None` if the export
    /// has the codes of dependencies itself.
    pub fn imports<'t>(&'t self, target: &'t Target) -> Option<&'t str> {
        let extended = || target.description.extends.as_ref().and_then(|name| self.targets.get(name));
        let own = target.description.imports.as_deref();
        own.or_else(|| extended()?.description.imports.as_deref())
    }

    /// The words that the target reserves, and those of the target that it extends.
    pub(crate) fn reserved(&self, target: &Target, catalog: &Catalog) -> Vec<String> {
        let name = text::catalog_identifier(&catalog.manifest().name);
        let extended = target.description.extends.as_ref().and_then(|name| self.targets.get(name));
        let words = [extended, Some(target)].into_iter().flatten().flat_map(|target| &target.description.reserved);
        words.map(|word| word.replace("{Name}", &name)).collect()
    }

    /// Whether no template that the target renders with is overridden or added.
    pub(crate) fn are_shipped(&self, target: &Target) -> bool {
        let are_shipped = |folder: &str| {
            let prefix = format!("{folder}/");
            SHIPPED.iter().filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, *text))).eq(self.own(folder))
        };
        target.description.extends.iter().map(String::as_str).chain([target.name()]).all(are_shipped)
    }

    /// Names and texts of the files in a folder.
    fn own<'t>(&'t self, folder: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let prefix = format!("{folder}/");
        let files =
            self.files.range(prefix.clone()..).map_while(move |(path, text)| Some((path.strip_prefix(&prefix)?, text)));
        files.map(|(name, text)| (name, text.as_str()))
    }

    fn line(&self, path: &str, line: usize) -> &str {
        self.files.get(path).and_then(|text| text.lines().nth(line.saturating_sub(1))).unwrap_or_default()
    }
}

impl Target {
    /// The shipped targets that make pages.
    pub fn all() -> Vec<Self> {
        Templates::default().targets().filter(|target| !target.is_export()).cloned().collect()
    }

    /// The shipped target with this name.
    pub fn named(name: &str) -> Option<Self> {
        Templates::default().target(name).cloned()
    }
}

/// Whether the files contain a `target.yaml` for this folder.
fn described(files: &BTreeMap<String, String>, folder: &str) -> bool {
    let top = folder.split('/').next().unwrap_or_default();
    files.contains_key(&format!("{top}/target.yaml"))
}

/// The three names that share the longest start and end with `word`.
fn closest(word: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let shared = |name: &str| {
        let start = name.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
        let end = name.bytes().rev().zip(word.bytes().rev()).take_while(|(one, other)| one == other).count();
        start + end
    };
    let mut names: Vec<String> = names.collect();
    names.sort_by_key(|name| std::cmp::Reverse(shared(name)));
    names.truncate(3);
    names
}
