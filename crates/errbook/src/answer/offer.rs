//! The formats that a service can send, and content negotiation by the request's `Accept` header.

use std::fmt;
use std::marker::PhantomData;

use super::{PROBLEM_JSON, accept};
use crate::code::{ErrorCode, HttpProfile, ResponseProfile};
use crate::public::Public;
use crate::tables::{Response, Tables};

/// The profiles that a service can send, preferred first.
///
/// If there is more than one, the request's `Accept` header chooses: the media type with the
/// highest quality, and the first one on a tie. A client that accepts none of them gets the first,
/// because an error in another format is better than none (RFC 9110, section 15.5.7). A profile
/// that does not send the code is skipped.
pub struct Offer<C> {
    offers: Offers,
    codes: PhantomData<fn() -> C>,
}

impl<C: ErrorCode> Offer<C> {
    /// An offer of `profile`.
    pub fn new<P: HttpProfile<Code = C>>(profile: P) -> Offer<C> {
        let shapes = vec![Shape { profile: profile.index(), is_problem: false }];
        Offer { offers: Offers { tables: C::tables(), shapes, reads_accept: true }, codes: PhantomData }
    }

    /// Adds `profile` to the offer.
    #[must_use]
    pub fn or(mut self, profile: C::Profile) -> Offer<C> {
        self.offers.shapes.push(Shape { profile: profile.index(), is_problem: false });
        self
    }

    /// Adds `application/problem+json` (RFC 9457) to the offer, with the status and title of the
    /// profile that was added last. Use it for catalogs whose manifest has no such profile.
    #[must_use]
    pub fn or_problem_details(mut self) -> Offer<C> {
        if let Some(last) = self.offers.shapes.last().copied() {
            self.offers.shapes.push(Shape { is_problem: true, ..last });
        }
        self
    }

    pub(crate) fn offers(&self) -> &Offers {
        &self.offers
    }
}

impl<C> Clone for Offer<C> {
    fn clone(&self) -> Offer<C> {
        Offer { offers: self.offers.clone(), codes: PhantomData }
    }
}

impl<C> fmt::Debug for Offer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.offers.shapes.iter().map(|shape| self.offers.content_type(*shape))).finish()
    }
}

/// An [`Offer`] without the type of its codes.
#[derive(Clone)]
pub(crate) struct Offers {
    pub(super) tables: &'static Tables,
    shapes: Vec<Shape>,
    reads_accept: bool,
}

/// A profile, or problem details with that profile's status and title.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) profile: usize,
    pub(crate) is_problem: bool,
}

impl Offers {
    /// All profiles of a catalog: the first one that sends the code is used, regardless of
    /// `Accept`.
    pub(crate) fn all(tables: &'static Tables) -> Offers {
        let shapes = (0..tables.profiles.len()).map(|profile| Shape { profile, is_problem: false }).collect();
        Offers { tables, shapes, reads_accept: false }
    }

    /// Whether the response depends on `Accept`.
    pub(crate) fn negotiates(&self) -> bool {
        let mut types = self.shapes.iter().map(|shape| self.content_type(*shape));
        let first = types.next();
        self.reads_accept && types.any(|other| first != Some(other))
    }

    /// The shape that the client prefers, among those of profiles that send the code.
    pub(crate) fn choose(&self, public: &Public<'_>, accept: Option<&str>) -> Option<(Shape, Response)> {
        let mut best: Option<(Shape, Response, u16)> = None;
        for shape in &self.shapes {
            let Some(response) = public.response(shape.profile) else {
                continue;
            };
            let quality = accept
                .filter(|_| self.reads_accept)
                .map_or(0, |accept| accept::quality(accept, self.content_type(*shape)));
            if best.is_none_or(|(.., highest)| quality > highest) {
                best = Some((*shape, response, quality));
            }
        }
        best.map(|(shape, response, _)| (shape, response))
    }

    fn content_type(&self, shape: Shape) -> &'static str {
        if shape.is_problem { PROBLEM_JSON } else { self.tables.profiles[shape.profile].content_type }
    }
}
