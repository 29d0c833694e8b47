//! The page about what changed between two states of a catalog.

use errbook_catalog::{Catalog, Sources};
use errbook_docs::comparison::{Change, Comparison, Section};
use errbook_docs::{Site, Target, Templates};

/// Text that would end every context that it could be in.
const HOSTILE: &str = "</style></script>--><script>alert(1)</script>\"' onload=x `<img src=x>` {{ 7 * 7 }} \u{202e}\0";

const SHOP: &[(&str, &str)] = &[
    (
        "catalog.yaml",
        "name: shop\ncodes: {levels: [{name: group}, {name: specific}]}\ngroups: {orders: {title: Orders}}\n",
    ),
    ("orders/gone.yaml", "message: Gone\nname: Order gone\naliases: [orders:old]\n"),
    ("orders/full.yaml", "message: Full\nsummary: The store is full.\n"),
];

fn page(comparison: &Comparison) -> String {
    let files = SHOP.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files.collect::<Vec<_>>()));
    let catalog: Catalog = catalog.unwrap_or_else(|| panic!("{report}"));
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    site.comparison(comparison).expect("rendered")
}

fn body(page: &str) -> &str {
    page.split_once("<body>").expect("a body").1
}

fn change(code: Option<&str>, bump: &'static str, audience: &'static str, message: &str) -> Change {
    Change { code: code.map(str::to_owned), bump, audience, message: message.to_owned() }
}

fn comparison() -> Comparison {
    let new = vec![change(Some("orders:full"), "minor", "clients", "`orders:full` was added")];
    let changed = vec![
        change(Some("orders:old"), "major", "clients", "`orders:old` was renamed to `orders:gone`"),
        change(Some("orders:old"), "minor", "services", "`orders:old` can be raised by `orders.get`"),
    ];
    let catalog = vec![change(None, "major", "links", "pages under `/a` lost their URL")];
    let section = |id, title, changes| Section { id, title, describes: id == "new", changes };
    Comparison {
        from: "v1.0".to_owned(),
        to: Some("v2.0".to_owned()),
        bump: Some("major"),
        sections: vec![
            section("new", "New codes", new),
            section("changed", "Changed codes", changed),
            section("catalog", "Catalog", catalog),
        ],
        migrations: [(
            "orders:gone".to_owned(),
            "# New\n\nRead [it](orders:full) and [that](orders:gone).\n".to_owned(),
        )]
        .into(),
        skipped: vec!["headers".to_owned(), "params".to_owned()],
        pages: [
            ("orders:gone".to_owned(), "https://shop.example/orders/gone".to_owned()),
            ("orders:old".to_owned(), "https://shop.example/orders/gone".to_owned()),
        ]
        .into(),
    }
}

#[test]
fn shows_changes_by_kind_code_and_audience() {
    insta::assert_snapshot!(body(&page(&comparison())));
}

#[test]
fn nothing_changed() {
    let page = page(&Comparison { from: "v1.0".to_owned(), ..Comparison::default() });
    let body = body(&page);
    assert!(body.contains("Nothing that clients, services, or links would notice changed"), "{body}");
    assert!(!body.contains("<h2") && !body.contains("<dl") && !body.contains("<fieldset"), "{body}");
}

#[test]
fn hostile_texts_are_escaped() {
    let mut hostile = comparison();
    hostile.from = HOSTILE.to_owned();
    hostile.to = Some(HOSTILE.to_owned());
    hostile.sections[0].changes.push(change(Some(HOSTILE), "major", "services", HOSTILE));
    hostile.pages.insert(HOSTILE.to_owned(), format!("https://a.example/{HOSTILE}"));
    hostile.migrations.insert(HOSTILE.to_owned(), HOSTILE.to_owned());
    hostile.skipped.push(HOSTILE.to_owned());
    let (page, plain) = (page(&hostile), page(&comparison()));
    for tag in body(&page).split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        assert!(!["script", "style", "img", "!--"].contains(&name), "{tag}");
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.split_whitespace().skip(1).any(|name| name.starts_with("on")), "{tag}");
    }
    assert!(page.contains("{{ 7 * 7 }}") && !page.contains('\0'));
    assert_eq!(page.matches("</style>").count(), plain.matches("</style>").count());
    assert!(!page.contains("<link") && page.contains("default-src 'none'"));
}
