//! Time to write an error's body and a whole response, compared with other crates.

use errbook_runtime_benches as cases;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

fn bodies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("body");
    let mut buffer = String::with_capacity(4096);
    for (name, write) in cases::BODIES {
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                buffer.clear();
                write(black_box(&mut buffer));
            });
        });
    }
    let report = cases::report();
    group.bench_function("display", |bencher| {
        bencher.iter(|| {
            buffer.clear();
            cases::display(&report, black_box(&mut buffer));
        });
    });
    group.finish();
}

fn services(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("axum");
    for (name, service) in cases::services() {
        group.bench_function(name, |bencher| bencher.iter(|| service.answer()));
    }
    group.finish();
}

criterion_group!(benches, bodies, services);
criterion_main!(benches);
