// Runs the conformance vectors of a catalog. `tests/exports` makes `glue.ts`.
import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { answer, readError, toResponse, type FieldError, type Profile } from "./errors.js";
import { make, type Given } from "./glue.js";

type Param = { readonly kind: string; readonly value: string | boolean | string[] };

interface Vector {
  readonly id: string;
  readonly code: string;
  readonly profile: Profile;
  readonly params: { readonly [name: string]: Param } | null;
  readonly occurrence: {
    readonly request_id: string | null;
    readonly instance: string | null;
    readonly retry_after: number | null;
    readonly errors: readonly { readonly location: string; readonly message: string; readonly fix: string | null }[];
  };
  readonly accept: string | null;
  readonly response: { readonly status: number; readonly headers: readonly [string, string][]; readonly body: string };
  readonly read: { readonly [name: string]: unknown } & { readonly params: { readonly [name: string]: Param } };
}

const { vectors } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as { vectors: Vector[] };
for (const vector of vectors) {
  if (vector.params !== null) await writes(vector, vector.params);
  reads(vector);
}
console.log(`${vectors.length} vectors`);

/** A service writes the response. */
async function writes({ id, code, profile, occurrence, accept, response }: Vector, given: NonNullable<Vector["params"]>): Promise<void> {
  const { request_id: requestId, instance, retry_after: retryAfter } = occurrence;
  const errors = occurrence.errors.map(({ fix, ...error }): FieldError => (fix === null ? error : { ...error, fix }));
  const error = make(code, valuesOf(given), { requestId, instance, errors, ...(retryAfter === null ? {} : { retryAfter }) });
  const answered = answer(error, { profile, accept });
  // Values of headers are byte strings.
  const headers = answered.headers.map(([name, value]) => [name, Buffer.from(value, "latin1").toString()]);
  const sorted = (headers: readonly (readonly (string | undefined)[])[]) => headers.map(([name, value]) => `${name?.toLowerCase()}: ${value}`).sort();
  deepStrictEqual([answered.status, sorted(headers)], [response.status, sorted(response.headers)], id);
  deepStrictEqual(exact(answered.body), exact(response.body), id);
  const request = { headers: new Headers(accept === null ? {} : { accept }) };
  deepStrictEqual(await toResponse(error, { profile, request }).text(), answered.body, id);
}

/** A client reads the response. */
function reads({ id, response, read }: Vector): void {
  const error = readError({ ...response, headers: new Map(response.headers.map(([name, value]) => [name.toLowerCase(), value])) });
  const params = Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => {
      const kind = read.params[name]?.kind ?? "none";
      return [name, { kind, value: shown(kind, value) }];
    }),
  );
  const actual = {
    code: error.code ?? error.rawCode ?? null,
    raw_code: error.rawCode ?? null,
    status: error.status,
    title: error.title ?? null,
    detail: error.detail || null,
    request_id: error.requestId ?? null,
    retry_after: error.retryAfter ?? null,
    action: error.action ?? null,
    fix: error.fix ?? null,
    retryable: error.retryable ?? null,
    errors: error.errors.map(({ location, message, fix = null }) => ({ location, message, fix })),
    params,
  };
  deepStrictEqual(actual, { ...read }, id);
}

/** A body without the order of members, and with integers as digits. */
function exact(body: string): unknown {
  // Digits outside strings become strings, which differ from strings of digits.
  const digits = body.replace(/"(?:[^"\\]|\\.)*"|-?[0-9]+/g, (token) => (token.startsWith('"') ? token : `"integer ${token}"`));
  return body === "" ? undefined : JSON.parse(digits);
}

/** A value that was read, as vectors have it. */
function shown(kind: string, value: unknown): unknown {
  if (kind === "duration" || kind === "go_duration") {
    const fraction = Number(value).toFixed(9).replace(/\.?0+$/, "");
    return `${fraction}s`;
  }
  return typeof value === "number" || typeof value === "bigint" ? String(value) : value;
}

function valuesOf(params: NonNullable<Vector["params"]>): Given {
  const value = (name: string): Param["value"] => {
    const param = params[name];
    if (param === undefined) throw new Error(`${name} is missing`);
    return param.value;
  };
  return {
    text: (name) => String(value(name)),
    integer: (name) => BigInt(String(value(name))),
    boolean: (name) => value(name) === true,
    timestamp: (name) => new Date(String(value(name))),
    duration: (name) => Number(String(value(name)).replace(/s$/, "")),
    list: (name) => value(name) as string[],
  };
}
