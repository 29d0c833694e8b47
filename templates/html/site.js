// Progressive enhancement: theme switch, copy buttons, choice of client, and list filters. Pages work without it.
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

  function copies() {
    const status = element("p", { className: "hidden", role: "status" });
    document.body.append(status);
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

  // Long lists get filters.
  function filters(list) {
    const items = [...list.querySelectorAll(".codes > li")];
    if (items.length < 8) return;
    const groups = [...list.querySelectorAll(".group")];
    const outer = groups.filter((group) => group.querySelector(":scope > .codes"));
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
      count.textContent = shown === items.length ? "" : `${shown} of ${items.length} codes`;
    };
    const bar = element("div", { className: "filters", role: "group", ariaLabel: "Filter the list" });
    for (const [name, options] of Object.entries(choices)) {
      if (options.length < 2) continue;
      const select = element("select", {}, element("option", { value: "", textContent: "All" }));
      for (const [value, text] of options) select.append(element("option", { value, textContent: text }));
      select.addEventListener("change", () => { chosen[name] = select.value; apply(); });
      bar.append(element("label", {}, name + " ", select));
    }
    if (bar.children.length) {
      bar.append(count);
      list.before(bar);
    }
  }

  addEventListener("DOMContentLoaded", () => {
    theme();
    copies();
    clients();
    document.querySelectorAll(".list").forEach(filters);
  });
})();
