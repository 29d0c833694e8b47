// A client of a catalog whose responses have the action. `tests/exports` compiles and runs it.
import { Code, actionKinds, info, readError, type ActionKind, type ApiBody, type ReceivedError } from "./errors.js";

const read = (error: object): ReceivedError => readError({ status: 500, body: { id: null, error, url: "about:blank", owner: "money" } });
const known = read({ code: "SHOP-orders-not_found", text: "", do: "contact", fix: "Ask" });
assert(known.action === "contact" && known.retryable === false && known.fix === "Ask", "the response takes precedence");
const silent = read({ code: "SHOP-orders-not_found", text: "", do: null });
assert(silent.action === "fix_request", "the catalog knows it");
const newer = read({ code: "SHOP-orders-new", text: "", do: "retry" });
assert(newer.action === "retry" && newer.retryable === true && newer.rawCode === "SHOP-orders-new", "a newer code");
assert(read({ code: "SHOP-orders-new", text: "", do: "dance" }).action === undefined, "a newer kind");
const other = read({ code: "other", text: "", do: "retry" });
assert(other.action === undefined && other.rawCode === undefined, "not an error of the catalog");
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
