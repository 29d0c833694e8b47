// Progressive enhancement. Pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (query) => document.querySelectorAll(query);
  const one = (query) => document.querySelector(query);
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
    one("header.site .bar")?.append(button);
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
    for (const line of all("[data-copy]")) {
      const code = line.querySelector("code").textContent;
      line.append(" ", copyButton(() => code, code, status));
    }
    for (const pre of all("pre:not(.head pre)")) {
      const box = element("div", { className: "copyable" });
      pre.replaceWith(box);
      box.append(pre, copyButton(() => pre.textContent.replace(/\n$/, ""), "the code", status));
    }
  }

  // The link to the Markdown version becomes a button that copies it, and opens it if it can't be read, such as from disk.
  function copyPage(link, status) {
    const button = element("button", { type: "button", textContent: "Copy page", title: "Copy this page as Markdown" });
    button.addEventListener("click", async () => {
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(answer.statusText);
        await copyText(await answer.text());
      } catch {
        location.href = link.href;
        return;
      }
      button.textContent = "Copied";
      status.textContent = "Copied the page";
      setTimeout(() => { button.textContent = "Copy page"; status.textContent = ""; }, 2000);
    });
    link.replaceWith(button);
  }

  // Runs another script of the site, after those before it.
  const base = new URL(".", document.currentScript.src);
  const run = (name) => document.head.appendChild(element("script", { src: new URL(name, base), async: false }));

  // The style and scripts of the search are loaded when a reader is about to search.
  function search() {
    const box = one(".search");
    const input = box?.querySelector("input");
    if (!input) return;
    let style;
    const load = () => {
      if (style) return;
      style = document.head.appendChild(element("link", { rel: "stylesheet", href: new URL("search.css", base) }));
      ["search-engine.js", "search/index.js", "search.js"].map(run).pop().onload = () => {
        input.removeEventListener("keydown", early);
        if (enter) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      };
    };
    // Enter may be pressed before the search has loaded.
    let enter = false;
    const early = (event) => { enter = event.key === "Enter" && !event.isComposing; };
    input.addEventListener("keydown", early);
    input.addEventListener("focus", load);
    box.addEventListener("pointerenter", load);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const modified = event.ctrlKey || event.metaKey;
      const opens = modified ? event.key.toLowerCase() === "k" && !event.shiftKey : event.key === "/" && !typing;
      if (!opens || event.altKey) return;
      event.preventDefault();
      one(":popover-open")?.hidePopover();
      input.focus();
      input.select();
    });
    box.hidden = false;
    if (one("[data-search-url]")) load();
  }

  // All requests show the client that was chosen last, on all pages.
  function clients() {
    const show = (client) => {
      for (const input of all(".clients input")) if (input.value === client) input.checked = true;
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

  // The text of a heading is a link to it, and clicking it copies the URL.
  function anchors(status) {
    for (const heading of all("main :is(h2, h3, h4)[id]")) {
      if (heading.querySelector("a")) continue;
      const link = element("a", { className: "anchor", href: "#" + heading.id, title: "Copy the link to this section" }, ...heading.childNodes);
      link.addEventListener("click", async () => {
        await copyText(link.href);
        status.textContent = "Copied the link";
      });
      heading.append(link);
    }
  }

  // In a long sidebar, the page may be out of sight. Its group is shown too, if there is room for both.
  function sidebar(side) {
    const here = side.querySelector("[aria-current]");
    const scroll = () => {
      const group = here?.closest("details") ?? here;
      if (here) side.scrollTop = Math.max(group.offsetTop - 16, here.offsetTop + here.offsetHeight + 16 - side.clientHeight);
    };
    side.addEventListener("toggle", scroll);
    matchMedia("(min-width: 80rem)").addEventListener("change", () => side.hidePopover());
    scroll();
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
      const list = contents.querySelector("ul"), link = links[at];
      if (link) list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
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
    search();
    all("[data-copy-page]").forEach((link) => copyPage(link, status));
    if (one(".filters")) run("lists.js");
    one(".editions")?.addEventListener("toggle", () => run("editions.js"), { once: true });
    all(".sidebar").forEach(sidebar);
    all(".contents").forEach(spy);
  });
})();
