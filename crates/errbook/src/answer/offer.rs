//! The formats that a service can send, and content negotiation by the request's `Accept` header.

use std::fmt;
use std::marker::PhantomData;

use super::{PROBLEM_JSON, accept};
use crate::code::{ErrorCode, HttpProfile, ResponseProfile};
use crate::envelope::{Piece, RFC9457};
use crate::public::Public;
use crate::tables::{Response, Tables};

/// The profiles that a service can send, preferred first.
///
/// If there is more than one, the request's `Accept` header chooses: the media type with the
/// highest quality, and the first one on a tie. A client that accepts none of them gets the first,
/// because an error in another format is better than none (RFC 9110, section 15.5.7). A profile
/// that does not send the code is skipped.
///
/// The media types under `negotiate` in the catalog come after all that the service lists here, so
/// they never replace one of these.
///
/// ```
/// use errbook::{Answer, Asked, Offer, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let offer = Offer::new(Profile::Api).or_problem_details();
/// let asked = Asked::default().accept("application/problem+json, */*;q=0.1");
/// let answer = Answer::new(&Report::new(Error::TooLarge), &offer, asked);
/// assert_eq!(answer.content_type, Some("application/problem+json"));
/// # }
/// ```
pub struct Offer<C> {
    offers: Offers,
    codes: PhantomData<fn() -> C>,
}

impl<C: ErrorCode> Offer<C> {
    /// An offer of `profile`.
    pub fn new<P: HttpProfile<Code = C>>(profile: P) -> Offer<C> {
        let shapes = vec![Shape::of(C::tables(), profile.index())];
        Offer { offers: Offers { tables: C::tables(), shapes, reads_accept: true }, codes: PhantomData }
    }

    /// Adds `profile` to the offer.
    #[must_use]
    pub fn or(mut self, profile: C::Profile) -> Offer<C> {
        self.offers.shapes.push(Shape::of(self.offers.tables, profile.index()));
        self
    }

    /// Adds `application/problem+json` (RFC 9457) to the offer, with the status and title of the
    /// profile that was added last. Use it for catalogs whose manifest has no such profile.
    #[must_use]
    pub fn or_problem_details(mut self) -> Offer<C> {
        if let Some(last) = self.offers.shapes.last().copied() {
            self.offers.shapes.push(Shape { content_type: PROBLEM_JSON, body: None, ..last });
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
        f.debug_list().entries(self.offers.shapes().map(|shape| shape.content_type)).finish()
    }
}

/// An [`Offer`] without the type of its codes.
#[derive(Clone)]
pub(crate) struct Offers {
    pub(super) tables: &'static Tables,
    shapes: Vec<Shape>,
    reads_accept: bool,
}

/// A format of a response.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// The profile whose status, title, message, and headers it has.
    pub(super) profile: usize,
    pub(super) content_type: &'static str,
    /// The profile whose body it has. `None` for problem details.
    body: Option<usize>,
}

impl Shape {
    fn of(tables: &Tables, profile: usize) -> Shape {
        Shape { profile, content_type: tables.profiles[profile].content_type, body: Some(profile) }
    }

    /// The shape of the body for a status.
    pub(super) fn pieces(self, tables: &Tables, status: u16) -> &'static [Piece] {
        self.body.map_or(RFC9457, |profile| tables.profiles[profile].for_status(status))
    }
}

impl Offers {
    /// All profiles of a catalog: the first one that sends the code is used, regardless of
    /// `Accept`.
    pub(crate) fn all(tables: &'static Tables) -> Offers {
        let shapes = (0..tables.profiles.len()).map(|profile| Shape::of(tables, profile)).collect();
        Offers { tables, shapes, reads_accept: false }
    }

    /// The listed shapes, and then those that the catalog negotiates.
    fn shapes(&self) -> impl Iterator<Item = Shape> {
        let own = self.shapes.iter().filter(|shape| shape.body == Some(shape.profile));
        let negotiated = own.flat_map(|shape| {
            let of = self.tables.profiles[shape.profile].negotiate.iter();
            of.map(|&(content_type, body)| Shape { content_type, body: Some(body), ..*shape })
        });
        self.shapes.iter().copied().chain(negotiated)
    }

    /// Whether the response depends on `Accept`.
    pub(crate) fn negotiates(&self) -> bool {
        let mut types = self.shapes().map(|shape| shape.content_type);
        let first = types.next();
        self.reads_accept && types.any(|other| first != Some(other))
    }

    /// The shape that the client prefers, among those of profiles that send the code.
    pub(crate) fn choose(&self, public: &Public<'_>, accept: Option<&str>) -> Option<(Shape, Response)> {
        let accept = accept.filter(|_| self.reads_accept);
        let mut best: Option<(Shape, Response, u16)> = None;
        for shape in self.shapes() {
            let Some(response) = public.response(shape.profile) else {
                continue;
            };
            let quality = accept.map_or(0, |accept| accept::quality(accept, shape.content_type));
            if best.is_none_or(|(.., highest)| quality > highest) {
                best = Some((shape, response, quality));
            }
        }
        best.map(|(shape, response, _)| (shape, response))
    }
}
