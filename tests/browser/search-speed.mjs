// Measures the time from typing a letter to the first visible result: `node search-speed.mjs
// SITE QUERY...`, for a site on disk. "Cold" is a page that has loaded no file of the search when the
// reader presses `/`, and the query comes 50 ms later: nobody types 240 words a minute. "At once" gets
// the focus and the query in the same moment, while the page is still loading, "focused" got the focus
// 100 ms before, and "warm" is the same query typed again.
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { launch } from "./browser.mjs";

const [site, ...queries] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage();
for (const query of queries) {
  const times = { cold: [], "at once": [], focused: [], warm: [] };
  for (let round = 0; round < 7; round++) {
    const url = pathToFileURL(resolve(site, "index.html")).href;
    await page.goto(url);
    await page.locator(".search input").focus();
    await page.waitForTimeout(100);
    times.focused.push(await page.evaluate(measure, query));
    await page.goto(url);
    await page.keyboard.press("/");
    await page.waitForTimeout(50);
    times.cold.push(await page.evaluate(measure, query));
    await page.goto(url);
    times["at once"].push(await page.evaluate(measure, query));
    await page.evaluate(measure, "zzzz");
    times.warm.push(await page.evaluate(measure, query));
  }
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1].toFixed(1);
  const figures = Object.entries(times).map(([name, list]) => `${name} ${median(list)} ms`);
  console.log(`${JSON.stringify(query)}: ${figures.join(", ")}`);
}
await browser.close();

/** In the page: types a query and waits for its first result. */
function measure(query) {
  const input = document.querySelector(".search input");
  const list = document.querySelector(".search [role=listbox]");
  list.replaceChildren();
  const start = performance.now();
  return new Promise((done, fail) => {
    const end = () => (query === "zzzz" || list.checkVisibility() ? done(performance.now() - start) : requestAnimationFrame(end));
    const observer = new MutationObserver(() => {
      if (!list.children.length) return;
      observer.disconnect();
      end();
    });
    observer.observe(list, { childList: true });
    // A query without results has no first result.
    if (query === "zzzz") setTimeout(end, 400);
    else setTimeout(() => fail(new Error(`no result for ${query}`)), 5000);
    input.focus();
    input.value = query;
    input.dispatchEvent(new Event("input"));
  });
}
