//! Every link in the sites of the shipped catalog and of `tests/hostile` resolves, in every layout:
//! in pages, Markdown versions, search results, and files for programs. So do links to this repository
//! in the READMEs of packages. Links to other hosts are not checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use errbook_docs::editions::{self, Edition};
use errbook_docs::{Base, Layout, Site, Target, Templates};
use pulldown_cmark::{Event, Options, Parser, Tag};

type Pages = BTreeMap<String, String>;

/// All text files of a site, and the paths of its other files.
fn render(catalog: &str, target: Target) -> (Pages, BTreeSet<String>) {
    let catalog = errbook_catalog::load(Path::new(catalog)).unwrap_or_else(|report| panic!("{report}"));
    let templates = Templates::default();
    let site = Site::new(&catalog, target, &templates).expect("templates parse");
    let paths = site.pages().map(|page| page.path().to_owned()).collect();
    let text = |page: &errbook_docs::Page| {
        let pieces: Result<Vec<_>, _> = site.pieces(page).collect();
        String::from_utf8(pieces.expect("rendered").concat()).expect("text")
    };
    (site.pages().map(|page| (page.path().to_owned(), text(&page))).collect(), paths)
}

fn targets() -> Vec<Target> {
    let sites = [Layout::Files, Layout::Folders].map(|layout| [Base::Errors, Base::Root].map(|base| (layout, base)));
    let sites = sites.concat().into_iter().map(|(layout, base)| Target::html().with_layout(layout).with_base(base));
    sites.chain([Target::markdown()]).collect()
}

/// The links of a page, and the anchors that links can lead to.
#[derive(Default)]
struct Marks {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

fn marks(path: &str, text: &str) -> Marks {
    match path.rsplit('.').next() {
        Some("html") => html(text),
        Some("md") => markdown(text),
        _ => Marks::default(),
    }
}

/// Reads the content of each tag. Text and values contain no `<`, and values contain no `>`.
fn html(text: &str) -> Marks {
    let mut marks = Marks::default();
    for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        let value =
            |name: &str| Some(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.replace("&amp;", "&"));
        marks.anchors.extend(value("id"));
        let image = tag.starts_with("img");
        marks.links.extend(value("href").into_iter().chain(value("src").filter(|_| !image)));
    }
    marks
}

fn markdown(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => marks.links.push(dest_url.to_string()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => {
                marks.anchors.extend(heading.take().as_deref().map(slug));
            }
            _ => {}
        }
    }
    marks
}

/// The anchor that GitHub gives a heading.
fn slug(heading: &str) -> String {
    let letters = heading.chars().flat_map(char::to_lowercase);
    letters
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

/// The path that a relative link leads to, or `None` if it leaves the site.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn links_and_anchors_resolve() {
    for catalog in ["catalog", "tests/hostile"] {
        for target in targets() {
            let (pages, paths) = render(catalog, target);
            let all: BTreeMap<&str, Marks> =
                pages.iter().map(|(path, text)| (path.as_str(), marks(path, text))).collect();
            let mut followed = 0;
            // The links of 404.html start at the root: see `tests/data.rs` of errbook-docs.
            for (path, marks) in all.iter().filter(|(path, _)| **path != "404.html") {
                for link in marks.links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
                    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                    let to = if file.is_empty() { Some((*path).to_owned()) } else { resolve(path, file) };
                    let to = to.filter(|to| paths.contains(to)).unwrap_or_else(|| panic!("`{link}` of {path}"));
                    let known = anchor.is_empty() || all[to.as_str()].anchors.contains(anchor);
                    assert!(known, "there is no `#{anchor}` for `{link}` of {path}");
                    followed += 1;
                }
            }
            assert!(followed > if catalog == "catalog" { 1000 } else { 20 }, "{followed} of {catalog}");
        }
    }
}

/// The pages of an earlier edition link to each other, and to the current pages.
#[test]
fn links_of_editions_resolve() {
    for target in targets().into_iter().filter(Target::is_site) {
        let (current, _) = render("catalog", target.clone().with_edition(Edition::Current));
        let (earlier, _) = render("catalog", target.with_edition(Edition::Named("1.2".to_owned())));
        let earlier = earlier.into_iter().map(|(path, text)| (format!("{}/1.2/{path}", editions::FOLDER), text));
        let pages: Pages = current.into_iter().chain(earlier).collect();
        let mut left = 0;
        for (path, text) in pages.iter().filter(|(path, _)| *path != "404.html") {
            for link in marks(path, text).links {
                let file = link.split('#').next().unwrap_or_default();
                if file.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                    continue;
                }
                let to = resolve(path, file).filter(|to| pages.contains_key(to));
                let to = to.unwrap_or_else(|| panic!("`{link}` of {path}"));
                left += usize::from(path.starts_with("v/1.2/") && !to.starts_with("v/1.2/"));
                assert!(path.starts_with("v/1.2/") || !to.starts_with("v/1.2/"), "{path} changes with editions");
            }
        }
        assert!(left > 200, "{left}");
    }
}

/// Files for programs and hosts contain absolute URLs. Those of the site must be pages.
#[test]
fn urls_of_the_site_are_pages() {
    for (layout, base) in [(Layout::Files, Base::Errors), (Layout::Folders, Base::Root)] {
        let (pages, paths) = render("catalog", Target::html().with_layout(layout).with_base(base));
        let root = "https://unkey.com/docs/errors";
        let folder = if base == Base::Root { "errors" } else { "" };
        let mut followed = 0;
        for name in ["llms.txt", "llms-full.txt", "sitemap.xml", "errors.json"] {
            let (path, text) = pages.iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).expect(name);
            for url in text.split(root).skip(1).filter(|rest| rest.starts_with(['/', '<', '"', ')'])) {
                let end = url.find(|letter: char| !letter.is_ascii_alphanumeric() && !"/_-.".contains(letter));
                let page = url[..end.unwrap_or(url.len())].trim_end_matches('.').trim_end_matches('/');
                let page = format!("{folder}{page}");
                let page = page.trim_start_matches('/');
                let index = if page.is_empty() { "index.html".to_owned() } else { format!("{page}/index.html") };
                let known = [page.to_owned(), format!("{page}.html"), index].iter().any(|path| paths.contains(path));
                assert!(known, "{root}/{page} in {path}");
                followed += 1;
            }
        }
        assert!(followed > 300, "{followed}");
    }
}

/// crates.io shows these READMEs, so relative links lead nowhere.
#[test]
fn readmes_of_packages_have_absolute_links_to_files() {
    let crates = fs::read_dir("crates").expect("crates/").map(|item| item.expect("a crate").path());
    let mut followed = 0;
    for path in crates.map(|folder| folder.join("README.md")).chain([PathBuf::from("src/README.md")]) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for link in markdown(&text).links {
            assert!(link.starts_with("https://"), "`{link}` of {} is not absolute", path.display());
            let of_repository =
                ["/blob/main/", "/tree/main/"].map(|kind| format!("{}{kind}", env!("CARGO_PKG_REPOSITORY")));
            let file = of_repository.iter().find_map(|root| link.strip_prefix(root.as_str())).map(PathBuf::from);
            let package = link.strip_prefix("https://crates.io/crates/").map(|name| Path::new("crates").join(name));
            if let Some(target) = file.or(package) {
                assert!(target.exists(), "`{link}` of {}", path.display());
                followed += 1;
            }
        }
    }
    assert!(followed > 30, "{followed}");
}
