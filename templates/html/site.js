// Progressive enhancement: theme switch, copy buttons, links of headings, the section that is read, choice of client, and
// list filters. Pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const media = matchMedia("(prefers-color-scheme: dark)");

  // Storage can be unavailable. Then a choice applies only to this page.
  const kept = (key) => { try { return localStorage.getItem("errbook." + key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem("errbook." + key, value); } catch { /* not kept */ } };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Before anything is painted.
  if (["light", "dark"].includes(kept("theme"))) root.dataset.theme = kept("theme");

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : media.matches);

  function theme() {
    const button = element("button", { type: "button", className: "theme" });
    const name = () => { button.ariaLabel = button.title = isDark() ? "Use the light theme" : "Use the dark theme"; };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep("theme", root.dataset.theme);
      name();
    });
    media.addEventListener("change", name);
    name();
    document.querySelector("header.site .bar")?.append(button);
  }

  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Fallback if the page can't use the clipboard, such as in a frame.
      const area = element("textarea", { value: text, className: "hidden" });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function copyButton(text, what, status) {
    const button = element("button", { type: "button", className: "copy", textContent: "Copy", ariaLabel: "Copy " + what });
    let timer;
    button.addEventListener("click", async () => {
      await copyText(text());
      button.textContent = "Copied";
      status.textContent = "Copied " + what;
      clearTimeout(timer);
      timer = setTimeout(() => { button.textContent = "Copy"; status.textContent = ""; }, 2000);
    });
    return button;
  }

  function copies(status) {
    for (const line of document.querySelectorAll("[data-copy]")) {
      const code = line.querySelector("code").textContent;
      line.append(" ", copyButton(() => code, code, status));
    }
    for (const pre of document.querySelectorAll("pre:not(.head pre)")) {
      const box = element("div", { className: "copyable" });
      pre.replaceWith(box);
      box.append(pre, copyButton(() => pre.textContent.replace(/\n$/, ""), "the code", status));
    }
  }

  // All requests show the client that was chosen last, on all pages.
  function clients() {
    const show = (client) => {
      for (const input of document.querySelectorAll(".clients input")) if (input.value === client) input.checked = true;
    };
    const last = kept("client");
    if (last) show(last);
    document.addEventListener("change", (event) => {
      if (!event.target.matches(".clients input")) return;
      // Content above may change its height. Keep the chosen tab at its position.
      const before = event.target.getBoundingClientRect().top;
      show(event.target.value);
      keep("client", event.target.value);
      scrollBy({ top: event.target.getBoundingClientRect().top - before, behavior: "instant" });
    });
  }

  // Long lists get filters. The URL has those that are set.
  function filters(bar) {
    const list = bar.nextElementSibling;
    const items = [...list.querySelectorAll(".codes > li")];
    const groups = [...list.querySelectorAll(".group")];
    const outer = groups.filter((group) => group.querySelector(":scope > details > .codes"));
    const choices = {
      Group: outer.map((group) => [group.querySelector("[id]").id, group.querySelector("a").textContent]),
      Status: [...new Set(items.flatMap((item) => item.dataset.status.split(" ")))].filter(Boolean).sort().map((of) => [of, of]),
      Retryable: [["true", "Yes"], ["false", "No"]].filter(([value]) => items.some((item) => item.dataset.retryable === value)),
    };
    const chosen = {};
    const fits = (item) =>
      (!chosen.Group || item.closest(".group")?.querySelector("[id]").id === chosen.Group) &&
      (!chosen.Status || item.dataset.status.split(" ").includes(chosen.Status)) &&
      (!chosen.Retryable || item.dataset.retryable === chosen.Retryable);
    const count = element("p", { role: "status", className: "count" });
    const apply = () => {
      for (const item of items) item.hidden = !fits(item);
      for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
      const shown = items.filter((item) => !item.hidden).length;
      for (const fold of list.querySelectorAll("details")) fold.open = shown < items.length;
      count.textContent = shown === items.length ? "" : `${shown} of ${items.length} codes`;
    };
    const url = new URL(location);
    for (const [name, options] of Object.entries(choices)) {
      if (options.length < 2) continue;
      const key = name.toLowerCase();
      const select = element("select", {}, element("option", { value: "", textContent: "All" }));
      for (const [value, text] of options) select.append(element("option", { value, textContent: text }));
      select.addEventListener("change", () => {
        chosen[name] = select.value;
        if (select.value) url.searchParams.set(key, select.value);
        else url.searchParams.delete(key);
        history.replaceState(null, "", url);
        apply();
      });
      select.value = url.searchParams.get(key) ?? "";
      chosen[name] = select.value;
      bar.append(element("label", {}, name + " ", select));
    }
    if (items.length < 8 || !bar.children.length) return bar.remove();
    Object.assign(bar, { role: "group", ariaLabel: "Filter the list" });
    bar.append(count);
    if (Object.values(chosen).some(Boolean)) apply();
  }

  // The text of a heading is a link to it, and clicking it copies the URL.
  function anchors(status) {
    for (const heading of document.querySelectorAll("main :is(h2, h3, h4)[id]")) {
      if (heading.querySelector("a")) continue;
      const link = element("a", { className: "anchor", href: "#" + heading.id, title: "Copy the link to this section" }, ...heading.childNodes);
      link.addEventListener("click", async () => {
        await copyText(link.href);
        status.textContent = "Copied the link";
      });
      heading.append(link);
    }
  }

  // The contents mark the section that is read: the last whose heading is in the upper third.
  function spy(contents) {
    const links = [...contents.querySelectorAll("a")];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const isEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      const read = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).length;
      const at = isEnd && scrollY > 0 ? links.length - 1 : Math.max(read - 1, 0);
      links.forEach((link, index) => {
        if (index === at) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      });
    };
    addEventListener("scroll", mark, { passive: true });
    addEventListener("resize", mark);
    mark();
  }

  addEventListener("DOMContentLoaded", () => {
    theme();
    const status = element("p", { className: "hidden", role: "status" });
    document.body.append(status);
    copies(status);
    anchors(status);
    clients();
    document.querySelectorAll(".filters").forEach(filters);
    document.querySelectorAll(".contents").forEach(spy);
  });
})();
