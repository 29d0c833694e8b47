// Runs the search engine of a site on disk: `node search.mjs SITE < QUERIES`, with one JSON query
// per line. For each query, prints the codes that it finds, the links and the marked words of all
// results, and the index files that a browser would load for it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";

const site = process.argv[2];
let context, loaded;

function run(path) {
  runInContext(readFileSync(join(site, path), "utf8"), context);
}

function ask(query) {
  for (;;) {
    const answer = context.errbookSearch.find(query);
    const more = answer.missing.filter((name) => !loaded.has(name));
    if (!more.length) return answer;
    for (const name of more) {
      loaded.add(name);
      run(`search/${name}.js`);
    }
  }
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  // Start from scratch, so the files are those that this query needs.
  context = createContext({});
  loaded = new Set();
  run("search-engine.js");
  const { results } = ask(JSON.parse(line));
  const hits = results.map(({ snippet }) => snippet.filter(({ hit }) => hit).map(({ text }) => text));
  console.log(JSON.stringify({ codes: results.map(({ code }) => code), hrefs: results.map(({ href }) => href), hits, files: [...loaded] }));
}
