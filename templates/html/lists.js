// Filters of long lists. `site.js` loads it on pages that have one. The URL has the filters that are set.
"use strict";
(() => {
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

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
    const folds = [...list.querySelectorAll("details")].map((fold) => {
      const summary = fold.querySelector("summary");
      return { fold, summary, text: summary.textContent, open: fold.open, items: [...fold.querySelectorAll("li")] };
    });
    let isFiltered = false;
    const count = element("p", { role: "status", className: "count" });
    const apply = () => {
      for (const item of items) item.hidden = !fits(item);
      for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
      const shown = items.filter((item) => !item.hidden).length;
      const wasFiltered = isFiltered;
      isFiltered = shown < items.length;
      for (const of of folds) {
        // Without a filter, they are as the reader left them.
        if (!wasFiltered) of.open = of.fold.open;
        of.fold.open = isFiltered || of.open;
        const own = of.items.filter((item) => !item.hidden).length;
        of.summary.textContent = own < of.items.length ? `${own} of ${of.text}` : of.text;
      }
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

  document.querySelectorAll(".filters").forEach(filters);
})();
