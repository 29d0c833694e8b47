//! Counts for `benches/runtime/instructions.sh`: `respond` lists cases with their allocations and
//! sizes, and `respond CASE ROUNDS` runs one.

use errbook_runtime_benches as cases;

use std::env;
use std::hint::black_box;

use allocation_counter::measure;

/// A case: its name, and a function that writes the body.
type Way = (String, Box<dyn Fn(&mut String)>);

fn all() -> Vec<Way> {
    let mut all: Vec<Way> = Vec::new();
    for (name, write) in cases::BODIES {
        all.push((format!("body: {name}"), Box::new(write)));
    }
    let report = cases::report();
    all.push(("display".to_owned(), Box::new(move |text| cases::display(&report, text))));
    for (name, service) in cases::services() {
        all.push((format!("axum: {name}"), Box::new(move |text| text.push_str(&" ".repeat(service.answer())))));
    }
    all
}

fn main() {
    let (case, rounds) = (env::args().nth(1), env::args().nth(2).and_then(|rounds| rounds.parse::<usize>().ok()));
    let mut buffer = String::with_capacity(4096);
    match (case.and_then(|case| case.parse::<usize>().ok()), rounds) {
        (Some(case), Some(rounds)) => {
            let (_, run) = &all()[case];
            for _ in 0..rounds {
                buffer.clear();
                run(black_box(&mut buffer));
            }
        }
        _ => {
            for (index, (name, run)) in all().iter().enumerate() {
                run(&mut buffer);
                buffer.clear();
                let count = measure(|| run(&mut buffer)).count_total;
                println!("{index}\t{name}\t{count}\t{}", buffer.len());
            }
        }
    }
}
