//! Searches the shipped site, and a small one, with the script of its pages. Needs Node.js.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use errbook_catalog::{Catalog, Entry, Param};
use errbook_docs::{Search, Site, Target, Templates};
use errbook_test_support::tools;
use serde::Deserialize;
use serde_json::Value;

fn catalog() -> Catalog {
    errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"))
}

/// What the site answers to a query. Results are in order, best first.
#[derive(Deserialize)]
struct Answer {
    /// Empty for the page of a status.
    codes: Vec<String>,
    hrefs: Vec<String>,
    /// The marked words of each result.
    hits: Vec<Vec<String>>,
    /// The parts of the index that were loaded.
    files: Vec<String>,
}

/// The answers to queries, or `None` without Node.js.
fn answers(catalog: &Catalog, queries: &[String]) -> Option<Vec<Answer>> {
    if !tools::has_program("node") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let templates = Templates::default();
    let site = Site::new(catalog, Target::html(), &templates).expect("templates parse");
    for page in site.pages().filter(|page| page.path().starts_with("search") && page.path().ends_with(".js")) {
        let path = folder.path().join(page.path());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, site.render(&page).expect("rendered")).expect("written");
    }
    let mut node = Command::new("node");
    node.arg("tests/search.mjs").arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().expect("node starts");
    let lines: String = queries.iter().map(|query| format!("{}\n", Value::from(query.as_str()))).collect();
    node.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("written");
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Answer> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), queries.len());
    Some(answers)
}

/// The codes that the site finds for each query, best first, or `None` without Node.js.
fn found(catalog: &Catalog, queries: &[String]) -> Option<Vec<Vec<String>>> {
    Some(answers(catalog, queries)?.into_iter().map(|answer| answer.codes).collect())
}

/// Checks pairs of a query and codes, one of which must be the first result.
fn first(catalog: &Catalog, pairs: &[(String, Vec<&str>)]) {
    let queries: Vec<String> = pairs.iter().map(|(query, _)| query.clone()).collect();
    let Some(answers) = found(catalog, &queries) else { return };
    for ((query, codes), answer) in pairs.iter().zip(answers) {
        let best = answer.first().map(String::as_str).unwrap_or_default();
        assert!(codes.contains(&best), "{query:?} finds {best:?} before {codes:?}");
    }
}

#[test]
fn realistic_queries_find_the_right_code() {
    let pairs = [
        ("key_auth", "err:unkey:data:key_auth_not_found"),
        ("KEY_AUTH", "err:unkey:data:key_auth_not_found"),
        ("data:key_auth", "err:unkey:data:key_auth_not_found"),
        ("err:unkey:data:key_auth_not_found", "err:unkey:data:key_auth_not_found"),
        ("key_auth_not_fuond", "err:unkey:data:key_auth_not_found"),
        ("keyauth_not_found", "err:unkey:data:key_auth_not_found"),
        ("DataKeyAuthNotFound", "err:unkey:data:key_auth_not_found"),
        ("found not authentication", "err:unkey:data:key_auth_not_found"),
        ("authentcation not found", "err:unkey:data:key_auth_not_found"),
        ("https://unkey.com/docs/errors/unkey/data/key_auth_not_found", "err:unkey:data:key_auth_not_found"),
        ("err:unkey:bad_gateway:bad_gateway", "err:frontline:upstream:bad_gateway"),
        ("A role with name 'billing admins' already exists in this workspace", "err:unkey:data:role_already_exists"),
        (
            "2026-01-02 ERROR {\"error\":{\"detail\":\"A role with name 'x' already exists in this workspace\"}}",
            "err:unkey:data:role_already_exists",
        ),
        (
            "{\"error\":{\"type\":\"https://unkey.com/docs/errors/unkey/data/api_not_found\"}}",
            "err:unkey:data:api_not_found",
        ),
        ("429 quota", "err:user:too_many_requests:query_quota_exceeded"),
    ];
    let mut pairs = pairs.map(|(query, code)| (query.to_owned(), vec![code])).to_vec();
    // One is about the keyspace of a new deployment, and the other one has the word in its name.
    let keyspaces = vec!["err:unkey:data:key_auth_not_found", "err:unkey:data:key_space_not_found"];
    pairs.push(("keyspace deployment".to_owned(), keyspaces));
    first(&catalog(), &pairs);
}

#[test]
fn every_code_is_found_by_code_name_and_message() {
    let catalog = catalog();
    let mut pairs = Vec::new();
    for entry in catalog.entries() {
        pairs.push((entry.code.clone(), vec![entry.code.as_str()]));
        let same = catalog.entries().iter().filter(|other| other.name == entry.name);
        pairs.push((entry.name.clone(), same.map(|other| other.code.as_str()).collect()));
        for alias in &entry.aliases {
            pairs.push((alias.clone(), vec![entry.code.as_str()]));
        }
        // Also those that were only published.
        let params: Vec<Param> = entry.params.iter().chain(entry.wording_params()).cloned().collect();
        for text in entry.texts().into_iter().filter(|text| text.template.split(' ').count() > 2) {
            let has_text = |other: &&Entry| other.texts().iter().any(|other| other.template == text.template);
            let same = catalog.entries().iter().filter(has_text);
            let logged = format!("request failed: {}", text.example(&params));
            pairs.push((logged, same.map(|other| other.code.as_str()).collect()));
        }
    }
    assert!(pairs.len() > 250, "{}", pairs.len());
    first(&catalog, &pairs);
}

#[test]
fn a_single_typo_is_tolerated() {
    let catalog = catalog();
    let mut queries = Vec::new();
    for (at, entry) in catalog.entries().iter().enumerate() {
        let last = entry.segments.last().expect("a segment");
        let place = 1 + at % (last.len() - 1);
        let (start, end) = last.split_at(place);
        let wrong = match at % 4 {
            0 => format!("{start}x{end}"),
            1 => format!("{start}{}", &end[1..]),
            2 => format!("{start}q{}", &end[1..]),
            _ => format!("{}{}{}{}", &start[..place - 1], &end[..1], &start[place - 1..], &end[1..]),
        };
        queries.push((wrong, entry.code.clone()));
    }
    let typed: Vec<String> = queries.iter().map(|(query, _)| query.clone()).collect();
    let Some(answers) = found(&catalog, &typed) else { return };
    let missed: Vec<_> =
        queries.iter().zip(&answers).filter(|((_, code), answer)| !answer.contains(code)).map(|(of, _)| of).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The queries of a file in `tests/search`, each with the pages that answer it.
fn judged(file: &str) -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(Path::new("tests/search").join(file)).expect("read");
    let pair = |line: &str| {
        let (query, pages) = line.rsplit_once(" => ").unwrap_or_else(|| panic!("no pages for {line}"));
        (query.to_owned(), pages.split(" | ").map(|page| format!("{page}.html")).collect())
    };
    text.lines().map(pair).collect()
}

/// The position of the first right page in each answer, counted from 1.
fn ranks(queries: &[(String, Vec<String>)], answers: &[Answer]) -> Vec<Option<usize>> {
    let rank = |((_, pages), answer): (&(String, Vec<String>), &Answer)| {
        answer.hrefs.iter().position(|href| pages.contains(href)).map(|at| at + 1)
    };
    queries.iter().zip(answers).map(rank).collect()
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn queries_of_developers_rank_the_right_page_first() {
    let (tuned, held_back) = (judged("queries.txt"), judged("held_back.txt"));
    let queries: Vec<_> = tuned.iter().chain(&held_back).cloned().collect();
    assert_eq!((tuned.len(), held_back.len()), (90, 30));
    let texts: Vec<String> = queries.iter().map(|(query, _)| query.clone()).collect();
    let Some(answers) = answers(&catalog(), &texts) else { return };
    let ranks = ranks(&queries, &answers);
    let reciprocal = |ranks: &[Option<usize>]| {
        ranks.iter().flatten().map(|rank| 1.0 / *rank as f64).sum::<f64>() / ranks.len() as f64
    };
    let top =
        |ranks: &[Option<usize>]| ranks.iter().flatten().filter(|rank| **rank <= 3).count() as f64 / ranks.len() as f64;
    for (name, ranks) in [("tuned", &ranks[..tuned.len()]), ("held back", &ranks[tuned.len()..]), ("all", &ranks)] {
        println!("{name}: mean reciprocal rank {:.3}, in the top three {:.3}", reciprocal(ranks), top(ranks));
    }
    for (((query, pages), answer), rank) in
        queries.iter().zip(&answers).zip(&ranks).filter(|(_, rank)| **rank != Some(1))
    {
        println!("{rank:?}: {query:?} finds {:?} before {pages:?}", answer.hrefs.first());
    }
    assert!(reciprocal(&ranks) >= 0.9 && top(&ranks) >= 0.97);
}

/// What [`Search`] answers to a query. A page of a status is any code with this status.
fn rank_in_rust(search: &Search<'_>, query: &str, pages: &[String]) -> Option<usize> {
    let answers = |entry: &&Entry| {
        let own = format!("{}.html", entry.segments.join("/"));
        let statuses = entry.statuses().into_iter().map(|status| format!("status/{status}.html"));
        statuses.chain([own]).any(|page| pages.contains(&page))
    };
    search.find(query).iter().position(answers).map(|at| at + 1)
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn the_search_in_rust_ranks_the_right_code_first_too() {
    let catalog = catalog();
    let search = Search::new(&catalog);
    for (file, least) in [("queries.txt", 0.9), ("held_back.txt", 0.9)] {
        let queries = judged(file);
        let mut sum = 0.0;
        for (query, pages) in &queries {
            let rank = rank_in_rust(&search, query, pages);
            sum += rank.map_or(0.0, |rank| 1.0 / rank as f64);
            if rank != Some(1) {
                let first = search.find(query).first().map(|entry| entry.code.clone());
                println!("{rank:?}: {query:?} finds {first:?} before {pages:?}");
            }
        }
        let mean = sum / queries.len() as f64;
        println!("{file}: mean reciprocal rank {mean:.3}");
        assert!(mean >= least, "{file}: {mean}");
    }
}

#[test]
fn the_pages_that_answer_queries_exist() {
    let catalog = catalog();
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let paths: HashSet<String> = site.pages().map(|page| page.path().to_owned()).collect();
    for (query, pages) in judged("queries.txt").iter().chain(&judged("held_back.txt")) {
        assert!(pages.iter().all(|page| paths.contains(page)), "{query:?}: {pages:?}");
    }
}

#[test]
fn a_query_loads_few_files() {
    let queries = judged("queries.txt").into_iter().map(|(query, _)| query).collect::<Vec<_>>();
    for answer in answers(&catalog(), &queries).unwrap_or_default() {
        assert!(answer.files.len() <= 3, "{:?}", answer.files);
    }
}

/// A catalog whose codes are given as the text of their files.
fn small(entries: &[(&str, &str)]) -> Catalog {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = "name: shop\ncodes:\n  levels: [{name: area}, {name: code}]\ngroups:\n  shop: {title: Shop}\n";
    std::fs::write(folder.path().join("catalog.yaml"), manifest).expect("written");
    std::fs::create_dir(folder.path().join("shop")).expect("created");
    for (name, text) in entries {
        std::fs::write(folder.path().join(format!("shop/{name}.yaml")), text).expect("written");
    }
    errbook_catalog::load(folder.path()).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn spellings_endings_and_identifiers_match() {
    let catalog = small(&[
        ("one", "message: The behavior of colors in the center of a catalog\n"),
        ("two", "message: Authorization of a license was canceled, so analyze the program\n"),
        ("three", "message: Verify the expired policies, then stop\n"),
        ("four", "message: Text\nraised_by: [orders.createOrder]\n"),
        ("five", "message: Send maxBytes or a line_item\n"),
    ]);
    let pairs = [
        ("behaviour", "one"),
        ("colour", "one"),
        ("centre", "one"),
        ("catalogues", "one"),
        ("unauthorised licence authorised", "two"),
        ("cancelled", "two"),
        ("analyse", "two"),
        ("programme", "two"),
        ("verification", "three"),
        ("expires", "three"),
        ("policy", "three"),
        ("stopped", "three"),
        ("expird", "three"),
        ("createOrder", "four"),
        ("create order", "four"),
        ("orders.createOrder", "four"),
        ("max bytes", "five"),
        ("lineItem", "five"),
    ];
    let pairs = pairs.map(|(query, code)| (query.to_owned(), format!("shop:{code}")));
    let pairs: Vec<_> = pairs.iter().map(|(query, code)| (query.clone(), vec![code.as_str()])).collect();
    first(&catalog, &pairs);
    let search = Search::new(&catalog);
    for (query, codes) in &pairs {
        let best = search.find(query).first().map(|entry| entry.code.as_str());
        assert_eq!(best, codes.first().copied(), "{query:?} in Rust");
    }
}

#[test]
fn questions_count_nothing_and_old_codes_sink() {
    let catalog = small(&[
        ("card_gone", "message: The card is gone\nretired: {since: '2026-01-01', reason: Old}\n"),
        ("card_lost", "message: A card is gone or lost\n"),
        ("mean", "message: How do I get the mean of what is there\n"),
    ]);
    let pairs = [("gone card", "card_lost"), ("what does lost mean", "card_lost"), ("shop:card_gone", "card_gone")];
    let pairs = pairs.map(|(query, code)| (query.to_owned(), format!("shop:{code}")));
    let pairs: Vec<_> = pairs.iter().map(|(query, code)| (query.clone(), vec![code.as_str()])).collect();
    first(&catalog, &pairs);
}

#[test]
fn no_query_fails() {
    let code = "err:unkey:data:key_auth_not_found";
    let typed = (1..code.len()).map(|end| code[..end].to_owned());
    let odd = [
        "",
        " ",
        ":",
        "::",
        "/",
        "err::",
        "\t",
        "\u{b}",
        "https://",
        "...",
        "?",
        "é\u{301}",
        "İ",
        "😀",
        "__proto__",
        "constructor",
    ];
    let queries: Vec<String> =
        typed.chain(odd.map(str::to_owned)).chain(["a".repeat(2000), "429 ".repeat(500)]).collect();
    let catalog = catalog();
    let search = Search::new(&catalog);
    for query in &queries {
        search.find(query);
    }
    let answers = answers(&catalog, &queries).unwrap_or_default();
    for (query, answer) in queries.iter().zip(&answers).filter(|(query, _)| query.starts_with("err:un")) {
        assert!(!answer.codes.is_empty(), "{query}");
    }
}

#[test]
fn a_bare_status_offers_its_page_and_results_mark_words() {
    let queries = ["429", "status 404", "HTTP 503 error", "delete protection"].map(str::to_owned);
    let Some(answers) = answers(&catalog(), &queries) else { return };
    let best: Vec<&str> = answers.iter().map(|answer| answer.hrefs[0].as_str()).collect();
    assert_eq!(best[..3], ["status/429.html", "status/404.html", "status/503.html"]);
    assert!(answers[0].codes[1..].contains(&"err:frontline:client:rate_limited".to_owned()));
    assert!(answers[3].hits[0].iter().any(|word| word == "delete"), "{:?}", answers[3].hits[0]);
}
