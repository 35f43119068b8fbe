#!/usr/bin/env python3
"""fleet.py [--steady N] [--flapping N] [--flooding N] [--dead N] [--rate HZ] - many small WebSocket servers in one process.

Prints a hosts file for all of them and a line `# ready`, then serves until it is killed or its parent is gone. A steady one sends
HZ samples a second; a flapping one cuts its link after a second; a flooding one sends as fast as it can; nobody
listens on the port of a dead one. Needs Python 3.8+ and nothing else.
"""
import argparse
import asyncio
import base64
import hashlib
import json
import os
import random
import socket
import threading


def frame(text):
    data = text.encode()
    if len(data) < 126:
        return bytes([0x81, len(data)]) + data
    long = len(data) > 0xFFFF
    return bytes([0x81, 127 if long else 126]) + len(data).to_bytes(8 if long else 2, "big") + data


def sample(name, cpu):
    return frame(json.dumps({
        "type": "monitoring_data", "timestamp": "2026-11-21T14:30:25.000000", "data": {
            "processor": {"usage_percent": cpu, "core_count": 8, "logical_count": 16,
                          "per_core_usage": [round(random.uniform(0, 100), 1) for _ in range(16)]},
            "memory": {"percentage": round(random.uniform(40, 60), 1), "total": 16 << 30, "used": 8 << 30},
            "disk": {"percentage": 33.3, "total": 500 << 30, "used": 166 << 30, "path": "/"},
            "gpu": {"name": "NVIDIA H200", "gpu_usage_percent": round(random.uniform(0, 100), 1)},
            "system": {"hostname": name, "os_name": "Linux"}}}))


def answer(request):
    key = next(line.split(":", 1)[1].strip() for line in request.decode().split("\r\n")
               if line.lower().startswith("sec-websocket-key:"))
    digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
    return (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n")


async def drain(reader):
    while await reader.read(4096):
        pass


async def serve(reader, writer, name, rate, lifetime):
    """Samples until the client goes away or the lifetime is over."""
    try:
        writer.write(answer(await reader.readuntil(b"\r\n\r\n")))
        # What the client sends is of no interest; its end is.
        end = asyncio.ensure_future(drain(reader))
        start = asyncio.get_running_loop().time()
        cpu = random.uniform(5, 60)
        while not end.done() and asyncio.get_running_loop().time() - start < lifetime:
            cpu = min(100, max(0, cpu + random.uniform(-4, 4)))
            writer.write(sample(name, round(cpu, 1)))
            await asyncio.wait([end], timeout=1 / rate)
        end.cancel()
    except (OSError, asyncio.IncompleteReadError, StopIteration):
        pass
    writer.close()


def flood(listener, name):
    while True:
        link = listener.accept()[0]
        chunk = b"".join(sample(name, 99) for _ in range(100))
        try:
            link.sendall(answer(link.recv(8192)))
            while True:
                link.sendall(chunk)
        except (OSError, StopIteration):
            link.close()


def listen():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


async def main():
    parser = argparse.ArgumentParser()
    for kind in ("steady", "flapping", "flooding", "dead"):
        parser.add_argument("--" + kind, type=int, default=0)
    parser.add_argument("--rate", type=float, default=2)
    options = parser.parse_args()
    hosts = []

    def add(name, listener):
        hosts.append("%s ws://127.0.0.1:%d" % (name, listener.getsockname()[1]))

    for kind, count, lifetime in (("steady", options.steady, 1e9), ("flapping", options.flapping, 1)):
        for number in range(1, count + 1):
            name, listener = "%s-%d" % (kind, number), listen()
            await asyncio.start_server(
                lambda reader, writer, name=name, lifetime=lifetime: serve(reader, writer, name, options.rate, lifetime),
                sock=listener)
            add(name, listener)
    for number in range(1, options.flooding + 1):
        name, listener = "flooding-%d" % number, listen()
        threading.Thread(target=flood, args=(listener, name), daemon=True).start()
        add(name, listener)
    # The port of tcpmux, which nobody listens on.
    hosts += ["dead-%d ws://127.0.0.1:1/%d" % (number, number) for number in range(1, options.dead + 1)]
    print("\n".join(hosts) + "\n# ready", flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
