//! Python, with mypy and pyright.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{
    ACTIONS, CATALOGS, COMPANY, SERVICE, WITH_VECTORS, bodies_with_params, examples, load, responses_of_company, run,
    tool, write, write_company, write_custom,
};

/// The example services.
const EXAMPLE: &str = "examples/services";

/// The programs that check and run Python.
struct Tools {
    mypy: PathBuf,
    pyright: PathBuf,
    python: PathBuf,
}

impl Tools {
    fn find() -> Option<Tools> {
        let mypy = tool("venv/bin/mypy")?;
        let pyright = tool("node_modules/.bin/pyright")?;
        Some(Tools { python: mypy.with_file_name("python"), mypy, pyright })
    }

    /// Checks the files in a folder, and those in the folders below it with pyright.
    fn check(&self, folder: &Path) {
        self.check_with_mypy(folder);
        self.check_with_pyright(folder);
    }

    fn check_with_mypy(&self, folder: &Path) {
        run(folder, &self.mypy, &["--strict", "--cache-dir=/dev/null", "."]);
    }

    fn check_with_pyright(&self, folder: &Path) {
        let venv = self.python.ancestors().nth(3).expect("tests/tools");
        let settings = serde_json::json!({
            "typeCheckingMode": "strict", "pythonVersion": "3.11", "include": ["."], "venvPath": venv, "venv": "venv",
        });
        fs::write(folder.join("pyrightconfig.json"), settings.to_string()).expect("written");
        run(folder, &self.pyright, &["--project", "."]);
    }

    /// What a script prints.
    fn run(&self, folder: &Path, arguments: &[&str]) -> String {
        run(folder, &self.python, &[["-B", "-W", "error"].as_slice(), arguments].concat())
    }
}

fn copy(client: &str, folder: &Path) {
    fs::copy(Path::new("tests/clients").join(client), folder.join(client)).expect("copied");
}

#[test]
fn python_type_checks_and_distinguishes_codes() {
    let Some(tools) = Tools::find() else { return };
    let root = tempfile::tempdir().expect("a folder");
    for (at, name) in CATALOGS.iter().enumerate() {
        let folder = root.path().join(at.to_string());
        write(&load(name), "python", &folder);
        if *name == "catalog" {
            copy("client.py", &folder);
            fs::write(folder.join("examples.json"), examples().to_string()).expect("written");
        }
        if *name == ACTIONS {
            copy("action.py", &folder);
        }
        tools.check_with_mypy(&folder);
        tools.run(&folder, &["errors.py"]);
    }
    tools.check_with_pyright(root.path());
    let folder = |of: &str| root.path().join(CATALOGS.iter().position(|name| *name == of).expect("it").to_string());
    let said = tools.run(&folder("catalog"), &["client.py", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
    assert_eq!(tools.run(&folder(ACTIONS), &["action.py"]), "actions\n");
}

/// Modules of catalogs that depend on each other import each other.
#[test]
fn python_raises_and_reads_codes_of_dependencies() {
    let Some(tools) = Tools::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write_company("python", |name| folder.path().join(name));
    for name in COMPANY.into_iter().chain(["hub"]) {
        let module = folder.path().join(format!("{name}_errors.py"));
        fs::rename(folder.path().join(name).join("errors.py"), module).expect("moved");
    }
    copy("company.py", folder.path());
    tools.check(folder.path());
    assert_eq!(tools.run(folder.path(), &["company.py"]), responses_of_company());
}

#[test]
fn python_reads_params_and_answers() {
    let Some(tools) = Tools::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "python", folder.path());
    copy("params.py", folder.path());
    copy("service.py", folder.path());
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    tools.check(folder.path());
    let said = tools.run(folder.path(), &["params.py", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
    assert_eq!(tools.run(folder.path(), &["service.py"]), "answered\n");
}

#[test]
fn python_conforms_to_the_vectors() {
    let Some(tools) = Tools::find() else { return };
    for name in WITH_VECTORS {
        let catalog = load(name);
        let folder = tempfile::tempdir().expect("a folder");
        write(&catalog, "python", folder.path());
        write_custom(&catalog, "tests/vectors/python", folder.path());
        copy("vectors.py", folder.path());
        fs::write(folder.path().join("vectors.json"), errbook_docs::vectors(&catalog)).expect("written");
        let said = tools.run(folder.path(), &["vectors.py", "vectors.json"]);
        assert!(said.ends_with(", 0 differ\n"), "{name}: {said}");
        println!("{name}: {}", said.trim());
    }
}

/// Names of codes, params, and fields that Python or the module has. The loader refuses `self`.
#[test]
fn python_names_hide_nothing() {
    let Some(tools) = Tools::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "python", folder.path());
    let names = "import builtins, errors, re\n\
        names = {name for name in dir(errors) + dir(builtins) if name[0].isupper()} | {'ShopException', 'OrderParams'}\n\
        print('\\n'.join(sorted(re.sub('(?<!^)(?=[A-Z])', '_', name).lower() for name in names)))";
    let names = tools.run(folder.path(), &["-c", names]);
    let names: BTreeSet<&str> = names
        .lines()
        .filter(|name| *name != "self" && name.chars().all(|char| char.is_ascii_lowercase() || char == '_'))
        .collect();
    assert!(names.len() > 120, "{names:?}");
    let catalog = folder.path().join("catalog");
    fs::create_dir(&catalog).expect("created");
    let manifest = "name: shop\ncodes: {levels: [{name: code}]}\nrust: {name: [code]}\n\
        fields: {str: {type: string}, list: {type: list}, int: {type: integer}, property: {type: boolean}}\n\
        profiles: {api: {envelope: {code: $code, text: $detail, str: $field.str, params: $params}}}\n";
    fs::write(catalog.join("catalog.yaml"), manifest).expect("written");
    let params = ["class", "from", "str", "int", "match", "type", "tuple", "print", "none", "error", "field", "params"];
    let placeholders: String = params.iter().map(|name| format!("{{{name}}} ")).collect();
    let declared: String = params.iter().map(|name| format!("  {name}: {{type: string, example: x}}\n")).collect();
    let entry = format!(
        "status: 404\nmessage: \"{}\"\nparams:\n{declared}fields: {{str: a, list: [b], int: 1, property: true}}\n",
        placeholders.trim()
    );
    for name in names.into_iter().chain(["order"]) {
        fs::write(catalog.join(format!("{name}.yaml")), &entry).expect("written");
    }
    let exported = folder.path().join("exported");
    write(&load(catalog.to_str().expect("UTF-8")), "python", &exported);
    tools.check(&exported);
    let raised = "import errors\n\
        classes = errors.ShopException.__subclasses__()\n\
        params = dict.fromkeys('class_ from_ str int match type tuple print none error field params'.split(), 'x')\n\
        assert all(of(**params).response().status == 404 for of in classes), classes\n\
        print(len(classes) == len(errors.Code) > 120)";
    assert_eq!(tools.run(&exported, &["-c", raised]), "True\n");
}

#[test]
fn the_python_services_document_their_errors() {
    let Some(tools) = Tools::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = load(&format!("{EXAMPLE}/catalog"));
    write(&catalog, "python", folder.path());
    for name in ["service.py", "client.py"] {
        fs::copy(Path::new(EXAMPLE).join("python").join(name), folder.path().join(name)).expect("copied");
    }
    tools.check(folder.path());
    let document = "import json, service; print(json.dumps(service.app.openapi()))";
    let document: Value = serde_json::from_str(&tools.run(folder.path(), &["-c", document])).expect("JSON");
    for (path, method, code, status) in [
        ("/orders/{order}", "get", "shop:order:not_found", "404"),
        ("/orders", "post", "shop:order:invalid", "422"),
        ("/payments", "post", "shop:card:declined", "402"),
        ("/search", "get", "shop:limit:exceeded", "429"),
        ("/stock", "get", "shop:stock:unavailable", "503"),
    ] {
        let response = &document["paths"][path][method]["responses"][status];
        let content = &response["content"]["application/json"];
        assert_eq!(content["examples"][code]["value"]["code"], code, "{response:#}");
        assert_eq!(content["schema"]["oneOf"][0]["properties"]["code"]["const"], code, "{response:#}");
    }
}
