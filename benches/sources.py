#!/usr/bin/env python3
"""Imports catalogs of real projects from their registries, and counts what arrives.

    benches/sources.py PATH/TO/errbook [FOLDER]

Needs apt-get, npm, node, cargo, and pip. FOLDER keeps what was fetched for the next run.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

MAPS = pathlib.Path(__file__).parent / "sources"


def run(*command, folder=None, quiet=True):
    out = subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL if quiet else None)
    return out.stdout


def once(path, make):
    """The path, which `make` creates if it doesn't exist yet."""
    if not path.exists():
        make()
    assert path.exists(), f"{path} was not made"
    return path


def npm(folder, package):
    run("npm", "install", "--prefix", str(folder), "--no-save", "--no-audit", package)


def node(folder, script):
    return run("node", "-e", script, folder=folder)


def postgresql(folder):
    def make():
        run("sh", "-c", "apt-get download postgresql-15 && dpkg-deb -x postgresql-15_*.deb postgresql", folder=folder)
    return "csv", once(folder / "postgresql/usr/share/postgresql/15/errcodes.txt", make)


def typescript(folder):
    def make():
        npm(folder, "typescript@5.9")
        diagnostics = node(folder, """
            const ts = require("typescript"), all = {};
            for (const of of Object.values(ts.Diagnostics))
              all[of.message] = {category: ts.DiagnosticCategory[of.category], code: of.code};
            console.log(JSON.stringify(all, null, 1));""")
        (folder / "typescript.json").write_text(diagnostics)
    return "json", once(folder / "typescript.json", make)


def spark(folder):
    def make():
        run("sh", "-c", "pip download --no-deps --no-binary :all: pyspark -d . -q; "
            "tar xzf pyspark-*.tar.gz --wildcards --strip-components=3 '*/pyspark/errors/error-conditions.json'", folder=folder)
    return "json", once(folder / "error-conditions.json", make)


def rustc(folder):
    crate = folder / "rustc"

    def make():
        run("cargo", "init", "--quiet", "--name", "fetch", str(crate))
        run("cargo", "add", "--quiet", "rustc-ap-rustc_error_codes@638.0.0", folder=crate)
        run("cargo", "vendor", "--quiet", "vendor", folder=crate)
    return "markdown", once(crate / "vendor/rustc-ap-rustc_error_codes/error_codes", make)


def ruff(folder):
    def make():
        run("pip", "install", "-q", "--target", str(folder / "ruff"), "ruff")
        rules = run(str(folder / "ruff/bin/ruff"), "rule", "--all", "--output-format", "json")
        (folder / "ruff.json").write_text(rules)
    return "json", once(folder / "ruff.json", make)


def eslint(folder):
    def make():
        npm(folder, "eslint@9")
        rules = node(folder, """
            const { builtinRules } = require("eslint/use-at-your-own-risk"), all = {};
            for (const [name, rule] of builtinRules)
              all[name] = {description: rule.meta.docs.description, type: rule.meta.type, messages: rule.meta.messages ?? {}};
            console.log(JSON.stringify(all, null, 1));""")
        (folder / "eslint.json").write_text(rules)
    return "json", once(folder / "eslint.json", make)


def pylint(folder):
    def make():
        run("pip", "install", "-q", "--target", str(folder / "pylint"), "pylint")
        script = """
import json, sys
sys.path.insert(0, "pylint")
from pylint.lint import PyLinter
linter = PyLinter(); linter.load_default_plugins()
print(json.dumps({of.msgid: {"name": of.symbol, "message": of.msg, "description": of.description}
                  for of in linter.msgs_store.messages}, indent=1))"""
        (folder / "pylint.json").write_text(run(sys.executable, "-c", script, folder=folder))
    return "json", once(folder / "pylint.json", make)


def typescript_eslint(folder):
    def make():
        run("sh", "-c", "npm pack --silent @typescript-eslint/eslint-plugin@7 && tar xzf typescript-eslint-eslint-plugin-*.tgz", folder=folder)
    return "markdown", once(folder / "package/docs/rules", make)


SOURCES = [postgresql, typescript, spark, rustc, ruff, eslint, pylint, typescript_eslint]


def main():
    errbook, *folder = sys.argv[1:]
    errbook = str(pathlib.Path(errbook).resolve())
    folder = pathlib.Path(folder[0] if folder else tempfile.mkdtemp()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    print("| source | rows | entries | with a message | drafts | words read | lost |\n|---|---|---|---|---|---|---|")
    for source in SOURCES:
        name = source.__name__.replace("_", "-")
        format, path = source(folder)
        out = folder / "catalogs" / name
        run("rm", "-rf", str(out))
        map = MAPS / f"{name}.yaml"
        options = ["--map", str(map)] if map.exists() else []
        assert not options or len(map.read_text().splitlines()) <= 6, f"{map} has more than six lines"
        done = subprocess.run([errbook, "import", format, str(path), "--out", str(out), "--name", name, "--format", "json",
                               *options], text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)["report"]
        totals = report["totals"]
        assert totals["read"] == totals["in_entries"] + totals["in_keys"] + totals["in_report"]
        messages = sum("message:" in file.read_text() for file in out.rglob("*.yaml") if file.name != "catalog.yaml")
        lost = sum(item["kind"] == "lost" for item in report["items"])
        run(errbook, "--catalog", str(out), "check", "--baseline", str(out / "errbook-baseline.json"))
        print(f"| {name} | {totals['sources']} | {totals['entries']} | {messages} | {totals['drafts']} | {totals['read']} | {lost} |")


main()
