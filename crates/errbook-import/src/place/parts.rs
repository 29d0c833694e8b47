//! Structures sections: causes, steps, mistakes, and related errors. Each is rendered again the way
//! pages render it, and stays text if the result differs from the source. Only a command may be
//! written differently, if it sends the same.

use crate::ledger;
use crate::model::{HowToFix, Mistake, Related, Request, Step, WhatHappened};
use crate::page::slice;
use crate::page_map::Section;
use crate::prose::{self, Block, Kind};
use crate::scheme::Code;

use super::request::{self, Read};
use super::{Maker, Part};

/// The sentence that pages show before causes.
const CAUSES: &str = "Common scenarios that trigger this error:";

/// The requests at the end of a section.
struct Requests<'p> {
    /// The blocks before them, and the byte offset at which those end.
    blocks: &'p [Block],
    end: usize,
    requests: Vec<Request>,
    /// Byte offsets of the commands that errbook writes differently.
    rewritten: Vec<usize>,
}

impl Maker<'_> {
    /// Imports a section with a key. Returns `false` if it has to be a free section.
    pub(super) fn section(&mut self, section: Section, part: &Part) -> bool {
        match section {
            Section::WhatHappened => self.what_happened(part),
            Section::HowToFix => self.how_to_fix(part),
            Section::CommonMistakes => return self.common_mistakes(part),
            Section::Related => return self.related(part),
        }
        true
    }

    fn what_happened(&mut self, part: &Part) {
        let Requests { blocks, requests, rewritten, end } = self.requests(part, true);
        let taken = slice(self.text, part.start..end);
        let split = blocks.windows(2).position(|pair| {
            let [lead, list] = pair else { return false };
            let is_lead = lead.kind == Kind::Paragraph && self.text[lead.range.clone()].trim() == CAUSES;
            is_lead && matches!(list.kind, Kind::List { start: None, .. })
        });
        let mut section = WhatHappened { text: taken.to_owned(), causes: Vec::new(), requests };
        if let Some(at) = split {
            let text = slice(self.text, part.start..blocks[at].range.start);
            let causes = if at + 2 == blocks.len() { self.lines(&blocks[at + 1]) } else { None };
            let rendered = |causes: &[String]| format!("{text}\n\n{CAUSES}\n\n{}", bullets(causes));
            let Some(causes) = causes.filter(|causes| prose::same(taken, &rendered(causes))) else {
                let why = if at + 2 < blocks.len() {
                    "it is not the last block of the section"
                } else {
                    "an item is longer than one line"
                };
                self.kept(blocks[at + 1].range.start, format!("the list of scenarios is kept as text: {why}"), "");
                self.entry.what_happened.text = slice(self.text, part.start..part.end).to_owned();
                return;
            };
            self.report.took_many("scenario", "what_happened.causes", causes.len());
            self.keyed(CAUSES);
            (section.text, section.causes) = (text.to_owned(), causes);
        }
        self.took_requests("what_happened.request", section.requests.len(), &rewritten);
        self.entry.what_happened = section;
    }

    fn how_to_fix(&mut self, part: &Part) {
        let Requests { blocks, requests, rewritten, end } = self.requests(part, false);
        let taken = slice(self.text, part.start..end);
        let numbered = blocks.iter().rposition(|block| matches!(block.kind, Kind::List { start: Some(1), .. }));
        let mut section = HowToFix { text: taken.to_owned(), steps: Vec::new(), requests };
        if let Some(at) = numbered {
            let text = slice(self.text, part.start..blocks[at].range.start);
            let steps = if at + 1 == blocks.len() { self.steps(&blocks[at]) } else { None };
            let rendered = |steps: &[Step]| format!("{text}\n\n{}", numbered_list(steps));
            let Some(steps) = steps.filter(|steps| prose::same(taken, &rendered(steps))) else {
                let why = match at + 1 < blocks.len() {
                    true => "they are not the last block of the section",
                    false => "a step is longer than one line and has no title",
                };
                self.kept(blocks[at].range.start, format!("the numbered steps are kept as text: {why}"), "");
                self.entry.how_to_fix.text = slice(self.text, part.start..part.end).to_owned();
                return;
            };
            self.report.took_many("step", "how_to_fix.steps", steps.len());
            self.numbers(&blocks[at]);
            (section.text, section.steps) = (text.to_owned(), steps);
        } else if let Some(heading) = blocks.iter().find(|block| matches!(block.kind, Kind::Heading { .. })) {
            self.kept(heading.range.start, "steps with headings are kept as text", "");
        }
        self.took_requests("how_to_fix.request", section.requests.len(), &rewritten);
        self.entry.how_to_fix = section;
    }

    /// The requests at the end of a section, each with the paragraph that introduces it and ends
    /// with a colon. If `led`, stops at a request without such a paragraph, because pages would add
    /// one.
    fn requests<'p>(&mut self, part: &'p Part, led: bool) -> Requests<'p> {
        let mut blocks = part.blocks.as_slice();
        let (mut requests, mut rewritten) = (Vec::new(), Vec::new());
        let mut end = part.end;
        while let [before @ .., block] = blocks {
            let Some(Read { request: mut found, is_rewritten }) = self.request(block) else { break };
            let lead = before.last().filter(|lead| lead.kind == Kind::Paragraph);
            let lead = lead.and_then(|lead| Some((lead, prose::one_line(&self.text[lead.range.clone()])?)));
            match lead.filter(|(_, line)| line.ends_with(':') && line != CAUSES) {
                Some((lead, line)) => {
                    found.text = Some(line);
                    end = lead.range.start;
                    blocks = &before[..before.len() - 1];
                }
                None if led => break,
                None => {
                    end = block.range.start;
                    blocks = before;
                }
            }
            self.keyed(&ledger::without(slice(self.text, block.range.clone()), &found.words()));
            requests.insert(0, found);
            rewritten.extend(is_rewritten.then_some(block.range.start));
        }
        Requests { blocks, requests, rewritten, end }
    }

    /// The request in a code block.
    fn request(&self, block: &Block) -> Option<Read> {
        let Kind::Code { info, code } = &block.kind else { return None };
        let mut read = request::read(code).filter(|_| matches!(info.as_str(), "bash" | "sh" | "shell"))?;
        read.request.place = self.page.place(self.text, block.range.start);
        read.request.body.as_ref().is_none_or(request::is_lossless).then_some(read)
    }

    fn took_requests(&mut self, key: &str, count: usize, rewritten: &[usize]) {
        self.report.took_many("curl command", key, count);
        for at in rewritten {
            self.kept(*at, "this command is written as errbook writes it", "");
        }
    }

    fn common_mistakes(&mut self, part: &Part) -> bool {
        let mistakes = self.only_list(part).and_then(|list| {
            let lead = |item: String| prose::lead(&prose::one_line(&item)?).map(|(lead, text)| Mistake { lead, text });
            self.items(list).into_iter().map(lead).collect::<Option<Vec<_>>>()
        });
        let rendered = |mistakes: &[Mistake]| -> String {
            mistakes.iter().map(|of| format!("- **{}**: {}\n", of.lead, of.text)).collect()
        };
        let source = slice(self.text, part.start..part.end);
        let Some(mistakes) = mistakes.filter(|mistakes| prose::same(source, &rendered(mistakes))) else {
            return self.keep_section(part, "something other than bullets with a bold lead and a colon");
        };
        self.report.took_many("bullet with a bold lead", "common_mistakes", mistakes.len());
        self.entry.common_mistakes = mistakes;
        true
    }

    fn related(&mut self, part: &Part) -> bool {
        let Some(list) = self.only_list(part) else { return self.keep_section(part, "something other than one list") };
        let items = self.items(list);
        match items.iter().map(|item| self.related_item(item)).collect::<Result<Vec<Related>, String>>() {
            Ok(related) => {
                self.report.took_many("link in the related errors", "related", related.len());
                for of in &related {
                    self.keyed(&of.code);
                    self.keyed(if of.when.is_some() { "When" } else { "" });
                }
                self.entry.related = related;
                true
            }
            Err(why) => self.keep_section(part, &why),
        }
    }

    /// Parses `[code](code) - When …`, or a link alone, after which pages show the code's name. The
    /// error describes what the item is instead.
    fn related_item(&self, item: &str) -> Result<Related, String> {
        let line = prose::one_line(item).ok_or("an item that is longer than one line")?;
        let (url, words, rest) = prose::leading_link(&line).ok_or("an item that does not start with a link")?;
        let is_other = |code: &Code| *code != self.entry.code && (self.world.exists)(code);
        let code = self.world.scheme.read(&url).filter(is_other);
        let code =
            code.ok_or_else(|| format!("a link to `{url}`, which is not the page of another code in this source"))?;
        let text = self.world.scheme.text(&code);
        if words != text {
            return Err(format!("a link to `{text}` with the link text `{words}`"));
        }
        let when = Some(rest.trim()).filter(|rest| !rest.is_empty()).map(|rest| rest.strip_prefix("- When "));
        if when == Some(None) {
            return Err(format!("a link to `{text}` that is followed by something other than `- When …`"));
        }
        let when = when.flatten().map(|when| when.trim().to_owned());
        Ok(Related { code: text, when })
    }

    /// The list that makes up a section.
    fn only_list<'p>(&self, part: &'p Part) -> Option<&'p Block> {
        match part.blocks.as_slice() {
            [block] if matches!(block.kind, Kind::List { start: None, .. }) => Some(block),
            _ => None,
        }
    }

    fn items(&self, list: &Block) -> Vec<String> {
        match &list.kind {
            Kind::List { items, .. } => items.iter().map(|range| prose::item(self.text, range)).collect(),
            _ => Vec::new(),
        }
    }

    /// Records the numbers of a list, because steps have none.
    fn numbers(&mut self, list: &Block) {
        let Kind::List { items, .. } = &list.kind else { return };
        for item in items {
            let item = &self.text[item.clone()];
            self.keyed(item.split(['.', ')']).next().unwrap_or_default());
        }
    }

    /// The items of a list, if each fits on one line.
    fn lines(&self, list: &Block) -> Option<Vec<String>> {
        self.items(list).iter().map(|item| prose::one_line(item)).collect()
    }

    fn steps(&self, list: &Block) -> Option<Vec<Step>> {
        self.items(list).iter().map(|item| step(item)).collect()
    }

    /// Reports why a section becomes a free section.
    fn keep_section(&mut self, part: &Part, what: &str) -> bool {
        let heading = prose::plain(&part.heading);
        self.kept(part.at, format!("`{heading}` is imported as a free section: it has {what}"), "");
        false
    }
}

/// A step: one line, or a bold title with text below it.
fn step(item: &str) -> Option<Step> {
    if let Some(line) = prose::one_line(item) {
        return Some(match prose::bold(&line) {
            Some(title) => Step { title: Some(title), text: String::new() },
            None => Step { title: None, text: line },
        });
    }
    let blocks = prose::blocks(item);
    let first = blocks.first().filter(|block| block.kind == Kind::Paragraph)?;
    let title = prose::bold(&item[first.range.clone()])?;
    let text = slice(item, first.range.end..item.len()).to_owned();
    Some(Step { title: Some(title), text })
}

fn bullets(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}\n")).collect()
}

fn numbered_list(steps: &[Step]) -> String {
    let step = |(index, step): (usize, &Step)| {
        let marker = format!("{}. ", index + 1);
        let text = match &step.title {
            Some(title) => format!("**{title}**\n\n{}", step.text),
            None => step.text.clone(),
        };
        let lines = text.trim_end().lines().enumerate().map(|(line, text)| match (line, text) {
            (0, text) => format!("{marker}{text}\n"),
            (_, "") => "\n".to_owned(),
            (_, text) => format!("{:width$}{text}\n", "", width = marker.len()),
        });
        lines.collect::<String>() + "\n"
    };
    steps.iter().enumerate().map(step).collect()
}

/// The content of a quote, without the marker of a callout.
pub(super) fn unquoted(quote: &str) -> String {
    let lines = quote.lines().map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    });
    let text: Vec<&str> = lines.skip_while(|line| line.trim().is_empty()).collect();
    let marked = text.first().is_some_and(|line| line.trim().starts_with("[!") && line.trim().ends_with(']'));
    text[usize::from(marked)..].join("\n").trim_matches('\n').trim_end().to_owned()
}
