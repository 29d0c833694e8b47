//! Splits rendering into steps, which combine pieces that share work. Steps are independent, so
//! threads can share them.

use std::borrow::Cow;

use super::Site;
use crate::error::Error;
use crate::links;
use crate::page::{DataFile, Page, PageKind};

/// What one thread renders in one pass: a piece of a page, and pieces of other pages with the same
/// content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What [`Site::run`] renders, in this order.
    pub parts: Vec<Part>,
}

/// A piece of a page. Most pages are a single piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the page.
    pub page: usize,
    /// Index of the piece in the page.
    pub piece: usize,
    /// Whether it is the last piece of the page.
    pub last: bool,
}

impl Site<'_> {
    /// All pieces of `pages`, which must be the pages of this site. A step combines what is best
    /// rendered together: the Markdown page of a code, and its piece of `llms-full.txt`. Steps can
    /// run in any order and on any thread. To assemble a page, append its pieces in the order of
    /// the steps.
    pub fn steps(&self, pages: &[Page]) -> Vec<Step> {
        let is_full = |page: &Page| page.kind == PageKind::Data { file: DataFile::LlmsFull };
        let codes = self.plan.catalog.entries().len();
        let full = pages.iter().position(is_full).filter(|_| codes > 0);
        let mut steps = Vec::with_capacity(pages.len());
        for (index, page) in pages.iter().enumerate().filter(|(index, _)| full != Some(*index)) {
            let count = self.count(page);
            let parts = (0..count).map(|piece| Part { page: index, piece, last: piece + 1 == count });
            steps.extend(parts.map(|part| Step { parts: vec![part] }));
            if let (Some(page), PageKind::Entry { entry }, true, Some(step)) =
                (full, page.kind, page.markdown_version, steps.last_mut())
            {
                // The first piece is the head.
                let pieces = if entry == 0 { 0..2 } else { entry + 1..entry + 2 };
                step.parts.extend(pieces.map(|piece| Part { page, piece, last: piece == codes }));
            }
        }
        steps
    }

    /// Renders the parts of a step of [`steps`](Self::steps), which was called with the same
    /// `pages`. Returns the content of each part.
    ///
    /// # Errors
    /// The errors of [`render`](Self::render).
    pub fn run<'p>(&'p self, pages: &'p [Page], step: &Step) -> Result<Vec<Cow<'p, [u8]>>, Error> {
        let page =
            |part: &Part| pages.get(part.page).ok_or_else(|| Error::message("the step is from a different site"));
        let unplaced = self.unplaced(pages, step)?;
        let render = |part: &Part| {
            let page = page(part)?;
            match &unplaced {
                Some(text) => self.placed(text, page, part.piece),
                None => self.bytes(page, part.piece),
            }
        };
        step.parts.iter().map(render).collect()
    }

    /// The Markdown page of a code, with links that [`links::place`] resolves, if several parts of
    /// a step repeat it. Custom templates may process links, so their pages are rendered once per
    /// location instead.
    fn unplaced(&self, pages: &[Page], step: &Step) -> Result<Option<String>, Error> {
        let [first, _, ..] = step.parts.as_slice() else { return Ok(None) };
        let (Some(site), Some(page)) = (&self.markdown_version, pages.get(first.page)) else { return Ok(None) };
        if !site.templates.are_shipped(site.plan.target()) {
            return Ok(None);
        }
        let unplaced = Page { path: links::NOWHERE.to_owned(), markdown_version: false, ..page.clone() };
        let text = site.piece(&unplaced, first.piece);
        text.map(Some).map_err(|error| Error { page: Some(page.path.clone()), ..error })
    }

    /// A part of a step, from the page that [`unplaced`](Self::unplaced) returned.
    fn placed<'p>(&'p self, text: &str, page: &'p Page, piece: usize) -> Result<Cow<'p, [u8]>, Error> {
        let placed = || links::place(text, &page.path);
        match page.kind {
            PageKind::Entry { .. } => Ok(Cow::Owned(self.below_index_note(&page.path, &placed()).into_bytes())),
            #[cfg(feature = "targets")]
            PageKind::Data { file: DataFile::LlmsFull } if piece > 0 => {
                Ok(Cow::Owned(crate::data::llms::full_piece(&self.plan, piece - 1, &placed()).into_bytes()))
            }
            _ => self.bytes(page, piece),
        }
    }
}
