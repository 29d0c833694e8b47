export const table: Record<string, Info> = {
  "err:orders:not_found": { status: 404, message: "Order {id} was not found" },
};
export const rows = { "err:orders:not_found": [404, "Order {id} was not found"] };
export const made = { "err:orders:not_found": new Info(404, "Order {id} was not found") };
export const statuses = { "err:orders:not_found": 404 };
export const list = [
  { code: "err:orders:not_found", status: 404, message: "Order {id} was not found" },
  ["err:orders:not_found", HttpStatus.NOT_FOUND, "Order {id} was not found"],
];
export const map = new Map([["err:orders:not_found", { status: 404, message: "Order {id} was not found" }]]);
export const byName = {
  notFound: { code: "err:orders:not_found", httpStatus: 404, message: (id: string) => id, msg: "Order %s was not found" },
} as const;
