// Services of the catalog of `crates/errbook-docs/tests/catalog` in Express, Fastify, and Hono.
// `tests/exports` runs it with the real frameworks.
import { deepStrictEqual } from "node:assert";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import {
  Code, OrdersHostile, OrdersIndex, OrdersNotFound, expressHandler, fastifyHandler, honoHandler, readResponse, type Handling,
} from "./errors.js";

const handling: Handling = { profile: "api", unexpected: (cause) => new OrdersIndex({ cause }) };
const raise = {
  "/known": () => new OrdersNotFound({ number: 2n ** 53n + 1n, customer: "é" }, { headers: { "X-Wide": "日本" } }),
  "/own-id": () => new OrdersHostile({ value: "\u2028" }, { requestId: "own" }),
  "/unknown": () => new Error("connection to db-7 refused"),
};

const ofExpress = express();
ofExpress.use((_request, response, next) => {
  response.set({ Vary: "Origin", ETag: '"1"', "Content-Encoding": "gzip", "Access-Control-Allow-Origin": "*" });
  next();
});
for (const [path, error] of Object.entries(raise)) ofExpress.get(path, () => { throw error(); });
ofExpress.use(expressHandler<express.Request>({ ...handling, requestId: (request) => request.get("x-request-id") }));

const ofFastify = Fastify();
for (const [path, error] of Object.entries(raise)) ofFastify.get(path, () => { throw error(); });
ofFastify.setErrorHandler(fastifyHandler({ ...handling, requestId: (request) => String(request.headers["x-request-id"]) }));

const ofHono = new Hono();
for (const [path, error] of Object.entries(raise)) ofHono.get(path, () => { throw error(); });
ofHono.onError(honoHandler<Request>({ ...handling, requestId: (request) => request.headers.get("x-request-id") }));

type Ask = (path: string, accept: string) => Promise<Response>;
const request = (accept: string) => ({ headers: { accept, "x-request-id": "req_1" } });
const [expressUrl, stopExpress] = await listen(ofExpress);
const fastifyUrl = await ofFastify.listen({ host: "127.0.0.1", port: 0 });
const frameworks: { [name: string]: Ask } = {
  express: (path, accept) => fetch(expressUrl + path, request(accept)),
  fastify: (path, accept) => fetch(fastifyUrl + path, request(accept)),
  hono: async (path, accept) => ofHono.request(path, request(accept)),
};
for (const [name, ask] of Object.entries(frameworks)) {
  const known = await ask("/known", "application/json");
  deepStrictEqual([known.status, known.headers.get("content-type"), known.headers.get("content-encoding")], [404, "application/json", null], name);
  deepStrictEqual(known.headers.get("vary")?.split(", ").at(-1), "Accept", name);
  deepStrictEqual(Buffer.from(known.headers.get("x-wide") ?? "", "latin1").toString(), "日本", name);
  const error = await readResponse(known);
  if (error.code !== Code.OrdersNotFound) throw new Error(`${name}: ${error.rawCode}`);
  deepStrictEqual([error.requestId, error.params.number, error.params.customer], ["req_1", 9007199254740993n, "é"], name);
  const problem = await ask("/known", "application/json;q=0.5, application/problem+json");
  deepStrictEqual(problem.headers.get("content-type"), "application/problem+json", name);
  deepStrictEqual((await readResponse(problem)).code, Code.OrdersNotFound, name);
  deepStrictEqual((await readResponse(await ask("/own-id", "*/*"))).requestId, "own", name);
  const unknown = await ask("/unknown", "text/html");
  deepStrictEqual(unknown.status, 500, name);
  const text = await unknown.text();
  if (text.includes("db-7") || !text.includes("SHOP-orders-index")) throw new Error(`${name}: ${text}`);
}
if ((await frameworks["express"]?.("/known", "*/*"))?.headers.get("access-control-allow-origin") !== "*") throw new Error("other headers stay");
stopExpress();
await ofFastify.close();
console.log("express, fastify, hono");

function listen(handler: RequestListener): Promise<[url: string, stop: () => void]> {
  const server = createServer(handler);
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done([`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => server.close()]));
  });
}
