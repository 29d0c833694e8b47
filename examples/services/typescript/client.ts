// Calls the shop, and prints what it reads from each error.
import { Code, readResponse, type ReceivedError } from "./errors.js";

const [url] = process.argv.slice(2);
const requests = [
  ["GET", "/orders/o-1"],
  ["POST", "/orders", { amount: 0 }],
  ["POST", "/payments"],
  ["GET", "/search"],
  ["GET", "/stock"],
] as const;
for (const [method, path, body] of requests) {
  const json = body && { body: JSON.stringify(body) };
  const headers = { "X-Request-Id": "req_1", "Content-Type": "application/json" };
  const error = await readResponse(await fetch(`${url}${path}`, { method, headers, ...json }));
  console.error(advice(error));
  console.log(line(error));
}

/** What to tell a person. The compiler notices if a code is missing. */
function advice(error: ReceivedError): string {
  switch (error.code) {
    case Code.OrderNotFound:
      return `Check the ID ${error.params.order}.`;
    case Code.OrderInvalid:
      return error.errors.map(({ location, message }) => `${location} ${message}.`).join(" ");
    case Code.CardDeclined:
      return `Use another card: ${error.params.reason}.`;
    case Code.LimitExceeded:
    case Code.StockUnavailable:
      return `Try again in ${error.retryAfter} seconds.`;
    case undefined:
      return error.retryable ? "Try again." : `Something went wrong: ${error.rawCode ?? error.status}.`;
    default:
      return error satisfies never;
  }
}

/** One line of JSON with sorted keys. Integers are strings, because JSON readers may round them. */
function line({ action, code, errors, params, requestId, retryAfter, retryable, status }: ReceivedError): string {
  const text = {
    action,
    code,
    errors: errors.map(({ location, message, fix }) => ({ ...(fix === undefined ? {} : { fix }), location, message })),
    params: code === Code.LimitExceeded ? { limit: String(params.limit), wait: params.wait } : params,
    request_id: requestId,
    retry_after: retryAfter ?? null,
    retryable,
    status,
  };
  return JSON.stringify(text);
}
