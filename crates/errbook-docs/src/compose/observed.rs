//! The page about what services were seen to send.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::Stage;

use super::pieces::{ADDED, CODE, REMOVED, pieces};
use crate::facts::mark;
use crate::observed::{Deviation, Report, Seen, Share};
use crate::paths::Spot;
use crate::plan::Plan;
use crate::templates::Markup;
use crate::view::observed::{
    CellView, ClosedView, CodeView, CountView, DeviatingView, DeviationView, GroupView, ObservedView, RowView,
    ShareView, TableView,
};

/// A longer list is closed until a reader opens it.
const MOST_OPEN: usize = 40;

/// A larger table is split by group.
const MOST_CELLS: usize = 6000;

/// The view of a report. `css` are the style sheets.
pub(crate) fn observed(report: &Report, plan: &Plan<'_>, css: Vec<Markup>) -> ObservedView {
    let (deviations, other) = deviations(report, plan);
    let never = report.never.iter().filter_map(|code| plan.catalog.position(code));
    let never: Vec<(usize, CodeView)> = never.map(|at| (at, code(at, plan))).collect();
    let (tables, is_split) = tables(report, plan);
    let count = |(name, count): &(String, u64)| CountView { name: name.clone(), count: *count };
    let operations: Vec<ShareView> =
        report.operations.iter().filter(|(_, share)| share.all > 0).map(|(name, of)| share(name, *of)).collect();
    ObservedView {
        css,
        home: href(Spot::Index, plan),
        includes_earlier: report.includes_earlier,
        responses: report.responses,
        errors: report.errors,
        unchecked: report.unchecked.iter().map(count).collect(),
        dropped: report.dropped,
        known: report.known,
        found: report.deviations.len(),
        codes: share("", report.codes),
        profiles: report.profiles.iter().map(|(name, of)| share(name, *of)).collect(),
        closed: ClosedView {
            deviations: report.deviations.len() > MOST_OPEN,
            tables: is_split,
            never: never.len() > MOST_OPEN,
            operations: operations.len() > MOST_OPEN,
        },
        deviations,
        other,
        tables,
        never: by_group(never, plan),
        operations,
    }
}

fn share(name: &str, Share { seen, all, percent }: Share) -> ShareView {
    ShareView { name: name.to_owned(), seen, all, percent }
}

fn code(at: usize, plan: &Plan<'_>) -> CodeView {
    let entry = &plan.catalog.entries()[at];
    CodeView {
        code: entry.code.clone(),
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        href: href(Spot::Entry(at), plan),
        mark: mark(entry, plan.catalog),
    }
}

/// The URL of a page of the published site.
fn href(spot: Spot, plan: &Plan<'_>) -> Option<String> {
    let site = plan.catalog.manifest().site.as_ref()?;
    Some(site.canonical.as_ref().unwrap_or(&site.root).clone() + &plan.paths.published(spot))
}

/// Views of codes, by the groups of the codes. Groups are in the order of the catalog, after codes
/// without one.
fn by_group<T>(items: Vec<(usize, T)>, plan: &Plan<'_>) -> Vec<GroupView<T>> {
    let mut groups: BTreeMap<Option<usize>, (Option<String>, Vec<T>)> = BTreeMap::new();
    for (at, item) in items {
        let above: Vec<_> = plan.paths.groups_above(&plan.catalog.entries()[at].segments).collect();
        let titles = || above.iter().map(|(_, group)| group.title.as_str()).collect::<Vec<_>>().join(" / ");
        let key = above.last().map(|(at, _)| *at);
        groups.entry(key).or_insert_with(|| (key.map(|_| titles()), Vec::new())).1.push(item);
    }
    groups.into_values().map(|(title, items)| GroupView { title, count: items.len(), items }).collect()
}

/// The deviations of each code, and those of none.
fn deviations(report: &Report, plan: &Plan<'_>) -> (Vec<GroupView<DeviatingView>>, Vec<DeviationView>) {
    let (mut of_codes, mut other) = (BTreeMap::<usize, Vec<DeviationView>>::new(), Vec::new());
    for found in &report.deviations {
        match found.code.as_deref().and_then(|code| plan.catalog.position(code)) {
            Some(at) => of_codes.entry(at).or_default().push(deviation(found)),
            None => other.push(deviation(found)),
        }
    }
    let of_codes = of_codes.into_iter();
    let views = of_codes.map(|(at, deviations)| (at, DeviatingView { code: code(at, plan), deviations }));
    (by_group(views.collect(), plan), other)
}

fn deviation(of: &Deviation) -> DeviationView {
    DeviationView {
        rule: of.rule,
        is_error: of.is_error,
        message: pieces(&of.message, &[CODE]),
        notes: of.notes.iter().map(|note| pieces(note, &[REMOVED, ADDED])).collect(),
        help: of.help.iter().map(|help| pieces(help, &[CODE])).collect(),
    }
}

/// What the tables show: the codes that each operation declares, and how often each code was seen.
struct Matrix<'r> {
    declared: BTreeMap<&'r str, BTreeSet<usize>>,
    seen: BTreeMap<usize, Seen>,
    stages: &'r [Stage],
}

/// The tables of codes and operations, and whether there is one for each group.
fn tables(report: &Report, plan: &Plan<'_>) -> (Vec<TableView>, bool) {
    let matrix = Matrix::of(report, plan);
    let operations = matrix.operations();
    let groups = by_group(matrix.codes().into_iter().map(|at| (at, at)).collect(), plan);
    let rows: usize = groups.iter().map(|group| group.count).sum();
    if rows * operations.len() <= MOST_CELLS {
        let table = (rows > 0).then(|| matrix.table(None, &operations, groups, plan));
        return (table.into_iter().collect(), false);
    }
    let table = |group: GroupView<usize>| matrix.table(group.title.clone(), &operations, vec![group], plan);
    (groups.into_iter().map(table).collect(), true)
}

impl<'r> Matrix<'r> {
    fn of(report: &'r Report, plan: &'r Plan<'_>) -> Matrix<'r> {
        let catalog = plan.catalog;
        let declared = catalog.operations().into_iter().map(|operation| {
            let codes = catalog.raised_in(&operation).into_iter();
            (operation.name, codes.filter(|&at| catalog.entries()[at].sent()).collect())
        });
        let mut seen: BTreeMap<usize, Seen> = BTreeMap::new();
        for of in report.seen.iter().filter(|of| of.count > 0) {
            if let Some(at) = catalog.position(&of.code) {
                merge(seen.entry(at).or_default(), of);
            }
        }
        Matrix { declared: declared.collect(), seen, stages: &catalog.manifest().stages }
    }

    /// The operations with a declared or seen code.
    fn operations(&self) -> Vec<&str> {
        let declared = self.declared.iter().filter(|(_, codes)| !codes.is_empty()).map(|(name, _)| *name);
        let seen = self.seen.values().flat_map(|seen| seen.operations.keys().map(String::as_str));
        declared.chain(seen).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The codes that were seen, or that an operation declares.
    fn codes(&self) -> BTreeSet<usize> {
        self.seen.keys().chain(self.declared.values().flatten()).copied().collect()
    }

    /// The table of some groups, without operations in which they have nothing.
    fn table(
        &self,
        title: Option<String>,
        operations: &[&str],
        groups: Vec<GroupView<usize>>,
        plan: &Plan<'_>,
    ) -> TableView {
        let codes = || groups.iter().flat_map(|group| group.items.iter().copied());
        let has = |operation: &&&str| codes().any(|at| !self.cell(at, operation, plan).kind.is_empty());
        let operations: Vec<&str> = operations.iter().filter(has).copied().collect();
        let count = codes().count();
        let row = |at: usize| RowView {
            code: code(at, plan),
            count: self.seen.get(&at).map_or(0, |seen| seen.count),
            cells: operations.iter().map(|operation| self.cell(at, operation, plan)).collect(),
        };
        let group = |group: GroupView<usize>| GroupView {
            title: group.title,
            count: group.count,
            items: group.items.into_iter().map(row).collect(),
        };
        let groups = groups.into_iter().map(group).collect();
        TableView { title, count, operations: operations.iter().map(|name| (*name).to_owned()).collect(), groups }
    }

    fn cell(&self, at: usize, operation: &str, plan: &Plan<'_>) -> CellView {
        let count = self.seen.get(&at).and_then(|seen| seen.operations.get(operation)).copied().unwrap_or_default();
        let kind = match count {
            0 if self.declared.get(operation).is_some_and(|codes| codes.contains(&at)) => "unseen",
            0 => "",
            _ if plan.catalog.entries()[at].raised_by.includes(self.stages, operation) => "seen",
            _ => "undeclared",
        };
        CellView { kind, count }
    }
}

fn merge(to: &mut Seen, other: &Seen) {
    to.count = to.count.saturating_add(other.count);
    for (operation, count) in other.operations.iter().filter(|(_, count)| **count > 0) {
        let of = to.operations.entry(operation.clone()).or_default();
        *of = of.saturating_add(*count);
    }
}
