//! Error enums of single operations, such as `DeployCreateDeploymentError`, with a variant for each
//! code that the catalog lists for the operation, so a handler can't raise others. Codes of a stage
//! are in an enum of their own, such as `AuthStageError`, which each operation that goes through
//! the stage has in one variant. The fixed part is `parts/operation.rs`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry};

use crate::error;
use crate::literal::{self, ALLOW, attribute};
use crate::outside::{self, Outside};

/// The enums are generated if they have up to this many variants in total, unless the build script
/// overrides it. An operation costs about 6 ms of compile time, mostly for its impls.
const UP_TO: usize = 500;

/// The enum of an operation or a stage.
pub(crate) struct Subset<'c> {
    name: String,
    of: Of<'c>,
    /// The codes with a variant of their own.
    own: Vec<(usize, &'c Entry)>,
    /// Positions of the stages, and the variants that hold their enums.
    stages: Vec<(usize, String)>,
    /// All codes, sorted.
    codes: BTreeSet<usize>,
    /// Dependencies with the codes that it raises of each. One variant holds the errors of each.
    outside: Vec<(Outside<'c>, Vec<&'c str>)>,
}

#[derive(Clone, Copy)]
enum Of<'c> {
    Stage(&'c str),
    Operation(&'c str),
}

/// The enums of all stages that raise codes, and then those of the operations.
pub(crate) fn of(catalog: &Catalog) -> Vec<Subset<'_>> {
    let entry = |at: usize| (at, &catalog.entries()[at]);
    let mut taken = BTreeSet::from(["Error".to_owned()]);
    let mut subsets: Vec<Subset<'_>> = Vec::new();
    // The positions in the manifest of stages with an enum.
    let mut stages: Vec<usize> = Vec::new();
    for (at, stage) in catalog.manifest().stages.iter().enumerate() {
        let codes = catalog.raised_by_stage(at);
        if !codes.is_empty() {
            let name = name(&format!("{}_stage", stage.name), "Stage", &mut taken);
            let own = codes.iter().map(|at| entry(*at)).collect();
            stages.push(at);
            let (of, codes) = (Of::Stage(&stage.name), codes.into_iter().collect());
            subsets.push(Subset { name, of, own, stages: Vec::new(), codes, outside: Vec::new() });
        }
    }
    for operation in catalog.operations() {
        let own: Vec<(usize, &Entry)> = operation.own.iter().map(|at| entry(*at)).collect();
        let through = (0..stages.len()).filter(|at| operation.stages.contains(&stages[*at]));
        let through = through.map(|at| (at, stage_variant(&subsets[at].name, &own))).collect::<Vec<_>>();
        let outside = raised_outside(catalog, operation.name);
        if !own.is_empty() || !through.is_empty() || !outside.is_empty() {
            subsets.push(Subset {
                name: name(operation.name, "Operation", &mut taken),
                of: Of::Operation(operation.name),
                own,
                stages: through,
                codes: catalog.raised_in(&operation),
                outside,
            });
        }
    }
    subsets
}

/// The codes of dependencies that an operation raises, by the names of their variants.
fn raised_outside<'c>(catalog: &'c Catalog, operation: &'c str) -> Vec<(Outside<'c>, Vec<&'c str>)> {
    let codes = |of: Outside<'c>| {
        let raised = of.dependency.raised_in(operation, &catalog.manifest().stages);
        let codes = raised.filter_map(|code| of.dependency.codes.get(code)).filter(|code| code.raisable);
        let codes: Vec<&str> = codes.filter_map(|code| code.variant.as_deref()).collect();
        (!codes.is_empty()).then_some((of, codes))
    };
    outside::of(catalog).filter_map(codes).collect()
}

/// `AuthStage` for the enum `AuthStageError`, numbered if a code has this name.
fn stage_variant(name: &str, own: &[(usize, &Entry)]) -> String {
    let variant = name.strip_suffix("Error").unwrap_or(name);
    let numbered = (2..).map(|number: usize| format!("{variant}{number}"));
    let is_free = |name: &String| own.iter().all(|(_, entry)| entry.rust.variant != *name);
    std::iter::once(variant.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Whether the enums are generated unless the build script overrides it.
pub(crate) fn is_few(subsets: &[Subset<'_>]) -> bool {
    variants(subsets) <= UP_TO
}

/// The total number of variants with codes. The codes of a stage count once.
fn variants(subsets: &[Subset<'_>]) -> usize {
    subsets.iter().map(|subset| subset.own.len()).sum()
}

/// What isn't generated because the enums have too many variants.
pub(crate) fn omitted(catalog: &Catalog) -> Option<String> {
    const NAMED: usize = 3;
    let subsets = of(catalog);
    let count = variants(&subsets);
    let names: Vec<&str> = subsets.iter().map(|subset| subset.name.as_str()).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let names = names[..names.len().min(NAMED)].join("`, `");
    (!is_few(&subsets)).then(|| {
        format!(
            "the enums of operations would have {count} variants, over the limit of {UP_TO}, and are not generated: \
             `{names}`{more}; move codes that operations share to `stages` in catalog.yaml, or set `operations` of \
             `errbook_build::Config`"
        )
    })
}

pub(crate) fn write(catalog: &Catalog, subsets: &[Subset<'_>], out: &mut String) {
    for subset in subsets {
        let Subset { name, of, own, stages, codes, outside } = subset;
        let about = match of {
            Of::Stage(stage) => format!("An error that the stage `{stage}` of operations can raise."),
            Of::Operation(operation) => format!("An error that the operation `{operation}` can raise."),
        };
        attribute("doc", &about, out);
        let can_clone = outside.iter().all(|(of, _)| of.can_clone());
        let _ = writeln!(
            out,
            "{}#[non_exhaustive]\n{ALLOW}pub enum {name} {{",
            if can_clone { "#[derive(::core::clone::Clone)]\n" } else { "" }
        );
        for (_, entry) in own {
            let doc = format!("The same as [`Error::{}`].", entry.rust.variant);
            error::write_variant(catalog, entry, &doc, "", out);
        }
        for (stage, variant) in stages {
            let of = &subsets[*stage].name;
            let _ = writeln!(out, "/// An error of [`{of}`].\n{variant}({of}),");
        }
        for (of, codes) in outside {
            let list =
                codes.iter().map(|code| format!("[`{0}::Code::{code}`]", of.path)).collect::<Vec<_>>().join(", ");
            attribute("doc", &format!("One of the codes {list}."), out);
            let _ = writeln!(out, "{}({}::Error),", of.variant, of.path);
        }
        let _ = writeln!(out, "}}\n\n{ALLOW}impl {name} {{");
        if let Of::Operation(operation) = of {
            let operation = literal::string(operation);
            let _ = writeln!(out, "/// Name of the operation.\npub const OPERATION: &'static str = {operation};");
        }
        let codes = codes.iter().map(|at| format!("Code::{}", catalog.entries()[*at].rust.variant));
        let of_others = outside.iter().flat_map(|(of, codes)| {
            codes.iter().map(|code| format!("Code::{}({}::Code::{code})", of.variant, of.path))
        });
        let codes = codes.chain(of_others);
        let codes = literal::slice(codes);
        let _ = writeln!(
            out,
            "/// The codes that it can raise, sorted.\npub const CODES: &'static [Code] = {codes};\n}}\n"
        );
        let variants: Vec<&str> = stages.iter().map(|(_, variant)| variant.as_str()).collect();
        let others: Vec<&str> = outside.iter().map(|(of, _)| of.variant.as_str()).collect();
        error::write_accessors(catalog, name, own, (&variants, &others), out);
        write_conversions(subsets, subset, out);
        let part = error::with_code(catalog, include_str!("parts/operation.rs"));
        out.push_str(&part.replace("__ErrbookOperation", name));
        if let Of::Operation(_) = of {
            let _ = writeln!(
                out,
                "impl ::errbook::OperationError for {name} {{\nconst OPERATION: &'static str = Self::OPERATION;\n\
                 const CODES: &'static [Code] = Self::CODES;\n}}\n"
            );
        }
    }
}

/// `From` for `Error`, `TryFrom` in the other direction, and `From` for the enum of each stage.
fn write_conversions(subsets: &[Subset<'_>], subset: &Subset<'_>, out: &mut String) {
    let Subset { name, own, stages, outside, .. } = subset;
    let arms = |from: &str, to: &str, before: &str, after: &str, out: &mut String| {
        for (_, entry) in own {
            let fields: Vec<&str> = entry.params.iter().map(|param| param.field.as_str()).collect();
            let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
            let variant = &entry.rust.variant;
            let _ = writeln!(out, "{from}::{variant}{fields} => {before}{to}::{variant}{fields}{after},");
        }
    };
    let import_error = if own.is_empty() && outside.is_empty() { "" } else { "use Error as E;\n" };
    let _ = writeln!(
        out,
        "{ALLOW}impl ::core::convert::From<{name}> for Error {{\n\
        fn from(error: {name}) -> Error {{\nuse {name} as O;\n{import_error}match error {{"
    );
    arms("O", "E", "", "", out);
    for (_, variant) in stages {
        let _ = writeln!(out, "O::{variant}(error) => error.into(),");
    }
    for (of, _) in outside {
        let _ = writeln!(out, "O::{0}(error) => E::{0}(error),", of.variant);
    }
    let _ = writeln!(
        out,
        "}}\n}}\n}}\n\n{ALLOW}#[allow(unreachable_patterns, reason = \"generated\")]\n\
        impl ::core::convert::TryFrom<Error> for {name} {{\ntype Error = Error;\n\n\
        fn try_from(error: Error) -> ::core::result::Result<{name}, Error> {{\nuse {name} as O;\n{import_error}match error {{"
    );
    arms("E", "O", "::core::result::Result::Ok(", ")", out);
    for (of, codes) in outside {
        let codes: Vec<String> = codes.iter().map(|code| format!("{}::Code::{code}", of.path)).collect();
        let _ = writeln!(
            out,
            "E::{0}(error) if ::core::matches!(::errbook::TypedError::code(&error), {1}) => \
             ::core::result::Result::Ok(O::{0}(error)),",
            of.variant,
            codes.join(" | ")
        );
    }
    out.push_str("error => {\n");
    for (stage, variant) in stages {
        let stage = &subsets[*stage].name;
        let _ = writeln!(
            out,
            "let error = match <{stage} as ::core::convert::TryFrom<Error>>::try_from(error) {{\n\
             ::core::result::Result::Ok(error) => return ::core::result::Result::Ok(O::{variant}(error)),\n\
             ::core::result::Result::Err(error) => error,\n}};"
        );
    }
    out.push_str("::core::result::Result::Err(error)\n}\n}\n}\n}\n\n");
    for (stage, variant) in stages {
        let stage = &subsets[*stage].name;
        let _ = writeln!(
            out,
            "impl ::core::convert::From<{stage}> for {name} {{\n\
            fn from(error: {stage}) -> Self {{\nSelf::{variant}(error)\n}}\n}}\n"
        );
    }
}

/// The name of an enum: `deploy.createDeployment` becomes `DeployCreateDeploymentError`. A name
/// that is already used or isn't an identifier gets a number.
fn name(of: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let name = literal::camel_case(of);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let name = if is_name { name } else { format!("{otherwise}{name}") };
    let numbered = (2..).map(|number: usize| format!("{name}{number}Error"));
    let free = std::iter::once(format!("{name}Error")).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use errbook_catalog::{Catalog, Sources};

    /// 54 operations, and 27 codes that each of them raises: 1,458 pairs.
    fn catalog(raised_by: &str) -> Catalog {
        let operations: Vec<String> = (0..54).map(|at| format!("keys.operation{at}")).collect();
        let manifest = format!(
            "name: a\ncodes: {{levels: [{{name: a}}]}}\nstages: {{auth: {{operations: [{}]}}}}\n",
            operations.join(", ")
        );
        let entry = format!("message: It failed\nraised_by: {}\n", raised_by.replace("LIST", &operations.join(", ")));
        let entries = (0..27).map(|at| (format!("code_{at}.yaml"), entry.clone()));
        let files = entries.chain([("catalog.yaml".to_owned(), manifest)]);
        errbook_catalog::read_sources(Sources::from_texts(files)).0.expect("a catalog")
    }

    #[test]
    fn shared_stages_keep_enums_under_the_limit() {
        let (own, shared) = (catalog("[LIST]"), catalog("[{stage: auth}]"));
        assert_eq!(super::variants(&super::of(&own)), 1458);
        insta::assert_snapshot!(super::omitted(&own).expect("a warning"), @"the enums of operations would have 1458 variants, over the limit of 500, and are not generated: `KeysOperation0Error`, `KeysOperation1Error`, `KeysOperation10Error`, and 51 more; move codes that operations share to `stages` in catalog.yaml, or set `operations` of `errbook_build::Config`");
        assert_eq!(super::variants(&super::of(&shared)), 27);
        assert_eq!(super::omitted(&shared), None);
        assert_eq!(super::of(&shared).len(), 55);
    }

    #[test]
    fn names_are_distinct_identifiers() {
        let operations = ["", "/v2/keys", "a.b", "a_b", "deploy.createDeployment", "v2", "2x", "é"];
        let mut taken = BTreeSet::from(["Error".to_owned()]);
        let names = operations.map(|operation| super::name(operation, "Operation", &mut taken));
        assert_eq!(
            names,
            [
                "OperationError",
                "V2KeysError",
                "ABError",
                "AB2Error",
                "DeployCreateDeploymentError",
                "V2Error",
                "Operation2xError",
                "Operation2Error",
            ]
        );
    }
}
