//! The perfect hash from a code's text to its position: finds what `errbook::lookup` needs, for all codes and their former names.

use errbook::lookup::{bucket, hash, slot};
use errbook_catalog::Catalog;

use crate::literal;

/// Keys for each bucket. More would make the displacements fewer and the search for them longer.
const KEYS_PER_BUCKET: usize = 4;

/// `::errbook::lookup::Lookup { ... }` for the codes of `catalog`, with `aliases` behind them.
pub(crate) fn expression(catalog: &Catalog, aliases: &[(&str, usize)]) -> String {
    let codes = catalog.entries().iter().map(|entry| entry.code.as_str());
    let keys: Vec<&str> = codes.chain(aliases.iter().map(|(alias, _)| *alias)).collect();
    let (seed, displacements, slots) = find(&keys);
    format!(
        "::errbook::lookup::Lookup {{ seed: {seed}, longest: {}, displacements: {}, slots: {} }}",
        keys.iter().map(|key| key.len()).max().unwrap_or_default(),
        literal::slice(displacements.iter().map(u16::to_string)),
        literal::slice(slots.iter().map(u32::to_string)),
    )
}

/// Seed, displacements and slots. The first seed that works is taken, so that the same keys get the same.
fn find(keys: &[&str]) -> (u64, Vec<u16>, Vec<u32>) {
    let buckets = keys.len().div_ceil(KEYS_PER_BUCKET);
    // A few slots stay free, so that the last keys find theirs soon.
    let slots = keys.len() + keys.len() / 16;
    let mut seed = 0;
    loop {
        if let Some((displacements, slots)) = with_seed(seed, keys, buckets, slots) {
            return (seed, displacements, slots);
        }
        seed += 1;
    }
}

/// Displaces the buckets, the fullest first, each to where all of its slots are free. `None` where that cannot be done.
fn with_seed(seed: u64, keys: &[&str], buckets: usize, slots: usize) -> Option<(Vec<u16>, Vec<u32>)> {
    let mut members: Vec<Vec<(u64, u32)>> = vec![Vec::new(); buckets];
    for (key, text) in (0_u32..).zip(keys) {
        let hash = hash(seed, text.as_bytes());
        members[bucket(hash, buckets)].push((hash, key));
    }
    let mut order: Vec<usize> = (0..buckets).collect();
    order.sort_by_key(|bucket| (usize::MAX - members[*bucket].len(), *bucket));
    let (mut displacements, mut taken) = (vec![0; buckets], vec![None; slots]);
    let mut places = Vec::new();
    for bucket in order {
        displacements[bucket] = (0..=u16::MAX).find(|displacement| {
            places.clear();
            members[bucket].iter().all(|(hash, key)| {
                let place = slot(*hash, *displacement, slots);
                let is_free = taken[place].is_none() && places.iter().all(|(other, _)| *other != place);
                places.push((place, *key));
                is_free
            })
        })?;
        for (place, key) in &places {
            taken[*place] = Some(*key);
        }
    }
    Some((displacements, taken.into_iter().map(Option::unwrap_or_default).collect()))
}

#[cfg(test)]
mod tests {
    use errbook::lookup::Lookup;
    use proptest::prelude::*;

    use super::*;

    /// The table as generated code has it, which lives as long as the program.
    fn lookup(keys: &[&str]) -> Lookup {
        let (seed, displacements, slots) = find(keys);
        let longest = keys.iter().map(|key| key.len()).max().unwrap_or_default();
        Lookup { seed, longest, displacements: displacements.leak(), slots: slots.leak() }
    }

    #[test]
    fn each_of_ten_thousand_keys_has_its_own_slot() {
        for count in [0, 1, 2, 3, 89, 1_000, 10_000] {
            let keys: Vec<String> = (0..count).map(|index| format!("err:system{}:thing_{index}", index % 7)).collect();
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let lookup = lookup(&keys);
            for (index, key) in keys.iter().enumerate() {
                assert_eq!(lookup.candidate(key), Some(index));
            }
        }
    }

    proptest! {
        #[test]
        fn any_keys_and_any_text(keys in prop::collection::btree_set("\\PC{0,20}", 0..40), other in "\\PC{0,30}") {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let lookup = lookup(&keys);
            for (index, key) in keys.iter().enumerate() {
                prop_assert_eq!(lookup.candidate(key), Some(index));
            }
            let found = lookup.candidate(&other).and_then(|index| keys.get(index));
            prop_assert_eq!(found == Some(&other.as_str()), keys.contains(&other.as_str()));
        }
    }
}
