// A client that reads params. `tests/exports.rs` runs it with responses of the catalog of
// `crates/errbook/tests/service`.
import { readFileSync } from "node:fs";
import { deepStrictEqual } from "node:assert";
import { Code, isShopError, paramsOf, type Params } from "./errors.js";

interface Example {
  code: Code;
  params: [name: string, kind: string, expected: unknown][];
  body: unknown;
}

const examples = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Example[];
for (const { code, params, body } of examples) {
  if (!isShopError(body, code)) throw new Error(`not an error: ${JSON.stringify(body)}`);
  const expected = Object.fromEntries(params.filter(([, , value]) => value !== null).map(([name, , value]) => [name, value]));
  deepStrictEqual(rounded(paramsOf(body)), rounded(expected), JSON.stringify(body));
}

/** Fractions of seconds are sums of binary fractions. */
function rounded(values: object): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "number" && !Number.isInteger(value) ? value.toFixed(9) : value]));
}

export function fileName(body: unknown): string | undefined {
  if (!isShopError(body, Code.OrderTooLarge)) return undefined;
  const params: Partial<Params["err:shop:order:too_large"]> = paramsOf(body);
  // @ts-expect-error: it can be missing.
  const size: number = params.fileSize;
  return size === undefined ? undefined : params.fileName;
}

// A param that responses do not have is optional.
export const secret: Params["err:shop:card:secret"] = { shop: "open" };
// @ts-expect-error: a revealed param is not.
export const revealed: Params["err:shop:card:revealed"] = {};
console.log(`${examples.length} bodies`);
