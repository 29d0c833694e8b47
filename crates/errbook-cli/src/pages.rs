//! Gets pages from errbook-docs: the sites of a build, the Markdown page of one code, the pages of
//! `observe --report` and `diff --format html`, and templates from disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use errbook_catalog::{Catalog, Entry, Jobs, suggest};
use errbook_check::observed::{Checked as Check, Observed};
use errbook_docs::comparison::Comparison;
use errbook_docs::observed::Report;
use errbook_docs::{Checked, Checks, Error, Page, Site, Step, Surroundings, Target, Templates};

use crate::args::WITHOUT_TEMPLATES;
use crate::failure::Failure;
use crate::output::{PagePath, Piece};

/// Templates, and the folder of the user's overrides.
#[derive(Debug, Default)]
pub(crate) struct TemplateFolder {
    templates: Templates,
    folder: Option<PathBuf>,
}

impl TemplateFolder {
    /// The shipped templates, with overrides from `folder`.
    pub(crate) fn read(folder: Option<&Path>) -> Result<TemplateFolder, Failure> {
        let Some(folder) = folder else { return Ok(TemplateFolder::default()) };
        let mut files = Vec::new();
        collect(folder, "", &mut files)?;
        let templates = Templates::with_overrides(files).map_err(|error| {
            Failure::trouble(error.message).help(format!("rename or remove it in `{}`", folder.display()))
        })?;
        Ok(TemplateFolder { templates, folder: Some(folder.to_owned()) })
    }

    /// The target with this name, if it is of the right kind: pages or exports.
    pub(crate) fn target(&self, name: &str, export: bool) -> Result<Target, Failure> {
        let fits = |target: &&Target| target.is_export() == export;
        if let Some(target) = self.templates.target(name) {
            let (is, command) = if export { ("builds pages", "build --target") } else { ("is an export", "export") };
            let other = || Failure::trouble(format!("`{name}` {is}")).help(format!("use `errbook {command} {name}`"));
            return Some(target).filter(fits).cloned().ok_or_else(other);
        }
        let own = WITHOUT_TEMPLATES.iter().filter(|_| export).map(|(name, _)| *name);
        let known = self.templates.targets().filter(fits).map(Target::name).chain(own);
        Err(Failure::trouble(format!("unknown target `{name}`"))
            .help(suggest::help(name, known))
            .help(format!("to add a target, put a `target.yaml` into `{name}/` in the folder of `--templates`")))
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Converts an error, replacing the template's path with the one that the user knows.
    pub(crate) fn failure(&self, mut error: Error) -> Failure {
        if let (Some(place), Some(folder)) = (&mut error.place, &self.folder) {
            let own = folder.join(&place.file);
            if own.is_file() {
                place.file = own.display().to_string();
            }
        }
        Failure::finding(error.to_string())
    }
}

/// All files below `folder`, sorted, with relative paths. Skips hidden files, which belong to the
/// system or an editor.
fn collect(folder: &Path, below: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(|error| Failure::io("read the templates in", folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|error| Failure::io("read", &path, &error))?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            collect(&path, &format!("{below}{name}/"), files)?;
        } else {
            let text = fs::read_to_string(&path).map_err(|error| Failure::io("read the template", &path, &error))?;
            files.push((format!("{below}{name}"), text));
        }
    }
    Ok(())
}

pub(crate) fn markdown(catalog: &Catalog, entry: &Entry) -> Result<String, Failure> {
    markdown_of(catalog, [entry]).map(|pages| pages.concat())
}

/// The Markdown pages of some codes, in their order.
pub(crate) fn markdown_of<'e>(
    catalog: &Catalog,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> Result<Vec<String>, Failure> {
    errbook_docs::markdown(catalog, entries).map_err(|error| Failure::finding(error.to_string()))
}

/// The page about what services were seen to send.
pub(crate) fn observed(catalog: &Catalog, report: &Report) -> Result<String, Failure> {
    let folder = TemplateFolder::default();
    let site = site(catalog, Target::html(), &folder)?;
    site.observed(report).map_err(|error| folder.failure(error))
}

/// The page about what changed between two states of the catalog, of which this is the later one.
pub(crate) fn comparison(catalog: &Catalog, comparison: &Comparison) -> Result<String, Failure> {
    let folder = TemplateFolder::default();
    let site = site(catalog, Target::html(), &folder)?;
    site.comparison(comparison).map_err(|error| folder.failure(error))
}

/// The file of `errbook observe --save` whose checks pages show, in the catalog's folder.
const OBSERVED: &str = "observed.json";

/// When the codes of a catalog were last checked, as the file in its folder says. Nothing without the
/// file.
pub(crate) fn checks(folder: &Path, catalog: &Catalog) -> Result<Checks, Failure> {
    let path = folder.join(OBSERVED);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Checks::new()),
        Err(error) => return Err(Failure::io("read", &path, &error)),
    };
    let observed = Observed::read(&text).map_err(|error| {
        let otherwise = "use a file written by `errbook observe --save`, or remove it";
        Failure::unusable(format!("`{}`", path.display()), &error, error.is_newer(), otherwise)
    })?;
    let mut last: BTreeMap<usize, &Check> = BTreeMap::new();
    for (code, seen) in observed.codes() {
        if let (Some(entry), Some(checked)) = (catalog.position(code), &seen.checked) {
            let last = last.entry(entry).or_insert(checked);
            *last = checked.max(last);
        }
    }
    let check = |(entry, checked): (usize, &Check)| {
        let Check { date, commit } = checked.clone();
        (catalog.entries()[entry].code.clone(), Checked { commit, date })
    };
    Ok(last.into_iter().map(check).collect())
}

pub(crate) fn site<'a>(catalog: &'a Catalog, target: Target, folder: &'a TemplateFolder) -> Result<Site<'a>, Failure> {
    Site::new(catalog, target, &folder.templates).map_err(|error| folder.failure(error))
}

/// The sites of one build. A single one goes directly into the output folder, and several get a
/// folder each.
pub(crate) struct Sites<'a> {
    folder: &'a TemplateFolder,
    /// Each with its folder: empty, or with a slash at the end.
    sites: Vec<(String, Site<'a>)>,
    pages: Vec<Page>,
    /// Render steps in order, with the index of their site.
    steps: Vec<(usize, Step)>,
    /// The path of each page, in the order of `pages`.
    pub(crate) paths: Vec<PagePath>,
    /// The first page of each site.
    pub(crate) homes: Vec<PagePath>,
}

impl<'a> Sites<'a> {
    pub(crate) fn new(
        catalog: &'a Catalog,
        targets: &[Target],
        folder: &'a TemplateFolder,
        checks: &'a Checks,
    ) -> Result<Sites<'a>, Failure> {
        let mut sites = Sites {
            folder,
            sites: Vec::new(),
            pages: Vec::new(),
            steps: Vec::new(),
            paths: Vec::new(),
            homes: Vec::new(),
        };
        for (index, target) in targets.iter().enumerate() {
            let site = site(catalog, target.clone(), folder)?.with_checks(checks);
            let folder = if targets.len() == 1 { String::new() } else { format!("{}/", target.name()) };
            if let Some(conflict) = site.conflicts().into_iter().next() {
                return Err(Failure::finding(conflict.message).help("run `errbook check` to see where to change it"));
            }
            let (pages, before): (Vec<Page>, _) = (site.pages().collect(), sites.pages.len());
            for page in &pages {
                sites.paths.push(PagePath::checked(format!("{folder}{}", page.path()))?);
            }
            let steps = site.steps(&pages).into_iter();
            sites.steps.extend(steps.map(|mut step| {
                step.parts.iter_mut().for_each(|part| part.page += before);
                (index, step)
            }));
            sites.pages.extend(pages);
            sites.homes.push(PagePath::checked(format!("{folder}{}", site.home().path()))?);
            sites.sites.push((folder, site));
        }
        Ok(sites)
    }

    /// Files at which a page could have been before, with its code and aliases if it is the page of
    /// one.
    pub(crate) fn former(&self) -> impl Iterator<Item = (Vec<&str>, PagePath)> {
        self.sites.iter().flat_map(|(folder, site)| {
            site.former_pages().flat_map(move |page| {
                let files = page.files.into_iter().filter_map(move |file| PagePath::new(format!("{folder}{file}")));
                files.map(move |file| (page.codes.clone(), file))
            })
        })
    }

    /// The content to merge into a user's document, from the first target that has any. `around`
    /// returns what else is in the folder of a target.
    pub(crate) fn partial(&self, around: impl Fn(&str) -> Surroundings) -> Result<Option<String>, Failure> {
        let partial = |(folder, site): &(String, Site<'_>)| site.partial(&around(folder));
        let partials = self.sites.iter().map(|site| partial(site).map_err(|error| self.folder.failure(error)));
        partials.filter_map(Result::transpose).next().transpose()
    }

    /// Renders all pages on several threads and passes their pieces to `take`. If several steps
    /// fail, returns the failure of the first one, as with a single thread.
    pub(crate) fn render(
        &self,
        jobs: Jobs,
        take: impl Fn(Piece<'_>) -> Result<(), Failure> + Sync,
    ) -> Result<(), Failure> {
        let first_failure = AtomicUsize::new(usize::MAX);
        let steps: Vec<_> = self.steps.iter().enumerate().collect();
        let results = jobs.map(&steps, |(at, (site, step))| {
            if *at > first_failure.load(Ordering::Relaxed) {
                return Ok(());
            }
            let result = self.run(*site, step, &take);
            if result.is_err() {
                first_failure.fetch_min(*at, Ordering::Relaxed);
            }
            result
        });
        results.into_iter().collect()
    }

    fn run(&self, site: usize, step: &Step, take: impl Fn(Piece<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
        let pieces = self.sites[site].1.run(&self.pages, step).map_err(|error| self.folder.failure(error))?;
        for (part, bytes) in step.parts.iter().zip(pieces) {
            take(Piece { page: part.page, number: part.piece, last: part.last, bytes })?;
        }
        Ok(())
    }
}
