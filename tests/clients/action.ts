// A client of a catalog whose responses have the action. `tests/exports.rs` compiles and runs it.
import { Code, actionOf, actionKinds, info, isRetryable, type ActionKind, type ApiBody } from "./errors.js";

const known = { error: { code: "SHOP-orders-not_found", text: "", do: "contact", fix: "Ask" } };
assert(actionOf(known) === "contact" && isRetryable(known) === false, "the response takes precedence");
const older = { error: { code: "SHOP-orders-not_found", text: "" } };
assert(actionOf(older) === "fix_request", "the catalog knows it");
const newer = { error: { code: "SHOP-orders-new", text: "", do: "retry" } };
assert(actionOf(newer) === "retry" && isRetryable(newer) === true, "a newer code");
assert(actionOf({ error: { ...newer.error, do: "dance" } }) === undefined, "a newer kind");
assert(actionOf({ error: { code: "other", do: "retry" } }) === undefined, "not an error of the catalog");
assert(info["SHOP-orders-not_found"].action?.by === "caller" && actionKinds.length === 8, "the catalog");
assert(info["SHOP-payments-declined-expired"].parent === Code.PaymentsDeclined, "its parent");
assert(info["SHOP-payments-declined"].parent === undefined, "no parent");

export function kind(body: ApiBody): ActionKind | null {
  return body.error.do;
}

export function fix(body: ApiBody): string | undefined {
  return body.error.fix;
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
console.log("actions");
