// What a reader gets first: on every page of a code, the quick fix is above the fold, or "How To Fix"
// starts near the top. The page is small, and nothing moves while it loads.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { folder, launch, openings, pages } from "./browser.mjs";

const SITE = folder("SITE");
const [, { url, close }] = await openings(SITE);
const browser = await launch();
after(() => Promise.all([browser.close(), close()]));

const SIZES = {
  wide: { options: { viewport: { width: 1280, height: 800 } }, fix: 700 },
  phone: { options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, fix: 900 },
};
/** Of the pages of codes, how many may only have the quick fix near the top. */
const LONG = 0.25;
/** The page with everything that it loads, not compressed. `typical` is the limit of the median. */
const BYTES = { typical: 50 * 1024, largest: 80 * 1024 };
const REQUESTS = 6;
const SHIFT = 0.02;

/** Where a page has its fix, and how much its layout shifts. */
const onPage = async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return {
    fix: document.getElementById("how-to-fix")?.getBoundingClientRect().top,
    quick: document.querySelector(".quick-fix")?.getBoundingClientRect().bottom,
    shift: window.shift,
  };
};

const countShifts = () => {
  window.shift = 0;
  const add = (list) => list.getEntries().forEach((entry) => { window.shift += entry.value; });
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
};

/** Measures pages without a cache, and counts what they load. */
async function measured(options, paths) {
  const context = await browser.newContext(options);
  let loaded = [];
  await context.route("**", async (route) => {
    const response = await route.fetch();
    loaded.push((await response.body()).length);
    await route.fulfill({ response });
  });
  const page = await context.newPage();
  await page.addInitScript(countShifts);
  const found = [];
  for (const path of paths) {
    loaded = [];
    await page.goto(url + path);
    const bytes = loaded.reduce((sum, size) => sum + size, 0);
    found.push({ path, requests: loaded.length, bytes, ...(await page.evaluate(onPage)) });
  }
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
  return found;
}

const all = await pages(SITE);
const isCode = (path) => path.split("/").length === 3 && !path.endsWith("/index.html");
const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];

for (const [size, { options, fix }] of Object.entries(SIZES)) {
  test(`the fix is near the top, ${size}`, async (context) => {
    const found = await measured(options, all.filter(isCode));
    assert(found.length > 90);
    for (const of of found) {
      assert(of.bytes <= BYTES.largest && of.requests <= REQUESTS && of.shift <= SHIFT, JSON.stringify(of));
      const isAbove = of.quick <= options.viewport.height;
      assert(isAbove || of.fix === undefined || of.fix <= fix, JSON.stringify(of));
    }
    const bytes = middle(found.map((of) => of.bytes));
    assert(bytes <= BYTES.typical, `${bytes} bytes`);
    const tops = found.map((of) => of.fix).filter((top) => top !== undefined);
    const long = found.filter((of) => of.fix > fix);
    context.diagnostic(`How To Fix at ${middle(tops)}, ${long.length} of ${tops.length} below ${fix}; ${bytes} bytes (medians)`);
    assert(long.length <= LONG * tops.length, long.map((of) => `${of.path}: ${of.fix}`).join("\n"));
  });

  test(`nothing moves while a page arrives, ${size}`, async () => {
    const [, slow] = await openings(SITE, 700);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.addInitScript(countShifts);
    for (const path of ["frontline/client/index.html", "unkey/data/key_not_found.html"]) {
      await page.goto(slow.url + path);
      const { shift } = await page.evaluate(onPage);
      assert(shift <= SHIFT, `${path}: ${shift}`);
    }
    await context.close();
    await slow.close();
  });

  test(`lists don't move while they load, ${size}`, async () => {
    const found = await measured(options, all.filter((path) => !isCode(path)));
    assert(found.length > 20);
    for (const of of found) assert(of.shift <= SHIFT && of.requests <= REQUESTS, JSON.stringify(of));
  });
}
