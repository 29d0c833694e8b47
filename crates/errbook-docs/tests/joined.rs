//! Sites with pages of dependencies: what one page says about all codes holds for those of each catalog.

use std::collections::BTreeMap;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Catalog, Sources, dependency_path};
use errbook_docs::{Site, Templates};

/// The files of a catalog, by path.
type Files = [(&'static str, &'static str)];

/// Codes in another format, with versions, and one that others name more often.
const PLATFORM: &Files = &[
    (
        "catalog.yaml",
        "name: platform\nsince: version\ncodes: {prefix: PLAT, separator: '-', levels: [{name: area}, {name: code}]}\n\
         profiles: {api: {envelope: {code: $code}}}\ngroups: {auth: {title: Auth}}\nsite: {root: 'https://platform.example'}\n",
    ),
    ("auth/expired.yaml", "status: 401\nmessage: Too late\nsince: 1.2.0\nchanged: 1.4.0\n"),
    ("auth/missing.yaml", "status: 401\nmessage: None\nrelated: [{code: PLAT-auth-expired, when: it is old}]\n"),
];

const SHOP: &Files = &[
    (
        "catalog.yaml",
        "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: code}]}\n\
         profiles: {api: {envelope: {code: $code}}}\ngroups: {orders: {title: Orders}}\n\
         depends: [{name: platform, from: {path: ../platform}, include: pages}]\n\
         site: {root: 'https://shop.example', canonical: 'https://shop.example'}\n",
    ),
    ("orders/unpaid.yaml", "status: 402\nmessage: Pay\nsince: '2026-01-31'\nchanged: '2026-02-28'\n"),
];

const PORTAL: &Files = &[(
    "catalog.yaml",
    "name: portal\ndepends: [{name: platform, from: {path: ../platform}}, {name: shop, from: {path: ../shop}}]\n\
     site: {root: 'https://example.com', canonical: 'https://example.com'}\n",
)];

/// The catalog of these files, and of dependencies by name.
fn read(files: &Files, depends: &[(&str, &Files)]) -> Catalog {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let depends = depends.iter().map(|(name, files)| {
        let before: Vec<(&str, &Files)> = depends.iter().copied().take_while(|(other, _)| other != name).collect();
        let catalog = read(files, &before);
        let registry = Registry::of(&catalog).with_pages(&catalog);
        (dependency_path(name), registry.to_json().expect("JSON"))
    });
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files.chain(depends)));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

fn joined(files: &Files, depends: &[(&str, &Files)]) -> Catalog {
    read(files, depends).joined(|of| of.has_pages).expect("joined")
}

fn shop() -> Catalog {
    joined(SHOP, &[("platform", PLATFORM)])
}

fn portal() -> Catalog {
    joined(PORTAL, &[("platform", PLATFORM), ("shop", SHOP)])
}

fn render(catalog: &Catalog, target: &str) -> BTreeMap<String, String> {
    let templates = Templates::default();
    let target = templates.target(target).expect("a target").clone();
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    site.pages().map(|page| (page.path().to_owned(), site.render(&page).expect("rendered"))).collect()
}

#[test]
fn versions_of_a_dependency_are_not_dates() {
    for (catalog, own) in [(shop(), "orders/unpaid.html"), (portal(), "shop/orders/unpaid.html")] {
        let pages = render(&catalog, "html");
        assert!(pages["feed.xml"].contains("<updated>2026-02-28T00:00:00Z</updated>"));
        assert!(!pages["feed.xml"].contains("1.4.0") && !pages["feed.xml"].contains("1.2.0"), "{}", pages["feed.xml"]);
        assert!(
            pages[own].contains("\"datePublished\":\"2026-01-31\"") && pages[own].contains("Changed on 2026-02-28")
        );
        let expired = &pages["platform/auth/expired.html"];
        assert!(!expired.contains("datePublished") && !expired.contains("dateModified"));
        assert!(expired.contains("Since 1.2.0") && expired.contains("Changed in 1.4.0"));
    }
}

#[test]
fn the_format_of_codes_is_explained_with_an_own_code() {
    let html = &render(&shop(), "html")["index.html"];
    let (_, format) = html.split_once("<h2 id=\"format\">").expect("a format");
    let (format, answers) = format.split_once("<h2 id=\"answers\">").expect("responses");
    assert!(format.contains("err:orders:unpaid") && !format.contains("PLAT"), "{format}");
    assert!(format.contains("<dt>area</dt><dd><code>orders</code>"), "{format}");
    let answers = answers.split("</section>").next().unwrap_or_default();
    assert!(answers.contains("err:orders:unpaid") && !answers.contains("PLAT"), "{answers}");
}

/// Codes of dependencies have other formats.
#[test]
fn the_format_of_codes_is_only_that_of_own_codes() {
    let (html, mintlify) = (render(&shop(), "html"), render(&shop(), "mintlify"));
    assert!(html["index.html"].contains("Every error of <bdi>shop</bdi> has a code in the format"));
    for text in [&html["index.md"], &html["llms.txt"], &mintlify["index.mdx"]] {
        assert!(text.contains("Codes of `shop` have the format `err:area:code`."), "{text}");
    }
}

#[test]
fn a_portal_has_no_format_of_codes() {
    let (html, mintlify) = (render(&portal(), "html"), render(&portal(), "mintlify"));
    for text in [&html["index.html"], &html["index.md"], &html["llms.txt"], &mintlify["index.mdx"]] {
        assert!(!text.contains("the format") && !text.contains("Code format"), "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
    }
    // Its example responses are those of its codes.
    assert!(html["index.html"].contains("id=\"answers\""));
}

#[test]
fn a_group_of_a_dependency_shows_what_its_codes_start_with() {
    let (html, mintlify) = (render(&portal(), "html"), render(&portal(), "mintlify"));
    for text in [&html["index.md"], &html["platform/index.md"], &mintlify["index.mdx"]] {
        assert!(text.contains("`PLAT-auth`, 2 codes"), "{text}");
    }
    assert!(html["index.md"].contains("`PLAT`, 2 codes") && html["index.md"].contains("`err:orders`, 1 code"));
    assert!(html["platform/auth/index.html"].contains("<p class=\"code\"><code>PLAT-auth</code>"));
    assert!(html["index.html"].contains("<p class=\"code\"><code>PLAT-auth</code>"));
    let own = &render(&shop(), "html")["index.md"];
    assert!(own.contains("`err:orders`, 1 code") && own.contains("`PLAT-auth`, 2 codes"), "{own}");
}

/// Codes without a prefix have nothing in common.
#[test]
fn a_group_of_codes_without_a_prefix_shows_none() {
    let manifest = "name: flat\ncodes: {levels: [{name: code}]}\nsite: {root: 'https://flat.example'}\n";
    let flat: &Files = &[("catalog.yaml", manifest), ("gone.yaml", "message: Gone\n")];
    let portal: &Files = &[("catalog.yaml", "name: portal\ndepends: [{name: flat, from: {path: ../flat}}]\n")];
    let pages = render(&joined(portal, &[("flat", flat)]), "html");
    assert!(pages["index.md"].contains("\n1 code\n"), "{}", pages["index.md"]);
    assert!(!pages["flat/index.html"].contains("<p class=\"code\">"));
}
