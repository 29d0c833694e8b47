// The menu of editions. `site.js` loads it when a reader opens the menu. The list of editions is a script, which earlier
// editions load too, so they show later ones. So is the list of pages of an edition, so a reader stays on the page if that
// edition has it. Both work from disk.
"use strict";
(() => {
  const menu = document.querySelector(".editions");
  if (!menu) return;
  const { list, name, path, prefix, home } = menu.dataset;
  const folder = new URL(list, document.baseURI);
  const links = menu.querySelector("ul");
  const root = (edition) => new URL(edition ? `${edition}/` : "../", folder);
  const url = (edition, path) => new URL(path.split("/").map(encodeURIComponent).join("/"), root(edition));

  // Resolves when the script has run, or can't be loaded.
  const load = (src) => new Promise((done) => {
    const script = document.createElement("script");
    Object.assign(script, { src, onload: done, onerror: done });
    document.head.append(script);
  });

  async function open(edition) {
    globalThis.errbookPages = [];
    await load(url(edition, prefix + "pages.js"));
    const pages = globalThis.errbookPages;
    location.href = url(edition, pages.includes(path) ? path : pages[0] ?? home);
  }

  function item(edition) {
    const link = document.createElement("a");
    Object.assign(link, { href: url(edition, home), textContent: edition || "Current" });
    if (edition === name) link.setAttribute("aria-current", "true");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (edition === name) menu.open = false;
      else open(edition);
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  load(folder).then(() => links.replaceChildren(...["", ...(globalThis.errbookEditions ?? [])].map(item)));

  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
