"""Renders every Markdown file below a folder as GitHub does before it runs its sanitizer.

`python github.py FOLDER OUT` writes an HTML page for each.
"""

import pathlib
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

folder, out = map(pathlib.Path, sys.argv[1:])
for file in sorted(folder.rglob("*.md")):
    # `UNSAFE` keeps raw HTML. GitHub also keeps it here, and only removes it in its sanitizer.
    html = cmarkgfm.github_flavored_markdown_to_html(file.read_text("utf-8"), options=Options.CMARK_OPT_UNSAFE)
    page = out / file.relative_to(folder).with_suffix(".html")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<!doctype html><main>{html}</main>", "utf-8")
