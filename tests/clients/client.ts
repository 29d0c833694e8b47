// A realistic client of the shipped catalog. `tests/exports.rs` compiles it together with the
// exported `errors.ts`, and runs it with the examples of all codes.
import { readFileSync } from "node:fs";
import { Code, codeOf, info, isCode, isRetryable, isUnkeyError, type ApiBody, type Body, type GatewayBody } from "./errors.js";

interface Example {
  code: string;
  retryable: boolean | null;
  body: unknown;
}

const examples = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Example[];
for (const { code, retryable, body } of examples) {
  assert(codeOf(body) === code, `${code} is read as ${codeOf(body)}`);
  assert(isUnkeyError(body) && isUnkeyError(body, code as Code), `${code} is not an error`);
  assert(!isUnkeyError(body, "err:none:of:these" as Code), `${code} matches another code`);
  assert((isRetryable(body) ?? null) === retryable, `${code}: ${isRetryable(body)}`);
  assert(isCode(code) && info[code].url !== null, `${code} has no page`);
}

// A code of a newer service, an alias, and values that are not our errors.
const newer = { error: { code: "err:unkey:data:invented_tomorrow", message: "" } };
assert(codeOf(newer) === "err:unkey:data:invented_tomorrow" && !isUnkeyError(newer), "a newer code");
const former = { error: { code: "err:unkey:bad_gateway:bad_gateway", message: "" } };
assert(codeOf(former) === Code.UpstreamBadGateway && isUnkeyError(former), "an alias");
for (const other of [null, 1, "x", [], {}, { error: null }, { error: { type: "https://example.com/errors/a" } }, { __proto__: { error: newer } }]) {
  assert(codeOf(other) === undefined && !isUnkeyError(other), JSON.stringify(other));
}

// The types narrow the body.
export function advice(body: unknown): string {
  if (isUnkeyError(body, Code.DataKeyNotFound, Code.UpstreamBadGateway)) {
    const known: Body<"err:unkey:data:key_not_found" | "err:frontline:upstream:bad_gateway"> = body;
    return known === body ? "known" : "";
  }
  // @ts-expect-error: here the body is `unknown`.
  return body.error;
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
