// Searching with the keyboard, on a site opened from disk and on one served below some path: `node search.test.mjs SITE`.
import assert from "node:assert/strict";
import { launch, openings } from "./browser.mjs";

const browser = await launch();
for (const { name, url, close } of await openings(process.argv[2])) {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) problems.push(`request to ${request.url()}`);
  });
  await page.goto(`${url}unkey/data/key_not_found.html`);
  const input = page.locator(".search input");
  const options = page.locator(".search [role=option]");
  const status = page.locator(".search [role=status]");
  const focused = () => input.evaluate((element) => element === document.activeElement);

  assert(!(await focused()));
  await page.keyboard.press("/");
  assert(await focused(), `${name}: / focuses the search`);
  assert.equal(await input.inputValue(), "", "the slash itself is not typed");
  assert.equal(await input.getAttribute("aria-expanded"), "false");

  await page.keyboard.type("key_auth");
  await options.first().waitFor();
  assert.match(await options.first().innerText(), /err:unkey:data:key_auth_not_found/);
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await page.waitForFunction(() => /^\d+ results$/.test(document.querySelector(".search [role=status]").textContent));

  // Arrows move through the results, round and back to the input; the focus never leaves it.
  await page.keyboard.press("ArrowDown");
  const active = () => input.getAttribute("aria-activedescendant");
  assert.equal(await active(), await options.first().getAttribute("id"));
  assert.equal(await options.first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), null);
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), await options.last().getAttribute("id"));
  assert(await focused());

  await page.keyboard.press("Escape");
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  assert(await options.first().isHidden());

  await input.fill("zzqqzz");
  await page.waitForFunction(() => document.querySelector(".search [role=status]").textContent === "No results");
  assert(await status.isVisible());

  // A slash in a field is a slash.
  await input.fill("");
  await page.keyboard.type("a/b");
  assert.equal(await input.inputValue(), "a/b");

  // Enter opens what the arrows are at, or the first result, even when it is pressed before there are any.
  await page.reload();
  await page.keyboard.press("/");
  await page.keyboard.type("A role with name 'billing admins' already exists in this workspace");
  await Promise.all([page.waitForURL(/role_already_exists\.html$/), page.keyboard.press("Enter")]);
  assert.match(await page.locator("h1").innerText(), /Role already exists/);

  await page.keyboard.press("/");
  await page.keyboard.type("not found");
  await options.nth(2).waitFor();
  const href = await options.nth(2).evaluate((element) => element.href);
  for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL(href), page.keyboard.press("Enter")]);

  // With the pointer it is a link like any other.
  await input.click();
  await page.keyboard.type("rate limit");
  await options.first().waitFor();
  const first = await options.first().evaluate((element) => element.href);
  await Promise.all([page.waitForURL(first), options.first().click()]);

  assert.deepEqual(problems, [], name);
  await page.close();
  await close();
}

// Without JavaScript there is no box that does nothing.
const context = await browser.newContext({ javaScriptEnabled: false });
const page = await context.newPage();
const [disk] = await openings(process.argv[2]);
await page.goto(`${disk.url}index.html`);
assert(await page.locator(".search").isHidden());
await browser.close();
