//! Finds the entry that a user means: by code, part of a code, Rust name, alias, URL, name, message,
//! or status. `received` finds the errors in a response.

use errbook_catalog::{Catalog, Entry, Message, MessagePart, Scheme, without_suffix};

/// The maximum number of suggestions.
const SUGGESTIONS: usize = 5;

/// The result of a lookup.
#[derive(Debug)]
pub enum Answer<'a> {
    /// Exactly one match.
    One(&'a Entry),
    /// Several matches.
    Several(Vec<&'a Entry>),
    /// Several codes that are sent with a status.
    Status(u16, Vec<&'a Entry>),
    /// No match, only similar codes, nearest first.
    Nothing(Vec<&'a Entry>),
}

/// A way to look up codes. Returns all matches.
pub(crate) type Way = for<'a> fn(&'a Catalog, &str) -> Vec<&'a Entry>;

/// In order of decreasing certainty.
const WAYS: [Way; 6] = [by_code, by_url, by_segments, by_rust_name, by_name, by_message];

/// Tries each way of naming a code in turn, and stops at the first with a match. A full code is
/// therefore never ambiguous, and an alias never hides a code.
///
/// ```
/// use errbook_lookup::{Answer, find};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// for what in ["orders:not_paid", "OrdersNotPaid", "The order is not paid yet", "https://shop.example/v1/payment"] {
///     let Answer::One(entry) = find(&catalog, what) else { panic!("{what}") };
///     assert_eq!(entry.code, "err:orders:not_paid");
/// }
/// assert!(matches!(find(&catalog, "not_found"), Answer::Several(entries) if entries.len() == 2));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn find<'a>(catalog: &'a Catalog, what: &str) -> Answer<'a> {
    let what = unquoted(what.trim());
    for way in WAYS {
        match way(catalog, what).as_slice() {
            [] => {}
            [entry] => return Answer::One(entry),
            several => return Answer::Several(several.to_vec()),
        }
    }
    by_status(catalog, what).unwrap_or_else(|| Answer::Nothing(near(catalog, what)))
}

/// By an HTTP status, as in `429`, `HTTP 429`, or `HTTP/1.1 429 Too Many Requests`.
pub(crate) fn by_status<'a>(catalog: &'a Catalog, what: &str) -> Option<Answer<'a>> {
    let status = status(what)?;
    let found: Vec<&Entry> = catalog.entries().iter().filter(|entry| entry.statuses().contains(&status)).collect();
    match found.as_slice() {
        [] => None,
        [entry] => Some(Answer::One(entry)),
        _ => Some(Answer::Status(status, found)),
    }
}

/// The HTTP status that a text is, with or without the protocol and a reason phrase.
///
/// ```
/// assert_eq!(errbook_lookup::status("HTTP/1.1 404 Not Found"), Some(404));
/// assert_eq!(errbook_lookup::status("404 orders"), Some(404));
/// assert_eq!(errbook_lookup::status("not found"), None);
/// ```
pub fn status(what: &str) -> Option<u16> {
    let is_protocol = |word: &&str| word.split('/').next().is_some_and(|name| name.eq_ignore_ascii_case("http"));
    let mut words = what.split_whitespace().skip_while(is_protocol);
    let number = words.next().filter(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_reason = words.all(|word| word.chars().all(|letter| letter.is_alphabetic() || "'-".contains(letter)));
    number.parse().ok().filter(|status| is_reason && (100..600).contains(status))
}

/// Removes surrounding quotes.
fn unquoted(text: &str) -> &str {
    let inside = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    ['"', '\'', '`'].into_iter().find_map(inside).unwrap_or(text)
}

/// By code or alias.
pub(crate) fn by_code<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    catalog.entry(what).into_iter().collect()
}

/// By the `type`, by the URL or path of the page, or by a redirect to it, with or without the extension.
/// A dependency's code has the URLs of its own site, too, which services send as `type`.
pub(crate) fn by_url<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let of_type = catalog.entries().iter().find(|entry| entry.type_uri.as_deref() == Some(what));
    if let Some(entry) = of_type {
        return vec![entry];
    }
    let outside = by_outside_url(catalog, what);
    if !outside.is_empty() {
        return outside;
    }
    let path = match what.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None if what.starts_with('/') => what,
        None => return Vec::new(),
    };
    let path = page(path);
    let below_root = root_path(catalog).and_then(|root| path.strip_prefix(root)).filter(|rest| rest.starts_with('/'));
    let candidates = below_root.into_iter().chain([path]);
    candidates.map(|path| at_path(catalog, path)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// By the current or a former URL of the page on the site of a dependency.
fn by_outside_url<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let url = page(what);
    let is_at = |entry: &&Entry| {
        let of = catalog.outside(entry);
        of.is_some_and(|of| of.url.iter().chain(&of.former_urls).any(|own| page(own) == url))
    };
    catalog.entries().iter().filter(is_at).collect()
}

/// The entries whose current or old page path is `path`. Follows the manifest's redirects, with a
/// limit in case they form a loop.
fn at_path<'a>(catalog: &'a Catalog, path: &str) -> Vec<&'a Entry> {
    let redirects = &catalog.manifest().redirects;
    let mut path = path;
    for _ in 0..=redirects.len() {
        let found = catalog.entries().iter().filter(|entry| {
            catalog.page_path(entry).is_some_and(|own| own == path)
                || entry.redirects.iter().any(|former| page(former) == path)
        });
        let found: Vec<_> = found.collect();
        if !found.is_empty() {
            return found;
        }
        match redirects.iter().find(|redirect| page(&redirect.from) == path) {
            Some(redirect) => path = page(&redirect.to),
            None => break,
        }
    }
    Vec::new()
}

/// The path of the docs root: `/docs` of `https://unkey.com/docs`.
fn root_path(catalog: &Catalog) -> Option<&str> {
    let (_, rest) = catalog.manifest().site.as_ref()?.root.split_once("://")?;
    rest.find('/').map(|slash| &rest[slash..])
}

/// Removes query, fragment, and suffixes under which hosts serve the same page.
fn page(path: &str) -> &str {
    without_suffix(path.split(['?', '#']).next().unwrap_or_default())
}

/// By the last segments of a code, or the path of an entry's file: `not_paid`, `orders:not_paid`,
/// `catalog/orders/not_paid.yaml`.
fn by_segments<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let scheme = &catalog.manifest().scheme;
    catalog.entries().iter().filter(|entry| fits(scheme, what, &entry.segments)).collect()
}

/// Whether `what` is the last segments of a code, or the path of its file.
fn fits<A: AsRef<str>>(scheme: &Scheme, what: &str, segments: &[A]) -> bool {
    match what.strip_suffix(".yaml").map(|path| path.split(['/', '\\']).collect::<Vec<_>>()) {
        Some(path) => ends_with(segments, &path) || ends_with(&path, segments),
        None => ends_with(segments, &parts(scheme, what)),
    }
}

/// Whether `what` is the code, its last segments, the path of its file, or the URL of its page.
///
/// ```
/// use errbook_lookup::is_file_of;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let scheme = &catalog.manifest().scheme;
/// assert!(is_file_of(scheme, "orders:split", "err:orders:split", "orders/split.yaml"));
/// assert!(!is_file_of(scheme, "orders:type", "err:orders:split", "orders/split.yaml"));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn is_file_of(scheme: &Scheme, what: &str, code: &str, file: &str) -> bool {
    let what = unquoted(what.trim());
    let segments: Vec<&str> = file.strip_suffix(".yaml").unwrap_or(file).split('/').collect();
    let is_url = || what.contains("://") && ends_with(&page(what).split('/').collect::<Vec<_>>(), &segments);
    what == code || fits(scheme, what, &segments) || is_url()
}

fn ends_with<A: AsRef<str>, B: AsRef<str>>(long: &[A], short: &[B]) -> bool {
    let mut pairs = long.iter().rev().zip(short.iter().rev());
    long.len() >= short.len() && pairs.all(|(one, other)| one.as_ref() == other.as_ref())
}

/// Splits a code, or the end of one, into segments.
fn parts<'a>(scheme: &Scheme, what: &'a str) -> Vec<&'a str> {
    let separator = if what.contains('/') { "/" } else { &scheme.separator };
    if separator.is_empty() { vec![what] } else { what.split(separator).collect() }
}

/// By variant, with or without a path (`Code::OrdersNotPaid`), or by constant with any part of its
/// path (`orders::NOT_PAID`).
fn by_rust_name<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let wanted: Vec<&str> = what.split("::").map(plain).collect();
    let fits = |entry: &&Entry| {
        let modules = entry.rust.modules.iter().map(String::as_str);
        let path: Vec<&str> = modules.chain([entry.rust.constant.as_str()]).map(plain).collect();
        wanted.last() == Some(&plain(&entry.rust.variant)) || path.ends_with(&wanted) || wanted.ends_with(&path)
    };
    catalog.entries().iter().filter(fits).collect()
}

/// By the heading of the page, ignoring case.
pub(crate) fn by_name<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let wanted = what.to_lowercase();
    catalog.entries().iter().filter(|entry| entry.name.to_lowercase() == wanted).collect()
}

/// By a message that a service sent, with any values for its params. Messages that consist only of
/// params never match.
pub(crate) fn by_message<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    // If `not found` and `{thing} not found` both match, prefer the one with more literal text.
    let said = |message: &Message| literals(&message.parts).map(str::len).sum::<usize>();
    let best = |entry: &Entry| {
        let matching = entry.texts().into_iter().filter(|message| is_message(&message.parts, what));
        matching.map(said).max()
    };
    let found = catalog.entries().iter().filter_map(|entry| Some((entry, best(entry)?)));
    let found: Vec<(&Entry, usize)> = found.collect();
    let most = found.iter().map(|(_, said)| *said).max();
    found.into_iter().filter(|(_, said)| Some(*said) == most).map(|(entry, _)| entry).collect()
}

/// Whether `text` is the message with some values for its params.
fn is_message(parts: &[MessagePart], text: &str) -> bool {
    if !literals(parts).any(|literal| literal.contains(char::is_alphabetic)) {
        return false;
    }
    let (mut rest, mut after_param) = (text, false);
    for (at, part) in parts.iter().enumerate() {
        let MessagePart::Text(literal) = part else {
            after_param = true;
            continue;
        };
        let start = match (after_param, at + 1 == parts.len()) {
            (false, _) => rest.starts_with(literal.as_str()).then_some(0),
            (true, true) => rest.ends_with(literal.as_str()).then(|| rest.len() - literal.len()),
            (true, false) => rest.find(literal.as_str()),
        };
        let Some(start) = start else { return false };
        rest = &rest[start + literal.len()..];
        after_param = false;
    }
    after_param || rest.is_empty()
}

fn literals(parts: &[MessagePart]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        MessagePart::Text(literal) => Some(literal.as_str()),
        MessagePart::Param(_) => None,
    })
}

/// An identifier without `r#`.
fn plain(identifier: &str) -> &str {
    identifier.strip_prefix("r#").unwrap_or(identifier)
}

/// The entries with similar names, nearest first.
pub(crate) fn near<'a>(catalog: &'a Catalog, what: &str) -> Vec<&'a Entry> {
    let wanted = what.to_lowercase();
    let tail = page(&wanted).rsplit(['/']).next().unwrap_or_default().to_owned();
    let mut found: Vec<(usize, &Entry)> = catalog
        .entries()
        .iter()
        .filter_map(|entry| {
            names(entry).filter_map(|name| distance(&wanted, &tail, &name)).min().map(|far| (far, entry))
        })
        .collect();
    found.sort_by_key(|(far, entry)| (*far, &entry.code));
    // Drop names that are more than twice as far as the nearest.
    let limit = found.first().map_or(0, |(far, _)| far.saturating_mul(2).max(1));
    found.into_iter().take_while(|(far, _)| *far <= limit).take(SUGGESTIONS).map(|(_, entry)| entry).collect()
}

/// Every name that a user may type for an entry, in lowercase.
fn names(entry: &Entry) -> impl Iterator<Item = String> {
    let last = entry.segments.last().into_iter();
    let names = last.chain([&entry.code, &entry.rust.variant, &entry.rust.constant]).chain(&entry.aliases);
    names.map(|name| name.to_lowercase())
}

/// The edit distance, or `None` if it exceeds a third of the letters. A name that contains the
/// input has distance 1.
fn distance(wanted: &str, tail: &str, name: &str) -> Option<usize> {
    if wanted.len() >= 3 && name.contains(wanted) {
        return Some(1);
    }
    let length = name.chars().count();
    let most = (length / 3).max(1);
    // The distance is at least the difference in length. Without this, a page of text takes seconds.
    let far = |text: &str| {
        let is_close = text.chars().take(length + most + 1).count().abs_diff(length) <= most;
        is_close.then(|| strsim::osa_distance(text, name)).filter(|far| *far <= most)
    };
    far(wanted).into_iter().chain(far(tail)).min()
}

/// Extracts the rule ID from text copied from a finding: `stub`, `[stub]`, `error[stub]:`.
///
/// ```
/// assert_eq!(errbook_lookup::rule_id("error[unknown-key]: unknown key `relatd`"), "unknown-key");
/// ```
pub fn rule_id(what: &str) -> &str {
    let what = what.trim().trim_matches(['"', '\'', '`', ':']);
    let inside = what.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    inside.map_or(what, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use errbook_catalog::Sources;
    use errbook_catalog::registry::Registry;
    use proptest::prelude::*;

    use super::*;

    fn shop() -> Catalog {
        errbook_catalog::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-cli/tests/catalogs/shop"))
            .unwrap()
    }

    /// The codes that match, with the kind of answer: `=` one, `?` several, `~` only similar.
    fn found(what: &str) -> String {
        let catalog =
            errbook_catalog::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-cli/tests/catalogs/shop"))
                .unwrap();
        let codes = |entries: &[&Entry]| {
            entries.iter().map(|entry| entry.code.replace("err:", "")).collect::<Vec<_>>().join(" ")
        };
        match find(&catalog, what) {
            Answer::One(entry) => format!("= {}", codes(&[entry])),
            Answer::Several(entries) => format!("? {}", codes(&entries)),
            Answer::Status(status, entries) => format!("{status} {}", codes(&entries)),
            Answer::Nothing(near) => format!("~ {}", codes(&near)).trim_end().to_owned(),
        }
    }

    fn all_find(code: &str, names: &[&str]) {
        for what in names {
            assert_eq!(found(what), format!("= {code}"), "{what}");
        }
    }

    #[test]
    fn messages_match_with_any_param_values() {
        let text = |text: &str| MessagePart::Text(text.to_owned());
        let parts = [text("no "), MessagePart::Param(0), text(" in "), MessagePart::Param(1), text(".")];
        for (message, fits) in [
            ("no key in here.", true),
            ("no  in .", true),
            ("no in in in.", true),
            ("no key in here", false),
            ("no key at here.", false),
            ("so no key in here.", false),
        ] {
            assert_eq!(is_message(&parts, message), fits, "{message}");
        }
        assert!(!is_message(&[MessagePart::Param(0)], "anything"));
        assert!(!is_message(&[MessagePart::Param(0), text(": "), MessagePart::Param(1)], "any: thing"));
        assert!(is_message(&[text("gone")], "gone") && !is_message(&[text("gone")], "gone!"));
    }

    #[test]
    fn names_and_messages() {
        let shop = shop();
        for entry in shop.entries() {
            let Answer::One(found) = find(&shop, &entry.name.to_uppercase()) else { panic!("{}", entry.name) };
            assert_eq!(found.code, entry.code);
            for message in entry.texts() {
                let Answer::One(found) = find(&shop, &message.example(&entry.params)) else {
                    panic!("{}", message.template)
                };
                assert_eq!(found.code, entry.code);
            }
        }
    }

    #[test]
    fn codes_and_parts_of_codes() {
        all_find(
            "orders:not_paid",
            &["err:orders:not_paid", " `err:orders:not_paid`\n", "orders:not_paid", "not_paid", "orders/not_paid"],
        );
        all_find(
            "orders:not_found",
            &[
                "err:order:missing",
                "orders/not_found.yaml",
                "shop/orders/not_found.yaml",
                "catalog\\orders\\not_found.yaml",
            ],
        );
    }

    #[test]
    fn rust_names() {
        all_find("orders:not_paid", &["OrdersNotPaid", "Code::OrdersNotPaid", "shop_errors::Error::OrdersNotPaid"]);
        all_find("orders:not_paid", &["NOT_PAID", "orders::NOT_PAID", "shop_errors::orders::NOT_PAID"]);
        assert_eq!(found("NOT_FOUND"), "? customers:not_found orders:not_found");
    }

    #[test]
    fn urls() {
        let page = [
            "https://shop.example/docs/errors/orders/not_paid",
            "/errors/orders/not_paid",
            "/docs/errors/orders/not_paid.html?a#b",
        ];
        all_find("orders:not_paid", &page);
        all_find(
            "orders:not_paid",
            &["http://old.example/errors/orders/not_paid/", "/errors/orders/not_paid/index.html"],
        );
        all_find("orders:not_paid", &["/v1/payment", "https://shop.example/docs/v0/payment"]);
        all_find(
            "orders:not_found",
            &["/help/order-missing.html", "/help/order-missing", "https://shop.example/docs/errors/order/missing"],
        );
    }

    #[test]
    fn shared_segments_are_ambiguous_but_full_codes_are_not() {
        assert_eq!(found("not_found"), "? customers:not_found orders:not_found");
        assert_eq!(found("err:customers:not_found"), "= customers:not_found");
    }

    #[test]
    fn suggests_codes_for_typos() {
        assert_eq!(found("err:orders:not_payd"), "~ orders:not_paid");
        assert_eq!(found("OrdersNotPad"), "~ orders:not_paid");
        assert_eq!(found("/errors/orders/notpaid"), "~ orders:not_paid");
        assert_eq!(found("paid"), "~ orders:not_paid");
        assert_eq!(found("err:order:misssing"), "~ orders:not_found");
        for nothing in ["", "/", "::", "https://", "something else entirely"] {
            assert_eq!(found(nothing), "~", "{nothing:?}");
        }
    }

    #[test]
    fn a_url_names_the_file_of_a_page() {
        let shop = shop();
        let scheme = &shop.manifest().scheme;
        let is_file = |what| is_file_of(scheme, what, "err:orders:not_paid", "orders/not_paid.yaml");
        assert!(is_file("https://shop.example/docs/errors/orders/not_paid.html#a"));
        assert!(!is_file("https://shop.example/docs/errors/customers/not_paid"));
        assert!(!is_file("https://shop.example/docs/errors/orders"));
    }

    /// Comparing it with each name would take minutes.
    #[test]
    fn a_long_text_is_near_nothing() {
        let text = "x not paid ".repeat(1 << 20);
        assert_eq!(near(&shop(), &text).len(), 0);
    }

    /// A catalog that depends on another one, whose pages it includes or links.
    fn joined(include: &str) -> Catalog {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let read = |files: Vec<(String, String)>| {
            let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files));
            catalog.unwrap_or_else(|| panic!("{report}"))
        };
        let platform = read(vec![
            file(
                "catalog.yaml",
                "name: platform\ncodes: {levels: [{name: area}, {name: code}]}\ngroups: {auth: {title: Auth}}\n\
                 site: {root: 'https://docs.example/platform', errors: errors}\n\
                 redirects: [{from: /start, to: /errors/auth/expired}]\n",
            ),
            file("auth/expired.yaml", "message: Expired\naliases: [\"auth:old\"]\nredirects: [/moved]\n"),
            file("auth/typed.yaml", "message: Typed\ntype: 'urn:problem:typed'\n"),
        ]);
        let text = Registry::of(&platform).with_pages(&platform).to_json().unwrap();
        let manifest = format!(
            "name: shop\ndepends: [{{name: platform, from: {{registry: a.json}}, include: {include}}}]\n\
             site: {{root: 'https://shop.example/docs', errors: errors}}\n"
        );
        let shop = read(vec![file("catalog.yaml", &manifest), ("_depends/platform.json".to_owned(), text)]);
        shop.joined(|_| true).unwrap()
    }

    #[test]
    fn finds_a_code_of_a_dependency_by_all_its_urls() {
        for include in ["links", "pages"] {
            let catalog = joined(include);
            for (what, code) in [
                ("https://docs.example/platform/errors/auth/expired", "auth:expired"),
                ("https://docs.example/platform/errors/auth/expired.html#fix", "auth:expired"),
                ("https://docs.example/platform/errors/auth/expired/", "auth:expired"),
                ("https://docs.example/platform/errors/auth/old", "auth:expired"),
                ("https://docs.example/platform/moved", "auth:expired"),
                ("https://docs.example/platform/start", "auth:expired"),
                ("auth:old", "auth:expired"),
                ("urn:problem:typed", "auth:typed"),
                ("https://docs.example/platform/errors/auth/typed", "auth:typed"),
            ] {
                let Answer::One(entry) = find(&catalog, what) else { panic!("{include}: {what}") };
                assert_eq!(entry.code, code, "{include}: {what}");
            }
            let here = find(&catalog, "https://shop.example/docs/errors/platform/auth/expired");
            assert_eq!(matches!(here, Answer::One(_)), include == "pages", "{here:?}");
        }
    }

    #[test]
    fn accepts_a_rule_id_copied_from_a_finding() {
        for what in ["stub", " `stub` ", "[stub]", "error[stub]:", "warning[stub]"] {
            assert_eq!(rule_id(what), "stub", "{what}");
        }
    }

    #[test]
    fn accepts_any_input() {
        let catalog = shop();
        proptest!(|(what in "\\PC{0,40}|[a-zé:/._?#\\\\]{0,40}")| {
            // If an input finds a code, that code must find itself.
            if let Answer::One(entry) = find(&catalog, &what) {
                prop_assert!(matches!(find(&catalog, &entry.code), Answer::One(same) if same.code == entry.code));
            }
        });
    }
}
