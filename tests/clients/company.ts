// A gateway that throws and reads the errors of the catalogs that its own depends on. `tests/exports` runs it with those
// of `examples/company`.

import * as gateway from "./errors.js";
import * as payments from "@company/payments-errors";
import * as platform from "@company/platform-errors";
import * as shipping from "@company/shipping-errors";

const declined = new payments.CardDeclined({ card: "4242" });

for (const error of [
  new platform.AuthTokenMissing(),
  declined,
  new shipping.AddressUnknown({ city: "Atlantis" }),
  new gateway.UpstreamDown({ service: "shipping" }),
  new platform.LimitsTooManyRequests({ wait: 7 }, { requestId: "req_own" }),
  // What led to an error is not for clients.
  new platform.AuthTokenMissing({ cause: declined }),
  new gateway.UpstreamDown({ service: "payments" }, { cause: declined }),
  new payments.CardDeclined({ card: "4242" }, { cause: new Error("end of file") }),
  new Error("end of file"),
  undefined,
]) {
  show(answer(error));
}

const logged: string[] = [];
const unexpected = gateway.answer(new Error("a bug"), {
  profile: "api",
  unexpected: (cause) => new platform.AuthTokenMissing({ cause }),
  log: (error) => logged.push(error.code),
});
check(unexpected.status === 401 && logged.join() === platform.Code.AuthTokenMissing, "an unexpected error");
reads();
passesOn();

function answer(error: unknown): gateway.Answer {
  return gateway.answer(error, { profile: "api", requestId: "req_1" });
}

function header({ headers }: gateway.Answer, name: string): string {
  return headers.find(([other]) => other === name)?.[1] ?? "";
}

function show(of: gateway.Answer): void {
  const id: unknown = of.body === "" ? undefined : JSON.parse(of.body).request;
  const shown = ["Retry-After", "X-Gateway", "X-Wait", "X-Wait-Ms"].map((name) => header(of, name));
  console.log(of.status, typeof id === "string" ? id : "req_1", ...shown, of.body);
}

function received(error: unknown): gateway.ReceivedError {
  const { status, headers, body } = answer(error);
  return gateway.readError({ status, headers: Object.fromEntries(headers), body });
}

function reads(): void {
  const limited = received(new platform.LimitsTooManyRequests({ wait: 7 }));
  // Narrowed by the code of the platform, so the type of the parameter is known.
  check(limited.code === platform.Code.LimitsTooManyRequests && limited.params.wait === 7, "the params of the platform");
  check(limited.action === "wait" && limited.retryAfter === 7 && limited.retryable === true, "the action of the platform");

  const of = received(declined);
  switch (of.code) {
    case payments.Code.CardDeclined: {
      const card: string | undefined = of.params.card;
      check(card === "4242" && of.retryable === false, "the params of payments");
      break;
    }
    case gateway.Code.UpstreamDown:
    case platform.Code.AuthTokenExpired:
    case platform.Code.AuthTokenMissing:
    case platform.Code.LimitsTooManyRequests:
    case shipping.Code.AddressUnknown:
    case undefined:
      throw new Error("the code of payments");
    default:
      of satisfies never;
  }

  const down = received(new gateway.UpstreamDown({ service: "shipping" }));
  check(down.code === gateway.Code.UpstreamDown && down.params.service === "shipping", "own params");

  for (const newer of ["err:gateway:stolen", "SHIP-999"]) {
    const { code, rawCode } = gateway.readError({ status: 400, body: { error: { code: newer, message: "x", docs: "" } } });
    check(code === undefined && rawCode === newer, newer);
  }
  const other = gateway.readError({ status: 400, body: { error: { code: "OTHER-1", message: "x", docs: "" } } });
  check(other.rawCode === undefined, "another catalog");

  const body: gateway.ApiBody<typeof platform.Code.AuthTokenMissing> = {
    error: { code: platform.Code.AuthTokenMissing, message: "x", docs: "y" },
  };
  check(gateway.readError({ status: 401, body }).code === body.error.code, "the type of a body");
}

/** Each service reads the responses of another one. */
function passesOn(): void {
  const { status, body } = payments.answer(new platform.AuthTokenExpired({ expired_at: new Date(0) }), { profile: "api" });
  const read = payments.readError({ status, body });
  check(read.code === platform.Code.AuthTokenExpired && read.params.expired_at === "1970-01-01T00:00:00Z", "problem details");
  console.log(body);
}

function check(is: boolean, what: string): void {
  if (!is) throw new Error(what);
}
