//! The `main` of a crate of generated codes, for `benches/runtime/instructions.sh`: `lookup
//! hit|miss|search ROUNDS` looks up codes by their string.

use std::hint::black_box;

use codes::Code;

fn main() {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let rounds = std::env::args().nth(2).and_then(|rounds| rounds.parse::<usize>().ok()).unwrap_or_default();
    let texts: Vec<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    let texts: Vec<String> =
        if kind == "miss" { texts.iter().map(|text| text.replace("err:", "ert:")).collect() } else { texts };
    let find: fn(&str) -> Option<Code> = match kind.as_str() {
        "search" => |text| Code::ALL.binary_search_by(|code| code.as_str().cmp(text)).ok().map(|at| Code::ALL[at]),
        "nothing" => |_| None,
        _ => Code::find,
    };
    let mut found = 0;
    for round in 0..rounds {
        found += usize::from(black_box(find(black_box(&texts[round * 7 % texts.len()]))).is_some());
    }
    assert!(matches!(kind.as_str(), "miss" | "nothing") == (found == 0 || rounds == 0));
}
