"""Renders every Markdown file below a folder as GitHub does, before its sanitizer:  python github.py FOLDER OUT  writes a page for each."""

import pathlib
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

folder, out = map(pathlib.Path, sys.argv[1:])
for file in sorted(folder.rglob("*.md")):
    # `UNSAFE` keeps raw HTML, as on GitHub, where only the sanitizer behind it takes it away.
    html = cmarkgfm.github_flavored_markdown_to_html(file.read_text("utf-8"), options=Options.CMARK_OPT_UNSAFE)
    page = out / file.relative_to(folder).with_suffix(".html")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<!doctype html><main>{html}</main>", "utf-8")
