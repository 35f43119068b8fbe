#!/usr/bin/env python3
"""Measures this package beside what a user would pick instead, in one run, and prints the README's table.

    swift build -c release --static-swift-stdlib && .build/test-tools/bin/python Sources/benchmarks/compare.py

Every figure is the median of interleaved pairs (one run of ours, one of the peer's, and again), and only their ratio is
printed, with the least and the most of the pairs' own ratios. Peers that are not installed are left out, aloud: btop and
htop from Debian, the published Python packages and pyte in the virtual environment of the README's test command.
"""
import argparse
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")

# The published library by its documented interface, counting and showing nothing.
PYTHON_RECEIVER = """
import asyncio, logging, sys, time, resource
logging.disable(logging.CRITICAL)
from websocket_client import WebSocketClient
count = 0
def take(*_):
    global count
    count += 1
async def main(uri, connections, settle, seconds):
    clients = [WebSocketClient(uri) for _ in range(connections)]
    for client in clients:
        client.on('monitoring_data', take)
    tasks = [asyncio.create_task(client.start()) for client in clients]
    if seconds:
        await asyncio.sleep(settle)
        before, used = count, time.process_time()
        await asyncio.sleep(seconds)
        pages = int(open('/proc/self/statm').read().split()[1])
        print('{"messages": %d, "processor_percent": %f, "resident_bytes": %d}' % (
            count - before, (time.process_time() - used) / seconds * 100, pages * resource.getpagesize()), flush=True)
        import os
        os._exit(0)
    await asyncio.gather(*tasks)
    await asyncio.sleep(3600)
asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Programs:
    def __init__(self, build):
        self.client = build / "monitoring-websocket-client"
        self.server = build / "monitoring-websocket-server"
        self.benchmarks = build / "benchmarks"
        self.python_client = TOOLS / "monitoring-websocket-client"
        for program in (self.client, self.server, self.benchmarks):
            if not program.exists():
                sys.exit(f"{program} is not there: swift build -c release --static-swift-stdlib")


def rate(programs, messages, command):
    """Messages a second that `command` (a function of the URI) takes from a server that sends as fast as it can."""
    port = free_port()
    blast = [programs.benchmarks, "blast", "--port", str(port), "--messages", str(messages)]
    server = subprocess.Popen(blast, stdout=subprocess.PIPE, text=True)
    wait_for_port(port)
    client = subprocess.Popen(
        command(f"ws://127.0.0.1:{port}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=dict(os.environ, PYTHONUNBUFFERED="1"))
    try:
        return float(server.communicate(timeout=120)[0])
    finally:
        server.kill()
        client.kill()
        client.wait()


def wait_for_port(port):
    """Until someone listens; asked of the kernel's table, since a connection would be taken for the client."""
    wanted = f"0100007F:{port:04X}"
    for _ in range(400):
        if any(line.split()[1] == wanted and line.split()[3] == "0A" for line in open("/proc/net/tcp").readlines()[1:]):
            return
        time.sleep(0.02)
    sys.exit(f"nobody listens on port {port}")


class Terminal:
    """A program in a pseudo-terminal of 120×40."""

    def __init__(self, command):
        self.screen = pyte.Screen(120, 40)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.environ.setdefault("LANG", "C.UTF-8")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execvp(str(command[0]), [str(word) for word in command])

    def read(self, timeout):
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.bytes += len(data)
        self.stream.feed(data)
        return bool(data)

    def until(self, pattern, limit=10):
        """Seconds from the start to the read that completed the pattern."""
        while time.perf_counter() - self.start < limit:
            if self.read(0.5):
                at = time.perf_counter()
                if any(re.search(pattern, line) for line in self.screen.display):
                    return at - self.start
        raise TimeoutError(pattern)

    def processor_seconds(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_bytes(self):
        return int(open(f"/proc/{self.pid}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        limit = time.perf_counter() + 5
        while time.perf_counter() < limit and os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            self.read(0.05)
        os.close(self.fd)


def first_frame(command, pattern):
    terminal = Terminal(command)
    try:
        return terminal.until(pattern)
    finally:
        terminal.close()


def idle(commands, seconds):
    """Processor %, resident bytes and bytes written a second of programs that run side by side."""
    terminals = [Terminal(command) for command in commands]
    read_all(terminals, 5)
    before = [(t.processor_seconds(), t.bytes) for t in terminals]
    start = time.perf_counter()
    read_all(terminals, seconds)
    spent = time.perf_counter() - start
    figures = [
        ((t.processor_seconds() - used) / spent * 100, t.resident_bytes(), (t.bytes - written) / spent)
        for t, (used, written) in zip(terminals, before)
    ]
    for t in terminals:
        t.close()
    return figures


def read_all(terminals, seconds):
    limit = time.perf_counter() + seconds
    while (left := limit - time.perf_counter()) > 0:
        ready, _, _ = select.select([t.fd for t in terminals], [], [], left)
        for t in terminals:
            if t.fd in ready:
                t.read(0)


def row(name, peer, pairs, better):
    """A line of the table from pairs (ours, the peer's); `better` says which way the ratio is to be read."""
    ratios = [theirs / ours if better == "less" else ours / theirs for ours, theirs in pairs]
    ours, theirs = (statistics.median(side) for side in zip(*pairs))
    ratio = theirs / ours if better == "less" else ours / theirs
    words = {"less": "of ours", "more": "of the peer's"}[better]
    print(f"| {name} | {peer} | {ratio:.2g} × {words} | {min(ratios):.2g}–{max(ratios):.2g} |", flush=True)
    print(f"  {name} / {peer}: {ours:.4g} and {theirs:.4g}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / ".build/release")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--idle-seconds", type=float, default=30)
    parser.add_argument("--connections", type=int, default=1000)
    options = parser.parse_args()
    programs = Programs(options.build)
    has_python = programs.python_client.exists()
    peers = [peer for peer in ("btop", "htop") if shutil.which(peer)]
    for name in {"btop", "htop"} - set(peers):
        print(f"{name} is not installed: left out", file=sys.stderr)
    if not has_python:
        print(f"{programs.python_client} is not there: left out", file=sys.stderr)

    print("| Figure | Peer | Ratio | Least and most |\n| --- | --- | --- | --- |")
    if has_python:
        for format in ("simple", "json"):
            pairs = [
                (
                    rate(programs, 200_000, lambda uri: [programs.client, "--uri", uri, "-f", format, "--no-reconnect"]),
                    rate(programs, 20_000, lambda uri: [programs.python_client, "--uri", uri, "--format", format]),
                )
                for _ in range(options.pairs)
            ]
            row(f"messages a second, `--format {format}`", "the Python client", pairs, "more")
        pairs = [
            (
                rate(programs, 400_000, lambda uri: [programs.benchmarks, "receive", "--uri", uri]),
                rate(programs, 20_000, lambda uri: [sys.executable, "-c", PYTHON_RECEIVER, uri, "1", "0", "0"]),
            )
            for _ in range(options.pairs)
        ]
        row("messages a second, the library without display", "the Python library", pairs, "more")

    port = free_port()
    server = subprocess.Popen(
        [programs.server, "--port", str(port), "--interval", "0.5", "--max-clients", "5000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        uri = f"ws://127.0.0.1:{port}"
        client = [programs.client, "--uri", uri]
        for peer in peers:
            pairs = [
                (first_frame(client, r"\d+\.\d ?%"), first_frame([peer], r"\d+(\.\d)? ?%"))
                for _ in range(options.pairs)
            ]
            row("time to the first frame with figures", peer, pairs, "less")
        runs = [idle([client] + [[peer] for peer in peers], options.idle_seconds) for _ in range(3)]
        names = ("processor time, 2 messages a second, 120×40", "resident memory", "bytes to the terminal a second")
        for figure, name in enumerate(names):
            for index, peer in enumerate(peers, start=1):
                row(name, peer, [(run[0][figure], run[index][figure]) for run in runs], "less")
        if has_python:
            count = str(options.connections)

            def watch(command):
                return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

            runs = [
                (
                    watch([programs.benchmarks, "watch", "--uri", uri, "--connections", count]),
                    watch([sys.executable, "-c", PYTHON_RECEIVER, uri, count, "10", "20"]),
                )
                for _ in range(max(1, options.pairs // 2))
            ]
            for key, name in (("processor_percent", "processor time"), ("resident_bytes", "resident memory")):
                pairs = [(ours[key], theirs[key]) for ours, theirs in runs]
                row(f"{name}, {count} connections at 2 messages a second", "the Python library", pairs, "less")
            print(f"  messages taken: {[(a['messages'], b['messages']) for a, b in runs]}", file=sys.stderr)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
