export const old = () => new ApiError("err:data:old");
