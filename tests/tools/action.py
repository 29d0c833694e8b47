"""Runs the scripts of the GitHub action without GitHub: with a release on loopback, and a `gh` that
records its calls.

`python action.py ERRBOOK` needs the path of the binary. `ERRBOOK` can also be a variable.
"""

import base64
import gzip
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / ".github/action"
VERSION = "1.2.3"
# The version in Cargo.toml, as the action reads it.
OWN = next(line for line in (ROOT / "Cargo.toml").read_text().splitlines() if line.startswith("version = ")).split('"')[1]
MAC = sys.platform == "darwin"
TARGET = "aarch64-apple-darwin" if MAC else "x86_64-unknown-linux-musl"

# Answers like `gh api`. It keeps comments in a file, and each call in another.
GH = """#!/usr/bin/env python3
import json, os, pathlib, subprocess, sys
folder = pathlib.Path(os.environ["GH_FOLDER"])
arguments = sys.argv[2:]
assert sys.argv[1] == "api" and os.environ["GH_TOKEN"] == "token"
option = lambda name: arguments[arguments.index(name) + 1] if name in arguments else None
path = next(argument for argument in arguments if argument.startswith("repos/"))
method = option("--method") or "GET"
field, file = option("--field"), option("--input")
body = field and pathlib.Path(field.split("=@", 1)[1]).read_text()
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps({"method": method, "path": path, "body": body, "input": file and json.loads(pathlib.Path(file).read_text())}) + "\\n")
if os.environ.get("GH_READ_ONLY") and method != "GET":
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
comments = json.loads((folder / "comments").read_text())
if method == "GET":
    answer = subprocess.run(["jq", "-r", option("--jq")], input=json.dumps(comments), text=True, stdout=subprocess.PIPE, check=True)
    sys.stdout.write(answer.stdout)
elif method == "POST" and "/issues/" in path:
    comments.append({"id": len(comments) + 1, "user": {"type": "Bot"}, "body": body})
elif method == "PATCH":
    comments[int(path.rsplit("/", 1)[1]) - 1]["body"] = body
(folder / "comments").write_text(json.dumps(comments))
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Action(unittest.TestCase):
    """Each test is a workflow run: the variables that a runner sets, and a repository."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name).resolve()
        for folder in ["bin", "gh", "temp", "shop"]:
            (self.root / folder).mkdir()
        self.binary = self.root / "bin/errbook"
        # Small enough to pack for each test.
        self.program(self.binary, f'#!/bin/sh\nexec "{ERRBOOK}" "$@"\n')
        self.program(self.root / "bin/gh", GH)
        (self.root / "gh/comments").write_text("[]")
        for name in ["output", "path", "summary"]:
            (self.root / name).touch()
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_", "INPUT_"))},
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_OS": "macOS" if MAC else "Linux",
            "RUNNER_ARCH": "ARM64" if MAC else "X64",
            "RUNNER_TEMP": str(self.root / "temp"),
            "GITHUB_OUTPUT": str(self.root / "output"),
            "GITHUB_PATH": str(self.root / "path"),
            "GITHUB_STEP_SUMMARY": str(self.root / "summary"),
            "GITHUB_WORKSPACE": str(self.root / "shop"),
            "GITHUB_REPOSITORY": "shop/shop",
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_SHA": "c" * 40,
            "GH_TOKEN": "token",
            "GH_FOLDER": str(self.root / "gh"),
            "NUMBER": "7",
            "INPUT_CATALOG": "",
            "INPUT_ARGS": "",
            "AGAINST": "",
        }
        self.shop = self.root / "shop"
        self.entry = self.shop / "catalog/requests/not_found.yaml"
        subprocess.run([ERRBOOK, "init", "--quiet", self.shop], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.base = self.commit("Add the catalog")

    def program(self, path, text):
        path.write_text(text)
        path.chmod(0o755)

    def git(self, *arguments, folder=None):
        settings = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        command = ["git", *settings, *arguments]
        return subprocess.run(command, cwd=folder or self.shop, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def edit(self, old, new):
        text = self.entry.read_text()
        self.assertIn(old, text)
        self.entry.write_text(text.replace(old, new))

    def run_script(self, name, status=0, folder=None, **variables):
        """Runs a script, and returns what it prints."""
        result = subprocess.run(
            ["bash", SCRIPTS / name],
            cwd=folder or self.shop,
            env={**self.variables, **variables},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.assertEqual(result.returncode, status, f"{name}:\n{result.stdout}\n{result.stderr}")
        return result.stdout

    def outputs(self):
        """The outputs that scripts set, the last ones first."""
        lines = (self.root / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def calls(self):
        file = self.root / "gh/calls"
        calls = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        file.unlink(missing_ok=True)
        return calls

    # install.sh

    def release(self, version=VERSION):
        """Serves a release, and returns its folder and what to set."""
        folder = self.root / f"releases/download/v{version}"
        folder.mkdir(parents=True)
        name = f"errbook-v{version}-{TARGET}"
        if MAC:
            # The script that releases use needs GNU tar.
            with tarfile.open(folder / f"{name}.tar.gz", "w:gz") as archive:
                archive.add(self.binary, f"{name}/errbook")
        else:
            script = ROOT / ".github/release/archives.sh"
            targets = [f"{TARGET}={self.binary}", f"x86_64-pc-windows-msvc={self.binary}"]
            subprocess.run([script, version, folder, *targets], check=True, stdout=subprocess.DEVNULL)
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(folder.iterdir())]
        (folder / "SHA256SUMS").write_text("".join(sums))
        shutil.copytree(folder, self.root / "releases/latest/download", dirs_exist_ok=True)
        handler = lambda *arguments: Quiet(*arguments, directory=self.root / "releases")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return folder, {"ERRBOOK_RELEASES": f"http://127.0.0.1:{server.server_port}", "ACTION_REF": "", "INPUT_VERSION": ""}

    def installed(self, version=VERSION):
        path = (self.root / "path").read_text().splitlines()[-1]
        self.assertTrue(path.endswith(f"errbook-v{version}-{TARGET}"), path)
        self.assertTrue(os.access(pathlib.Path(path) / "errbook", os.X_OK))
        self.assertEqual(self.outputs()["version"], version)

    def test_install_finds_the_version(self):
        _, variables = self.release()
        for settings in [
            {"INPUT_VERSION": VERSION},
            {"INPUT_VERSION": f"v{VERSION}", "ACTION_REF": "v9.9.9"},
            {"INPUT_VERSION": "latest", "ACTION_REF": "v9.9.9"},
            {"ACTION_REF": f"v{VERSION}"},
            {"ACTION_REF": "main"},
            {"ACTION_REF": "v1"},
            {},
        ]:
            with self.subTest(settings):
                self.run_script("install.sh", **{**variables, **settings})
                self.installed()

    def test_install_of_a_commit_is_the_version_of_its_manifest(self):
        _, variables = self.release(OWN)
        self.run_script("install.sh", **{**variables, "ACTION_REF": "a" * 40})
        self.installed(OWN)

    def test_install_refuses_a_wrong_checksum(self):
        folder, variables = self.release()
        with (folder / f"errbook-v{VERSION}-{TARGET}.tar.gz").open("ab") as archive:
            archive.write(b"more")
        printed = self.run_script("install.sh", status=2, **{**variables, "INPUT_VERSION": VERSION})
        self.assertIn("::error title=errbook::wrong checksum of errbook-v1.2.3", printed)
        self.assertEqual((self.root / "path").read_text(), "")
        self.assertEqual([file.name for file in (self.root / "temp/errbook").iterdir()], ["SHA256SUMS"])

    def test_install_refuses_what_has_no_checksum(self):
        folder, variables = self.release()
        (folder / "SHA256SUMS").write_text("")
        printed = self.run_script("install.sh", status=2, **{**variables, "INPUT_VERSION": VERSION})
        self.assertIn("SHA256SUMS of v1.2.3 doesn't list errbook-v1.2.3", printed)

    def test_install_refuses_other_versions_and_platforms(self):
        _, variables = self.release()
        for settings, message in [
            ({"INPUT_VERSION": "7.7.7"}, "can't download"),
            ({"INPUT_VERSION": "../../evil/1.2.3"}, "invalid version"),
            ({"INPUT_VERSION": VERSION, "RUNNER_ARCH": "S390X"}, "no release of errbook for"),
        ]:
            with self.subTest(settings):
                self.assertIn(f"::error title=errbook::{message}", self.run_script("install.sh", status=2, **{**variables, **settings}))

    # base.sh

    def test_base_of_a_push_is_none(self):
        self.run_script("base.sh", INPUT_AGAINST="", PULL_BASE="", PULL_HEAD="")
        self.assertEqual(self.outputs()["revision"], "")

    def test_base_can_be_set(self):
        self.run_script("base.sh", INPUT_AGAINST="v1.0.0", PULL_BASE=self.base, PULL_HEAD=self.base)
        self.assertEqual(self.outputs()["revision"], "v1.0.0")
        self.run_script("base.sh", INPUT_AGAINST="none", PULL_BASE=self.base, PULL_HEAD=self.base)
        self.assertEqual(self.outputs()["revision"], "")

    def pull_request(self):
        """A pull request whose base has moved since, and a clone of their merge without history."""
        self.git("switch", "--quiet", "--create", "change")
        head = self.commit("Change")
        self.git("switch", "--quiet", "main")
        newer = self.commit("Move on")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", "change")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        clone = self.root / "clone"
        self.git("clone", "--quiet", "--depth", "1", f"file://{self.shop}", clone)
        return head, newer, clone

    def test_base_is_fetched(self):
        head, newer, clone = self.pull_request()
        self.run_script("base.sh", folder=clone, INPUT_AGAINST="", PULL_BASE=self.base, PULL_HEAD=head)
        self.assertEqual(self.outputs()["revision"], newer)
        self.git("cat-file", "-e", f"{newer}^{{commit}}", folder=clone)
        # Without the merge, the base is that of the event.
        self.run_script("base.sh", folder=clone, INPUT_AGAINST="", PULL_BASE=self.base, PULL_HEAD="d" * 40)
        self.assertEqual(self.outputs()["revision"], self.base)

    def test_base_that_is_missing(self):
        head, _, clone = self.pull_request()
        self.git("remote", "set-url", "origin", f"file://{self.root / 'nothing'}", folder=clone)
        printed = self.run_script("base.sh", status=2, folder=clone, INPUT_AGAINST="", PULL_BASE=self.base, PULL_HEAD=head)
        self.assertIn("::error title=errbook::can't fetch the base", printed)

    # check.sh

    def test_check_annotates_findings(self):
        self.assertEqual(self.run_script("check.sh"), "")
        with self.entry.open("a") as file:
            file.write("log_levle: warn\n")
        self.edit("status: 404", "status: 410")
        printed = self.run_script("check.sh", status=1, AGAINST=self.base)
        self.assertRegex(printed, r"(?m)^::error file=catalog/requests/not_found.yaml,line=\d+,.*title=errbook\[unknown-key\]::unknown key")
        self.assertIn("title=errbook[status-changed]::", printed)

    def test_check_takes_more_arguments(self):
        (self.root / "shop/src").mkdir()
        moved = self.shop.rename(self.root / "moved shop")
        catalog = str(moved / "catalog")
        settings = {"folder": self.root, "INPUT_CATALOG": catalog, "INPUT_ARGS": "--deny warnings\n  --scan 'moved'\n"}
        # Quotes have no meaning, as the input says: the folder is `'moved'`.
        self.assertEqual(self.run_script("check.sh", status=2, **settings), "")
        (self.root / "'moved'").mkdir()
        (self.root / "'moved'/a.rs").write_text('fn a() { b("err:requests:nothing"); }\n')
        self.assertIn("err:requests:nothing", self.run_script("check.sh", status=1, **settings))

    # report.sh and comment.sh

    def report(self, **variables):
        (self.root / "summary").write_text("")
        self.run_script("report.sh", **variables)
        outputs = self.outputs()
        text = pathlib.Path(outputs["file"]).read_text()
        self.assertEqual((self.root / "summary").read_text(), text)
        return {"REPORT": outputs["file"], "WORTH_A_COMMENT": outputs["worth_a_comment"]}, text

    def test_report_without_base(self):
        found, text = self.report()
        self.assertEqual(text, "### errbook check\n\nChecked 1 entry: no problems.\n")
        self.assertEqual(found["WORTH_A_COMMENT"], "false")

    def test_report_does_not_run_without_a_catalog(self):
        self.run_script("report.sh", status=1, INPUT_CATALOG="nowhere")

    def test_comment_is_added_once_and_updated(self):
        comments = lambda: json.loads((self.root / "gh/comments").read_text())
        nothing, text = self.report(AGAINST=self.base)
        self.assertIn(f"Nothing changed since `{self.base[:9]}`.", text)
        self.run_script("comment.sh", **nothing)
        self.assertEqual([call["method"] for call in self.calls()], ["GET"])

        # A comment that a person wrote stays as it is.
        person = {"id": 1, "user": {"type": "User"}, "body": "<!-- errbook check  -->"}
        (self.root / "gh/comments").write_text(json.dumps([person]))
        self.edit("status: 404", "status: 410")
        change, _ = self.report(AGAINST=self.base)
        self.run_script("comment.sh", **change)
        _, post = self.calls()
        self.assertEqual((post["method"], post["path"]), ("POST", "repos/shop/shop/issues/7/comments"))
        self.assertEqual(len(comments()), 2)
        self.assertIn("Checked 1 entry: **1 error**.", comments()[1]["body"])
        self.assertIn(" needs a **major** version.", comments()[1]["body"])
        self.assertIn("changed from 404 to 410 | clients |", comments()[1]["body"])

        self.edit("status: 410", "status: 404")
        nothing, _ = self.report(AGAINST=self.base)
        self.run_script("comment.sh", **nothing)
        _, patch = self.calls()
        self.assertEqual((patch["method"], patch["path"]), ("PATCH", "repos/shop/shop/issues/comments/2"))
        self.assertIn("Nothing changed", comments()[1]["body"])
        self.assertEqual((len(comments()), comments()[0]), (2, person))

        # Another catalog has another comment.
        self.run_script("comment.sh", **change, INPUT_CATALOG='a "b" -->')
        self.assertEqual(len(comments()), 3)
        self.run_script("comment.sh", **change, INPUT_CATALOG='a "b" -->')
        self.assertEqual(len(comments()), 3)

    def test_comment_without_permission_is_a_notice(self):
        self.edit("status: 404", "status: 410")
        change, _ = self.report(AGAINST=self.base)
        self.assertIn("::notice title=errbook::can't comment", self.run_script("comment.sh", **change, GH_READ_ONLY="1"))

    # sarif.sh

    def test_sarif_upload(self):
        with self.entry.open("a") as file:
            file.write("log_levle: warn\n")
        self.run_script("sarif.sh")
        (call,) = self.calls()
        self.assertEqual((call["method"], call["path"]), ("POST", "repos/shop/shop/code-scanning/sarifs"))
        body = call["input"]
        self.assertEqual((body["commit_sha"], body["ref"]), ("c" * 40, "refs/pull/7/merge"))
        log = json.loads(gzip.decompress(base64.b64decode(body["sarif"], validate=True)))
        (result,) = log["runs"][0]["results"]
        self.assertEqual(result["ruleId"], "unknown-key")
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        self.assertEqual(location["uri"], "catalog/requests/not_found.yaml")

    def test_sarif_without_permission_fails_only_after_a_push(self):
        self.assertIn("::notice title=errbook::can't upload", self.run_script("sarif.sh", GH_READ_ONLY="1"))
        printed = self.run_script("sarif.sh", status=2, GH_READ_ONLY="1", GITHUB_EVENT_NAME="push")
        self.assertIn("::error title=errbook::can't upload", printed)

    # site.sh

    def test_site(self):
        self.run_script("site.sh")
        folder = pathlib.Path(self.outputs()["folder"])
        self.assertTrue((folder / "errors/requests/not_found.html").exists())
        self.assertTrue((folder / "404.html").exists())


if __name__ == "__main__":
    given = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else os.environ.get("ERRBOOK")
    if not given:
        sys.exit("usage: python action.py ERRBOOK")
    ERRBOOK = pathlib.Path(given).resolve()
    unittest.main()
