// A small shop. Its errors are those of `../catalog`.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CardDeclined, LimitExceeded, OrderInvalid, OrderNotFound, StockUnavailable, toResponse, type FieldError,
} from "./errors.js";

async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  switch (`${request.method} /${pathname.split("/")[1]}`) {
    case "GET /orders":
      throw new OrderNotFound({ order: decodeURIComponent(pathname.split("/")[2] ?? "") });
    case "POST /orders":
      return createOrder(await request.json());
    case "POST /payments":
      throw new CardDeclined({ card: "4242", reason: "insufficient funds" });
    case "GET /search":
      throw new LimitExceeded({ limit: 9007199254740993n, wait: 30 });
    case "GET /stock":
      return readStock();
    default:
      return new Response("no such page", { status: 404 });
  }
}

function createOrder({ item, amount }: { item?: string; amount?: number }): Response {
  const errors: FieldError[] = [];
  if (item === undefined) errors.push({ location: "body.item", message: "is missing", fix: "send an item" });
  if (!(Number(amount) > 0)) errors.push({ location: "body.amount", message: "must be positive" });
  if (errors.length > 0) throw new OrderInvalid({ errors });
  return Response.json({}, { status: 201 });
}

function readStock(): Response {
  try {
    throw new Error("connection to db-7 refused");
  } catch (cause) {
    throw new StockUnavailable({ cause });
  }
}

/** What clients get for bugs, and for bodies that are not JSON. */
function unexpected(cause: unknown): OrderInvalid | StockUnavailable {
  const isBody = cause instanceof SyntaxError;
  return isBody ? new OrderInvalid({ errors: [{ location: "body", message: "is not JSON" }] }) : new StockUnavailable({ cause });
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://localhost${incoming.url}`, { method: incoming.method ?? "GET", headers, ...body });
}

const server = createServer(async (incoming, outgoing) => {
  const requestId = String(incoming.headers["x-request-id"] ?? randomUUID());
  const log = (error: Error) => console.error(requestId, error);
  const response = await toRequest(incoming).then(handle).catch((error: unknown) =>
    toResponse(error, { profile: "api", requestId, unexpected, log }),
  );
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "x-request-id": requestId });
  outgoing.end(await response.text());
});
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
