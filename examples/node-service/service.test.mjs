// The service's own tests. They use the proxy if there is one, and know nothing else of errbook.
import assert from "node:assert/strict";
import test from "node:test";

const url = process.env.ERRBOOK_PROXY_URL ?? process.env.SERVICE_URL;

const call = (method, path, body) => fetch(url + path, { method, body: body && JSON.stringify(body) });

test("an order that exists is found", async () => {
  const response = await call("GET", "/v1/orders/ord_1?expand=items");
  assert.equal(response.status, 200);
  assert.equal((await response.json()).id, "ord_1");
});

test("orders that do not exist are errors", async () => {
  for (const [method, id] of [["GET", "ord_9"], ["GET", "ord_0"], ["DELETE", "ord_9"]]) {
    assert.ok((await call(method, `/v1/orders/${id}`)).status >= 400);
  }
});

test("shipped orders cannot be canceled", async () => {
  assert.equal((await call("DELETE", "/v1/orders/ord_2")).status, 409);
});

test("amounts are checked", async () => {
  assert.equal((await call("POST", "/v1/orders", { amount: 3 })).status, 201);
  assert.ok((await call("POST", "/v1/orders", { amount: -3 })).status >= 400);
  assert.equal((await call("POST", "/v1/orders", { amount: 5000 })).status, 429);
});
