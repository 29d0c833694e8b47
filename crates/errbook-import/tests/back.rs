//! Round trip: pages that are imported and built again as Mintlify pages must have the same
//! content, block by block.
//!
//! Both sides are parsed independently of the import, so its mistakes can't hide in the comparison:
//! tags are stripped, titles of components become paragraphs, and the rest is parsed as Markdown.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use errbook_catalog::{Sources, read_sources};
use errbook_docs::{Base, Site, Target, Templates};
use errbook_import::{Dialect, Extras, File, Kind, PageMap, Pages, Settings};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The case whose pages have every construct that survives a round trip, and no others.
const CASE: &str = "mintlify-larder";

fn sources(folder: &Path, prefix: &str, into: &mut Vec<File>) {
    let mut items: Vec<_> = fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path()).collect();
    items.sort();
    for path in items {
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            sources(&path, &format!("{name}/"), into);
        } else {
            into.push(File { path: name, text: fs::read_to_string(&path).expect("text") });
        }
    }
}

/// The source pages of a case, and the pages built from them, by code.
fn there_and_back(case: &str) -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    sources(&Path::new("tests/cases").join(case).join("docs"), "", &mut files);
    let navigation = files.iter().position(|file| file.path == "docs.json").map(|at| files.remove(at));
    let pages = Pages { name: "docs".to_owned(), files, navigation, below: String::new() };
    let settings = Settings { docs_url: Some("https://larder.example/docs".to_owned()), ..Settings::default() };
    let made =
        errbook_import::pages(&pages, Dialect::Mdx, &PageMap::default(), &settings, &Extras::default()).expect("pages");
    let unplaced: Vec<_> = made.report.items.iter().filter(|item| item.kind == Kind::Unplaced).collect();
    for item in &unplaced {
        let is_look = ["`icon` of", "`cols` of", "`lines` of", "`theme` of", "front matter"];
        let is_text = !item.text.is_empty() && !is_look.iter().any(|look| item.message.contains(look));
        let expected = item.message.contains("list of pages for programs") || item.file == "guides/start.mdx";
        assert!(!is_text || expected, "{item:?}");
    }
    let texts = made.files.into_iter().map(|file| (file.path, file.text));
    let (catalog, _) = read_sources(Sources::from_texts(texts));
    let catalog = catalog.expect("a valid catalog");
    let target = Target::named("mintlify").expect("the target").with_base(Base::Errors);
    let templates = Templates::default();
    let site = Site::new(&catalog, target, &templates).expect("a site");
    let built: BTreeMap<String, String> =
        site.pages().map(|page| (page.path().to_owned(), site.render(&page).expect("a page"))).collect();
    let mut pairs = Vec::new();
    for entry in catalog.entries() {
        let ends = format!("{}.mdx", entry.segments.join("/"));
        let of = |path: &str| {
            path.rsplit_once('.').is_some_and(|(path, _)| {
                ends.ends_with(&format!("/{path}.mdx"))
                    || ends == format!("{path}.mdx")
                    || format!("{path}.mdx").ends_with(&ends)
            })
        };
        let source =
            pages.files.iter().find(|file| of(&file.path)).unwrap_or_else(|| panic!("no source of {}", entry.code));
        let page = built.get(&ends).unwrap_or_else(|| panic!("no page {ends} in {:?}", built.keys()));
        pairs.push((entry.code.clone(), source.text.clone(), page.clone()));
    }
    pairs
}

#[test]
fn content_survives_a_round_trip() {
    for (code, source, built) in there_and_back(CASE) {
        let (source, built) = (pieces(&source, &code), pieces(&built, &code));
        let mut left = built.iter();
        for piece in &source {
            assert!(
                left.any(|other| came_back(piece, other)),
                "{code}: {piece:?} is missing or in another position.\nsource: {source:#?}\nbuilt: {built:#?}"
            );
        }
    }
}

/// After a link to a related code without a reason, pages add its name.
fn came_back(piece: &str, other: &str) -> bool {
    let name = other.strip_prefix(piece).and_then(|rest| rest.strip_prefix(" - "));
    piece == other
        || (piece.starts_with("err:") && piece.ends_with(')') && name.is_some_and(|name| !name.contains('(')))
}

#[test]
fn the_comparison_detects_differences() {
    let piece = |text: &str| pieces(text, "a:b");
    assert_ne!(piece("one two"), piece("one, two"));
    assert_ne!(piece("```js\n1\n```"), piece("```js\n2\n```"));
    assert_ne!(piece("[a](./b)"), piece("[a](./c)"));
    assert_ne!(piece("- a\n- b"), piece("- a b"));
    assert_ne!(piece("## a"), piece("a"));
    assert_eq!(piece("<Card title=\"A\">b</Card>"), piece("**A**\n\nb"));
}

/// A page as pieces in order: headings, paragraphs, items, code, and rows.
fn pieces(page: &str, code: &str) -> Vec<String> {
    let body = match page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((_, body)) => body,
        None => page,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { code, ..Reader::default() };
    let text = without_tags(body);
    for event in Parser::new_ext(&text, options) {
        reader.event(event);
    }
    reader.flush();
    reader.pieces
}

/// The page without tags and their indentation, and with titles of components as paragraphs.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut fence = None;
    // The content of a component loses the indentation of the component's own line.
    let mut stack: Vec<(String, usize)> = Vec::new();
    let mut step = 0;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let margin = stack.last().map_or(0, |(_, margin)| *margin).min(indent);
        let content = line.trim_start();
        if let Some((mark, margin)) = fence {
            out.push_str(line.get(std::cmp::min(margin, indent)..).unwrap_or_default());
            out.push('\n');
            if content.starts_with(mark) {
                fence = None;
            }
            continue;
        }
        if content.starts_with("```") {
            fence = Some(("```", margin));
        }
        if content.starts_with("<Steps") {
            step = 0;
        }
        let mut line = &line[margin..];
        let mut rest = String::new();
        while let Some(at) = line.find('<') {
            let Some(end) = line[at..]
                .find('>')
                .map(|end| at + end)
                .filter(|_| !line[..at].ends_with('\\') && is_tag(&line[at + 1..]))
            else {
                rest.push_str(&line[..=at]);
                line = &line[at + 1..];
                continue;
            };
            rest.push_str(&line[..at]);
            let tag = &line[at + 1..end];
            line = &line[end + 1..];
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            if let Some(href) = attribute(tag, "href").filter(|_| name == "a") {
                rest.push_str(&format!("[{}]({href})", line.split("</a>").next().unwrap_or_default()));
                line = line.split_once("</a>").map_or("", |(_, after)| after);
                continue;
            }
            if tag.starts_with('/') {
                stack.retain(|(open, _)| *open != name);
            } else if !tag.ends_with('/') {
                stack.push((name.clone(), indent + if at == 0 && line.trim().is_empty() { 2 } else { 0 }));
            }
            if name == "Step" && !tag.starts_with('/') {
                step += 1;
            }
            // A tab around code is the code's title, and titles of code aren't compared.
            if let Some(title) =
                attribute(tag, "title").filter(|title| name != "Tab" || !["curl", "Go"].contains(title))
            {
                let title = attribute(tag, "href")
                    .map_or_else(|| format!("**{title}**"), |href| format!("**[{title}]({href})**"));
                let marker = if name == "Step" { format!("{step}. ") } else { String::new() };
                rest.push_str(&format!("\n\n{marker}{title}\n\n"));
            } else {
                rest.push_str("\n\n");
            }
        }
        out.push_str(&rest);
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn is_tag(rest: &str) -> bool {
    rest.trim_start_matches('/').starts_with(|first: char| first.is_ascii_uppercase()) || rest.starts_with("a ")
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!("{name}=\""))?.1.split('"').next()
}

#[derive(Default)]
struct Reader<'c> {
    code: &'c str,
    pieces: Vec<String>,
    words: String,
    links: Vec<String>,
    fence: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.flush();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                // The title isn't compared, but the language and the highlighted lines are.
                let (first, rest) = info.split_once(' ').unwrap_or((&info, ""));
                let lines = rest.split_whitespace().filter(|word| word.starts_with('{'));
                self.fence = Some(format!("{first}{}", lines.collect::<String>()));
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = std::mem::take(&mut self.words);
                let language = self.fence.take().unwrap_or_default();
                // Pages add the status line and the headers of a response.
                let (language, code) = match code.strip_prefix("HTTP/").and_then(|head| head.split_once("\n\n")) {
                    Some((_, body)) => ("json".to_owned(), body.to_owned()),
                    None => (language, code),
                };
                // JSON is compared as a value.
                let code = serde_json::from_str::<serde_json::Value>(&code).map_or(code, |json| json.to_string());
                // The body of a request may be formatted differently, so whitespace is ignored.
                let is_request = code.starts_with("curl -X ");
                let code = if is_request { code.split_whitespace().collect() } else { code.trim_end().to_owned() };
                self.pieces.push(format!("code:{language}:{code}"));
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.links.push(dest_url.to_string()),
            Event::End(TagEnd::Link) => {
                let link = self.target();
                self.words.push_str(&format!(" ({link})"));
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.words.push_str(&text)
            }
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            Event::Start(Tag::Heading { level, .. }) => {
                self.flush();
                self.words.push_str(&format!("h{} ", level as usize));
            }
            _ => self.flush(),
        }
    }

    /// The destination of a link. For pages of codes, only the last segment.
    fn target(&mut self) -> String {
        let url = self.links.pop().unwrap_or_default();
        if url.contains("mailto:") || url.contains("guides") || url.contains('#') {
            return url;
        }
        url.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned()
    }

    fn flush(&mut self) {
        if self.fence.is_some() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() || words == self.code {
            return;
        }
        // Normalize the headings of known sections.
        let lower = words.to_lowercase();
        self.pieces.push(match lower.trim_end_matches('?') {
            "h2 what happened" => "h2 what happened".to_owned(),
            "h2 how to fix it" | "h2 how to fix" => "h2 how to fix".to_owned(),
            _ => words,
        });
    }
}
