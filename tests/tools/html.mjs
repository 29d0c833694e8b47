// Parses every HTML page below a folder as a browser does, and lists its links, its anchors, and
// everything in its main part that could execute. `node html.mjs FOLDER` prints {path: {links:
// [...], ids: [...], code: [...], scripts: [...]}}. `scripts` are the scripts and event handler
// attributes of the whole page.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";

const folder = process.argv[2];
const pages = {};
for (const path of readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html")).sort()) {
  pages[path] = { links: [], ids: [], code: [], scripts: [] };
  walk(parse(readFileSync(join(folder, path), "utf8")), pages[path], false);
}
console.log(JSON.stringify(pages));

function walk(node, page, main) {
  main ||= node.nodeName === "main";
  const type = node.attrs?.find(({ name }) => name === "type")?.value ?? "";
  if (node.nodeName === "script" && !type.includes("json")) page.scripts.push(node.childNodes.map(({ value }) => value).join(""));
  for (const { name, value } of node.attrs ?? []) {
    if (name.startsWith("on")) page.scripts.push(`${name}=${value}`);
    if (name === "id") page.ids.push(value);
    // Links outside of the main part belong to the generator.
    if (main && name === "href") page.links.push(value);
    const url = name === "href" || name === "src" ? value.replace(/[\s\0]/g, "").toLowerCase() : "";
    if (main && (name.startsWith("on") || /^(javascript|data|vbscript):/.test(url))) page.code.push(`${name}=${value}`);
  }
  if (main && ["script", "iframe", "object", "embed", "style", "svg", "form"].includes(node.nodeName)) page.code.push(node.nodeName);
  for (const child of [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])]) walk(child, page, main);
}
