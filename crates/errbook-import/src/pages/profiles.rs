//! Infers profiles from the response bodies on pages.

use std::collections::HashMap;

use crate::envelope::{self, Example, Shape};
use crate::page::Page;
use crate::scheme::Code;

/// The distinct shapes of response bodies, most frequent first, and the index of the shape by page.
pub(super) fn profiles(pages: &[Page], codes: &[(usize, Code)]) -> (Vec<(String, Shape)>, HashMap<usize, usize>) {
    let mut shapes: Vec<(Shape, Vec<usize>)> = Vec::new();
    let examples = codes.iter().filter_map(|(at, _)| Some((*at, &pages[*at].head.example.as_ref()?.0)));
    for (at, Example { shape, .. }) in examples {
        let same =
            shapes.iter_mut().find_map(|(of, pages)| envelope::merged(of, shape).map(|merged| (of, pages, merged)));
        match same {
            Some((of, pages, merged)) => {
                *of = merged;
                pages.push(at);
            }
            None => shapes.push((shape.clone(), vec![at])),
        }
    }
    shapes.sort_by_key(|(_, pages)| std::cmp::Reverse(pages.len()));
    let mut of_page = HashMap::new();
    let mut profiles = Vec::new();
    for (index, (shape, pages)) in shapes.into_iter().enumerate() {
        let name = if index == 0 { "api".to_owned() } else { format!("api_{}", index + 1) };
        profiles.push((name, shape));
        of_page.extend(pages.into_iter().map(|at| (at, index)));
    }
    (profiles, of_page)
}
