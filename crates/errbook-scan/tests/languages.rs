//! Reads raise sites in any text, with any query.

use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_scan::{FileScan, QueryFile, Scanner};
use proptest::prelude::*;

const PATHS: &[&str] = &["a.go", "A.java", "a.py", "a.ts", "a.tsx", "a.js"];

fn snapshot() -> Snapshot {
    Snapshot::read(Path::new("tests/planted/catalog"))
}

fn scanner() -> Scanner {
    Scanner::new(&snapshot()).expect("a manifest")
}

/// Scans a text. All that editors and findings show must be in it.
fn scan(scanner: &Scanner, path: &str, text: &str) -> FileScan {
    let file = scanner.file(path.to_owned(), text.to_owned());
    let sites = file.sites().iter().flat_map(|site| {
        let message = site.message.as_ref().map(|(range, _)| range.clone());
        let status = site.status.as_ref().map(|(range, _)| range.clone());
        [Some(site.range.clone()), message, status].into_iter().flatten()
    });
    let drifts = file.drifts().iter().map(|drift| drift.range.clone());
    let mentions = file.mentions().map(|mention| mention.range);
    for range in sites.chain(drifts).chain(mentions) {
        assert!(text.get(range.clone()).is_some(), "{path}: {range:?} of {text:?}");
    }
    file
}

#[test]
fn editors_get_sites_and_mentions_of_a_file() {
    let text = "throw new ApiError(\"err:orders:not_found\", `No order ${id}`, 404); // err:orders:closed";
    let file = scan(&scanner(), "a.ts", text);
    let [site] = file.sites() else { panic!("one site: {:?}", file.sites()) };
    assert_eq!(&text[site.range.clone()], "err:orders:not_found");
    assert_eq!(site.message.as_ref().expect("a message").1, "No order {id}");
    assert_eq!(site.status.as_ref().expect("a status").1, 404);
    assert_eq!(file.drifts().len(), 1);
    let raises: Vec<bool> = file.mentions().map(|mention| mention.raises).collect();
    assert_eq!(raises, [true, false]);
    let mention = file.mentions().last().expect("a code");
    assert_eq!((mention.code, &text[mention.range]), (0, "err:orders:closed"));
}

#[test]
fn generated_names_are_codes() {
    for (path, text) in [
        ("a.go", "x := shoperrors.CodeOrdersNotFound\n"),
        ("a.py", "x = Code.ORDERS_NOT_FOUND\n"),
        ("a.ts", "const x = [Code.OrdersNotFound];\n"),
    ] {
        let file = scan(&scanner(), path, text);
        let mentions: Vec<_> = file.mentions().collect();
        assert_eq!(mentions.len(), 1, "{path}");
        assert!(text[mentions[0].range.clone()].to_lowercase().replace('_', "").ends_with("ordersnotfound"));
    }
    let text = "if (e.code === Code.OrdersNotFound) {}\nthrow new ShopError(Code.OrdersNotFound, \"Gone away\", 410);";
    let file = scan(&scanner(), "a.ts", text);
    assert_eq!(file.mentions().map(|mention| mention.raises).collect::<Vec<_>>(), [false, true]);
    assert_eq!(file.drifts().len(), 2);
}

#[test]
fn a_query_of_the_catalog_reads_other_shapes() {
    let query = "
        (call_expression
          function: (selector_expression field: (field_identifier) @_f)
          arguments: (argument_list (_) @status . (_) @message . (_) @code)
          (#eq? @_f \"Refuse\"))";
    let file = QueryFile { path: "catalog/queries/refuse.go.scm".to_owned(), text: query.to_owned() };
    let scanner = scanner().with_queries(&[file]);
    assert_eq!(scanner.broken(), []);
    let text =
        "func f() { c.Refuse(410, \"Gone\", \"err:orders:not_found\")\nc.Refuse(404, \"Gone\", \"not a code\") }";
    assert_eq!(scan(&self::scanner(), "a.go", text).drifts(), []);
    let file = scan(&scanner, "a.go", text);
    assert_eq!(file.drifts().len(), 2, "{:?}", file.drifts());
    // What the query captures as a code must be one, even if it doesn't look like one.
    let codes: Vec<_> = file.sites().iter().map(|site| site.code.is_some()).collect();
    assert_eq!(codes, [true, false]);
}

#[test]
fn a_query_of_the_catalog_replaces_what_errbook_reads() {
    let query = "
        (new_expression
          arguments: (arguments . (_) @code . (_) . (_) @message))";
    let file = QueryFile { path: "typescript.scm".to_owned(), text: query.to_owned() };
    let scanner = scanner().with_queries(&[file]);
    let text = "throw new ApiError(\"err:orders:not_found\", \"for the log\", `Order ${id} was not found`);";
    let file = scan(&scanner, "a.ts", text);
    assert_eq!(file.drifts(), []);
    let message = file.sites()[0].message.as_ref().expect("a message");
    assert_eq!(message.1, "Order {id} was not found");
}

#[test]
fn deep_and_long_source_is_read() {
    let scanner = scanner();
    let code = "\"err:orders:not_found\"";
    for path in PATHS {
        for (open, close) in
            [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("\"a\" + ", ""), ("-", ""), ("a.b(", ")")]
        {
            let deep = format!("{}{code}{}", open.repeat(10_000), close.repeat(10_000));
            scan(&scanner, path, &deep);
        }
        scan(&scanner, path, &format!("x = [{}]", format!("{code}, 404, ").repeat(2_000)));
    }
}

#[test]
fn a_long_table_is_read() {
    let row = "[\"err:orders:not_found\", 410, 'a text'],\n";
    let file = scan(&scanner(), "a.ts", &format!("const x = [{}];", row.repeat(2_000)));
    assert_eq!((file.sites().len(), file.drifts().len()), (2_000, 4_000));
}

proptest! {
    #[test]
    fn any_text_is_read(
        path in prop::sample::select(PATHS),
        words in prop::collection::vec(prop::sample::select(WORDS), 0..40),
        other in "\\PC{0,20}",
        at in any::<prop::sample::Index>(),
    ) {
        let mut words: Vec<&str> = words;
        words.insert(at.index(words.len() + 1), &other);
        scan(&scanner(), path, &words.join(" "));
        scan(&scanner(), path, &words.concat());
    }

    #[test]
    fn any_part_of_a_file_is_read(
        path in prop::sample::select(SAMPLES),
        from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let text = std::fs::read_to_string(Path::new("tests/planted").join(path)).expect("source");
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let (from, to) = (*from.get(&boundaries), *to.get(&boundaries));
        let (from, to) = (from.min(to), from.max(to));
        let name = path.rsplit('/').next().expect("a name");
        scan(&scanner(), name, &text[from..to]);
        scan(&scanner(), name, &format!("{}{}", &text[..from], &text[to..]));
    }

    #[test]
    fn any_query_is_compiled_or_explained(
        words in prop::collection::vec(prop::sample::select(QUERY), 0..12),
        other in "\\PC{0,8}",
        language in prop::sample::select(errbook_scan::LANGUAGES),
    ) {
        let text = format!("{}{other}", words.join(" "));
        let file = QueryFile { path: format!("x.{language}.scm"), text: text.clone() };
        let scanner = scanner().with_queries(&[file]);
        for broken in scanner.broken() {
            prop_assert!(text.get(broken.range.clone()).is_some(), "{:?} of {:?}", broken, text);
            prop_assert!(!broken.message.is_empty() && !broken.help.is_empty());
        }
        scan(&scanner, "a.py", "raise ApiError(\"err:orders:not_found\", 'a b', 404)");
        scan(&scanner, "a.ts", "throw new ApiError(\"err:orders:not_found\", 'a b', 404)");
    }
}

const WORDS: &[&str] = &[
    "\"err:orders:not_found\"",
    "err:orders:not_found",
    "'err:orders:lost'",
    "`a ${b} c`",
    "f\"a {b!r} {{c}} d\"",
    "\"\"\"",
    "'''",
    "\"a %s b %\"",
    "rb'x'",
    "r\"\\",
    "\"\\u{110000}\\uD800\\x\\",
    "\"",
    "'",
    "`",
    "${",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    ";",
    "=",
    "=>",
    "+",
    "%",
    "-",
    ".",
    "new",
    "throw",
    "raise",
    "return",
    "class",
    "def",
    "func",
    "switch",
    "case",
    "match",
    "const",
    "enum",
    "ApiError",
    "NewError",
    "String.format",
    "fmt.Sprintf",
    "super",
    "404",
    "HTTPStatus.NOT_FOUND",
    "code",
    "message",
    "status",
    "@",
    "//",
    "/*",
    "*/",
    "#",
    "\n",
    "\t",
    "é",
    "\u{1f980}",
    "\0",
    "\r\n",
    "<a>",
    "</a>",
];

const SAMPLES: &[&str] = &[
    "go/table.go",
    "go/switch.go",
    "java/Classes.java",
    "java/Table.java",
    "python/classes.py",
    "python/raised.py",
    "typescript/class.ts",
    "typescript/constant.tsx",
    "typescript/table.ts",
];

const QUERY: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "_",
    "(_)",
    "(call)",
    "(call_expression)",
    "(string)",
    "@code",
    "@message",
    "@mesage",
    "@status",
    "@site",
    "@row",
    "@chain",
    "@type",
    "@argument",
    "@_f",
    "\"(\"",
    "\"",
    "#eq?",
    "#match?",
    "#any-of?",
    "#set!",
    "(#match? @code \"(\")",
    "(#eq? @code \"x\")",
    "(#is? local)",
    ".",
    "*",
    "+",
    "?",
    "!",
    "arguments:",
    "name:",
    ";",
    "\n",
    "é",
    "(string) @code",
    "(call (argument_list (_) @code)) @site",
    "(arguments (_) @argument) @chain",
    "(ERROR) @code",
    "(MISSING) @code",
];
