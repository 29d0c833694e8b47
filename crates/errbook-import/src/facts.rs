//! Compares what pages claim with a table of what services do: statuses, titles, and operations. The
//! report has both locations, and the catalog has what the table says.

use errbook_catalog::{reason_phrase, suggest};

use crate::Made;
use crate::loss_report::LossReport;
use crate::model::{Entry, Place, Request};

/// What a table says about a code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact {
    pub(crate) place: Place,
    pub(crate) code: String,
    pub(crate) status: Option<u16>,
    pub(crate) title: Option<String>,
    /// Operations that raise it: a name, a path, or a method and a path.
    pub(crate) operations: Vec<String>,
    /// What can't be read in the row.
    pub(crate) problem: Option<String>,
}

/// Compares all entries with a table.
pub(crate) fn compare(made: &mut Made, facts: &[Fact]) {
    let Made { manifest, entries, report, .. } = made;
    let mut known = vec![false; facts.len()];
    for (at, fact) in facts.iter().enumerate() {
        let message = match (&fact.problem, facts[..at].iter().find(|other| other.code == fact.code)) {
            (Some(problem), _) => problem.clone(),
            (None, Some(first)) => format!("`{}` is already in line {}, which is used", fact.code, first.place.line),
            (None, None) => continue,
        };
        known[at] = fact.problem.is_none() || fact.code.is_empty();
        report.differs(fact.place.clone(), message, "");
    }
    for entry in entries.iter_mut().filter(|entry| entry.retired.is_none()) {
        let code = manifest.scheme.text(&entry.code);
        let Some(at) = facts.iter().position(|fact| fact.code == code) else {
            report.differs(entry.place.clone(), format!("`{code}` is not in the status table"), "");
            continue;
        };
        known[at] = true;
        let fact = &facts[at];
        title(entry, fact, report);
        status(entry, fact, report);
        operations(entry, fact, report);
    }
    let codes: Vec<String> = entries.iter().map(|entry| manifest.scheme.text(&entry.code)).collect();
    for (fact, _) in facts.iter().zip(known).filter(|(_, known)| !known) {
        let near = suggest::nearest(&fact.code, codes.iter().map(String::as_str));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        report.differs(fact.place.clone(), format!("no page or row describes `{}`{near}", fact.code), "");
    }
}

/// Where a table says something.
fn at(fact: &Fact) -> String {
    format!("`{}:{}`", fact.place.file, fact.place.line)
}

fn status(entry: &mut Entry, fact: &Fact, report: &mut LossReport) {
    let Some(status) = fact.status.filter(|status| entry.status != Some(*status)) else { return };
    let place = entry.status_at.clone().unwrap_or_else(|| entry.place.clone());
    let message = match entry.status {
        Some(own) => format!("status {own} here, but {status} in {}, which is used", at(fact)),
        None => format!("no status here: {status} of {} is used", at(fact)),
    };
    report.differs(place, message, "");
    entry.status = Some(status);
}

/// A title in the table is that of the response, or the name of the code.
fn title(entry: &mut Entry, fact: &Fact, report: &mut LossReport) {
    let Some(title) = &fact.title else { return };
    let phrase = fact.status.or(entry.status).and_then(reason_phrase);
    let own = entry.title.as_deref().or(entry.status.and_then(reason_phrase));
    if own == Some(title) || entry.name.as_ref() == Some(title) {
        return;
    }
    let place = entry.title_at.clone().unwrap_or_else(|| entry.place.clone());
    let message = match own {
        Some(own) => format!("title `{own}` here, but `{title}` in {}, which is used", at(fact)),
        None => format!("no title here: `{title}` of {} is used", at(fact)),
    };
    report.differs(place, message, "");
    entry.title = Some(title.clone()).filter(|title| phrase != Some(title));
}

/// A request on the page should be one that can raise the code.
fn operations(entry: &mut Entry, fact: &Fact, report: &mut LossReport) {
    if fact.operations.is_empty() {
        return;
    }
    for request in entry.what_happened.requests.iter() {
        if !fact.operations.iter().any(|operation| is_operation(request, operation)) {
            let message = format!(
                "`{} {}` is shown here, but {} says that only {} raise the code",
                request.method,
                request.path,
                at(fact),
                fact.operations.iter().map(|of| format!("`{of}`")).collect::<Vec<_>>().join(", ")
            );
            report.differs(request.place.clone(), message, "");
        }
    }
    if entry.raised_by.is_empty() {
        entry.raised_by.clone_from(&fact.operations);
    } else if entry.raised_by != fact.operations {
        let message = format!("other operations here than in {}, which are used", at(fact));
        report.differs(entry.place.clone(), message, entry.raised_by.join(", "));
        entry.raised_by.clone_from(&fact.operations);
    }
}

/// Whether a request is one of an operation: `keys.create`, `/v1/keys/{id}`, or `POST /v1/keys`.
fn is_operation(request: &Request, operation: &str) -> bool {
    let (method, path) = match operation.split_once(' ') {
        Some((method, path)) => (Some(method), path.trim()),
        None => (None, operation),
    };
    if method.is_some_and(|method| !method.eq_ignore_ascii_case(&request.method)) {
        return false;
    }
    let own = request.path.split('?').next().unwrap_or_default().trim_matches('/');
    let path = path.trim_matches('/');
    let (own, path): (Vec<&str>, Vec<&str>) = (own.split('/').collect(), path.split('/').collect());
    let same = |(own, part): (&&str, &&str)| own == part || (part.starts_with('{') && part.ends_with('}'));
    // A path of the table may leave out the start, such as a version.
    own.len() >= path.len() && own[own.len() - path.len()..].iter().zip(&path).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_names_or_paths() {
        let request =
            Request { method: "POST".to_owned(), path: "/v2/keys/k_1/verify?x=1".to_owned(), ..Request::default() };
        for operation in ["verify", "/keys/{id}/verify", "POST /v2/keys/{id}/verify", "post keys/k_1/verify"] {
            assert!(is_operation(&request, operation), "{operation}");
        }
        for operation in ["GET /v2/keys/{id}/verify", "/keys/verify", "POST /v2/keys/{id}", "/a/v2/keys/{id}/verify"] {
            assert!(!is_operation(&request, operation), "{operation}");
        }
    }
}
