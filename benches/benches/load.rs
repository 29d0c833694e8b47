//! Time to read and check a catalog, compared with the minimum: granit-parser's events for the same
//! bytes.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use errbook_benches::{events, synthetic};
use errbook_catalog::{Sources, read_sources};

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    for codes in [100, 1_000, 10_000] {
        let files = synthetic(codes);
        group.throughput(Throughput::Bytes(files.iter().map(|(_, text)| text.len() as u64).sum()));
        group.bench_with_input(BenchmarkId::new("events", codes), &files, |bencher, files| {
            bencher.iter(|| events(files))
        });
        group.bench_with_input(BenchmarkId::new("catalog", codes), &files, |bencher, files| {
            bencher.iter_batched(
                || Sources::from_texts(files.clone()),
                read_sources,
                criterion::BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
