const MISSING = "err:orders:not_found";
const TEXT = "Order {id} was not found";
const Codes = { GONE: "err:orders:not_found" } as const;
enum ErrorCode { Absent = "err:orders:not_found" }
const STATUS = 404;

export const a = (id: string) => new ApiError(MISSING, TEXT, STATUS);
export const b = (id: string) => new ApiError(Codes.GONE, `Order ${id} was not found`, 404);
export const c = (id: string) => ({ code: ErrorCode.Absent, message: `Order ${id} was not found`, status: 404 });
export const View = () => <p className="err">{a("1").message}</p>;
