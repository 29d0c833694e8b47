// Parses every Markdown file below a folder as GitHub does, and lists its links and anchors. `node
// gfm.mjs FOLDER` prints {path: {links: [...], ids: [...]}}.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const folder = process.argv[2];
const reader = unified().use(remarkParse).use(remarkGfm);
const pages = {};
for (const path of readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".md")).sort()) {
  pages[path] = { links: [], ids: [] };
  walk(reader.parse(readFileSync(join(folder, path), "utf8")), pages[path], new GithubSlugger());
}
console.log(JSON.stringify(pages));

function walk(node, page, slugger) {
  if (node.type === "heading") page.ids.push(slugger.slug(text(node)));
  if (node.type === "link" || node.type === "definition") page.links.push(node.url);
  for (const child of node.children ?? []) walk(child, page, slugger);
}

function text(node) {
  return node.value ?? (node.children ?? []).map(text).join("");
}
