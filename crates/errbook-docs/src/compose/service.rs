//! What the home page says about the services: their media types, and `about` of their profiles.

use errbook_catalog::Profile;

use super::Desk;
use crate::view::{NegotiatedView, ServiceView};

/// The ID of the heading above all services.
const ID: &str = "services";

/// Services about which there is more to say than their examples show.
pub(super) fn all(desk: &mut Desk<'_, '_>) -> Vec<ServiceView> {
    let profiles = &desk.catalog.manifest().profiles;
    let shown = profiles.iter().enumerate().filter(|(_, profile)| is_shown(profile));
    shown
        .map(|(at, profile)| ServiceView {
            title: profile.title.clone(),
            content_type: profile.content_type.clone(),
            negotiate: negotiate(profiles, at),
            about: profile.about.as_deref().and_then(|about| desk.block(about)),
        })
        .collect()
}

/// Link to the part of the home page about services, if it says something about this one.
pub(super) fn href(profile: &Profile, desk: &Desk<'_, '_>) -> Option<String> {
    let page = desk.paths.index(0);
    // A link within the page needs no path.
    let page = if page == desk.path { String::new() } else { desk.href(&page) };
    is_shown(profile).then(|| format!("{page}#{ID}"))
}

fn is_shown(profile: &Profile) -> bool {
    profile.about.is_some() || !profile.negotiate.is_empty()
}

fn negotiate(profiles: &[Profile], own: usize) -> Vec<NegotiatedView> {
    let negotiated = profiles[own].negotiate.iter();
    negotiated
        .map(|of| NegotiatedView {
            content_type: of.content_type.clone(),
            body_of: (of.profile != own).then(|| profiles[of.profile].title.clone()),
        })
        .collect()
}
