//! Finds the perfect hash over some keys. Only generators call it.

use super::{bucket, hash, slot};

/// Average number of keys per bucket. A larger number means fewer displacements, but a longer
/// search for them.
const KEYS_PER_BUCKET: usize = 4;

/// Seed, displacements, and slots. Uses the first seed that works, so the result is deterministic.
pub fn search(keys: &[&str]) -> (u64, Vec<u16>, Vec<u32>) {
    let buckets = keys.len().div_ceil(KEYS_PER_BUCKET);
    // A few slots stay free, so the last keys find theirs quickly.
    let slots = keys.len() + keys.len() / 16;
    let mut seed = 0;
    loop {
        if let Some((displacements, slots)) = with_seed(seed, keys, buckets, slots) {
            return (seed, displacements, slots);
        }
        seed += 1;
    }
}

/// Displaces the buckets, the fullest first, until all slots of each are free. `None` if that
/// fails.
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
    use proptest::prelude::*;

    use super::*;
    use crate::lookup::Lookup;

    /// The table as in generated code, with static lifetime.
    fn lookup(keys: &[&str]) -> Lookup {
        let (seed, displacements, slots) = search(keys);
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
        fn finds_any_keys_and_rejects_other_text(keys in prop::collection::btree_set("\\PC{0,20}", 0..40), other in "\\PC{0,30}") {
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
