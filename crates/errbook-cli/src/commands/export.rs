//! `errbook export`: prints the catalog for other languages and tools, writes it, merges it into a
//! document, or compares it with what is on disk. `errors.json` also serves as the base of a later
//! `errbook check --against`.

use std::path::{Path, PathBuf};

use errbook_catalog::Catalog;
use errbook_catalog::registry::Registry;
use errbook_docs::{Site, Surroundings};

use super::check;
use super::merge::Merge;
use crate::args::{Export, Global};
use crate::failure::{Exit, Failure};
use crate::findings;
use crate::output::{self, PagePath};
use crate::pages::TemplateFolder;
use crate::terminal::{GOOD, Terminal};

/// The whole catalog as data.
const JSON: &str = "json";
/// Conformance vectors.
const VECTORS: &str = "vectors";

/// An exported file: its path below the folder of `--out`, and its content.
type File = (PagePath, String);

pub(crate) fn run(global: &Global, export: &Export, terminal: &mut Terminal) -> Result<Exit, Failure> {
    if let Some(document) = &export.merge {
        return merge(global, export, document, terminal);
    }
    let file = |name: &str, text| Ok(vec![(PagePath::checked(name.to_owned())?, text)]);
    let files = match export.target.as_str() {
        JSON => file("errors.json", registry(global, export)?)?,
        VECTORS => file("vectors.json", errbook_docs::vectors(&catalog(global, export)?))?,
        _ => with_site(global, export, files)?,
    };
    let files = match &export.out {
        None => {
            let text = only(export, files)?;
            if export.check {
                return Err(Failure::trouble("nothing to check").help("add `--out PATH` or `--merge FILE`"));
            }
            terminal.print_data(&text);
            return Ok(Exit::Clean);
        }
        Some(file) if file.extension().is_some() || (file.exists() && !file.is_dir()) => {
            vec![(file.clone(), only(export, files)?)]
        }
        Some(folder) => files.into_iter().map(|(path, text)| (folder.join(path.as_str()), text)).collect(),
    };
    finish(export, &files, terminal)
}

fn merge(global: &Global, export: &Export, document: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let partial = |site: &Site<'_>, folder: &TemplateFolder| {
        site.partial(&Surroundings::default()).map_err(|error| folder.failure(error))
    };
    let has_site = ![JSON, VECTORS].contains(&export.target.as_str());
    let partial = if has_site { with_site(global, export, partial)? } else { None };
    let merge = Merge::new(document, &export.target, partial.as_deref())?;
    if export.check {
        return Ok(checked(if merge.stale { std::slice::from_ref(&merge.document) } else { &[] }, 1, terminal));
    }
    merge.write()?;
    let document = document.display();
    terminal.say(&if merge.stale {
        format!("{GOOD}merged{GOOD:#} into {document}")
    } else {
        "nothing changed".to_owned()
    });
    Ok(Exit::Clean)
}

/// The catalog, for a target that doesn't read source code.
fn catalog(global: &Global, export: &Export) -> Result<Catalog, Failure> {
    if !export.scan.is_empty() {
        return Err(Failure::trouble(format!("`{}` does not support `--scan`", export.target))
            .help("use `errbook export json --scan DIR`"));
    }
    if export.pages {
        return Err(Failure::trouble(format!("`{}` does not support `--pages`", export.target))
            .help("use `errbook export json --pages`"));
    }
    let catalog = super::open(&super::locate(global)?, global, "export the catalog")?;
    Ok(catalog.for_audience(export.audience.into()))
}

/// Calls `run` with the site of a target that has templates.
fn with_site<T>(
    global: &Global,
    export: &Export,
    run: impl FnOnce(&Site<'_>, &TemplateFolder) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let folder = TemplateFolder::read(export.templates.as_deref())?;
    let target = folder.target(&export.target, true)?;
    let catalog = catalog(global, export)?;
    let imports = folder.templates().imports(&target).is_some();
    let catalog = if imports { catalog } else { super::joined(catalog, |_| true)? };
    let site = Site::new(&catalog, target, folder.templates()).map_err(|error| folder.failure(error))?;
    run(&site, &folder)
}

fn files(site: &Site<'_>, folder: &TemplateFolder) -> Result<Vec<File>, Failure> {
    let file = |page: errbook_docs::Page| {
        let text = site.render(&page).map_err(|error| folder.failure(error))?;
        Ok((PagePath::checked(page.path().to_owned())?, text))
    };
    site.pages().map(file).collect()
}

/// Renders `errors.json`. Only errors of the loader prevent this, not those of the rules of
/// `check`.
fn registry(global: &Global, export: &Export) -> Result<String, Failure> {
    let folder = super::locate(global)?;
    let mut snapshot = super::read(&folder, global);
    if snapshot.report().errors() > 0 {
        let counts = findings::counts(snapshot.report());
        return Err(Failure::finding(format!("cannot export the catalog: it has {counts}"))
            .help("run `errbook check` to see them"));
    }
    let scan = check::scan(&folder, &export.scan, &mut snapshot)?;
    // A report without errors implies a manifest, and a manifest implies a registry.
    let mut registry = Registry::of_snapshot(&snapshot, export.audience.into())
        .ok_or_else(|| Failure::finding("the catalog has no manifest"))?;
    if let Some(scan) = scan {
        scan.add_sites(&snapshot, &mut registry);
    }
    if let Some(catalog) = snapshot.catalog().filter(|_| export.pages) {
        registry = registry.with_pages(&catalog);
    }
    registry.to_json().map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))
}

/// The content of the only file. Fails if the target makes several.
fn only(export: &Export, mut files: Vec<File>) -> Result<String, Failure> {
    match (files.pop(), files.len()) {
        (Some((_, text)), 0) => Ok(text),
        (_, more) => {
            Err(Failure::trouble(format!("`{}` makes {} files", export.target, more + 1)).help("add `--out DIR`"))
        }
    }
}

/// Writes the files that differ from those on disk. With `--check`, lists them instead.
fn finish(export: &Export, files: &[(PathBuf, String)], terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut stale = Vec::new();
    for (path, text) in files {
        if !output::holds(path, text)? {
            stale.push((path, text));
        }
    }
    if export.check {
        let stale: Vec<PathBuf> = stale.into_iter().map(|(path, _)| path.clone()).collect();
        return Ok(checked(&stale, files.len(), terminal));
    }
    for (path, text) in &stale {
        output::replace(path, text)?;
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    }
    if stale.is_empty() {
        terminal.say("nothing changed");
    }
    Ok(Exit::Clean)
}

/// Prints which files are stale.
fn checked(stale: &[PathBuf], files: usize, terminal: &mut Terminal) -> Exit {
    let count = |count| findings::plural(count, "file", "files");
    if stale.is_empty() {
        terminal.say(&format!("{GOOD}checked{GOOD:#} {}: up to date", count(files)));
        return Exit::Clean;
    }
    stale.iter().for_each(|path| terminal.print(&format!("{} differs\n", path.display())));
    let are = if stale.len() == 1 { "is" } else { "are" };
    terminal.stale(&format!("{} {are}", count(stale.len())))
}
