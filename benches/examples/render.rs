//! Renders and drops all pages of a synthetic catalog in a separate process, to measure CPU time
//! and memory from outside: `render html 10000`. `render nothing 10000` only reads the catalog.

use errbook_benches::catalog;
use errbook_docs::{Site, Target, Templates};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (target, codes) =
        (arguments.next().unwrap_or_default(), arguments.next().and_then(|codes| codes.parse().ok()).unwrap_or(10_000));
    let (catalog, templates) = (catalog(codes), Templates::default());
    let Some(target) = Target::named(&target) else { return };
    let site = Site::new(&catalog, target, &templates).expect("the shipped templates are valid");
    let lengths = site.pages().map(|page| site.render(&page).map_or(0, |text| text.len()));
    println!("{} bytes", lengths.sum::<usize>());
}
