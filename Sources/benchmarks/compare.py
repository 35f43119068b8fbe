#!/usr/bin/env python3
"""Measures this package beside what a user would pick instead, in one run, and prints the README's table.

    swift build -c release --static-swift-stdlib --toolset Sources/Release/toolset.json &&
        .build/test-tools/bin/python Sources/benchmarks/compare.py

Every figure is the median of interleaved pairs (one run of ours, one of the peer's, and again), and only their ratio is
printed, with the least and the most of the pairs' own ratios. Peers that are not installed are left out, aloud: btop and
htop from Debian, the published Python packages and pyte in the virtual environment of the README's test command.
"""
import argparse
import contextlib
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
import tempfile
import termios
import time
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")

# The published library by its documented interface, counting. `WebSocketClient` shows nothing; `MonitoringClient`, which the
# manual's example for many servers is made of, prints each message. With a number of messages it says so when it has them;
# with seconds, what many connections cost, on standard error.
PYTHON_RECEIVER = """
import asyncio, logging, os, resource, sys, time
logging.disable(logging.CRITICAL)
import monitoring_client, websocket_client
count = 0
wanted = int(sys.argv[2])
def take(*_):
    global count
    count += 1
    if count == wanted:
        print(count, flush=True)
def run(name, uri):
    if name == 'MonitoringClient':
        return monitoring_client.MonitoringClient(uri=uri, on_message=take).start_async()
    client = websocket_client.WebSocketClient(uri)
    client.on('monitoring_data', take)
    return client.run()
async def main(uri, connections, settle, seconds, name):
    tasks = [asyncio.create_task(run(name, uri)) for _ in range(connections)]
    if seconds:
        await asyncio.sleep(settle)
        before, used = count, time.process_time()
        await asyncio.sleep(seconds)
        pages = int(open('/proc/self/statm').read().split()[1])
        print('{"messages": %d, "processor_percent": %f, "resident_bytes": %d}' % (
            count - before, (time.process_time() - used) / seconds * 100, pages * resource.getpagesize()),
            file=sys.stderr, flush=True)
        os._exit(0)
    await asyncio.gather(*tasks)
    await asyncio.sleep(3600)
asyncio.run(main(sys.argv[1], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]), sys.argv[6]))
"""


def python_receiver(uri, messages=0, connections=1, settle=0, seconds=0, name="WebSocketClient"):
    numbers = [str(number) for number in (messages, connections, settle, seconds)]
    return [sys.executable, "-c", PYTHON_RECEIVER, uri, *numbers, name]


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


class Sender:
    """A subcommand of the benchmarks that sends messages, on a port that it prints first."""

    def __init__(self, programs, *arguments):
        self.process = subprocess.Popen([programs.benchmarks, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        self.uri = f"ws://127.0.0.1:{self.process.stdout.readline().strip()}"

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Blast(Sender):
    """A server that sends one client messages as fast as it takes them, then closes."""

    def __init__(self, programs, messages):
        super().__init__(programs, "blast", "--messages", messages)

    def start(self):
        """When the first message went out, on the clock of `time.perf_counter`."""
        return float(self.process.stdout.readline())

    def __enter__(self):
        return self


class Pace(Sender):
    """Many servers in one: each client gets 2 messages a second at moments of its own."""

    def __init__(self, programs, connections):
        super().__init__(programs, "pace", "--connections", connections)

    def __enter__(self):
        return self.uri


# Of every message in each format, once.
MARKS = {"simple": b"CPU:", "json": b'"monitoring_data"'}


def printed_rate(programs, messages, format, command):
    """Messages a second that a command prints, from the first one sent to the last byte of output. The output goes to a file
    in memory, where it costs no reader time, and is counted afterwards."""
    with tempfile.TemporaryFile(dir="/dev/shm") as output, Blast(programs, messages) as server:
        client = subprocess.Popen(
            [*command, "--uri", server.uri, "--format", format, "--no-reconnect"], stdout=output,
            stderr=subprocess.DEVNULL)
        try:
            start = server.start()
            written, last = -1, start
            # Until nothing has come for a second after the end: some clients end, and some do not.
            while (now := time.perf_counter()) - last < 1 or server.process.poll() is None:
                size = os.fstat(output.fileno()).st_size
                if size != written:
                    written, last = size, now
                if now - start > 300:
                    sys.exit(f"{command[0]} printed nothing more for long")
                time.sleep(0.001)
        finally:
            client.kill()
            client.wait()
        output.seek(0)
        count = sum(line.count(MARKS[format]) for line in output)
    if count != messages:
        sys.exit(f"{command[0]} printed {count} messages of {messages} ({format})")
    return messages / (last - start)


def received_rate(programs, messages, command):
    """Messages a second that a program takes that shows nothing, and prints their number when it has all."""
    with Blast(programs, messages) as server:
        client = subprocess.Popen(command(server.uri), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            start = server.start()
            ready, _, _ = select.select([client.stdout], [], [], 120)
            count = int(client.stdout.readline() or 0) if ready else 0
            seconds = time.perf_counter() - start
        finally:
            client.kill()
            client.wait()
    if count != messages:
        sys.exit(f"{command(server.uri)[0]} took {count} messages of {messages}")
    return messages / seconds


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

    def take(self, timeout):
        """The next bytes, b"" where none come."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.bytes += len(data)
        return data

    def read(self, timeout):
        data = self.take(timeout)
        self.stream.feed(data)
        return bool(data)

    def until(self, pattern, limit=10):
        """Seconds from the start to the read that completed the pattern."""
        end = time.perf_counter() + limit
        # Showing is slow: it happens when nothing waits to be read, so that it holds no reading up.
        waiting = []
        while time.perf_counter() < end:
            if data := self.take(0 if waiting else 0.5):
                waiting.append((time.perf_counter(), data))
                continue
            shown = None
            for at, data in waiting:
                self.stream.feed(data)
                if shown is None and any(re.search(pattern, line) for line in self.screen.display):
                    shown = at
            if shown is not None:
                return shown - self.start
            waiting = []
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
        # For the next client the server first lets 0.1 s pass since it last looked at the processor.
        time.sleep(0.3)


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


def flood(programs, messages=2_000_000):
    """A dashboard under a flood: that keys are answered, memory stays flat and the socket is drained at full speed."""
    with Blast(programs, messages) as server:
        terminal = Terminal([programs.client, "--uri", server.uri])
        try:
            start = server.start()
            terminal.until(r"CONNECTED")
            delays, resident = [], []
            for key, shown in (("?", r"Program +Views"), ("\x1b", r"^q quit")) * 4:
                read_all([terminal], 0.3)
                resident.append(terminal.resident_bytes())
                sent = time.perf_counter()
                os.write(terminal.fd, key.encode())
                terminal.until(shown, limit=10)
                delays.append(time.perf_counter() - sent)
                if server.process.poll() is not None:
                    break
            while server.process.poll() is None:
                read_all([terminal], 0.05)
            seconds = time.perf_counter() - start
            resident.append(terminal.resident_bytes())
        finally:
            terminal.close()
    print(
        f"  flood: drained at {messages / seconds:.3g} a second; keys answered in "
        f"{statistics.median(delays) * 1000:.0f} ms, at most {max(delays) * 1000:.0f}; "
        f"memory {resident[0] / 2**20:.1f} to {resident[-1] / 2**20:.1f} MiB", file=sys.stderr, flush=True)


def machine():
    """What this runs on, in words."""
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    return f"{len(names)} cores of {names[0]}, {system[1]}" if names and system else os.uname().release


def row(name, peer, pairs, better):
    """A line of the table from pairs (ours, the peer's); `better` says which way the ratio is to be read."""
    ratios = [theirs / ours if better == "less" else ours / theirs for ours, theirs in pairs]
    ours, theirs = (statistics.median(side) for side in zip(*pairs))
    ratio = theirs / ours if better == "less" else ours / theirs
    words = {"less": "of ours", "more": "of the peer's"}[better]
    print(f"| {name} | {peer} | {ratio:.2g} × {words} | {min(ratios):.2g}–{max(ratios):.2g} |", flush=True)
    print(f"  {name} / {peer}: {ours:.4g} and {theirs:.4g}", file=sys.stderr, flush=True)


def many(programs, when, serve, connections, pairs):
    """Processor time and memory for many connections at 2 messages a second each.

    `serve` gives a context with the URI of a server."""

    def ours():
        with serve() as uri:
            command = [
                programs.benchmarks, "watch", "--uri", uri, "--connections", str(connections), "--settle", "15"]
            return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def theirs(name):
        with serve() as uri:
            command = python_receiver(uri, connections=connections, settle=15, seconds=20, name=name)
            return json.loads(
                subprocess.run(
                    command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True).stderr)

    names = ("WebSocketClient", "MonitoringClient")
    runs = [(ours(), *map(theirs, names)) for _ in range(pairs)]
    # 20 seconds; the ends may cut one off, or let one more in.
    if any(abs(side["messages"] / connections - 40) > 1 for run in runs for side in run):
        sys.exit(f"messages taken: {[tuple(side['messages'] for side in run) for run in runs]}")
    for key, figure in (("processor_percent", "processor time"), ("resident_bytes", "resident memory")):
        for index, name in enumerate(names, start=1):
            row(f"{figure}, {connections} connections at 2 messages a second, {when}",
                f"the Python library's `{name}`", [(run[0][key], run[index][key]) for run in runs], "less")


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

    print(f"On {machine()}, medians of {options.pairs} pairs:\n")
    print("| Figure | Peer | Ratio | Least and most |\n| --- | --- | --- | --- |")
    if has_python:
        for format in MARKS:
            pairs = [
                (
                    printed_rate(programs, 400_000, format, [programs.client]),
                    printed_rate(programs, 40_000, format, [programs.python_client]),
                )
                for _ in range(options.pairs)
            ]
            row(f"messages a second, `--format {format}`", "the Python client", pairs, "more")
        pairs = [
            (
                received_rate(programs, 2_000_000, lambda uri: [programs.benchmarks, "receive", "--uri", uri]),
                received_rate(programs, 100_000, lambda uri: python_receiver(uri, 100_000)),
            )
            for _ in range(options.pairs)
        ]
        row("messages a second, the library without display", "the Python library", pairs, "more")
    flood(programs)
    if has_python:
        many(programs, "each at its own moment", lambda: Pace(programs, options.connections), options.connections,
             options.pairs)

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
            # One server: all of its clients get a message at the same moment.
            many(programs, "all at once", lambda: contextlib.nullcontext(uri), options.connections, 3)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
