// Part of `errbook serve`, and of no built site: loads the page again when it has another version, at the same place.
(() => {
  "use strict";
  const { version, problem } = document.currentScript.dataset;
  const KEY = "errbook.place";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const focusable = () => all("a[href], button, input, select, textarea, summary, [tabindex]");

  // A page that only reports a problem has no place to keep. The place is that of the page before it.
  const isProblem = problem !== undefined;

  function save() {
    // The last heading above the window keeps its position, because content before it may have changed.
    const heading = all("main [id]").findLast((element) => element.getBoundingClientRect().top <= 0);
    const place = {
      path: location.pathname,
      x: scrollX,
      y: scrollY,
      id: heading?.id,
      top: heading?.getBoundingClientRect().top,
      open: all("details").map((details) => details.open),
      focus: focusable().indexOf(document.activeElement),
      of: focusable().length,
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(place));
      history.scrollRestoration = "manual";
    } catch { /* Without storage, the browser restores the position. */ }
  }

  function restore() {
    let place;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* nothing is kept */ }
    if (place?.path !== location.pathname) return;
    const details = all("details");
    if (details.length === place.open.length) details.forEach((each, index) => { each.open = place.open[index]; });
    if (focusable().length === place.of) focusable()[place.focus]?.focus({ preventScroll: true });
    const heading = place.id && document.getElementById(place.id);
    const top = heading ? scrollY + heading.getBoundingClientRect().top - place.top : place.y;
    scrollTo({ left: place.x, top, behavior: "instant" });
    addEventListener("load", () => { history.scrollRestoration = "auto"; });
  }

  let events;
  // A browser has few connections for a server, and a page that nobody looks at needs none.
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.errbook-events");
    events.onmessage = ({ data, lastEventId }) => {
      if (data === version) return dispatchEvent(new CustomEvent("errbook-round", { detail: lastEventId }));
      if (!isProblem) save();
      location.reload();
    };
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("pagehide", () => events?.close());
  addEventListener("DOMContentLoaded", () => {
    if (!isProblem) restore();
    listen();
  });
})();
