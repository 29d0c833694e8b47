//! Time to generate the Rust source of a catalog that is already in memory.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use errbook_benches::catalog;

fn generate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("generate");
    for codes in [100, 1_000, 10_000] {
        let catalog = catalog(codes);
        group.throughput(Throughput::Elements(codes as u64)).sample_size(20);
        group.bench_with_input(BenchmarkId::from_parameter(codes), &catalog, |bencher, catalog| {
            bencher.iter(|| errbook_build::rust(catalog));
        });
    }
    group.finish();
}

criterion_group!(benches, generate);
criterion_main!(benches);
