//! For files of arbitrary content in formats that declare errors next to other things: nothing
//! panics, the result is a valid catalog, and every word is in an entry or in the loss report.

use errbook_catalog::{Sources, read_sources};
use errbook_import::{Extras, File, Format, Import, ImportError, Kind, Settings, TableMap};
use proptest::prelude::*;

const FORMATS: [Format; 5] = [Format::Toml, Format::Openapi, Format::Protobuf, Format::Rust, Format::Java];

fn import(format: Format, text: &str) -> Result<Import, ImportError> {
    let source = File { path: "source".to_owned(), text: text.to_owned() };
    errbook_import::file(&source, format, &TableMap::default(), "source", &Settings::default(), &Extras::default())
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
    let texts = import.files.into_iter().map(|file| (file.path, file.text));
    let (catalog, report) = read_sources(Sources::from_texts(texts));
    let found: Vec<_> = report.diagnostics().iter().map(|found| report.short(found)).collect();
    assert!(catalog.is_some(), "{found:#?}\n{source}");
}

/// Pieces of files of each format, with `W` for a word and `N` for a number.
const TOML: &[&str] = &[
    "[errors.CODE_N]\nmessage = \"W {W}\" # W\n",
    "# W\n# W\n",
    "\n",
    "[errors.CODE_N.more]\nW = \"W\"\n",
    "cause = '''\nW\nW'''\n",
    "message = \"W\"\n",
    "list = [\"W\", \"W\"]\n",
    "odd = [1, \"W\", {a = \"W\"}]\n",
    "[[errors.CODE_N.sub]]\nmessage = \"W\"\n",
    "[errors.GROUP_N.CODE_N]\nmessage = \"W %s\"\n",
    "[[list]]\nW = \"W\"\n",
];

const PROTOBUF: &[&str] = &[
    "enum ErrorN {\n  // W\n  CODE_N = 1; // W\n}\n",
    "// W\n",
    "\n",
    "/* W\n * W */\n",
    "enum StateN {\n  STATE_N = 0; // W\n}\n",
    "message MessageN {\n  // W\n  enum Reason {\n    // W\n\n    // W. W e.g. W\n    CODE_N = 0 [(a.b) = \"W\", (c).d = {e: \"W\"}];\n  }\n}\n",
    "enum FailureN {\n  option allow_alias = true;\n  UNKNOWN_N = 0;\n  NONE_UNSPECIFIED = 0; // W\n  CODE_N = 0x7;\n}\n",
];

const RUST: &[&str] = &[
    "/// W\n#[derive(Debug, Error)]\nenum EnumNError {\n  /// W\n  ///\n  /// W\n  #[error(\"W {0} {a}\", a = W)]\n  CodeN(String),\n}\n",
    "#[derive(thiserror::Error)]\n#[error(\"W\")]\n/// W\nstruct StructN;\n",
    "#[derive(Error)]\n#[error(\"W {x:?}\")]\nenum EnumN { CodeN { /** W */ x: Ty, y: W }, #[error(transparent)] CodeN(#[from] Other) }\n",
    "mod moduleN { #[derive(Error)] enum E { #[error(\"W {} {0} {{ W\", .0.W(\"W\"))] CodeN(u8) } }\n",
    "#[derive(Error)] enum EnumN { #[error(r#\"W \"{W}\"\"#)] #[help(\"W\")] CodeN = N }\n",
];

const OPENAPI: &[&str] = &[
    "  /pN:\n    get:\n      responses:\n        404:\n          description: W W\n          content: {application/json: {example: {error: {code: CODE_N, message: \"W W\", a: W}}}}\n",
    "  /pN:\n    post:\n      operationId: opN\n      responses:\n        4XX:\n          description: W\n          headers: {A: {description: W}}\n          content: {application/problem+json: {examples: {a: {summary: W, description: W, value: {type: \"https://a.b/tN\", title: W, status: 422, detail: W}}, b: {externalValue: W}}}}\n",
    "  /pN:\n    put:\n      responses:\n        500: {description: W, content: {a/b: {example: W}}}\n        default: {$ref: \"#/W\"}\n",
    "  /pN:\n    get:\n      responses:\n        409:\n          description: W\n          content: {application/json: {schema: {properties: {code: {description: W, enum: [a_N, b_N], x-enum-descriptions: [W, W]}, msg: {example: W}}}}}\n",
    "  /pN:\n    get:\n      responses:\n        400:\n          description: W\n          content: {application/json: {example: {code: same, msg: W, status: 404, b: {c: [W]}}}}\n",
    "  /pN:\n    get:\n      responses:\n        400:\n          description: W\n          content: {application/json: {schema: {oneOf: [{properties: {code: {const: c_N}, msg: {const: W}}}, {example: {errorCode: 1000N, title: W}}]}}}\n",
];

const JAVA: &[&str] = &[
    "codeN = W {0} W\n",
    "code.N:W '{0}' ''W'' {0,number,#W}\n",
    "# W\n",
    "! W\n",
    "\n",
    "codeN W\\\n   W\\u0020W\n",
    "codeN=W {1,choice,0#W|1<W {0}} 'W {W}\n",
    "W W\n",
    "codeN={W} {W,W} {\r\n",
];

/// A file of pieces in which every word and number is unique, and its words.
fn file(head: &str, all: &[&str], pieces: &[usize]) -> (String, Vec<String>) {
    let text: String = pieces.iter().map(|piece| all[piece % all.len()]).collect();
    let (mut file, mut words, mut numbers) = (head.to_owned(), Vec::new(), 0);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(char) = chars.next() {
        let is_start = !before.is_ascii_uppercase() && !before.is_ascii_lowercase();
        let is_end = chars.peek().is_none_or(|next| !next.is_ascii_uppercase());
        match char {
            'W' if is_start => {
                words.push(format!("wq{}x", words.len()));
                file.push_str(&words[words.len() - 1]);
            }
            'N' if is_end && !(before == 'O' || chars.peek() == Some(&'o')) => {
                numbers += 1;
                file.push_str(&numbers.to_string());
            }
            other => file.push(other),
        }
        before = char;
    }
    (file, words)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_causes_a_panic(text in "(\\PC|[<>{}\\[\\]()#=:.,'\"/*\\\\ \n]|enum|Error|#\\[error\\(\"|\\{0\\}){0,60}") {
        for format in FORMATS {
            if let Ok(import) = import(format, &text) {
                assert_valid(import, &text);
            }
        }
        let _ = import(Format::Rust, &format!("#[derive(Error)] enum E {{ #[error(\"{text}\")] A(u8) }}"));
        let java = import(Format::Java, &format!("a={text}"));
        assert_valid(java.expect("a message"), &text);
        let openapi = format!("openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses:\n        404: {text}");
        if let Ok(import) = import(Format::Openapi, &openapi) {
            assert_valid(import, &openapi);
        }
    }

    #[test]
    fn every_word_is_in_an_entry_or_in_the_report(pieces in prop::collection::vec(0..12_usize, 1..8)) {
        for (head, all, format) in [
            ("", TOML, Format::Toml),
            ("openapi: 3.1.0\npaths:\n", OPENAPI, Format::Openapi),
            ("", PROTOBUF, Format::Protobuf),
            ("", RUST, Format::Rust),
            ("", JAVA, Format::Java),
        ] {
            let (text, words) = file(head, all, &pieces);
            let Ok(import) = import(format, &text) else { continue };
            let shown = out(&import);
            for word in words {
                prop_assert!(shown.contains(&word), "{} is lost\n{}\n=====\n{}", word, text, shown);
            }
            assert_valid(import, &text);
        }
    }
}
