// Part of `errbook serve`, and of no built site: loads the page anew when the catalog has another version than the page.
(() => {
  "use strict";
  const { version } = document.currentScript.dataset;
  let events;
  // A browser has few connections for a server, and a page that nobody looks at needs none.
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.errbook-events");
    events.onmessage = ({ data }) => data !== version && location.reload();
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("pagehide", () => events?.close());
  listen();
})();
