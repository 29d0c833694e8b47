//# allFunctionsCalledOnLoad
// The search. `site.js` loads it when a reader is about to search, after its style, `search-engine.js`, and the index.
// The pattern is the combobox with a listbox of the ARIA Authoring Practices: focus stays in the input, arrows move through the results.
"use strict";
(() => {
  const box = document.querySelector(".search");
  const input = box?.querySelector("input");
  if (!input || !globalThis.errbookSearch) return;
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const base = new URL(".", document.currentScript.src);
  const loading = new Map();
  let active = -1; // the option that the arrows are at
  let shown; // the query of the results in the list
  let announced; // timer of what screen readers are told

  // Scripts instead of requests, so search works on pages opened from disk.
  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise((done) => {
        const script = document.createElement("script");
        script.src = new URL(path, base);
        script.onload = script.onerror = done;
        document.head.append(script);
      }));
    }
    return loading.get(path);
  }

  // Calls `use` with the results of a query, and again when index files have improved them, as long as they are wanted.
  async function find(query, use, isWanted) {
    // Each result names files that would improve it. A file that failed to load is not tried again.
    for (const tried = new Set(); isWanted(); ) {
      const { results, total, missing } = errbookSearch.find(query);
      const more = missing.filter((name) => !tried.has(name));
      use(results, total, more.length > 0);
      if (!more.length) return;
      more.forEach((name) => tried.add(name));
      // Browsers can show these results before they start to load the files.
      await new Promise((done) => setTimeout(done));
      await Promise.all(more.map((name) => load(`search/${name}.js`)));
    }
  }

  function search() {
    const query = input.value;
    return find(query, (results, total, partial) => show(query, results, total, partial), () => query === input.value);
  }

  // On the page for URLs that don't exist: what the URL ends with may be a code, or a part of one.
  function suggest(place) {
    const end = location.pathname.split("/").filter(Boolean).pop() ?? "";
    const query = end.replace(/\.\w+$/, "").replace(/%[0-9a-f]{2}|[-_]+/gi, " ");
    find(query, (results, _, partial) => {
      if (partial || !results.length) return;
      const heading = document.createElement("h2");
      heading.textContent = "Did you mean one of these?";
      const list = document.createElement("ul");
      list.className = "related";
      for (const { name, code, href } of results.slice(0, 5)) {
        const link = Object.assign(document.createElement("a"), { href: new URL(href, base), textContent: name });
        list.append(document.createElement("li"));
        list.lastChild.append(link, ...(code ? [Object.assign(document.createElement("code"), { textContent: code })] : []));
      }
      place.replaceChildren(heading, list);
    }, () => true);
  }

  function show(query, results, total, partial) {
    if (partial && !results.length) return;
    // Better results may come when the arrows are in the list already: the option stays the same one, if it is still there.
    const chosen = query === shown ? list.children[active]?.href : undefined;
    shown = query;
    list.replaceChildren(...results.map(option));
    toggle(query.trim() !== "" && results.length > 0);
    select([...list.children].findIndex((option) => option.href === chosen));
    if (partial) return;
    clearTimeout(announced);
    const text = !query.trim() ? "" : !total ? "No results. Try the code, or fewer words." : total === 1 ? "1 result" : `${total} results`;
    // Delayed, so screen readers don't interrupt typing.
    announced = setTimeout(() => (status.textContent = text), 300);
    box.classList.toggle("nothing", query.trim() !== "" && !total);
  }

  function option(result, at) {
    const link = document.createElement("a");
    link.href = new URL(result.href, base);
    link.id = `search:${at}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    const add = (tag, text, name) => {
      const element = link.appendChild(document.createElement(tag));
      element.textContent = text;
      if (name) element.className = name;
      return element;
    };
    add("strong", result.name).dir = "auto";
    for (const status of result.statuses) add("span", status, `badge status-${status[0]}`);
    if (result.mark) add("span", result.mark, "badge");
    // A line of a long code ends behind a separator.
    const parts = result.code.split(/(?<=[:_./-])(?![:_./-])/);
    add("code", "").append(...parts.flatMap((part) => [part, document.createElement("wbr")]));
    const snippet = add("span", "", "snippet");
    snippet.dir = "auto";
    for (const { text, hit } of result.snippet) snippet.append(hit ? marked(text) : text);
    return link;
  }

  function marked(text) {
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  }

  function toggle(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) select(-1);
  }

  function select(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = list.children[to];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  const move = (by) => {
    if (list.hidden && list.children.length) toggle(true);
    const count = list.children.length;
    // One place before the first is none: the input itself.
    if (count) select(((active + 1 + by + count + 1) % (count + 1)) - 1);
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      const open = () => (list.children[active] ?? list.children[0])?.click();
      // What was just typed or pasted may have no results yet.
      active < 0 || list.hidden ? search().then(open) : open();
    },
    Escape: () => (list.hidden ? (input.value = "") : toggle(false)),
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("input", search);
  input.addEventListener("focus", () => {
    if (list.children.length && input.value.trim()) toggle(true);
  });
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || toggle(false));
  // A press on an option must not take the focus away before it is a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (input.value.trim()) search();
  document.querySelectorAll("[data-search-url]").forEach(suggest);
})();
