//! Java, with its compiler: the target of `examples/java`.

use std::fs;
use std::path::Path;

use errbook_catalog::Catalog;
use errbook_test_support::tools;
use tempfile::TempDir;

use super::{CATALOGS, SHOP, WITH_VECTORS, load, run, write_custom};

const TEMPLATES: &str = "examples/java/templates/java";
const VECTORS: &str = "tests/vectors/java";

/// A folder with the package of a catalog.
fn package(catalog: &Catalog) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_custom(catalog, TEMPLATES, folder.path());
    folder
}

/// The Java files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("read");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".java")).collect()
}

/// Runs `javac` or `javadoc` on all files in a folder. Warnings are errors.
fn build(folder: &Path, program: &str, options: &[&str]) {
    let files = files(folder);
    let files = files.iter().map(String::as_str);
    let options = ["-Werror", "-encoding", "UTF-8"].iter().chain(options).copied();
    run(folder, program, &options.chain(files).collect::<Vec<_>>());
}

#[test]
fn java_compiles_without_warnings() {
    if !tools::has_program("javac") {
        return;
    }
    for name in CATALOGS {
        let folder = package(&load(name));
        build(folder.path(), "javac", &["-Xlint:all", "-d", "classes"]);
        if name.contains("hostile") {
            // Prose in comments is neither HTML nor a tag.
            build(folder.path(), "javadoc", &["-quiet", "-Xdoclint:all", "-d", "docs"]);
        }
    }
}

/// A code or a param can have the name of a keyword, of a method of all records, or of a type.
#[test]
fn java_avoids_reserved_words() {
    if !tools::has_program("javac") {
        return;
    }
    let words = ["class", "record", "int", "default", "wait", "hash_code", "code", "info", "package", "values", "of"];
    let types = ["unknown", "string", "list", "shop_error", "info", "long", "object", "override", "response", "record"];
    let params: String =
        words.iter().map(|word| format!("  {word}: {{type: integer, example: 1, about: A}}\n")).collect();
    let message: String = words.iter().map(|word| format!("{{{word}}} ")).collect();
    let entry = format!("status: 400\nmessage: \"{}\"\nparams:\n{params}", message.trim());
    let manifest =
        "name: shop\ncodes: {prefix: shop, levels: [{name: word}]}\nprofiles: {api: {envelope: {code: $code}}}\n";
    let entries = types.iter().chain(&["class", "default", "int"]).map(|word| (format!("{word}.yaml"), entry.clone()));
    let texts = entries.chain([("catalog.yaml".to_owned(), manifest.to_owned())]);
    let (catalog, report) = errbook_catalog::read_sources(errbook_catalog::Sources::from_texts(texts));
    let folder = package(&catalog.unwrap_or_else(|| panic!("{report}")));
    build(folder.path(), "javac", &["-Xlint:all", "-d", "classes"]);
}

#[test]
fn java_answers_and_reads_as_in_its_readme() {
    if !tools::has_program("javac") {
        return;
    }
    let catalog = load(SHOP);
    let folder = package(&catalog);
    write_custom(&catalog, VECTORS, folder.path());
    fs::write(folder.path().join("Readme.java"), readme()).expect("written");
    fs::copy("tests/clients/Client.java", folder.path().join("Client.java")).expect("copied");
    // In Java 17, the `switch` of the README is a preview, which is a warning.
    let preview = ["--enable-preview", "--release", "17", "-Xlint:all,-preview", "-d", "classes"];
    let names = files(folder.path());
    let names = names.iter().map(String::as_str);
    run(folder.path(), "javac", &preview.into_iter().chain(names).collect::<Vec<_>>());
    let said = run(folder.path(), "java", &["--enable-preview", "-cp", "classes", "shoperrors.Client"]);
    assert_eq!(said, "client\n");
}

/// Services write what those in Rust write, and clients read the same from it.
#[test]
fn java_conforms() {
    if !tools::has_program("javac") {
        return;
    }
    for name in WITH_VECTORS {
        let catalog = load(name);
        let folder = package(&catalog);
        write_custom(&catalog, VECTORS, folder.path());
        fs::write(folder.path().join("vectors.json"), errbook_docs::vectors(&catalog)).expect("written");
        build(folder.path(), "javac", &["-Xlint:all", "-d", "classes"]);
        let source = fs::read_to_string(folder.path().join("Errors.java")).expect("read");
        let name_of_package = source.lines().next().and_then(|line| line.strip_prefix("package ")?.strip_suffix(';'));
        let main = format!("{}.Vectors", name_of_package.expect("a package"));
        let said = run(folder.path(), "java", &["-cp", "classes", &main, "vectors.json"]);
        assert!(said.ends_with(" 0 failures\n") && !said.starts_with("0 "), "{name}: {said}");
    }
}

/// The code of the README as a class.
fn readme() -> String {
    let text = fs::read_to_string("examples/java/README.md").expect("read");
    let blocks: Vec<&str> = text.split("```java\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    let [service, client] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    format!(
        "package shoperrors;\n\nimport static java.nio.charset.StandardCharsets.UTF_8;\n\n\
         import com.sun.net.httpserver.HttpHandler;\nimport java.io.IOException;\nimport java.net.http.HttpResponse;\n\
         import java.util.Map;\n\nfinal class Readme {{\nstatic HttpHandler orders() {{\n{service}return orders;\n}}\n\n{client}}}\n"
    )
}
