// Asks the search engine of a site on disk: `node search.mjs SITE < QUERIES`, one query as JSON per line. For each it prints the codes that
// it finds, and the files of the index that it needed, as a browser would load them.
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
  // Each query starts with nothing, so that the files are those of this one.
  context = createContext({});
  loaded = new Set();
  run("search-engine.js");
  const { results } = ask(JSON.parse(line));
  console.log(JSON.stringify({ codes: results.map((result) => result.code), hrefs: results.map((result) => result.href), files: [...loaded] }));
}
