// A realistic client of the shipped catalog. `tests/exports` compiles it together with the exported
// `errors.ts`, and runs it with the examples of all codes.
import { readFileSync } from "node:fs";
import { Code, info, isCode, readError, readResponse, type ApiBody, type GatewayBody, type ReceivedError } from "./errors.js";

interface Example {
  code: string;
  status: number;
  retryable: boolean | null;
  detail: string;
  body: unknown;
}

const examples = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Example[];
for (const { code, status, retryable, detail, body } of examples) {
  const error = readError({ status, body });
  assert(error.code === code && error.rawCode === code, `${code} is read as ${error.code}`);
  assert(error.detail === detail && error.status === status, `${code}: ${error.detail}`);
  if (retryable !== null) assert(error.retryable === retryable, `${code}: ${error.retryable}`);
  assert(isCode(code) && info[code].url !== null, `${code} has no page`);
  const same = await readResponse(new Response(JSON.stringify(body), { status }));
  assert(same.code === code && same.detail === detail, `${code} in a Response`);
}

// A code of a newer service, and a former name of a code.
const meta = { requestId: "req_1" };
const newer = readError({ status: 404, body: { meta, error: { code: "err:unkey:data:invented_tomorrow", message: "" } } });
assert(newer.code === undefined && newer.rawCode === "err:unkey:data:invented_tomorrow", "a newer code");
assert(exhaustive(newer).includes("invented_tomorrow"), "a newer code in a switch");
const former = readError({ status: 502, body: JSON.stringify({ meta, error: { code: "err:unkey:bad_gateway:bad_gateway", message: "" } }) });
assert(former.code === Code.UpstreamBadGateway && former.rawCode === "err:unkey:bad_gateway:bad_gateway", "an alias");
assert(exhaustive(former) === "bad gateway", "an alias in a switch");

// Responses that are not errors of the catalog.
for (const body of [undefined, null, 1, "", "x", "<html>", "[]", "{", {}, { error: null }, { error: { type: "https://example.com/errors/a" } }, { __proto__: { error: newer } }]) {
  const other = readError({ status: 404, body });
  assert(other.rawCode === undefined && other.status === 404 && other.retryable === undefined, JSON.stringify(body));
}
const proxy = await readResponse(new Response("", { status: 503, headers: { "Retry-After": "7" } }));
assert(proxy.retryable === true && proxy.retryAfter === 7 && proxy.body === undefined, "a proxy");
const headers = { "content-type": "text/html", "Retry-After": ["9"] };
assert(readError({ status: 400, body: "no", headers }).retryAfter === 9, "headers of Node.js");

// Integers are exact, and strings that look like them stay strings.
const exact = readError({ status: 400, body: '{"a": 9007199254740993, "b": [-9223372036854775808, 0.12345678901234567, 1e20], "c": "9007199254740993", "d": "\\u00009007199254740993", "e": "\\"9007199254740993"}' });
const { a, b, c, d, e } = exact.body as { a: unknown; b: unknown[]; c: unknown; d: unknown; e: unknown };
assert(a === 9007199254740993n && b[0] === -9223372036854775808n && b[1] === 0.12345678901234567 && b[2] === 1e20, "integers");
assert(c === "9007199254740993" && d === "\0" + "9007199254740993" && e === '"9007199254740993', "strings");
// A megabyte of quotes must not take long, and must not overflow a stack.
assert(readError({ status: 400, body: '"' + "\\\"".repeat(500_000) }).body === undefined, "an open string");
assert(readError({ status: 400, body: JSON.stringify("\"\\0123456789012345678".repeat(50_000)) }).rawCode === undefined, "a long string");

/** All codes, and those of newer services. */
function exhaustive(error: ReceivedError<typeof Code.DataKeyNotFound | typeof Code.UpstreamBadGateway> | ReceivedError): string {
  if (error.code === Code.UpstreamBadGateway) return "bad gateway";
  if (error.code === undefined) return `unknown: ${error.rawCode}`;
  return info[error.code].name;
}

export function advice(error: ReceivedError<typeof Code.DataKeyNotFound | typeof Code.UpstreamBadGateway>): string {
  switch (error.code) {
    case Code.DataKeyNotFound:
      return "look it up";
    case Code.UpstreamBadGateway:
      return "wait";
    case undefined:
      return error.rawCode ?? "not an error of the catalog";
    default:
      return error satisfies never;
  }
}

export function status(body: ApiBody): number {
  // @ts-expect-error: the API only sends its code as the URL in `type`.
  void body.error.code;
  return body.error.status;
}

export function name(body: GatewayBody<typeof Code.UpstreamBadGateway>): "err:frontline:upstream:bad_gateway" {
  return body.error.code;
}

export function all(code: Code): string {
  switch (code) {
    case Code.DataKeyNotFound:
      return "look it up";
    default:
      // @ts-expect-error: other codes remain.
      return code satisfies never;
  }
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
console.log(`${examples.length} bodies`);
