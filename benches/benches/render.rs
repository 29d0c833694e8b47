//! Cost of a page: renders and drops all pages of a site in turn, so time per element is time per
//! code.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use errbook_benches::catalog;
use errbook_docs::{Site, Target, Templates};

fn render(criterion: &mut Criterion) {
    let templates = Templates::default();
    for target in Target::all() {
        let mut group = criterion.benchmark_group(format!("render/{}", target.name()));
        for codes in [100, 1_000, 10_000] {
            let catalog = catalog(codes);
            let site = Site::new(&catalog, target.clone(), &templates).expect("the shipped templates are valid");
            group.throughput(Throughput::Elements(codes as u64)).sample_size(10);
            group.bench_function(BenchmarkId::from_parameter(codes), |bencher| {
                bencher
                    .iter(|| site.pages().map(|page| site.render(&page).map_or(0, |text| text.len())).sum::<usize>());
            });
        }
        group.finish();
    }
}

criterion_group!(benches, render);
criterion_main!(benches);
