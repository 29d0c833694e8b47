//! The view of the manifest, which all pages share.

use errbook_catalog::{Audience, Link};

use crate::editions::Edition;
use crate::facts::{code_format, has_included, title};
use crate::links::relative;
use crate::plan::Plan;
use crate::prose::{Glossary, Scope};
use crate::templates::Markup;
use crate::view::{EditionsView, LinkView, LogoView, SiteView};

pub(crate) fn site(plan: &Plan<'_>) -> SiteView {
    let (catalog, paths) = (plan.catalog, &plan.paths);
    let manifest = catalog.manifest();
    let theme = plan.theme();
    // Relative to the folder of the error pages. Each page prepends its path to that folder.
    let file = |path: &String| relative(&paths.asset("x"), &paths.theme(path));
    SiteView {
        name: manifest.name.clone(),
        title: title(catalog),
        description: manifest.description.clone(),
        code_format: code_format(catalog),
        has_included: has_included(catalog),
        codes: catalog.entries().len(),
        internal: catalog.audience() == Audience::Internal,
        logo: theme
            .and_then(|theme| theme.logo.as_ref())
            .map(|logo| LogoView { light: file(&logo.light), dark: file(&logo.dark) }),
        links: theme.map(|theme| theme.links.iter().map(link).collect()).unwrap_or_default(),
        feed: feed(plan),
        image: theme.and_then(|theme| theme.image.as_ref()).and_then(|image| paths.url(&paths.theme(image))),
        copy_page: manifest.site.as_ref().is_some_and(|site| site.copy_page),
        footer: theme.and_then(|theme| theme.footer.as_deref()).map(|text| footer(text, plan)),
        editions: editions(plan),
        css: theme.map(|theme| theme.css.iter().map(file).collect()).unwrap_or_default(),
    }
}

#[cfg(feature = "targets")]
fn feed(plan: &Plan<'_>) -> Option<String> {
    crate::plan::has_feed(plan).then(|| crate::plan::FEED.to_owned())
}

/// Without targets, there are no feeds.
#[cfg(not(feature = "targets"))]
fn feed(_: &Plan<'_>) -> Option<String> {
    None
}

/// The menu of editions, unless there is only one.
fn editions(plan: &Plan<'_>) -> Option<EditionsView> {
    let edition = &plan.target().edition;
    let name = edition.name().map(str::to_owned);
    let view = || EditionsView {
        name,
        list: plan.paths.editions(),
        folder: plan.paths.prefix().to_owned(),
        home: plan.paths.index(0),
    };
    (*edition != Edition::Only).then(view)
}

fn link(link: &Link) -> LinkView {
    LinkView { title: link.title.clone(), href: link.url.clone() }
}

/// Renders the footer's Markdown. It is the same on all pages, so it can't link to any of them.
fn footer(text: &str, plan: &Plan<'_>) -> Markup {
    let glossary = Glossary::new(&[]);
    let scope = Scope::new(&plan.target().description, &|_| None, &glossary, None);
    Markup(scope.with_language(plan.catalog.manifest().fences.as_deref()).block(text))
}
