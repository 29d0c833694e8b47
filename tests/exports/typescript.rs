//! TypeScript, with its compiler, Node.js, Deno, and Bun, in the frameworks that it has adapters for.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_catalog::{Catalog, Sources};

use super::{
    ACTIONS, CATALOGS, COMPANY, SERVICE, WITH_VECTORS, bodies_with_params, examples, export, load,
    responses_of_company, run, tool, write, write_company, write_custom,
};

/// The options of a careful user.
const STRICT: [&str; 9] = [
    "--strict",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
    "--noImplicitOverride",
    "--isolatedModules",
    "--target",
    "es2022",
    "--module",
    "nodenext",
];

/// Writes the export of a catalog and a program of `tests/clients` to a folder, and compiles them.
/// `None` if the compiler isn't installed.
fn compiled(catalog: &str, program: &str) -> Option<tempfile::TempDir> {
    let tsc = tool("node_modules/.bin/tsc")?;
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(catalog), "typescript", folder.path());
    fs::copy(format!("tests/clients/{program}.ts"), folder.path().join(format!("{program}.ts"))).expect("copied");
    compile(&tsc, folder.path(), program);
    Some(folder)
}

fn compile(tsc: &Path, folder: &Path, program: &str) {
    fs::write(folder.join("package.json"), "{\"type\": \"module\"}").expect("written");
    // Imports of packages are looked up next to the program.
    #[cfg(unix)]
    std::os::unix::fs::symlink(modules(), folder.join("node_modules")).expect("linked");
    let program = format!("{program}.ts");
    run(folder, tsc, &[&STRICT[..], &["--skipLibCheck", "--types", "node", &program]].concat());
}

fn modules() -> PathBuf {
    fs::canonicalize("tests/tools/node_modules").expect("the packages of tests/tools")
}

#[test]
fn typescript_compiles_all_catalogs() {
    let Some(tsc) = tool("node_modules/.bin/tsc") else { return };
    for name in CATALOGS {
        let folder = tempfile::tempdir().expect("a folder");
        write(&load(name), "typescript", folder.path());
        run(folder.path(), &tsc, &[&STRICT[..], &["--noEmit", "errors.ts"]].concat());
    }
    // In Node.js without the types of browsers.
    let types = tool("node_modules/@types").expect("the types of Node.js");
    let types = types.to_string_lossy();
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "typescript", folder.path());
    let node = ["--noEmit", "--lib", "es2022", "--types", "node", "--typeRoots", &types, "errors.ts"];
    run(folder.path(), &tsc, &[&STRICT[..], &node].concat());
}

/// Modules of catalogs that depend on each other import each other.
#[test]
fn typescript_throws_and_reads_codes_of_dependencies() {
    let Some(tsc) = tool("node_modules/.bin/tsc") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let package = |name: &str| match name {
        "gateway" => folder.path().to_owned(),
        "hub" => folder.path().join("hub"),
        _ => folder.path().join(format!("node_modules/@company/{name}-errors")),
    };
    write_company("typescript", package);
    let settings = "{\"type\": \"module\", \"exports\": \"./errors.js\"}";
    for name in &COMPANY[..3] {
        fs::write(package(name).join("package.json"), settings).expect("written");
        run(&package(name), &tsc, &[&STRICT[..], &["--declaration", "errors.ts"]].concat());
        fs::remove_file(package(name).join("errors.ts")).expect("removed");
    }
    fs::write(folder.path().join("package.json"), settings).expect("written");
    fs::copy("tests/clients/company.ts", folder.path().join("company.ts")).expect("copied");
    run(folder.path(), &tsc, &[&STRICT[..], &["company.ts", "hub/errors.ts"]].concat());
    assert_eq!(run(folder.path(), "node", &["company.js"]), responses_of_company());
}

/// It must run in browsers, and be safe to drop.
#[test]
fn typescript_needs_no_package_and_no_engine() {
    let template = &export(&load(SERVICE), "typescript")["errors.ts"];
    for word in ["\nimport ", "require(", "node:", "process.", "Buffer", ": any", "<any", "as any", "any[]"] {
        assert!(!template.contains(word), "{word}");
    }
}

#[test]
fn typescript_distinguishes_codes() {
    let Some(folder) = compiled("catalog", "client") else { return };
    fs::write(folder.path().join("examples.json"), examples().to_string()).expect("written");
    let said = run(folder.path(), "node", &["client.js", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
    let folder = compiled(ACTIONS, "action").expect("compiled");
    assert_eq!(run(folder.path(), "node", &["action.js"]), "actions\n");
    // Without this option, the compiler narrows types in another way.
    let tsc = tool("node_modules/.bin/tsc").expect("the compiler");
    run(
        folder.path(),
        &tsc,
        &[
            "--strict",
            "--target",
            "es2022",
            "--noEmit",
            "--module",
            "nodenext",
            "--types",
            "node",
            "--skipLibCheck",
            "errors.ts",
        ],
    );
}

#[test]
fn typescript_reads_params() {
    let Some(folder) = compiled(SERVICE, "params") else { return };
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    let said = run(folder.path(), "node", &["params.js", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
}

#[test]
fn typescript_serves_in_all_engines() {
    let Some(folder) = compiled(SERVICE, "server") else { return };
    let deno = tool("node_modules/.bin/deno").map(|path| fs::canonicalize(path).expect("Deno"));
    let bun = tool("node_modules/.bin/bun").map(|path| fs::canonicalize(path).expect("Bun"));
    for (engine, arguments) in
        [(Some("node".into()), vec!["server.js"]), (deno, vec!["run", "server.js"]), (bun, vec!["server.js"])]
    {
        let Some(engine) = engine else { continue };
        let output = Command::new(&engine).args(&arguments).current_dir(folder.path()).output().expect("runs");
        let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
        assert!(output.status.success() && said.contains("served"), "{}: {said}", engine.display());
        // It logs errors with sensitive params. Bun also shows the source.
        assert!(said.contains("CardRevealed") && !said.contains("s3cr3t-value"), "{}: {said}", engine.display());
    }
}

#[test]
fn typescript_serves_in_frameworks() {
    let Some(folder) = compiled(ACTIONS, "frameworks") else { return };
    assert_eq!(run(folder.path(), "node", &["frameworks.js"]), "express, fastify, hono\n");
}

/// A service that uses one of a hundred errors, bundled and minified.
#[test]
fn typescript_bundles_only_what_is_used() {
    let Some(esbuild) = tool("node_modules/.bin/esbuild") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write(&hundred(), "typescript", folder.path());
    let bundle = |program: &str| {
        fs::write(folder.path().join("one.ts"), program).expect("written");
        run(
            folder.path(),
            &esbuild,
            &["--bundle", "--minify", "--format=esm", "--outfile=one.js", "--log-level=error", "one.ts"],
        );
        let measure = "const text = require('fs').readFileSync('one.js'); console.log(require('zlib').gzipSync(text, {level: 9}).length)";
        let size: usize = run(folder.path(), "node", &["-e", measure]).trim().parse().expect("a size");
        println!("{size} bytes");
        (size, fs::read_to_string(folder.path().join("one.js")).expect("bundled"))
    };
    let (nothing, _) = bundle("import './errors.js';");
    assert!(nothing < 40, "{nothing}: a statement has an effect");
    let (one, text) = bundle(
        "import { Area0Thing7, toResponse } from './errors.js';
         export default { fetch: (request: Request) =>
             toResponse(new Area0Thing7({ name: 'x', size: 1, until: new Date() }), { profile: 'api', request }) };",
    );
    assert!(one <= 3000, "{one} bytes");
    assert!(text.contains("test:area0:thing7") && !text.contains("test:area0:thing8"), "{text}");
}

/// A catalog with a hundred codes.
fn hundred() -> Catalog {
    let mut files = BTreeMap::new();
    let mut manifest = "name: test
codes: {prefix: test, levels: [{name: area}, {name: specific}]}
profiles:
  api:
    negotiate: {application/problem+json: problem}
    envelope: {meta: {requestId: $request_id}, error: {code: $code, message: $detail, \"fix?\": $fix, \"errors?\": $errors, params: $params}}
  problem: rfc9457
site: {root: https://test.example/docs, errors: errors}
groups:
".to_owned();
    for area in 0..10 {
        let _ = writeln!(manifest, "  area{area}: {{title: Area {area}, description: The errors of area {area}.}}");
        for thing in 0..10 {
            let entry = format!(
                "name: Thing {thing} of area {area} is too large
summary: The request names thing {thing}, which is larger than area {area} allows. Send a smaller one.
status: 413
message: \"`{{name}}` of {{size}} is too large for area {area} until {{until}}\"
params:
  name: {{type: string, example: a, about: The name of the thing}}
  size: {{type: integer, format: bytes, example: 1, about: Its size}}
  until: {{type: timestamp, example: \"2026-01-31T09:30:00Z\", about: When the limit ends}}
how_to_fix: {{steps: [\"Send a thing that is smaller than the limit of area {area}\"]}}
headers: {{X-Until: {{param: until}}}}
action: fix_request
"
            );
            files.insert(format!("area{area}/thing{thing}.yaml"), entry);
        }
    }
    files.insert("catalog.yaml".to_owned(), manifest);
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

#[test]
fn typescript_writes_and_reads_the_vectors() {
    let Some(tsc) = tool("node_modules/.bin/tsc") else { return };
    for name in WITH_VECTORS {
        let catalog = load(name);
        let folder = tempfile::tempdir().expect("a folder");
        write(&catalog, "typescript", folder.path());
        write_custom(&catalog, "tests/vectors/typescript", folder.path());
        fs::copy("tests/clients/vectors.ts", folder.path().join("vectors.ts")).expect("copied");
        fs::write(folder.path().join("vectors.json"), errbook_docs::vectors(&catalog)).expect("written");
        compile(&tsc, folder.path(), "vectors");
        let said = run(folder.path(), "node", &["vectors.js", "vectors.json"]);
        assert!(said.ends_with("vectors\n") && !said.starts_with("0 "), "{name}: {said}");
    }
}
