// A service of the catalog of `crates/errbook/tests/service`. `tests/exports` runs it in all engines,
// so it uses nothing that only one of them has.
import {
  CardBusy, CardDeclined, CardRefused, CardRevealed, CardSecret, Code, OrderEveryType, OrderInvalid, OrderNotFound,
  ServiceInternal, ServiceUnexpected, ShopError, VaultCodeWrong, answer, readError, readResponse, toResponse, type Arguments,
} from "./errors.js";

const declined = new CardDeclined({ last4: "4\"2\\\n" }, { requestId: "req_1", retryAfter: 1.2, instance: "urn:x" });
equal([declined.name, declined.code, declined.message], ["CardDeclined", "err:shop:card:declined", "The card that ends in 4\"2\\\n was declined"]);
equal(declined instanceof ShopError && declined instanceof Error && declined.logLevel, "info");
equal(declined.stack === undefined || !declined.stack.startsWith("Error"), true);
const response = toResponse(declined, { profile: "api" });
equal([response.status, response.headers.get("content-type"), response.headers.get("retry-after")], [402, "application/json", "2"]);
const read = await readResponse(response);
equal([read.rawCode, read.requestId, read.retryAfter, read.code === Code.CardDeclined && read.params.last4], ["err:shop:card:declined", "req_1", 2, "4\"2\\\n"]);

// All types, at their limits.
const every: Arguments["err:shop:order:every_type"] = {
  text: "\u2028\u{1f600}\ud800", number: -(2n ** 63n), price: "0.10", link: "https://shop.example/?a=b", flag: false, at: new Date("0001-02-03T04:05:06.789Z"), wait: 1.999, names: ["a, b", ""],
};
const body = answer(new OrderEveryType(every), { profile: "api" }).body;
equal(body.includes("-9223372036854775808 0.10 https://shop.example/?a=b false 0001-02-03T04:05:06.789Z 1s a, b, "), true);
const typed = readError({ status: 409, body: answer(new OrderEveryType(every), { profile: "problem" }).body });
equal(typed.code === Code.OrderEveryType && [typed.params.number, typed.params.wait, typed.params.names], [-9223372036854775808n, 1, ["a, b", ""]]);
for (const wrong of [{ number: NaN }, { number: 1.5 }, { number: 2n ** 63n }, { wait: Infinity }, { at: new Date(NaN) }]) {
  throws(() => new OrderEveryType({ ...every, ...wrong }), RangeError);
}
equal(new OrderEveryType({ ...every, wait: -5 }).message.includes("Z 0s "), true);

// Headers: a unit, a quoted string, a date, and values that try to end their line.
const until = new Date("2026-01-31T09:30:00.999Z");
const busy = answer(new CardBusy({ wait: 0.5, until, realm: "a\"\\\r\né" }), { profile: "problem" });
equal(Object.fromEntries(busy.headers), {
  "Content-Type": "application/problem+json", "Retry-After": "1", "WWW-Authenticate": 'Bearer realm="a\\"\\\\  Ã©"', "X-Kind": "issuer", "X-Format": "{rfc9457}", "X-Until": "Sat, 31 Jan 2026 09:30:00 GMT",
});
const extra = { "X-A": "1\r\nSet-Cookie: a=b", "Content-Length": "1", "no token": "x", "x-kind": "own", "X-Wide": "日本" };
const added = toResponse(new CardBusy({ wait: 1, until, realm: "" }, { headers: extra }), { profile: "api" });
equal([added.headers.get("x-a"), added.headers.get("x-kind"), added.headers.get("content-length"), added.headers.get("set-cookie")], ["1  Set-Cookie: a=b", "own", null, null]);

// Content negotiation.
const invalid = new OrderInvalid({ errors: [{ location: "body.a", message: "is\u0000 bad" }] });
equal(answer(invalid, { profile: "api", accept: "*/*" }).headers, [["Content-Type", "application/json"]]);

// Sensitive values, revealed or not, are in no log.
const secret = "s3cr3t-" + "value";
const sensitive: Arguments["err:shop:card:revealed"] = {
  text: secret, number: 1, price: secret, link: secret, flag: true, at: until, wait: 1, names: [secret],
};
const errors = [
  new CardRevealed(sensitive), new CardSecret({ ...sensitive, shop: "x" }), new VaultCodeWrong({ owner: secret, code_entered: secret }),
  new CardRefused({ reason: "r", amount: "1", wait: 1, bank: "b", contact: secret, holder: secret }),
];
for (const error of errors) {
  const shown: string[] = [JSON.stringify(error), JSON.stringify({ error }), String(error), `${error.stack}`, error.message, JSON.stringify(Object.entries(error)), JSON.stringify({ ...error })];
  equal(shown.filter((text) => text.includes(secret)), []);
  console.log(error, [error], { error });
  console.error(error);
}
equal(answer(errors[0], { profile: "api" }).body.includes(secret), true);
for (const error of errors.slice(1, 3)) equal(answer(error, { profile: "problem" }).body.includes(secret), false);

// What clients must not see.
const cause = new Error("connection to db-7 refused");
const unexpected = (cause: unknown): ServiceUnexpected => new ServiceUnexpected({ cause });
const logged: ShopError[] = [];
const unknown = toResponse(cause, { profile: "api", unexpected, log: (error) => logged.push(error) });
equal(unknown.status, 500);
equal((await unknown.text()).includes("db-7"), false);
equal([logged.length, logged[0]?.cause === cause], [1, true]);
for (const other of [cause, undefined, null, "text", new ServiceInternal({ job: "nightly {x}" })]) {
  equal(answer(other, { profile: "api" }), { status: 500, headers: [], body: "" });
}
equal(new ServiceInternal({ job: "nightly {x}" }).message, "The job nightly {x} stopped");

// @ts-expect-error: a param is missing.
export const incomplete = (): OrderNotFound => new OrderNotFound({});
// @ts-expect-error: not a profile.
export const other = (): Response => toResponse(invalid, { profile: "none" });

function equal(actual: unknown, expected: unknown): void {
  const text = (value: unknown): string => JSON.stringify(value, (_, of: unknown) => (typeof of === "bigint" ? `${of}n` : of)) ?? "undefined";
  if (text(actual) !== text(expected)) throw new Error(`${text(actual)} is not ${text(expected)}`);
}

function throws(make: () => unknown, kind: new () => Error): void {
  try {
    make();
  } catch (error) {
    if (error instanceof kind) return;
  }
  throw new Error(`does not throw: ${make}`);
}
console.log("served");
