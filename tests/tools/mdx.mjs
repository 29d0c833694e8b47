// Compiles every MDX page below a folder as Mintlify and Docusaurus do, and lists its links and
// anchors. `node mdx.mjs FOLDER` prints {path: {links: [...], ids: [...], components: [...], code:
// [...]}}. `code` lists expressions, imports, exports, and attributes with expressions. It also
// lists links that are not valid URLs, because they make Docusaurus fail.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compile } from "@mdx-js/mdx";
import GithubSlugger from "github-slugger";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";

const folder = process.argv[2];
const pages = {};
for (const path of readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".mdx")).sort()) {
  const page = { links: [], ids: [], components: [], code: [] };
  const note = () => (tree) => walk(tree, page, new GithubSlugger());
  try {
    await compile(readFileSync(join(folder, path), "utf8"), { remarkPlugins: [remarkFrontmatter, remarkGfm, note] });
  } catch (error) {
    console.error(`${path}: ${error}`);
    process.exitCode = 1;
  }
  pages[path] = page;
}
console.log(JSON.stringify(pages));

function walk(node, page, slugger) {
  if (node.type === "heading") page.ids.push(slugger.slug(text(node)));
  if (node.type === "link" || node.type === "definition") page.links.push(node.url);
  if (node.type === "link" && /^\w+:/.test(node.url) && !URL.canParse(node.url)) page.code.push(node.url);
  if (node.type.startsWith("mdxJsx")) {
    page.components.push(node.name);
    for (const attribute of node.attributes) {
      if (typeof attribute.value !== "string") page.code.push(`${node.name} ${attribute.name}`);
    }
  } else if (node.type.startsWith("mdx")) {
    page.code.push(node.value);
  }
  for (const child of node.children ?? []) walk(child, page, slugger);
}

function text(node) {
  return node.value ?? (node.children ?? []).map(text).join("");
}
