//! Stencils: a page of a code is put together without tera where it can be. Most of what tera does for one page it has done for another: what
//! it writes depends on the shape of a view, such as how many causes there are and which has a reason, and has the view's texts in it. So tera
//! renders a template once for each shape, with marks in place of the texts; what comes out is a stencil, and each page of that shape fills it.
//!
//! A page and each template that it includes has stencils of its own, since the shapes of whole pages are many and those of sections few. Only
//! the shipped templates are rendered so: what a template of somebody's own does with a text, nobody knows. Tests hold that both ways write
//! the same.
//!
//! `shape` and `recorder` take a view apart, `mentions` and `asked` read what a template depends on, `marks` stand for texts.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;
use tera::{Context, Kwargs, Map, State, StringInput, Tera, TeraResult, Value};

mod asked;
mod marks;
mod mentions;
mod recorder;
mod shape;

use super::engine::Escape;
use super::filters::{Filter, Filters};
use asked::{Asked, Need, Part};
use marks::Piece;
use shape::Shape;

/// The full name of the template that a template extends.
pub(super) fn base(template: &str) -> Option<String> {
    mentions::mentions(template).0.extends
}

/// How many stencils of a template are kept: so many take some megabytes, and a template with more shapes gains little.
const KEPT: usize = 1024;

/// The stencils of one kind of page.
#[derive(Debug)]
pub(super) struct Stencils {
    tera: Tera,
    parts: Vec<Part>,
    asked: Asked,
    filters: Filters,
    escape: Escape,
    /// For each part, the fields that it depends on; they are the same in all views of a page.
    needs: OnceLock<Vec<Vec<(usize, Need)>>>,
    /// For each part, its stencils by the shape of what it depends on.
    known: Vec<Mutex<HashMap<Vec<u8>, Arc<Stencil>>>>,
}

/// What a template writes for views of one shape. A leaf is in a field and has a number there.
type Stencil = Vec<Piece<(usize, usize)>>;

/// What one page is filled in from.
struct Filling<'f, V> {
    view: &'f V,
    shape: Shape,
    /// The view with marks in place of its texts, for the stencils that are not there yet.
    hollow: OnceCell<Option<Map>>,
    /// The shape of what a part depends on, by which its stencils are known.
    key: Vec<u8>,
}

impl Stencils {
    /// Stencils for a page with the template of this full name, whose view has the fields `roots`; `None` where that cannot be.
    pub(super) fn new(
        page: &str,
        roots: &[&str],
        templates: &BTreeMap<String, &str>,
        site: &Value,
        filters: Filters,
        escape: Escape,
        suffix: &str,
    ) -> Option<Self> {
        if has_marks(site) || templates.values().any(|text| marks::has_marks(text)) {
            return None;
        }
        let (parts, asked) = asked::parts(page, templates, roots)?;
        let mut tera = Tera::new();
        defer(&mut tera);
        tera.autoescape_on([suffix.to_owned()]);
        tera.set_escape_fn(|text, out| out.write_all(marks::escaped(text).as_bytes()));
        tera.global_context().insert("site", site);
        // What is included is a mark, and is rendered by itself under another name.
        let included = |name: &str| parts.iter().skip(1).position(|part| part.template == name).map(|at| at + 1);
        let marked = templates
            .iter()
            .map(|(name, text)| (name.clone(), included(name).map_or_else(|| (*text).to_owned(), marks::part)));
        let own = parts.iter().skip(1).map(|part| (own_name(part), templates[part.template.as_str()].to_owned()));
        tera.add_raw_templates(marked.chain(own).collect::<Vec<_>>()).ok()?;
        let known = parts.iter().map(|_| Mutex::default()).collect();
        Some(Stencils { tera, parts, asked, filters, escape, needs: OnceLock::new(), known })
    }

    /// Renders a page; `None` where only tera can, or knows what is wrong.
    pub(super) fn render(&self, view: &impl Serialize) -> Option<String> {
        let shape = Shape::of(view, &self.asked).ok()?;
        let needs = self.needs.get_or_init(|| self.parts.iter().map(|part| needs(part, &shape)).collect());
        let mut filling = Filling { view, shape, hollow: OnceCell::new(), key: Vec::new() };
        // Most pages are shorter, and growing would copy them.
        let mut out = String::with_capacity(32 * 1024);
        self.part(0, needs, &mut filling, &mut out)?;
        Some(out)
    }

    fn part(
        &self,
        at: usize,
        needs: &[Vec<(usize, Need)>],
        filling: &mut Filling<'_, impl Serialize>,
        out: &mut String,
    ) -> Option<()> {
        let stencil = self.stencil(at, &needs[at], filling)?;
        for piece in stencil.iter() {
            match piece {
                Piece::Part(part) => self.part(*part, needs, filling, out)?,
                piece => self.fill(piece, &filling.shape, out),
            }
        }
        Some(())
    }

    fn fill(&self, piece: &Piece<(usize, usize)>, shape: &Shape, out: &mut String) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Leaf((field, leaf)) => out.push_str(shape.text(*field, *leaf)),
            Piece::Escaped(value) => self.with(value, shape, |text| (self.escape)(text, out)),
            Piece::Filtered { filter, arguments, value } => {
                let arguments: Vec<String> = arguments.iter().map(|of| self.with(of, shape, str::to_owned)).collect();
                self.with(value, shape, |text| self.filters.apply(*filter, &arguments, text, out));
            }
            // `part` has those of the page, and `marks::pieces` lets none stand in what is escaped or filtered.
            Piece::Part(_) => {}
        }
    }

    /// Calls `then` with the text that some pieces come to.
    fn with<T>(&self, pieces: &[Piece<(usize, usize)>], shape: &Shape, then: impl FnOnce(&str) -> T) -> T {
        match pieces {
            [Piece::Text(text)] => then(text),
            [Piece::Leaf((field, leaf))] => then(shape.text(*field, *leaf)),
            pieces => {
                let mut text = String::new();
                pieces.iter().for_each(|piece| self.fill(piece, shape, &mut text));
                then(&text)
            }
        }
    }

    /// The stencil of a part for a page.
    fn stencil(
        &self,
        at: usize,
        needs: &[(usize, Need)],
        filling: &mut Filling<'_, impl Serialize>,
    ) -> Option<Arc<Stencil>> {
        filling.key(needs);
        let known = || self.known[at].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stencil) = known().get(&filling.key) {
            return Some(stencil.clone());
        }
        let stencil = Arc::new(self.make(&self.parts[at], at, needs, filling)?);
        let mut known = known();
        if known.len() < KEPT {
            known.insert(filling.key.clone(), stencil.clone());
        }
        Some(stencil)
    }

    fn make(
        &self,
        part: &Part,
        at: usize,
        needs: &[(usize, Need)],
        filling: &Filling<'_, impl Serialize>,
    ) -> Option<Stencil> {
        let hollow = filling.hollow.get_or_init(|| {
            let view = Value::try_from_serializable(filling.view).ok()?;
            filling.shape.hollow(view, &self.asked, &marks::leaf)
        });
        let mut context = Context::new();
        for (name, value) in hollow.as_ref()? {
            context.insert_value(name.as_str()?.to_owned(), value.clone());
        }
        let name = if at == 0 { part.template.clone() } else { own_name(part) };
        let text = self.tera.render(&name, &context).ok()?;
        let place = |leaf| {
            let (field, leaf) = filling.shape.place(leaf)?;
            // A text that the shape does not speak of would be one that was not read out of the template.
            needs.contains(&(field, Need::All)).then_some((field, leaf))
        };
        Some(self.simple(marks::pieces(&text, &place)?))
    }

    /// The same pieces, with what is the same for all pages done.
    fn simple(&self, pieces: Stencil) -> Stencil {
        let mut simple: Stencil = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let fixed = match &piece {
                Piece::Text(text) => Some(text.clone()),
                Piece::Escaped(value) => match value.as_slice() {
                    [] => Some(String::new()),
                    [Piece::Text(text)] => {
                        let mut escaped = String::new();
                        (self.escape)(text, &mut escaped);
                        Some(escaped)
                    }
                    _ => None,
                },
                _ => None,
            };
            match (fixed, simple.last_mut()) {
                (Some(fixed), Some(Piece::Text(text))) => text.push_str(&fixed),
                (Some(fixed), _) => simple.push(Piece::Text(fixed)),
                (None, _) => simple.push(piece),
            }
        }
        simple
    }
}

impl<V> Filling<'_, V> {
    /// Writes down the shape of these fields.
    fn key(&mut self, needs: &[(usize, Need)]) {
        self.key.clear();
        for (field, need) in needs {
            match need {
                Need::All => self.key.extend_from_slice(self.shape.bytes(*field)),
                Need::Condition => self.key.push(self.shape.holds(*field).into()),
            }
        }
    }
}

/// The fields that a part depends on.
fn needs(part: &Part, shape: &Shape) -> Vec<(usize, Need)> {
    let fields = shape.fields.iter().enumerate();
    fields.filter_map(|(at, field)| Some((at, part.need(field.parent, field.name)?))).collect()
}

/// The name of a template that others include.
fn own_name(part: &Part) -> String {
    format!("part:{}", part.template)
}

/// Puts in the place of filters what marks where they are applied to a text that is not known yet.
fn defer(tera: &mut Tera) {
    for filter in Filter::ALL {
        let mark = move |value: StringInput<'_>, given: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let text = marks::filtered(filter, &filter.arguments(&given)?, value.as_str());
            Ok(filter.result(&value, text))
        };
        tera.register_filter(filter.name(), mark);
    }
}

fn has_marks(value: &Value) -> bool {
    let below = |mut values: Box<dyn Iterator<Item = &Value> + '_>| values.any(has_marks);
    match (value.as_str(), value.as_array(), value.as_map()) {
        (Some(text), ..) => marks::has_marks(text),
        (_, Some(items), _) => below(Box::new(items.iter())),
        (.., Some(map)) => below(Box::new(map.values())),
        _ => false,
    }
}

#[cfg(all(test, feature = "targets"))]
mod tests;
