// Pages in a browser, except for the search: tabs, copying, the theme, filters, the keyboard,
// phones, and print, with and without JavaScript.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileUrl, folder, launch, openings, pages, problems } from "./browser.mjs";

const SITE = folder("SITE");
const ENTRY = "unkey/data/key_auth_not_found.html";
const browser = await launch();
after(() => browser.close());

/** Runs `body` with a page in a new profile. The page must have no errors. */
async function open(options, body) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found = problems(page, fileUrl(SITE, ""));
  await body(page);
  assert.deepEqual(found, []);
  await context.close();
}

/** For each request on the page, the client that is shown. */
const shownClients = (page) =>
  page.locator(".clients").evaluateAll((all) =>
    all.map((tabs) => {
      const panels = [...tabs.querySelectorAll(".panel")].filter((panel) => panel.checkVisibility());
      return panels.map((panel) => panel.previousElementSibling.textContent.trim()).join();
    }),
  );

/** Shows the failing request. */
const unfold = (page) => page.locator("section[aria-labelledby=failing-request] summary").click();

test("one client is shown, and the choice is kept across pages", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    await unfold(page);
    const first = await shownClients(page);
    assert(first.length >= 2, "the page has several requests");
    assert.deepEqual(new Set(first), new Set(["curl"]));
    await page.locator(".clients label", { hasText: "Python" }).first().click();
    assert.deepEqual(new Set(await shownClients(page)), new Set(["Python"]));
    await page.goto(fileUrl(SITE, "unkey/data/role_already_exists.html"));
    await unfold(page);
    assert.deepEqual(new Set(await shownClients(page)), new Set(["Python"]));
    // For the keyboard, they are radio buttons.
    await page.locator(".clients input:checked").first().focus();
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(new Set(await shownClients(page)), new Set(["Go"]));
  }));

test("the contents list the sections of the page in order, and the failing request is folded", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    const ids = await page.locator("main h2").evaluateAll((all) => all.map((heading) => heading.id));
    const sections = ["quick-fix", "what-happened", "how-to-fix", "example", "failing-request", "common-mistakes", "related-errors", "details"];
    assert.deepEqual(ids, sections);
    const links = await page.locator(".contents a").evaluateAll((all) => all.map((link) => link.hash.slice(1)));
    assert.deepEqual(links, sections);
    const folds = page.locator("main details");
    assert(await folds.count() >= 2);
    for (const fold of await folds.all()) {
      const content = fold.locator("> :not(summary)").first();
      assert(!(await content.isVisible()));
      await fold.locator("summary").press("Enter");
      assert(await content.isVisible());
    }
  }));

test("related errors have names, and retired ones are folded", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(SITE, "frontline/upstream/bad_gateway.html"));
    const related = page.locator("section[aria-labelledby=related-errors]");
    const names = await related.locator("li > a").allTextContents();
    assert(names.includes("Deployment not reachable") && names.every((name) => !name.startsWith("err:")), names.join());
    const retired = related.locator(".retired");
    assert(await retired.count() > 0 && !(await retired.first().isVisible()));
    await related.locator("summary").click();
    assert(await retired.first().isVisible());
    // Nothing is folded where all would be.
    await page.goto(fileUrl(SITE, "unkey/internal_server_error/key_verification_failed.html"));
    assert(await related.locator("li").first().isVisible());
  }));

test("inline elements stay in their lines, on all pages", () =>
  open({}, async (page) => {
    let least = 0;
    for (const path of await pages(SITE)) {
      await page.goto(fileUrl(SITE, path));
      const [count, broken] = await page.evaluate(() => {
        // Elements next to text, not those that are all of a line.
        const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
        const prose = [...document.querySelectorAll("main :is(p, li, td, dd) > :is(a, code, em, strong, abbr)")];
        const inText = prose.filter((of) => [...of.parentNode.childNodes].some(isText));
        const broken = inText.filter((of) => getComputedStyle(of).display !== "inline");
        return [inText.length, broken.map((of) => of.outerHTML.slice(0, 120))];
      });
      least += count;
      assert.deepEqual(broken, [], path);
    }
    assert(least > 1000, `${least} elements`);
  }));

test("code that is wrong on purpose says so, and highlighted lines are as wide as the block", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme });
    await page.goto(fileUrl(folder("HOSTILE"), "orders/everything.html"));
    assert.match(await page.locator("figure.wrong figcaption").first().innerText(), /Wrong on purpose/);
    const code = page.locator("pre", { has: page.locator("mark") }).last();
    const { mark, block, width, text } = await code.evaluate((pre) => {
      const mark = pre.querySelector("mark");
      const back = (element) => getComputedStyle(element).backgroundColor;
      const width = mark.getBoundingClientRect().width - pre.clientWidth;
      return { mark: back(mark), block: back(pre), width, text: pre.textContent };
    });
    assert.notEqual(mark, block);
    assert(width >= 0, `${width}`);
    assert.equal(text, "one\ntwo\n\nfour\n");
    await page.close();
  }
});

test("without JavaScript, tabs work and only the search is hidden", () =>
  open({ javaScriptEnabled: false }, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    // Without JavaScript, the test can't evaluate anything on the page, so it distinguishes panels
    // by their content.
    const tabs = page.locator(".clients").first();
    assert(await tabs.locator(".panel").first().isVisible());
    await tabs.locator("label", { hasText: "Rust" }).click();
    assert(!(await tabs.locator(".panel").first().isVisible()));
    assert(await tabs.locator(".panel").last().isVisible());
    for (const section of await page.locator("main section").all()) assert(await section.isVisible());
    assert.equal(await page.locator("button:not([popovertarget])").count(), 0, "without JavaScript, other buttons would do nothing");
  }));

for (const { name, url, close } of await openings(SITE)) test(`copying ${name}`, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url + ENTRY);
  const box = page.locator(".search input");
  const pasted = async () => {
    await box.fill("");
    await box.press("Control+V");
    return box.inputValue();
  };
  await page.getByRole("button", { name: "Copy err:unkey:data:key_auth_not_found" }).click();
  await page.waitForFunction(() => document.querySelector("body > [role=status]").textContent.startsWith("Copied"));
  assert.equal(await pasted(), "err:unkey:data:key_auth_not_found");

  const code = page.locator("figure.code .copyable, .tabs .panel .copyable").first();
  const text = await code.locator("pre").innerText();
  await code.hover();
  await code.getByRole("button").click();
  await page.waitForFunction(() => document.querySelector("body > [role=status]").textContent === "Copied the code");
  // An input has only one line.
  assert.equal((await pasted()).replace(/\s+/g, ""), text.replace(/\s+/g, ""));
  await context.close();
  await close();
});

test("the theme follows the system until one is chosen, and the choice is kept", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await open({ colorScheme }, async (page) => {
      const isDark = () =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).every((part) => part < 80));
      await page.goto(fileUrl(SITE, "index.html"));
      assert.equal(await isDark(), colorScheme === "dark");
      const other = colorScheme === "dark" ? "light" : "dark";
      await page.getByRole("button", { name: `Use the ${other} theme` }).click();
      assert.equal(await isDark(), other === "dark");
      await page.goto(fileUrl(SITE, ENTRY));
      assert.equal(await isDark(), other === "dark");
      await page.getByRole("button", { name: `Use the ${colorScheme} theme` }).click();
      assert.equal(await isDark(), colorScheme === "dark");
    });
  }
});

test("lists can be filtered by group, status, and retry", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(SITE, "index.html"));
    const items = page.locator(".codes > li");
    const all = await items.count();
    const filter = (name) => page.locator(".filters").getByLabel(name);
    await filter("Status").selectOption("404");
    const shown = await items.evaluateAll((of) => of.filter((item) => item.checkVisibility()).map((item) => item.dataset.status));
    assert(shown.length > 3 && shown.length < all);
    assert(shown.every((status) => status.split(" ").includes("404")));
    assert.equal(await page.locator(".filters [role=status]").innerText(), `${shown.length} of ${all} codes`);
    await filter("Status").selectOption("");
    await filter("Retryable").selectOption("true");
    const retryable = await items.evaluateAll((of) => of.filter((item) => item.checkVisibility()).map((item) => item.dataset.retryable));
    assert(retryable.length > 0 && retryable.every((value) => value === "true"));
    // A group without matches is hidden, including its heading.
    const empty = page.locator(".group").evaluateAll((groups) =>
      groups.filter((group) => group.checkVisibility() && !group.querySelector("li:not([hidden])")).length);
    assert.equal(await empty, 0);
    // The URL keeps the filters.
    await page.reload();
    assert.equal(await filter("Retryable").inputValue(), "true");
    assert.equal(await page.locator(".codes > li:visible").count(), retryable.length);
    await filter("Retryable").selectOption("");
    assert.equal(new URL(page.url()).search, "");
    assert.equal(await page.locator(".codes > li:visible").count(), 0, "all groups are folded again");
  }));

test("groups on the home page are folded, with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await open({ javaScriptEnabled }, async (page) => {
      await page.goto(fileUrl(SITE, "index.html"));
      const group = page.locator(".group details").first();
      assert.equal(await page.locator(".codes > li:visible").count(), 0);
      await group.locator("summary").press("Enter");
      assert(await group.locator("li").first().isVisible());
      const { height } = await page.locator("body").boundingBox();
      assert(height < 9000, `${height} pixels`);
    });
  }
});

test("a heading is a link to it that is copied, and the contents follow the scroll position", () =>
  // A smooth scroll that hasn't ended would go on after the page is scrolled to its end.
  open({ reducedMotion: "reduce" }, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    const current = () => page.locator(".contents [aria-current]").allTextContents();
    assert.deepEqual(await current(), ["Quick Fix"]);
    const link = page.getByRole("heading", { name: "How To Fix", exact: true }).getByRole("link");
    const sign = () => link.evaluate((of) => getComputedStyle(of, "::after").opacity);
    assert.equal(await sign(), "0");
    await link.hover();
    await page.waitForTimeout(300);
    assert.equal(await sign(), "1");
    await link.click();
    assert(page.url().endsWith("#how-to-fix"));
    await page.waitForFunction(() => document.querySelector(".contents [aria-current]").hash === "#how-to-fix");
    await page.locator(".search input").press("Control+V");
    assert.equal(await page.locator(".search input").inputValue(), page.url());
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
    await page.waitForFunction(() => document.querySelector(".contents [aria-current]").hash === "#details");
  }));

test("the keyboard reaches everything, with a visible focus", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement.outerHTML.slice(0, 200));
    assert.match(await focused(), /class="skip"/);
    assert(await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0), "the skip link is seen");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), await focused());

    // Starting from the top, each tab stop is visible, and none is missing. A group of radio
    // buttons is one tab stop.
    await page.reload();
    const missed = await page.evaluate(() => {
      const one = (input) => input.type !== "radio" || input.checked;
      const all = "a[href], button, select, input, summary, [tabindex='0']";
      window.missed = new Set([...document.querySelectorAll(all)].filter((of) => of.checkVisibility() && one(of)));
      return window.missed.size;
    });
    assert(missed > 30);
    for (let stop = 0; stop <= missed; stop++) {
      await page.keyboard.press("Tab");
      const hidden = await page.evaluate(() => {
        const element = document.activeElement;
        window.missed.delete(element);
        // A tab shows the focus on its label.
        const seen = element.matches(".tabs > input") ? element.nextElementSibling : element;
        const style = getComputedStyle(seen);
        return element === document.body || style.outlineStyle !== "none" ? undefined : element.outerHTML;
      });
      assert.equal(hidden, undefined, "the focus is seen");
    }
    assert.deepEqual(await page.evaluate(() => [...window.missed].map((of) => of.outerHTML.slice(0, 200))), []);
  }));

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/**
 * Asserts that nothing on any page of a site is wider than the phone, except for elements that
 * scroll.
 */
async function assertFits(page, site, least) {
  const all = await pages(site);
  assert(all.length > least, `${all.length} pages`);
  for (const path of all) {
    await page.goto(fileUrl(site, path));
    const [needs, has, cut] = await page.evaluate(() => {
      const has = document.documentElement.clientWidth;
      const wide = [...document.querySelectorAll("body *")].filter((of) => of.getBoundingClientRect().right > has + 1);
      const cut = wide.filter((of) => !of.closest("pre, .table, .hidden, .skip"));
      return [document.scrollingElement.scrollWidth, has, cut.map((of) => of.outerHTML.slice(0, 120))];
    });
    assert(needs <= has, `${path} needs ${needs} of ${has} pixels`);
    assert.deepEqual(cut, [], path);
  }
}

test("every page fits a phone, and makes no requests to other hosts", () => open(PHONE, (page) => assertFits(page, SITE, 100)));

test("pages of the hostile catalog fit a phone", async () => {
  const context = await browser.newContext(PHONE);
  await assertFits(await context.newPage(), folder("HOSTILE"), 10);
  await context.close();
});

/** The lines of each code span that wraps. */
const brokenCodes = (page) =>
  page.locator(":not(pre) > code:visible").evaluateAll((all) =>
    all.flatMap((code) => {
      const [range, lines] = [document.createRange(), []];
      let last;
      const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (let at = 0; at < texts.currentNode.length; at++) {
          range.setStart(texts.currentNode, at);
          range.setEnd(texts.currentNode, at + 1);
          const { top } = range.getBoundingClientRect();
          if (top !== last) lines.push("");
          lines[lines.length - 1] += range.toString();
          last = top;
        }
      }
      return lines.length > 1 ? [lines] : [];
    }),
  );

test("on a phone, codes break after separators, and copying them gives the code", () =>
  open(PHONE, async (page) => {
    const check = async (place, least = 0) => {
      const all = await brokenCodes(page);
      for (const lines of all) assert(lines.slice(0, -1).every((line) => /[-:_./ ]$/.test(line)), `${place}: ${lines.join(" | ")}`);
      assert(all.length >= least, `${all.length} codes of ${place}`);
    };
    for (const path of await pages(SITE)) {
      await page.goto(fileUrl(SITE, path));
      await check(path, path.startsWith("status/500") ? 3 : 0);
    }
    await page.locator(".search input").fill("internal");
    await page.locator("[role=option]").first().waitFor();
    await check("search", 2);
    await page.goto(fileUrl(SITE, "unkey/internal_server_error/vm_selection_failed.html"));
    const selected = await page.locator("[data-copy] code").evaluate((code) => {
      getSelection().selectAllChildren(code);
      return getSelection().toString();
    });
    assert.equal(selected, "err:unkey:internal_server_error:vm_selection_failed");
    await page.keyboard.press("Control+C");
    await page.locator(".search input").focus();
    await page.keyboard.press("Control+V");
    assert.equal(await page.locator(".search input").inputValue(), selected);
  }));

test("without a pointer that hovers, buttons are below code, which starts at the top", () =>
  open(PHONE, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    await unfold(page);
    const boxes = await page.locator(".copyable:visible").evaluateAll((all) =>
      all.map((box) => {
        const [button, range] = [box.querySelector(".copy"), document.createRange()];
        range.selectNodeContents(box.querySelector("code"));
        const { top, bottom } = range.getBoundingClientRect();
        return { shown: getComputedStyle(button).opacity, button: button.getBoundingClientRect().top, space: top - box.getBoundingClientRect().top, text: bottom };
      }),
    );
    assert(boxes.length >= 3);
    for (const { shown, button, space, text } of boxes) {
      assert(shown === "1" && button >= text, `button from ${button}, code to ${text}`);
      assert(space < 20, `${space} pixels above the code`);
    }
    const [code, copy] = await page.locator("[data-copy] > *").evaluateAll((all) => all.map((of) => of.getBoundingClientRect()));
    assert(copy.top < code.top + 8 && copy.left >= code.right, "the button of the code is next to its first line");
  }));

test("a printed page contains only its text", () =>
  open({}, async (page) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.goto(fileUrl(SITE, ENTRY));
    for (const selector of ["button", ".search", ".contents", ".pager"]) {
      for (const element of await page.locator(selector).all()) assert(!(await element.isVisible()), selector);
    }
    const [back, text] = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
    assert.deepEqual([back, text], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    for (const panel of await page.locator(".tabs:not(.clients) .panel").all()) assert(await panel.isVisible());
    // What is folded on a screen is printed.
    for (const item of await page.locator("main details li, main details .panel:first-of-type").all()) assert(await item.isVisible());
  }));

test("nothing moves if the user prefers reduced motion", () =>
  open({ reducedMotion: "reduce" }, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) => {
          const style = getComputedStyle(element);
          const still = (time) => time.split(", ").every((part) => parseFloat(part) < 0.01);
          return !still(style.transitionDuration) || !still(style.animationDuration) || style.scrollBehavior === "smooth";
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    assert.deepEqual(moving, []);
  }));

test("right-to-left text has the right direction next to other text and code", () =>
  open({}, async (page) => {
    await page.goto(fileUrl(folder("HOSTILE"), "orders/right_to_left.html"));
    // Whether the text of an element starts on its right side.
    const isRight = (locator) =>
      locator.evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
        return box.right - text.right < text.left - box.left;
      });
    const paragraphs = page.locator("section[aria-labelledby=what-happened] p");
    assert(await isRight(page.locator("h1")));
    assert(await isRight(page.locator(".summary")));
    assert(await isRight(paragraphs.nth(0)));
    assert(!(await isRight(paragraphs.nth(1))));
    assert(await isRight(page.locator(".steps li").first()));
    assert.equal(await paragraphs.locator("code").evaluate((code) => getComputedStyle(code).direction), "ltr");
    await page.goto(fileUrl(folder("HOSTILE"), "orders/index.html"));
    const name = page.locator(".codes a", { hasText: "key)" });
    assert.equal(await name.evaluate((link) => getComputedStyle(link).direction), "rtl");
  }));
