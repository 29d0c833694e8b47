// A service with an HTTP API, written by hand: nothing of errbook is in it. With `DRIFT`, it answers
// in a way that its catalog doesn't have.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

const drift = process.env.DRIFT ?? "";
const docs = "https://orders.example/docs/errors/orders";
const titles = { 400: "Bad Request", 404: "Not Found", 409: "Conflict", 429: "Too Many Requests" };

function problem(code, status, detail, members = {}) {
  const body = { type: `${docs}/${code}`, title: titles[status], status, detail, code: `err:orders:${code}`, ...members };
  const headers = { "Content-Type": "application/problem+json", "Cache-Control": "no-store" };
  return { status, headers, body };
}

const orders = new Map([["ord_1", { id: "ord_1" }], ["ord_2", { id: "ord_2", shippedTo: "ann@example.com" }]]);

function answer(method, path, body) {
  const id = path.match(/^\/v1\/orders\/([^/]+)$/)?.[1];
  if (method === "GET" && id === "ord_0") return problem("not_found", 404, `Order \`${id}\` was deleted`, { order: id });
  if (id && !orders.has(id)) return problem("not_found", 404, `There is no order \`${id}\``, { order: id });
  if (method === "GET" && id) return { status: 200, headers: {}, body: orders.get(id) };
  if (method === "DELETE" && orders.get(id)?.shippedTo)
    return problem("shipped", 409, "*** has received the order, so it can't be canceled");
  if (method === "POST" && path === "/v1/orders") {
    if (body.amount > 1000) {
      const limited = problem("too_many", 429, "Too many orders: 5 a minute are allowed");
      limited.headers["Retry-After"] = "60";
      return limited;
    }
    const errors = [{ location: "body.amount", message: "must be positive" }];
    if (!(body.amount > 0)) return problem("invalid", 400, "The order is invalid", { errors });
    return { status: 201, headers: {}, body: { id: "ord_3" } };
  }
  return problem("not_found", 404, "There is no order ``", { order: "" });
}

// One mistake each, as they happen when nobody compares a service with its catalog.
const drifts = {
  unknown: (to) => (to.body.code += "s"),
  status: (to) => (to.status = to.body.status = 410),
  title: (to) => (to.body.title = "Nope"),
  type: (to) => (to.body.type = "https://orders.example/help"),
  "content-type": (to) => (to.headers["Content-Type"] = "text/plain"),
  header: (to) => delete to.headers["Cache-Control"],
  body: (to) => delete to.body.detail,
  message: (to) => (to.body.detail = "Something went wrong"),
  param: (to) => (to.body.trace = "abc"),
  secret: (to) => (to.body.detail = to.body.detail.replace("***", "ann@example.com")),
  "without-code": (to) => (to.body = { error: "oops" }),
};
const codes = { secret: "shipped", elsewhere: "shipped" };

export function start(port = 0) {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const path = request.url.split("?")[0];
    const to = answer(request.method, path, text ? JSON.parse(text) : {});
    const code = to.body.code?.split(":").at(-1);
    if (drift === "elsewhere" && request.method === "POST" && code === "invalid")
      Object.assign(to, problem("shipped", 409, "*** has received the order, so it can't be canceled"));
    else if (to.status >= 400 && drift in drifts && code === (codes[drift] ?? "not_found")) drifts[drift](to);
    let bytes = Buffer.from(JSON.stringify(to.body));
    if (request.headers["accept-encoding"]?.includes("gzip")) {
      bytes = gzipSync(bytes);
      to.headers["Content-Encoding"] = "gzip";
    }
    response.writeHead(to.status, to.headers);
    response.end(bytes);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === import.meta.filename) {
  const server = await start(Number(process.env.PORT ?? 0));
  console.log(`http://127.0.0.1:${server.address().port}`);
}
