// A client that reads params. `tests/exports` runs it with responses of the catalog of
// `crates/errbook/tests/service`.
import { readFileSync } from "node:fs";
import { deepStrictEqual } from "node:assert";
import { Code, readError, type Params, type ReceivedError } from "./errors.js";

interface Example {
  code: Code;
  params: [name: string, kind: string, expected: unknown][];
  body: unknown;
}

const examples = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Example[];
for (const { code, params, body } of examples) {
  const error = readError({ status: 400, body: JSON.stringify(body) });
  if (error.code !== code) throw new Error(`not an error: ${JSON.stringify(body)}`);
  const expected = Object.fromEntries(params.filter(([, , value]) => value !== null).map(([name, , value]) => [name, value]));
  deepStrictEqual(rounded(error.params), rounded(expected), JSON.stringify(body));
}

/** Fractions of seconds are sums of binary fractions, and this file reads examples with `JSON.parse`. */
function rounded(values: object): object {
  const value = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : typeof value === "number" && !Number.isInteger(value) ? value.toFixed(9) : value);
  return Object.fromEntries(Object.entries(values).map(([name, of]) => [name, value(of)]));
}

export function fileName(error: ReceivedError): string | undefined {
  if (error.code !== Code.OrderTooLarge) return undefined;
  const params: Partial<Params["err:shop:order:too_large"]> = error.params;
  // @ts-expect-error: it can be missing.
  const size: number | bigint = params.fileSize;
  return size === undefined ? undefined : params.fileName;
}

// A param that responses do not have is optional.
export const secret: Params["err:shop:card:secret"] = { shop: "open" };
// @ts-expect-error: a revealed param is not.
export const revealed: Params["err:shop:card:revealed"] = {};
console.log(`${examples.length} bodies`);
