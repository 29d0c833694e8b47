raise ApiError(codes.ERR_DATA_OTHER)
