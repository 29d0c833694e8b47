//! Writes a commented map for a source: what errbook recognizes, and what it doesn't, as comments
//! that only need their `#` removed.

use std::collections::BTreeMap;

use crate::map_file::field_name;
use crate::page::Page;
use crate::page_map::{PageMap, Section, normal};
use crate::prose::plain;
use crate::table::field_map::{Rule, TableMap, Target};
use crate::table::{Row, params};
use crate::yaml::{Members, Value, inline};

/// The longest example of a value, in characters.
const LONGEST: usize = 40;

/// A map for the rows of a table.
pub(crate) fn of_rows(rows: &[Row], map: &TableMap) -> String {
    let mut all = Vec::new();
    rows.iter().for_each(|row| flat(row, map, &mut all));
    let mut out = head(&counted(all.len(), "error", "errors"));
    let reading = Members::default().with("entries", map.entries.as_ref().map(Value::word));
    out.push_str(&map.layout.members(reading).text());
    let is_section = |rule: &&Rule| matches!(rule.to, Target::Section(_));
    let values = |rule: &Rule| all.iter().filter_map(|row| rule.from.fill(row)).collect::<Vec<String>>();
    for rule in map.rules.iter().filter(|rule| !is_section(rule)) {
        let values = values(rule);
        if values.is_empty() {
            continue;
        }
        out.push_str(&line(&of_rule(rule, &values), &example(&values), ""));
    }
    for (at, rule) in map.rules.iter().filter(is_section).enumerate() {
        out.push_str(if at == 0 { "sections:\n" } else { "" });
        out.push_str(&line(&of_rule(rule, &[]), &example(&values(rule)), "  "));
    }
    let messages = all.iter().filter_map(|row| map.message(row));
    let style = map.params.unwrap_or_else(|| params::Style::of(messages));
    out.push_str(&line(&format!("params: {}", word(style.name())), "how messages write params, or `none`", ""));
    if let Some(field) = &map.nested.field {
        let nested = format!("nested: {{field: {}, message: own}}", word(field));
        out.push_str(&line(&nested, "`both` starts messages with those of the outer errors", ""));
    }
    let unread = unread(&all, map);
    if !unread.is_empty() {
        out.push_str("\n# Nothing reads these fields yet. Remove the `#` of those to keep:\n");
    }
    for (name, values) in unread {
        out.push_str(&line(&of_field(name, &values), &example(&values), "# "));
    }
    out
}

fn head(read: &str) -> String {
    format!("# A map for {read}. Change what differs, and import with `--map FILE`.\n")
}

/// A row and the errors in it.
fn flat<'r>(row: &'r Row, map: &TableMap, into: &mut Vec<&'r Row>) {
    into.push(row);
    let nested = row.nested.iter().filter(|(name, _)| map.nested.field.as_ref() == Some(name));
    nested.flat_map(|(_, rows)| rows).for_each(|row| flat(row, map, into));
}

fn of_rule(rule: &Rule, values: &[String]) -> String {
    let from = word(&rule.from.to_string());
    let is_markdown = is_markdown(values);
    match &rule.to {
        Target::Key(field) if field.is_prose() && is_markdown => {
            format!("{}: {{from: {from}, as: markdown}}", field.name())
        }
        Target::Key(field) => format!("{}: {from}", field.name()),
        Target::Section(heading) => format!("{}: {from}", word(heading)),
        Target::Sections => format!("{from}: {{to: sections, as: markdown}}"),
        Target::Custom(name) => format!("{from}: {{to: fields.{name}}}"),
    }
}

/// What a field could become that nothing reads.
fn of_field(name: &str, values: &[String]) -> String {
    let has_headings = values.iter().any(|value| value.starts_with("## ") || value.contains("\n## "));
    let is_text = values.iter().any(|value| value.split_whitespace().count() > 6);
    let to = match (has_headings, is_markdown(values), is_text) {
        (true, ..) => "sections, as: markdown".to_owned(),
        (_, true, true) => "what_happened, as: markdown".to_owned(),
        (_, _, true) => "what_happened".to_owned(),
        _ => format!("fields.{}", field_name(name)),
    };
    format!("{}: {{to: {to}}}", word(name))
}

/// The fields that no rule reads, with their values.
fn unread<'r>(rows: &[&'r Row], map: &TableMap) -> Vec<(&'r str, Vec<String>)> {
    let mut unread: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, value) in rows.iter().flat_map(|row| &row.fields) {
        if value.trim().is_empty() || map.rules.iter().any(|rule| rule.from.reads(name)) {
            continue;
        }
        match unread.iter_mut().find(|(of, _)| of == name) {
            Some((_, values)) => values.push(value.clone()),
            None => unread.push((name, vec![value.clone()])),
        }
    }
    unread
}

fn is_markdown(values: &[String]) -> bool {
    values.iter().any(|value| ["```", "**", "](", "\n- ", "\n\n", "`"].iter().any(|mark| value.contains(mark)))
}

/// A map for pages.
pub(crate) fn of_pages(pages: &[Page], map: &PageMap) -> String {
    let mut out = head(&counted(pages.len(), "page", "pages"));
    out.push_str("headings:\n");
    for (heading, count) in counts(pages.iter().map(headings)) {
        let (known, hash) = match map.section(&heading) {
            Some(section) => (section, "  "),
            None => (guess(&normal(&heading)), "  # "),
        };
        out.push_str(&line(&format!("{}: {}", word(&heading), known.key()), &on_pages(count), hash));
    }
    out.push_str("front_matter:\n");
    let fields = pages.iter().map(|page| page.front.fields.iter().map(|field| field.key.clone()).collect());
    for (key, count) in counts(fields) {
        let (to, hash) = match map.field(&key) {
            Some(known) => (known.to_owned(), "  "),
            None => (format!("fields.{}", field_name(&key)), "  # "),
        };
        out.push_str(&line(&format!("{}: {to}", word(&key)), &on_pages(count), hash));
    }
    out
}

/// The headings of a page below its title.
fn headings(page: &Page) -> Vec<String> {
    let title = page.head.title.as_ref().map(|(title, _)| title.as_str());
    page.headings().filter(|heading| Some(*heading) != title).map(plain).collect()
}

/// How many pages have each name, the most frequent first. Names on a single page of many are theirs.
fn counts(pages: impl Iterator<Item = Vec<String>>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for mut names in pages {
        all += 1;
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter(|name| !name.is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 1 || all < 5).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn on_pages(count: usize) -> String {
    format!("on {}", counted(count, "page", "pages"))
}

/// The section that a heading most likely means.
fn guess(heading: &str) -> Section {
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    match () {
        () if has(&["fix", "resol", "solut", "remed", "recover", "action"]) => Section::HowToFix,
        () if has(&["mistake", "pitfall", "gotcha"]) => Section::CommonMistakes,
        () if has(&["related", "see also", "further"]) => Section::Related,
        () => Section::WhatHappened,
    }
}

/// A line of a map with a comment behind it.
fn line(text: &str, comment: &str, hash: &str) -> String {
    format!("{:<36} # {comment}\n", format!("{hash}{text}"))
}

/// Up to two different values, on one line.
fn example(values: &[String]) -> String {
    let mut shown: Vec<String> = Vec::new();
    for value in values {
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = line.chars().take(LONGEST).collect();
        let short = if short.len() < line.len() { short + "…" } else { short };
        if !shown.contains(&short) && shown.len() < 2 {
            shown.push(short);
        }
    }
    format!("{} · {}", counted(values.len(), "value", "values"), shown.join(" · "))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn word(text: &str) -> String {
    inline(&Value::word(text))
}
