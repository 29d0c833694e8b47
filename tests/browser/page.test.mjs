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
const unfold = (page) => page.locator("details > summary").click();

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
    const request = page.locator("details .clients");
    assert(!(await request.isVisible()));
    await page.locator("details > summary").press("Enter");
    assert(await request.isVisible());
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
    assert.equal(await page.locator("button").count(), 0, "without JavaScript, buttons would do nothing");
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
  await page.waitForFunction(() => document.querySelector("[role=status].hidden").textContent.startsWith("Copied"));
  assert.equal(await pasted(), "err:unkey:data:key_auth_not_found");

  const code = page.locator("figure.code .copyable, .tabs .panel .copyable").first();
  const text = await code.locator("pre").innerText();
  await code.hover();
  await code.getByRole("button").click();
  await page.waitForFunction(() => document.querySelector("[role=status].hidden").textContent === "Copied the code");
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

test("without a pointer that hovers, no button covers code", () =>
  open(PHONE, async (page) => {
    await page.goto(fileUrl(SITE, ENTRY));
    await unfold(page);
    const boxes = await page.locator(".copyable:visible").evaluateAll((all) =>
      all.map((box) => {
        const [button, range] = [box.querySelector(".copy"), document.createRange()];
        range.selectNodeContents(box.querySelector("code"));
        return { shown: getComputedStyle(button).opacity, button: button.getBoundingClientRect().bottom, text: range.getBoundingClientRect().top };
      }),
    );
    assert(boxes.length >= 3);
    for (const { shown, button, text } of boxes) assert(shown === "1" && button <= text, `button to ${button}, code from ${text}`);
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
    assert(await page.locator("details .panel").first().isVisible());
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
