"""Sends the trailers of vectors over gRPC, and compares what a client without errbook reads with `read`.

The vectors are on standard input. Prints how many were compared.
"""

import base64
import json
import sys
from concurrent import futures
from urllib.parse import unquote_to_bytes

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

DETAILS = "grpc-status-details-bin"


def details_of(trailers):
    text = trailers[DETAILS]
    return base64.b64decode(text + "=" * (-len(text) % 4))


class Fail(grpc.GenericRpcHandler):
    """Fails with the trailers of a vector, whose position is the request."""

    def __init__(self, vectors):
        self.vectors = vectors

    def service(self, call):
        return grpc.unary_unary_rpc_method_handler(self.fail)

    def fail(self, request, context):
        trailers = dict(self.vectors[int(request)]["trailers"])
        code = int(trailers["grpc-status"])
        context.set_code(next(of for of in grpc.StatusCode if of.value[0] == code))
        context.set_details(unquote_to_bytes(trailers.get("grpc-message", "")).decode())
        if DETAILS in trailers:
            context.set_trailing_metadata(((DETAILS, details_of(trailers)),))
        return b""


def read(error):
    """What `google.rpc.Status` says, in the form of `read`."""
    found = {"detail": error.details() or None, "request_id": None, "retry_after": None, "raw_code": None, "errors": []}
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        for of in (error_details_pb2.ErrorInfo, error_details_pb2.RetryInfo, error_details_pb2.RequestInfo, error_details_pb2.BadRequest):
            if not detail.Is(of.DESCRIPTOR):
                continue
            message = of()
            detail.Unpack(message)
            if of is error_details_pb2.ErrorInfo:
                found["raw_code"] = message.metadata["code"]
            elif of is error_details_pb2.RetryInfo:
                found["retry_after"] = message.retry_delay.seconds
            elif of is error_details_pb2.RequestInfo:
                found["request_id"] = message.request_id
            else:
                found["errors"] = [
                    {"location": of.field, "message": of.description, "fix": None} for of in message.field_violations
                ]
    return found


def main():
    vectors = json.load(sys.stdin)["grpc"]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1))
    server.add_generic_rpc_handlers((Fail(vectors),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.unary_unary("/shop.Shop/Fail")
        for position, vector in enumerate(vectors):
            try:
                call(str(position).encode())
                sys.exit(f"{vector['id']}: no error")
            except grpc.RpcError as error:
                found = read(error)
            if vector["read"]["code"] is None:
                continue
            expected = {name: vector["read"][name] for name in found}
            if found != expected:
                sys.exit(f"{vector['id']}:\n{json.dumps(found)}\n{json.dumps(expected)}")
    server.stop(None)
    print(len(vectors))


main()
