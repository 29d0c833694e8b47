#!/usr/bin/env python3
"""Measures `errbook lsp` on Linux: `lsp.py ERRBOOK FOLDER`, where FOLDER has a catalog.

Prints the time from the start to the first findings and to those of all files, the peak of its memory, and the
median of the CPU time (all threads, user and system) from a keystroke to the findings of the file.
"""

import glob
import json
import pathlib
import statistics
import subprocess
import sys
import time

ROUNDS = 41


def send(server, message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def receive(server):
    length = 0
    while (line := server.stdout.readline().strip()) != b"":
        name, value = line.split(b": ")
        if name == b"Content-Length":
            length = int(value)
    return json.loads(server.stdout.read(length))


def findings_of(server, uri):
    while True:
        message = receive(server)
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics" and uri in (None, params["uri"]):
            return params


def cpu(pid):
    """Seconds that all threads have run."""
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        try:
            total += int(pathlib.Path(path).read_text().split()[0])
        except OSError:
            pass
    return total / 1e9


def memory(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Vm")}
    return sizes["VmHWM"], sizes["VmRSS"]


def main():
    errbook, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    entries = sorted(path for path in folder.glob("**/*.yaml") if path.name != "catalog.yaml")
    entry = entries[len(entries) // 2]
    start = time.monotonic()
    server = subprocess.Popen([errbook, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1 << 20)
    send(server, {"id": 1, "method": "initialize", "params": {"rootUri": folder.as_uri(), "capabilities": {}}})
    while receive(server).get("id") != 1:
        pass
    send(server, {"method": "initialized", "params": {}})
    findings_of(server, None)
    first = time.monotonic() - start
    first_cpu = cpu(server.pid)
    # An answer means that everything before it was sent.
    text = entry.read_text()
    document = {"uri": entry.as_uri(), "languageId": "yaml", "version": 0, "text": text}
    send(server, {"method": "textDocument/didOpen", "params": {"textDocument": document}})
    send(server, {"id": 2, "method": "workspace/symbol", "params": {"query": "nothing"}})
    while receive(server).get("id") != 2:
        pass
    peak, now = memory(server.pid)
    print(f"{len(entries)} entries, first findings after {first:.2f} s ({first_cpu:.2f} s of CPU)")
    print(f"memory: {peak:.0f} MB at most, {now:.0f} MB after the start")
    times = []
    for version in range(1, ROUNDS + 1):
        changed = text + ("mesage: x\n" if version % 2 else "")
        before = cpu(server.pid)
        send(server, {"method": "textDocument/didChange", "params": {
            "textDocument": {"uri": entry.as_uri(), "version": version}, "contentChanges": [{"text": changed}],
        }})
        findings_of(server, entry.as_uri())
        times.append((cpu(server.pid) - before) * 1000)
    peak, now = memory(server.pid)
    print(f"keystroke: {statistics.median(times):.1f} ms of CPU (median of {ROUNDS}), at most {max(times):.1f} ms")
    print(f"memory: {peak:.0f} MB at most, {now:.0f} MB at the end")
    server.kill()


main()
