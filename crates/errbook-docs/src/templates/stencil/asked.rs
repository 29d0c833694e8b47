//! What templates ask of a view: which fields a template depends on, and what of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::mentions::{Mentions, mentions};

/// A template that is rendered by itself: a page, or what one includes.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) template: String,
    /// Its own, and those of what it extends.
    mentions: Mentions,
}

/// How much of a field a part asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Whether a condition holds of it.
    Condition,
    All,
}

impl Part {
    /// How much it asks for of a field; `None` for nothing.
    pub(super) fn need(&self, parent: &str, name: &str) -> Option<Need> {
        let more = self.mentions.fields.get(&(parent.to_owned(), name.to_owned()))?;
        Some(if *more { Need::All } else { Need::Condition })
    }
}

/// The page of a template and all that it includes, the page first; `None` where one of `roots` is used as a whole, so that nobody knows what is
/// asked of it. `templates` has them by full name.
pub(super) fn parts(page: &str, templates: &BTreeMap<String, &str>, roots: &[&str]) -> Option<(Vec<Part>, Asked)> {
    let mut components = BTreeMap::new();
    let mut known = BTreeMap::new();
    for (name, text) in templates {
        let (own, of) = mentions(text);
        known.insert(name.as_str(), own);
        components.extend(of);
    }
    let mut names = vec![page.to_owned()];
    let mut parts: Vec<Part> = Vec::new();
    while let Some(name) = names.get(parts.len()) {
        let mentions = chain(name, &known)?;
        if roots.iter().any(|root| mentions.alone.contains(*root)) {
            return None;
        }
        let included: Vec<String> = mentions.includes.iter().filter(|name| !names.contains(name)).cloned().collect();
        parts.push(Part { template: name.clone(), mentions });
        names.extend(included);
    }
    let asked = Asked::new(&parts, &components);
    Some((parts, asked))
}

/// What a template and those that it extends mention.
fn chain(name: &str, known: &BTreeMap<&str, Mentions>) -> Option<Mentions> {
    let mut all = known.get(name)?.clone();
    while let Some(base) = all.extends.take() {
        let Mentions { fields, alone, names, components, includes, extends } = known.get(base.as_str())?.clone();
        for (field, more) in fields {
            *all.fields.entry(field).or_default() |= more;
        }
        all.alone.extend(alone);
        all.names.extend(names);
        all.components.extend(components);
        all.includes.extend(includes);
        all.extends = extends;
    }
    Some(all)
}

/// What templates ask of the fields of a view, and of what is below each.
#[derive(Debug)]
pub(super) struct Asked {
    fields: BTreeMap<String, BTreeMap<String, Names>>,
    /// The same by the number of the field, which is the same in all views of a page.
    numbered: OnceLock<Vec<Option<Names>>>,
}

impl Asked {
    fn new(parts: &[Part], components: &BTreeMap<String, Mentions>) -> Self {
        let mut asked: BTreeMap<String, BTreeMap<String, Names>> = BTreeMap::new();
        for part in parts {
            let names = reached(&part.mentions, components);
            for ((parent, name), more) in &part.mentions.fields {
                let below = asked.entry(parent.clone()).or_default().entry(name.clone()).or_default();
                names.iter().filter(|_| *more).for_each(|name| below.add(name));
            }
        }
        Asked { fields: asked, numbered: OnceLock::new() }
    }

    /// What is asked for below a field; `None` where nothing asks for the field.
    pub(super) fn of(&self, parent: &str, name: &str) -> Option<&Names> {
        self.fields.get(parent)?.get(name)
    }

    /// The same, of the field with this number.
    pub(super) fn numbered(&self, number: usize, parent: &str, name: &str) -> Option<&Names> {
        match self.numbered.get() {
            Some(numbered) => numbered.get(number)?.as_ref(),
            None => self.of(parent, name),
        }
    }

    /// Remembers the numbers of fields.
    pub(super) fn number<'f>(&self, fields: impl Iterator<Item = (&'f str, &'f str)>) {
        self.numbered.get_or_init(|| fields.map(|(parent, name)| self.of(parent, name).cloned()).collect());
    }
}

/// A few names.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    names: Vec<String>,
    /// A bit for what each name is like, so that most others are known at once.
    alike: u64,
}

impl Names {
    fn add(&mut self, name: &str) {
        if !self.has(name) {
            self.names.push(name.to_owned());
            self.alike |= Self::alike(name);
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.alike & Self::alike(name) != 0 && self.names.iter().any(|of| of == name)
    }

    fn alike(name: &str) -> u64 {
        let first = name.bytes().next().unwrap_or_default();
        1 << ((usize::from(first) + 7 * name.len()) % 64)
    }
}

/// The names that a template mentions, and those that the components that it uses do.
fn reached(mentions: &Mentions, components: &BTreeMap<String, Mentions>) -> BTreeSet<String> {
    let mut names = mentions.names.clone();
    let mut seen = BTreeSet::new();
    let mut next: Vec<&String> = mentions.components.iter().collect();
    while let Some(name) = next.pop() {
        if seen.insert(name)
            && let Some(component) = components.get(name)
        {
            names.extend(component.names.iter().cloned());
            next.extend(&component.components);
        }
    }
    names
}
