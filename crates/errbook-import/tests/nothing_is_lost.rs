//! For pages of arbitrary content: every word is in an entry or in the loss report, nothing panics,
//! and the result is a valid catalog.

use errbook_catalog::{Sources, read_sources};
use errbook_import::{Dialect, Extras, File, Format, Import, Kind, PageMap, Pages, Settings, TableMap};
use proptest::prelude::*;

/// Pieces of pages, with `W` for a word. Valid and invalid ones, so they nest, overlap, and stay
/// open.
const PIECES: &[&str] = &[
    "W W W.\n",
    "W **W** *W* `W` ~~W~~ [W](W) ![W](W)\n",
    "\n",
    "\n\n",
    "# W\n",
    "## What Happened?\n\n",
    "## How to Fix It\n\n",
    "### W\n\n",
    "## Common Mistakes\n\n",
    "## Related Errors\n\n",
    "## W W\n\n",
    "Common scenarios that trigger this error:\n\n- W\n- W\n",
    "- **W**: W\n- **W:** W\n- W\n",
    "- [W](./other) - When W\n- [err:a:other](./other) - When W\n",
    "1. W\n2. **W**\n\n   W\n3. W\n",
    "7) W\n   - W\n\n     W\n",
    "> W\n> W\n",
    "> [!NOTE]\n> W\n",
    "```sh W\nW W\n```\n",
    "```http\nHTTP/1.1 404 W\nX-W: W W\n\n{\"error\": {\"detail\": \"W W\"}}\n```\n",
    "```json W theme={1}\n{\"error\": {\"detail\": \"W W\", \"status\": 404}}\n```\n",
    "W:\n\n```bash\ncurl -X POST https://a.dev/W -H \"A: W\" -d '{\"W\": \"W\"}'\n```\n",
    "W\n\n```sh\ncurl -X GET https://W.dev/W\n```\n",
    "```bash\ncurl -X W https://a.dev/W -H \"W W: W\"\n```\n",
    "```\nW\n",
    "~~~W\nW\n~~~\n",
    "    W W\n",
    "| W | W |\n| --- | --- |\n| W | W |\n",
    "<Note>W</Note>\n",
    "<Danger>\n  W W\n</Danger>\n",
    "<Danger>err:a:code</Danger>\n",
    "<Warning title=\"W\">\n",
    "</Warning>\n",
    "<Info>\n\nW\n\n</Info>\n",
    "<CodeGroup>\n",
    "</CodeGroup>\n",
    "<Tabs>\n<Tab title=\"W\">\n",
    "</Tab>\n</Tabs>\n",
    "<Tabs>\n  <Tab title=\"W\">\n    ```js\n    W\n    ```\n  </Tab>\n</Tabs>\n",
    "<Steps>\n<Step title=\"W\">\nW\n</Step>\n",
    "</Steps>\n",
    "<Accordion title='W' description=\"W\">W</Accordion>\n",
    "<Card title=\"W\" href=\"W\" cta=\"W\">\n  W\n</Card>\n",
    "<Frame caption=\"W\">\n![W](W)\n</Frame>\n",
    "<ParamField path=\"W\" type=\"W\">W</ParamField>\n",
    "<W W=\"W\">\n  W\n</W>\n",
    "<W.W />\n",
    "W <Tooltip tip=\"W\">W</Tooltip> W <W>W</W>\n",
    "W <a href=\"W\">W</a> W<br/>W <b>W\n",
    "W {W} {/* W */} W {\"W\"}\n",
    "{/* W\nW */}\n",
    "{W.map(x => <W>W</W>)}\n",
    "{W\n",
    "<!-- W -->\n",
    "<!-- W\n",
    "import W from 'W'\n\n",
    "export const W = 'W'\n\n",
    "W[^1]\n\n[^1]: W\n",
    "\n[label]: /url \"title\"\n\n",
    "[W][label] [label] ![W][label] <https://W.dev>\n",
    "---\n",
    "W\n===\n",
    "W*W*\n===\n",
    "W \\{W\\} \\<W> &amp; W\\_W\n",
    "<Danger>err:a:code W</Danger>\n",
    "<details open>\n<summary>W</summary>\n\nW\n</details>\n",
    "<ParamField path=\"W\" query=\"W\" default=\"W\" required>W</ParamField>\n",
    "<Callout type=\"W\" color=\"W\">W</Callout>\n",
    "<Card href=\"W\" img=\"W\" />\n",
    "W <b class=\"W\">W</b> <a href=\"W\" target=\"W\">W</a> <img src=\"W\" alt=\"W\" width=\"W\"/> </p>\n",
    "<p align=\"W\">W</p>\n<hr/>\n",
    "```json\n{\"meta\": {\"requestId\": \"req_1\"}, \"error\": {\"detail\": \"W\", \"status\": 404, \"title\": \"W\", \"W\": [\"W\", 1.50]}}\n```\n",
    "[W](./page_0) [W](/a/page_1#W) [err:a:code](err:a:code \"W\")\n",
    "## W\n## W\n### W\n",
    "- [ ] W\n- [x] W\n",
    "<ul><li>W</li><li>W</li></ul>\n",
    "<table><tr><td>W</td><td>W</td></tr><tr><td>W</td></tr></table>\n",
    "<details><summary>W</summary>W</details><p>W</p><p>W</p>W<hr>W\n",
    "<Steps><Step title=\"W\">W</Step><Step title=\"W\">W</Step></Steps>\n",
    "<AccordionGroup><Accordion title=\"W\">W</Accordion><Accordion title=\"W\">W</Accordion></AccordionGroup> W\n",
    "[dup]: https://W.dev\n[dup]: https://W.dev\n\nW [W][dup]\n",
    "W&amp;W&nbsp;W &#87; W\\\nW  \nW\n",
    "\r\nW\r\n",
];

/// A page of pieces in which every word is unique.
fn page(pieces: &[usize], first: usize, front: bool) -> (String, Vec<String>) {
    let mut text = if front { "---\ntitle: W: \"W\"\ndescription: W\nW: W\n---\n".to_owned() } else { String::new() };
    text.extend(pieces.iter().map(|piece| PIECES[*piece]));
    let (mut page, mut words) = (String::new(), Vec::new());
    for (index, part) in text.split('W').enumerate() {
        if index > 0 && !(part.starts_with("hat ") || part.starts_with("hen ") || part.starts_with("arning")) {
            words.push(format!("Wq{}x", first + words.len()));
            page.push_str(&words[words.len() - 1]);
        } else if index > 0 {
            page.push('W');
        }
        page.push_str(part);
    }
    (page, words)
}

/// `overview` makes the last page that of the group.
fn import(pages: Vec<String>, markdown: bool, overview: bool) -> Import {
    let files = pages.into_iter().enumerate();
    let path = |at| if overview && at > 0 { "a/index.mdx".to_owned() } else { format!("a/page_{at}.mdx") };
    let files = files.map(|(at, text)| File { path: path(at), text });
    let pages = Pages { name: "docs".to_owned(), files: files.collect(), ..Pages::default() };
    let dialect = if markdown { Dialect::Markdown } else { Dialect::Mdx };
    errbook_import::pages(&pages, dialect, &PageMap::default(), &Settings::default(), &Extras::default())
        .expect("pages")
}

/// The content of all files and the report.
fn out(import: &Import) -> String {
    let files = import.files.iter().flat_map(|file| [file.path.as_str(), file.text.as_str()]);
    let items = import.report.items.iter().flat_map(|item| [item.message.as_str(), item.text.as_str()]);
    files.chain(items).collect::<Vec<_>>().join("\n")
}

fn assert_valid(import: Import, source: &str) {
    let lost: Vec<_> = import.report.items.iter().filter(|item| item.kind == Kind::Lost).collect();
    assert!(lost.is_empty(), "{lost:#?}\n{source}");
    let totals = import.report.totals;
    assert_eq!(totals.read, totals.in_entries + totals.in_keys + totals.in_report, "{source}");
    let texts = import.files.into_iter().map(|file| (file.path, file.text));
    let (catalog, report) = read_sources(Sources::from_texts(texts));
    let found: Vec<_> = report.diagnostics().iter().map(|found| report.short(found)).collect();
    assert!(catalog.is_some(), "{found:#?}\n{source}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_word_is_in_an_entry_or_in_the_report(
        one in prop::collection::vec(0..PIECES.len(), 0..12),
        two in prop::collection::vec(0..PIECES.len(), 0..12),
        front in any::<bool>(),
        markdown in any::<bool>(),
        overview in any::<bool>(),
    ) {
        let (first, words) = page(&one, 0, front);
        let (second, more) = page(&two, words.len(), !front);
        let source = format!("{first}\n=====\n{second}");
        let import = import(vec![first, second], markdown, overview);
        let text = out(&import);
        for word in words.iter().chain(&more) {
            prop_assert!(text.contains(word.as_str()), "{} is lost\n{}\n=====\n{}", word, source, text);
        }
        assert_valid(import, &source);
    }

    #[test]
    fn no_text_causes_a_panic(text in "(\\PC|[<>{}`*#\\-\n \"'=/!\\[\\]()|:~]){0,80}", path in "[a-zA-Z0-9_./-]{0,12}") {
        let pages = Pages {
            files: vec![
                File { path: format!("{path}.mdx"), text: format!("<Danger>a:b</Danger>\n\n{text}") },
                File { path: "x/y.mdx".to_owned(), text: text.clone() },
            ],
            ..Pages::default()
        };
        for dialect in [Dialect::Mdx, Dialect::Markdown] {
            assert_valid(errbook_import::pages(&pages, dialect, &PageMap::default(), &Settings::default(), &Extras::default()).expect("pages"), &text);
        }
        let source = File { path: "table".to_owned(), text };
        for format in [Format::Csv, Format::Json] {
            if let Ok(import) = errbook_import::file(&source, format, &TableMap::default(), "table", &Settings::default(), &Extras::default()) {
                assert_valid(import, &source.text);
            }
        }
        let _ = (PageMap::read(&source.text).is_ok(), TableMap::read(&source.text).is_ok());
    }

    #[test]
    fn every_value_of_a_table_is_in_an_entry_or_in_the_report(
        rows in prop::collection::vec(("[A-Z][A-Z_]{0,6}|[0-9a-z .:-]{0,6}", "[a-z<>{}%0-9 \n\"',*_-]{0,20}", 0..999u32), 1..8),
        style in prop::sample::select(vec!["<x>", "{x}", "%s"]),
    ) {
        let mut text = String::from("code,message,status,cause,odd\n");
        let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        for (at, (code, message, status)) in rows.iter().enumerate() {
            text += &format!("{},{},{status},Wq{at}a,Wq{at}b\n", quote(code), quote(&format!("Wq{at}c {message} Wq{at}d")));
        }
        let map = TableMap::read(&format!("params: \"{style}\"\n")).expect("a map");
        let source = File { path: "table.csv".to_owned(), text };
        let import = errbook_import::file(&source, Format::Csv, &map, "table", &Settings::default(), &Extras::default()).expect("a table");
        let shown = out(&import);
        for at in 0..rows.len() {
            for word in ["a", "b", "c", "d"] {
                prop_assert!(shown.contains(&format!("Wq{at}{word}")), "Wq{}{}\n{}\n{}", at, word, source.text, shown);
            }
        }
        assert_valid(import, &source.text);
    }
}
