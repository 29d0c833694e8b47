import { ERR_SHOP_ORDERS_CLOSED, SHOP_STOCK_SOLD_OUT } from "shop-errors";
throw new ApiError(ERR_SHOP_ORDERS_CLOSED);
const x = MY_ERR_SHOP_ORDERS_CLOSED; // another name
fail('err:shop:stock:not_found', `err:shop:user`, "xerr:shop:orders:closed", "err:shop:orders:closed_late");
