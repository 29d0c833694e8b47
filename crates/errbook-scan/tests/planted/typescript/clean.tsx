import { Code } from "./errors";

// err:orders:lost was retired, "err:orders:lost" too.
type Known = "err:orders:lost" | "err:orders:not_found";
const friendly = { "err:orders:not_found": "We can't find your order" };
const titles = { "err:orders:not_found": { title: "Gone", message: "We can't find your order" } };
const lists = { "err:orders:not_found": ["en", "We can't find your order"] };
export function client(e: any) {
  if (e.code === "err:orders:lost" || "err:orders:lost" == e.code) console.error({ code: "err:orders:not_found", message: "a log text" });
  switch (e.code) {
    case "err:orders:lost":
      return "We lost it";
    case "err:orders:not_found":
      return toast("We can't find it", 500);
  }
  setError("err:orders:not_found", "We can't find it");
  logger.apiError("err:orders:not_found", "a log text", 500);
  isApiError("err:orders:not_found", "what it is", 500);
  if (["a"].includes("err:orders:lost")) return friendly["err:orders:lost"];
  new ApiError("err:orders:refused", "Payment failed", 502);
  new ApiError("err:orders:refused", "Card was refused: no funds", 402);
  new ApiError("err:orders:refused", `Card ${card} was refused by ${issuer}`, 402);
  new ApiError("err:orders:refused", message, status);
  new ApiError("err:orders:not_found", "id", 404);
  new ApiError("err:orders:not_found", `${what} was not found`, 404);
  new ApiError("err:orders:closed", "Closed", 409, { retryAfter: 500 });
  return <Banner code="err:orders:not_found" text="We can't find it" />;
}
