//! Earlier versions of a source, and a table that it is compared with.

use errbook_catalog::{Sources, read_sources};
use errbook_import::{Dialect, Extras, File, Format, Import, ImportError, Kind, PageMap, Pages, Settings, TableMap};

fn page(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// A page with a response.
fn code(name: &str, status: u16, title: &str, detail: &str) -> String {
    format!(
        "---\ntitle: {name}\n---\n\n<Danger>err:shop:{name}</Danger>\n\n```json\n{{\"error\": {{\"detail\": \"{detail}\", \
         \"status\": {status}, \"title\": \"{title}\", \"type\": \"https://shop.example/docs/errors/shop/{name}\"}}}}\n```\n\n\
         ## What Happened?\n\nAbout {name}.\n\nFor example:\n\n```sh\ncurl -X POST https://api.shop.example/v1/{name}\n```\n"
    )
}

fn pages(files: Vec<File>) -> Pages {
    Pages { name: "docs".to_owned(), files, ..Pages::default() }
}

fn import(now: &Pages, extras: &Extras<Pages>) -> Import {
    let import = errbook_import::pages(now, Dialect::Mdx, &PageMap::default(), &Settings::default(), extras);
    let import = import.expect("pages");
    let lost: Vec<_> = import.report.items.iter().filter(|item| item.kind == Kind::Lost).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let texts = import.files.iter().map(|file| (file.path.clone(), file.text.clone()));
    let (catalog, report) = read_sources(Sources::from_texts(texts));
    let found: Vec<_> = report.diagnostics().iter().map(|found| report.short(found)).collect();
    assert!(catalog.is_some(), "{found:#?}");
    import
}

fn text<'i>(import: &'i Import, path: &str) -> &'i str {
    import.files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).expect(path)
}

fn items(import: &Import) -> Vec<String> {
    let items = import.report.items.iter();
    items.map(|item| format!("{}:{}: {}", item.file, item.line, item.message)).collect()
}

#[test]
fn codes_that_are_gone_are_retired() {
    let now = pages(vec![page("errors/shop/paid.mdx", &code("paid", 402, "Payment Required", "Pay first"))]);
    let old = pages(vec![
        page("errors/shop/paid.mdx", &code("paid", 402, "Payment Required", "Pay first")),
        page("errors/shop/unpaid.mdx", &code("unpaid", 402, "Payment Required", "Pay first")),
        page("errors/shop/Late-1.mdx", &code("Late-1", 410, "Gone", "The cart is gone")),
    ]);
    let older = pages(vec![page("errors/shop/unpaid.mdx", &code("unpaid", 400, "Bad Request", "No"))]);
    let import = import(
        &now,
        &Extras { history: vec![("v2".to_owned(), old), ("v1".to_owned(), older)], facts: None, ..Extras::default() },
    );
    assert!(text(&import, "shop/unpaid.yaml").contains("status: 402"), "the latest version wins");
    assert!(
        text(&import, "shop/unpaid.yaml")
            .contains("retired: {reason: \"Last documented in v2.\", replaced_by: err:shop:paid}"),
        "{}",
        text(&import, "shop/unpaid.yaml")
    );
    assert!(text(&import, "shop/Late-1.yaml").contains("retired: {reason: \"Last documented in v2.\"}"));
    assert!(text(&import, "catalog.yaml").contains("[A-Za-z][A-Za-z0-9_-]*"), "the pattern fits the retired code");
    assert!(!text(&import, "shop/paid.yaml").contains("retired"));
}

#[test]
fn former_urls_lead_to_the_page() {
    let now = pages(vec![page("errors/shop/paid.mdx", &code("paid", 402, "Payment Required", "Pay"))]);
    let moved = code("paid", 402, "Payment Required", "Pay").replace("/docs/errors/shop", "/docs/old/shop");
    let old = pages(vec![page("old/shop/paid.mdx", &moved)]);
    let import = import(&now, &Extras { history: vec![("v1".to_owned(), old)], facts: None, ..Extras::default() });
    assert!(
        text(&import, "shop/paid.yaml").contains("redirects:\n  - /old/shop/paid"),
        "{}",
        text(&import, "shop/paid.yaml")
    );
}

#[test]
fn rows_that_are_gone_are_retired() {
    let file = |text: &str| File { path: "errors.json".to_owned(), text: text.to_owned() };
    let now = file(r#"{"A": {"message": "a"}, "B": {"message": "b", "sub": {"C": {"message": "c"}}}}"#);
    let old = file(r#"{"A": {"message": "a"}, "LATE": {"message": "was <late>", "gone_field": "x"}}"#);
    let extras = Extras { history: vec![("v1".to_owned(), old)], facts: None, ..Extras::default() };
    let import =
        errbook_import::file(&now, Format::Json, &TableMap::default(), "errors", &Settings::default(), &extras);
    let import = import.expect("errors");
    assert!(text(&import, "LATE.yaml").contains("retired: {reason: \"Last documented in v1.\"}"));
    assert!(text(&import, "B/C.yaml").contains("message: \"c\""));
    assert_eq!(items(&import), ["v1:errors.json:1: `gone_field` is not mapped: add it to the map (`--map`)"]);
}

#[test]
fn a_status_table_is_believed() {
    let now = pages(vec![
        page("errors/shop/paid.mdx", &code("paid", 400, "Bad Request", "Pay")),
        page("errors/shop/gone.mdx", &code("gone", 410, "Gone", "Gone")),
        page("errors/shop/new.mdx", &code("new", 409, "Conflict", "New")),
    ]);
    let csv = "code,status,title,operations\nerr:shop:paid,402,Payment Required,\"POST /v1/pay, /v1/carts/{id}\"\n\
               err:shop:gone,410,Gone,gone\nerr:billing:unrelated_thing,404,,\n\
               err:shop:gone,409,,\nerr:shop:nwe,abc,,\n,500,,\n";
    let facts = Some((File { path: "statuses.csv".to_owned(), text: csv.to_owned() }, Format::Csv));
    let import = import(&now, &Extras { facts, ..Extras::default() });
    let expected = [
        "errors/shop/new.mdx:1: `err:shop:new` is not in the status table",
        "errors/shop/paid.mdx:7: status 400 here, but 402 in `statuses.csv:2`, which is used",
        "errors/shop/paid.mdx:7: title `Bad Request` here, but `Payment Required` in `statuses.csv:2`, \
         which is used",
        "errors/shop/paid.mdx:17: `POST /v1/paid` is shown here, but `statuses.csv:2` says that only `POST /v1/pay`, \
         `/v1/carts/{id}` raise the code",
        "statuses.csv:4: no page or row describes `err:billing:unrelated_thing`",
        "statuses.csv:5: `err:shop:gone` is already in line 3, which is used",
        "statuses.csv:6: `abc` is not a status",
        "statuses.csv:6: no page or row describes `err:shop:nwe`: did you mean `err:shop:new`?",
        "statuses.csv:7: this row has no code",
    ];
    assert_eq!(items(&import), expected);
    assert!(text(&import, "shop/paid.yaml").contains("status: 402"));
    assert!(text(&import, "shop/paid.yaml").contains("raised_by:\n  - POST /v1/pay\n"));
    assert!(text(&import, "shop/gone.yaml").contains("raised_by:\n  - gone"));
}

#[test]
fn an_openapi_document_is_a_status_table() {
    let now = pages(vec![page("errors/shop/paid.mdx", &code("paid", 400, "Bad Request", "Pay"))]);
    let openapi = "openapi: 3.1.0\npaths:\n  /v1/paid:\n    post:\n      operationId: pay\n      responses:\n        402:\n          \
                   content:\n            application/json:\n              example: {error: {code: \"err:shop:paid\", detail: Pay}}\n";
    let facts = Some((File { path: "openapi.yaml".to_owned(), text: openapi.to_owned() }, Format::Openapi));
    let import = import(&now, &Extras { facts, ..Extras::default() });
    assert!(items(&import)[0].contains("status 400 here, but 402 in `openapi.yaml:"), "{:?}", items(&import));
    assert!(text(&import, "shop/paid.yaml").contains("raised_by:\n  - pay"), "{}", text(&import, "shop/paid.yaml"));
}

#[test]
fn a_table_without_facts_is_refused() {
    let now = pages(vec![page("errors/shop/paid.mdx", &code("paid", 400, "Bad Request", "Pay"))]);
    let facts = Some((File { path: "t.csv".to_owned(), text: "code,color\na,red\n".to_owned() }, Format::Csv));
    let extras = Extras { facts, ..Extras::default() };
    let error = errbook_import::pages(&now, Dialect::Mdx, &PageMap::default(), &Settings::default(), &extras);
    let error = error.expect_err("no facts");
    assert!(matches!(error, ImportError::StatusTable(_)), "{error:?}");
    let error = error.to_string();
    assert_eq!(error, "it has no codes with a status, a title, or operations");
}

#[test]
fn codes_that_do_not_fit_the_settings_say_why() {
    let source = File { path: "t.csv".to_owned(), text: "code,message\nA:b,x\nA:b:c,y\nA,z\nerr:A:b,w\n".to_owned() };
    let levels = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    for (prefix, names, expected) in [
        (
            Some("err"),
            &["area", "case"][..],
            [
                "t.csv:2: `A:b` does not start with `err:`, but codes are `err:<area>:<case>`",
                "t.csv:3: `A:b:c` does not start with `err:`, but codes are `err:<area>:<case>`",
                "t.csv:4: `A` does not start with `err:`, but codes are `err:<area>:<case>`",
            ],
        ),
        (
            Some(""),
            &["area", "case"],
            [
                "t.csv:3: `A:b:c` has 3 parts, but codes are `<area>:<case>`",
                "t.csv:4: `A` has no `case`, but codes are `<area>:<case>`",
                "t.csv:5: `err:A:b` has 3 parts, but codes are `<area>:<case>`",
            ],
        ),
    ] {
        let separator = Some(":".to_owned());
        let settings =
            Settings { prefix: prefix.map(str::to_owned), separator, levels: levels(names), ..Settings::default() };
        let extras = Extras::default();
        let import = errbook_import::file(&source, Format::Csv, &TableMap::default(), "t", &settings, &extras);
        let items = items(&import.expect("a table"));
        assert!(expected.iter().all(|item| items.iter().any(|of| of == item)), "{items:#?}");
    }
}
