//! Identifies findings across checks and versions of errbook.

/// A stable ID for a finding: a hash, as 16 hexadecimal digits, of the rule, the file (from
/// [`Diagnostics::path_in_catalog`](errbook_catalog::Diagnostics::path_in_catalog)), and the names
/// in backticks in the message.
///
/// Line numbers, counts, and the wording of the message are not hashed. The ID stays the same if
/// text above the finding grows, if a section goes from three words to four, or if errbook rewords
/// the message. The hash is 64-bit FNV-1a, which never changes. It doesn't need to resist forgery.
pub fn fingerprint(rule: &str, file: &str, message: &str) -> String {
    let named = message.split('`').skip(1).step_by(2);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in [rule, file].into_iter().chain(named) {
        // The zero byte keeps `a`, `bc` distinct from `ab`, `c`.
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
    fn ignores_wording_and_numbers_but_not_names() {
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
    fn hash_is_fnv_1a() {
        // FNV-1a of "a\0b\0". It must never change, or existing baselines stop matching.
        assert_eq!(fingerprint("a", "b", "no names"), "ab40d7820d408076");
    }
}
