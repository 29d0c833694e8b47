//! The page about what services were seen to send, of `tests/catalog` and of hostile texts.

use std::collections::BTreeMap;
use std::path::Path;

use errbook_catalog::{Catalog, Sources};
use errbook_docs::observed::{Deviation, Report, Seen, Share};
use errbook_docs::{Site, Target, Templates};

/// Text that would end every context that it could be in.
const HOSTILE: &str = "</style></script>--><script>alert(1)</script>\"' onload=x `<img src=x>` {{ 7 * 7 }} \u{202e}\0";

fn catalog() -> Catalog {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog");
    errbook_catalog::load(&dir).unwrap_or_else(|_| panic!("the catalog is valid"))
}

fn page(catalog: &Catalog, report: &Report) -> String {
    let templates = Templates::default();
    let site = Site::new(catalog, Target::html(), &templates).expect("templates parse");
    site.observed(report).expect("rendered")
}

/// What follows the style sheets.
fn body(page: &str) -> &str {
    page.split_once("<body>").expect("a body").1
}

fn seen(code: &str, count: u64, operations: &[(&str, u64)]) -> Seen {
    let operations = operations.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    Seen { code: code.to_owned(), count, operations }
}

fn deviation(code: Option<&str>, message: &str, note: &str) -> Deviation {
    Deviation {
        rule: "observed-status",
        is_error: true,
        code: code.map(str::to_owned),
        message: message.to_owned(),
        notes: vec![note.to_owned()],
        help: vec!["change `status`".to_owned()],
    }
}

/// Three codes in two groups. The first two say where they are raised.
const SHOP: &[(&str, &str)] = &[
    (
        "catalog.yaml",
        "name: shop\ncodes: {levels: [{name: group}, {name: specific}]}\n\
         groups: {orders: {title: Orders}, payments: {title: Payments}}\n\
         site: {title: Shop errors, root: \"https://shop.example\", errors: errors}\n",
    ),
    ("orders/gone.yaml", "message: Gone\nraised_by: [orders.get, orders.list]\naliases: [orders:old]\n"),
    ("orders/full.yaml", "message: Full\nsummary: The store is full.\nraised_by: [orders.create]\n"),
    ("payments/declined.yaml", "message: Declined\n"),
];

fn shop() -> Catalog {
    let files = SHOP.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files.collect::<Vec<_>>()));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

fn report() -> Report {
    let share = Share { seen: 1, all: 3, percent: 33 };
    Report {
        includes_earlier: true,
        responses: 9,
        errors: 7,
        unchecked: vec![("too large".to_owned(), 2)],
        known: 1,
        codes: share,
        operations: vec![("orders.get".to_owned(), share), ("nothing".to_owned(), Share::default())],
        seen: vec![
            seen("orders:gone", 3, &[("orders.get", 2), ("payments.pay", 1)]),
            // An alias counts for the code that it became, and what no catalog has is left out.
            seen("orders:old", 2, &[("orders.get", 2)]),
            seen("payments:declined", 2, &[("payments.pay", 1)]),
            seen("nowhere", 5, &[("nowhere.get", 5)]),
        ],
        never: vec!["orders:full".to_owned()],
        deviations: vec![
            deviation(
                Some("orders:gone"),
                "`orders:gone` was sent with status 418",
                "The [-order-]{+thing+}\nseen at a:1",
            ),
            deviation(None, "unknown code `x`", "seen at a:2, and once more"),
        ],
        ..Report::default()
    }
}

#[test]
fn shows_what_was_seen() {
    insta::assert_snapshot!(body(&page(&shop(), &report())));
}

/// The cells of each row of the tables: the code, the total, and a cell for each operation.
fn rows(page: &str) -> BTreeMap<String, Vec<String>> {
    let text = |html: &str| html.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect::<String>();
    let row = |row: &str| {
        let row = row.split("</tr>").next().unwrap_or_default();
        let (code, cells) = row.split_once("</th>").expect("a header");
        (text(&format!("<{code}")), cells.split("<td").skip(1).map(|cell| text(&format!("<{cell}"))).collect())
    };
    let matrix = page.split("class=\"matrix\"").skip(1).filter_map(|rest| rest.split("</table>").next());
    matrix.flat_map(|table| table.split("<tr><th scope=\"row\"").skip(1)).map(row).collect()
}

#[test]
fn a_cell_is_seen_or_not_and_declared_or_not() {
    let rows = rows(&page(&shop(), &report()));
    let row = |code: &str| rows.get(code).unwrap_or_else(|| panic!("{code} in {rows:?}")).join("|");
    // orders.create, orders.get, orders.list, payments.pay
    assert_eq!(row("orders:gone"), "5||4|○ not seen|1! not declared");
    assert_eq!(row("orders:full"), "0|○ not seen|||");
    // It doesn't say where it is raised.
    assert_eq!(row("payments:declined"), "2||||1");
    assert_eq!(rows.len(), 3);
}

#[test]
fn codes_without_anything_to_show_have_no_row() {
    let page = page(&shop(), &Report { never: vec!["payments:declined".to_owned()], ..Report::default() });
    assert!(!rows(&page).contains_key("payments:declined") && page.contains("payments:declined"));
}

/// 300 codes in 60 operations, each with a deviation.
#[test]
fn large_tables_are_split_and_closed() {
    let groups = (0..10).map(|at| format!("g{at}: {{title: G{at}}}")).collect::<Vec<_>>().join(", ");
    let mut files: Vec<(String, String)> = vec![(
        "catalog.yaml".to_owned(),
        format!("name: a\ncodes: {{levels: [{{name: group}}, {{name: specific}}]}}\ngroups: {{{groups}}}\n"),
    )];
    let mut report = Report::default();
    for at in 0..300 {
        let code = format!("g{}:c{at}", at % 10);
        files.push((format!("{}.yaml", code.replace(':', "/")), "message: A\n".to_owned()));
        // The operations of each group are its own.
        report.seen.push(seen(&code, 1, &[(&format!("op{}", at % 60), 1)]));
        report.deviations.push(deviation(Some(&code), "a", "b"));
    }
    let catalog = errbook_catalog::read_sources(Sources::from_texts(files)).0.expect("the catalog is valid");
    let page = page(&catalog, &report);
    assert_eq!(page.matches("class=\"matrix\"").count(), 10);
    assert_eq!(page.matches("<details>").count(), 20);
    assert!(!page.contains("<a href=\"http"), "a catalog without a site has no pages to link to");
    let rows = rows(&page);
    assert_eq!(rows.len(), 300);
    assert!(rows.values().all(|cells| cells.len() == 7), "{:?}", rows.values().next());
}

#[test]
fn hostile_texts_are_escaped() {
    let mut hostile = report();
    hostile.seen.push(seen("orders:gone", 1, &[(HOSTILE, 1)]));
    hostile.operations.push((HOSTILE.to_owned(), Share { seen: 0, all: 1, percent: 0 }));
    hostile.profiles.push((HOSTILE.to_owned(), Share::default()));
    hostile.unchecked.push((HOSTILE.to_owned(), 1));
    hostile.deviations.push(deviation(Some("orders:gone"), HOSTILE, HOSTILE));
    hostile.deviations.push(deviation(Some(HOSTILE), HOSTILE, &format!("[-{HOSTILE}-]{{+{HOSTILE}+}}")));
    for catalog in [shop(), catalog()] {
        let (page, plain) = (page(&catalog, &hostile), page(&catalog, &Report::default()));
        let tags = |page: &str| {
            page.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        for tag in tags(body(&page)) {
            let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
            assert!(!["script", "style", "img", "!--"].contains(&name), "{tag}");
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.split_whitespace().skip(1).any(|name| name.starts_with("on")), "{tag}");
        }
        assert!(page.contains("{{ 7 * 7 }}") && !page.contains('\0'));
        assert_eq!(page.matches("</style>").count(), plain.matches("</style>").count());
        assert!(!page.contains("<link") && page.contains("default-src 'none'"));
    }
}

/// A style sheet of the theme can't end the element that it is in.
#[test]
fn style_sheets_are_included() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in SHOP {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        let text = text.replace("site: {", "site: {css: [mine.css], accent: \"#123456\", ");
        std::fs::write(path, text).expect("written");
    }
    std::fs::write(folder.path().join("mine.css"), "b::before { content: \"</style><script>\"; }").expect("written");
    let catalog = errbook_catalog::load(folder.path()).unwrap_or_else(|report| panic!("{report}"));
    let page = page(&catalog, &report());
    assert!(page.contains("content: \"<\\/style><script>\"") && page.contains("--accent: light-dark(#123456, "));
    assert!(page.contains("--raised:light-dark(#f6f7f9,"), "the site's style sheet");
    assert_eq!(page.matches("<style>").count(), page.matches("</style>").count());
}

#[test]
fn output_is_deterministic() {
    assert_eq!(page(&catalog(), &report()), page(&catalog(), &report()));
    assert_eq!(page(&shop(), &report()), page(&shop(), &report()));
}
