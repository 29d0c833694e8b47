"""Drives an MCP server with the client of PyPI's `mcp`: `python mcp_client.py < SESSION`.

SESSION is JSON: `command`, `args`, and `cwd` of the server, the `mode` of the client, and `steps`.
A step is a method with its arguments, or `write` with a path and a text. Prints the results as JSON,
each as it is sent, or `{"error": ...}`.
"""

import asyncio
import json
import pathlib
import sys

from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError


def dump(model):
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


async def step(client, method, arguments):
    if method == "server":
        return {
            "info": dump(client.server_info),
            "instructions": client.instructions,
            "version": client.protocol_version,
        }
    try:
        return dump(await getattr(client, method)(**arguments))
    except MCPError as error:
        return {"error": str(error)}


async def main():
    session = json.load(sys.stdin)
    server = StdioServerParameters(command=session["command"], args=session["args"], cwd=session["cwd"])
    results = []
    async with Client(server, mode=session["mode"]) as client:
        for method, arguments in session["steps"]:
            if method == "write":
                pathlib.Path(session["cwd"], arguments["path"]).write_text(arguments["text"], encoding="utf-8")
            else:
                results.append(await step(client, method, arguments))
    json.dump(results, sys.stdout)


asyncio.run(main())
