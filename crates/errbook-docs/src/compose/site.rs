//! What all pages see: the view of the manifest.

use errbook_catalog::{Catalog, Link};

use crate::links::relative;
use crate::paths::Paths;
use crate::prose::{Glossary, Scope};
use crate::target::Target;
use crate::templates::Markup;
use crate::view::{LinkView, LogoView, SiteView};

/// Title of the site.
pub(crate) fn title(catalog: &Catalog) -> String {
    let manifest = catalog.manifest();
    manifest.site.as_ref().map_or_else(|| format!("{} errors", manifest.name), |site| site.title.clone())
}

/// The view of the site.
pub(crate) fn site(catalog: &Catalog, target: &Target, paths: &Paths<'_>) -> SiteView {
    let manifest = catalog.manifest();
    let levels: Vec<&str> = manifest.scheme.levels.iter().map(|level| level.name.as_str()).collect();
    let theme = manifest.site.as_ref().map(|site| &site.theme);
    // Each page puts its own way to this folder before them.
    let file = |path: &String| relative(&paths.asset("x"), &paths.theme(path));
    SiteView {
        name: manifest.name.clone(),
        title: title(catalog),
        description: manifest.description.clone(),
        code_format: manifest.scheme.code(&levels),
        codes: catalog.entries().len(),
        logo: theme
            .and_then(|theme| theme.logo.as_ref())
            .map(|logo| LogoView { light: file(&logo.light), dark: file(&logo.dark) }),
        links: theme.map(|theme| theme.links.iter().map(link).collect()).unwrap_or_default(),
        footer: theme.and_then(|theme| theme.footer.as_deref()).map(|text| footer(text, target)),
        css: theme.map(|theme| theme.css.iter().map(file).collect()).unwrap_or_default(),
    }
}

fn link(link: &Link) -> LinkView {
    LinkView { title: link.title.clone(), href: link.url.clone() }
}

/// The footer's Markdown. It is the same on all pages, so that it links to none of them.
fn footer(text: &str, target: &Target) -> Markup {
    let glossary = Glossary::new(&[]);
    Markup(Scope::new(target.format(), &target.description.style, &|_| None, &glossary, None).block(text))
}
