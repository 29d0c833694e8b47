//! What makes a finding the same one tomorrow.

/// A stable name for a finding: 16 hexadecimal digits over rule, file (as [`Diagnostics::path_in_catalog`](errbook_catalog::Diagnostics::path_in_catalog)
/// gives it) and what the message names in backticks.
///
/// Lines, counts and the words of the message are left out: a finding stays the same when text above it grows, when a section goes from three words
/// to four, and when errbook says it better. The hash is FNV-1a (64 bits), because it never changes and nobody gains by forging one.
pub fn fingerprint(rule: &str, file: &str, message: &str) -> String {
    let named = message.split('`').skip(1).step_by(2);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in [rule, file].into_iter().chain(named) {
        // The zero byte keeps `a`, `bc` and `ab`, `c` apart.
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn words_and_numbers_may_change_and_names_may_not() {
        let of = |message| fingerprint("stub", "a/b.yaml", message);
        let three = of("`how_to_fix` has 3 words, fewer than 8");
        assert_eq!(three, of("`how_to_fix` has 4 words, fewer than 10"));
        assert_eq!(three, of("too little is in `how_to_fix`"));
        assert_ne!(three, of("`what_happened` has 3 words, fewer than 8"));
        assert_ne!(three, fingerprint("stub", "a/c.yaml", "`how_to_fix` has 3 words, fewer than 8"));
        assert_ne!(three, fingerprint("prose", "a/b.yaml", "`how_to_fix` has 3 words, fewer than 8"));
        assert_ne!(of("`ab` and `c`"), of("`a` and `bc`"));
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // FNV-1a of "a\0b\0", so that baselines written today mean the same to every later version.
        assert_eq!(fingerprint("a", "b", "no names"), "ab40d7820d408076");
    }
}
