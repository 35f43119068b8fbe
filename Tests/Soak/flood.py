#!/usr/bin/env python3
"""The dashboard and the stream under an endless flood: memory, and how fast keys are answered.

    swift build -c release && python3 Tests/Soak/flood.py --minutes 10

Standard library only, Python 3.9+, Linux. A process of its own sends messages as fast as they are taken, all of them valid
and different, to a dashboard in a pseudo-terminal and to a client that prints JSON lines to /dev/null. The report on
standard output has the messages taken, the memory over time and the times from a key to its answer on the screen. It ends
with 1 when memory grew by more than --memory MB after the first quarter or a key was not answered.
"""
import argparse
import asyncio
import base64
import hashlib
import json
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time

from soak import GUID, Dashboard, Ledger, Process, frame


def flood(listener, sent):
    """Never comes back."""
    def serve(connection, index):
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(4096)
        key = next(line[18:].strip() for line in request.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(hashlib.sha1(key + GUID).digest()) + b"\r\n\r\n")
        batches = []
        for batch in range(16):
            texts = [json.dumps({
                "type": "monitoring_data", "timestamp": f"flood {batch * 64 + i}",
                "data": {"processor": {"usage_percent": i * 1.5, "per_core_usage": [i + 0.5] * 16},
                         "memory": {"total": 8 << 30, "used": i << 26, "percentage": i * 1.2},
                         "disk": {"total": 1 << 40, "used": i << 32, "percentage": i}}}) for i in range(64)]
            batches.append(b"".join(frame(text.encode()) for text in texts))
        try:
            while True:
                for batch in batches:
                    connection.sendall(batch)
                    sent[index] += 64
        except OSError:
            pass

    for index in range(2):
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, index), daemon=True).start()
    signal.pause()


async def main(options):
    listener = socket.create_server(("127.0.0.1", 0))
    uri = f"ws://127.0.0.1:{listener.getsockname()[1]}"
    sent = multiprocessing.Array("Q", 2, lock=False)
    sender = multiprocessing.get_context("fork").Process(target=flood, args=(listener, sent), daemon=True)
    sender.start()
    dashboard = Dashboard([options.client, "--uri", uri])
    stream = await asyncio.create_subprocess_exec(
        options.client, "--uri", uri, "--stream", "--format", "jsonl", stdout=asyncio.subprocess.DEVNULL)
    processes = [Process("dashboard", dashboard.pid), Process("stream", stream.pid)]
    ledger = Ledger()
    begin = time.monotonic()
    await asyncio.sleep(2)
    while time.monotonic() < begin + options.minutes * 60:
        for process in processes:
            process.sample()
        answer = await dashboard.press()
        if answer is None:
            ledger.breaks("a key was not answered within two seconds")
        else:
            ledger.key_times.append(answer)
        await asyncio.sleep(1)
    usage = {process.name: process.report(ledger, options.memory) for process in processes}
    stream.send_signal(signal.SIGINT)
    statuses = {"stream": await stream.wait(), "dashboard": await dashboard.end()}
    sender.kill()
    times = sorted(ledger.key_times)
    place = lambda share: round(times[min(int(len(times) * share), len(times) - 1)] * 1000) if times else None
    print(json.dumps({
        "minutes": options.minutes, "messages taken, of both": sum(sent), "load": os.getloadavg()[0],
        "keys": {"pressed": len(times), "median ms": place(0.5), "95 % ms": place(0.95), "99 % ms": place(0.99),
                 "most ms": place(1)},
        "processes": usage, "exit": statuses, "broken rules": ledger.broken}, indent=2))
    return 1 if ledger.broken else 0


if __name__ == "__main__":
    build = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".build", "release")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--client", default=os.path.join(build, "monitoring-websocket-client"))
    parser.add_argument("--memory", type=float, default=16, help="MB that a client may grow by")
    sys.exit(asyncio.run(main(parser.parse_args())))
