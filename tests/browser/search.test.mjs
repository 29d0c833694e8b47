// Searching with the keyboard and the pointer, on a site opened from disk and on a site served
// below a path.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileUrl, folder, launch, openings, problems } from "./browser.mjs";

const browser = await launch();
after(() => browser.close());

for (const { name, url, close } of await openings(folder("SITE"))) test(`searching ${name}`, async () => {
  const page = await browser.newPage();
  const found = problems(page, url);
  await page.goto(`${url}unkey/data/key_not_found.html`);
  const input = page.locator(".search input");
  const options = page.locator(".search [role=option]");
  const status = page.locator(".search [role=status]");
  const focused = () => input.evaluate((element) => element === document.activeElement);
  // The number of results is announced once no index file can improve them.
  const settled = () =>
    page.waitForFunction(() => /^\d+ results$/.test(document.querySelector(".search [role=status]").textContent));

  assert(!(await focused()));
  await page.keyboard.press("/");
  assert(await focused(), "/ focuses the search");
  assert.equal(await input.inputValue(), "", "the slash itself is not typed");
  assert.equal(await input.getAttribute("aria-expanded"), "false");

  await page.keyboard.type("key_auth");
  await options.first().waitFor();
  assert.match(await options.first().innerText(), /err:unkey:data:key_auth_not_found/);
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await settled();

  // Arrows move through the results and wrap around to the input. The focus stays in the input.
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
  await page.waitForFunction(() => document.querySelector(".search [role=status]").textContent .startsWith("No results"));
  assert(await status.isVisible());

  // Ctrl-K and Cmd-K open the search too, even while a field has the focus.
  for (const key of ["Control+k", "Meta+K"]) {
    await input.blur();
    await page.keyboard.press(key);
    assert(await focused(), key);
  }
  await input.fill("");

  // A bare status offers its page. Other results show where the words are.
  await page.keyboard.type("404");
  await page.waitForFunction(() => document.querySelector(".search [role=option]")?.href.endsWith("/status/404.html"));
  await input.fill("delete protection");
  await page.waitForFunction(() => document.querySelector(".search [role=option] mark"));
  assert.match(await options.first().locator(".snippet").innerText(), /delete protection/i);

  // In a field, a slash is a normal character.
  await input.fill("");
  await page.keyboard.type("a/b");
  assert.equal(await input.inputValue(), "a/b");

  // Enter opens the selected or first result, even if it is pressed before there are results.
  await page.reload();
  await page.keyboard.press("/");
  await page.keyboard.type("A role with name 'billing admins' already exists in this workspace");
  await Promise.all([page.waitForURL(/role_already_exists\.html$/), page.keyboard.press("Enter")]);
  assert.match(await page.locator("h1").innerText(), /Role already exists/);

  await page.keyboard.press("/");
  await page.keyboard.type("not found");
  await settled();
  const href = await options.nth(2).evaluate((element) => element.href);
  for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL(href), page.keyboard.press("Enter")]);

  // With the pointer, it is a normal link.
  await input.click();
  await page.keyboard.type("rate limit");
  await settled();
  const first = await options.first().evaluate((element) => element.href);
  await Promise.all([page.waitForURL(first), options.first().click()]);

  assert.deepEqual(found, []);
  await page.close();
  await close();
});

test("Enter that is pressed before the search has loaded opens the first result", async () => {
  const [, { url, close }] = await openings(folder("SITE"));
  const page = await browser.newPage();
  let go;
  const wait = new Promise((done) => (go = done));
  await page.route("**/search.js", async (route) => { await wait; await route.continue(); });
  await page.goto(`${url}index.html`);
  await page.keyboard.press("/");
  await page.keyboard.type("role already exists");
  await page.keyboard.press("Enter");
  await Promise.all([page.waitForURL(/role_already_exists\.html$/), go()]);
  await page.close();
  await close();
});

test("without JavaScript, there is no search box", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(fileUrl(folder("SITE"), "index.html"));
  assert(await page.locator(".search").isHidden());
  assert(await page.locator("h1").isVisible());
  await context.close();
});
