// Part of `errbook serve`, and of no built site: shows findings on top of the page, and opens files in the editor.
(() => {
  "use strict";
  const { shown: entryPath, file: entryFile } = document.currentScript.dataset;
  const DISMISSED = "errbook.dismissed";

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // A shadow root keeps the styles of the page out.
  const host = element("errbook-serve", { hidden: true });
  const style = element("link", { rel: "stylesheet", href: "/.errbook-overlay.css" });
  const count = element("button", { type: "button", className: "count", hidden: true });
  const status = element("p", { className: "status", role: "status" });
  const bar = element("div", { className: "bar" }, status, count);
  const title = element("h1", { id: "title" });
  const close = element("button", { type: "button", className: "close", autofocus: true, textContent: "Close", title: "Close (Esc)" });
  const findings = element("div", { className: "findings" });
  const dialog = element("dialog", {}, element("header", {}, title, close), findings);
  dialog.setAttribute("aria-labelledby", "title");
  host.attachShadow({ mode: "open" }).append(style, bar, dialog);
  if (entryFile) {
    const edit = element("button", { type: "button", className: "edit", textContent: "Edit this entry", title: entryPath });
    edit.dataset.errbookFile = entryFile;
    bar.append(edit);
  } else if (entryPath) {
    bar.append(element("code", { textContent: entryPath, title: "The file of this entry" }));
  }

  const styled = new Promise((done) => style.addEventListener("load", done));
  let state = {};
  const wasDismissed = () => { try { return sessionStorage.getItem(DISMISSED) === state.round; } catch { return false; } };

  function show() {
    if (dialog.open) return;
    dialog.append(status);
    dialog.showModal();
  }

  async function update({ detail: round }) {
    if (round === state.round) return;
    const response = await fetch("/.errbook-findings");
    if (!response.ok) return;
    state = await response.json();
    title.textContent = state.title;
    // The server escapes all text in it.
    findings.innerHTML = state.html;
    count.textContent = state.label;
    count.hidden = !state.label;
    count.className = "count " + state.severity;
    dialog.className = state.severity;
    dialog.role = state.opens ? "alertdialog" : "dialog";
    // A dialog that isn't displayed can't be focused.
    await styled;
    host.hidden = false;
    if (!state.label) dialog.close();
    else if (state.opens && !wasDismissed()) show();
  }

  async function open({ errbookFile, line = 1, column = 1 }) {
    const query = `file=${encodeURIComponent(errbookFile)}&line=${line}&column=${column}`;
    try {
      const response = await fetch("/.errbook-open?" + query, { method: "POST", headers: { "errbook-open": "yes" } });
      status.textContent = response.ok ? "" : await response.text();
    } catch {
      status.textContent = "errbook serve is not running";
    }
  }

  count.addEventListener("click", show);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  // Keys in the overlay are not shortcuts of the page.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    bar.prepend(status);
    status.textContent = "";
    if (!state.opens) return;
    try { sessionStorage.setItem(DISMISSED, state.round); } catch { /* The next page shows it again. */ }
  });
  document.addEventListener("click", (event) => {
    const button = event.composedPath().find((of) => of.dataset?.errbookFile);
    if (button) open(button.dataset);
  });
  addEventListener("errbook-round", update);
  document.body.append(host);
})();
