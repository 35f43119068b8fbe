#!/usr/bin/env python3
"""Chaos between the real client and a real server, with a ledger of what came of it.

    swift build && python3 Tests/Soak/soak.py --minutes 60

Standard library only, Python 3.9+, Linux. Two clients run against one port of this program: one prints JSON lines into a
pipe, one shows the dashboard in a pseudo-terminal. Between clean times, in which this program passes bytes on from a real
server, come the phases of `PHASES`, in random order (--seed). The ledger on standard output says, for each phase, how often
it came and how long the clients took to have data again; how many messages were delivered, printed, missing and printed
twice; and memory, descriptors and threads of both clients at the start and end. It ends with 1 when a rule was broken:

- what is printed was delivered, and as often as it was delivered;
- what was delivered before a link ended in good order is printed;
- a client is back within --patience seconds of each phase's end;
- waits that the server asked for are kept (1008, 1012, Retry-After);
- there is never a second connection of a client beside its first;
- memory grows by less than --memory MB from the first quarter to the end; descriptors and threads do not grow;
- the dashboard answers a key within two seconds, and both end as asked.
"""
import argparse
import asyncio
import base64
import collections
import fcntl
import hashlib
import json
import os
import pty
import random
import signal
import socket
import struct
import sys
import termios
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CLIENT_OPTIONS = [
    "--reconnect-interval", "1", "--ping-interval", "2", "--ping-timeout", "3", "--operation-timeout", "4"]
now = time.monotonic


def frame(payload, opcode=1):
    size = len(payload)
    head = bytes([0x80 | opcode])
    if size < 126:
        return head + bytes([size]) + payload
    if size < 65536:
        return head + b"\x7e" + struct.pack(">H", size) + payload
    return head + b"\x7f" + struct.pack(">Q", size) + payload


def fingerprint(text):
    """The same for the same message, however its spaces are."""
    return hashlib.sha1(json.dumps(json.loads(text), sort_keys=True).encode()).digest()


class Frames:
    """Takes the frames out of one direction of a stream; fragments do not occur."""

    def __init__(self):
        self.buffer = b""

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= 2:
            opcode, size, at = self.buffer[0] & 0x0F, self.buffer[1] & 0x7F, 2
            if size >= 126:
                wide = 2 if size == 126 else 8
                if len(self.buffer) < 2 + wide:
                    return
                size = int.from_bytes(self.buffer[2:2 + wide], "big")
                at += wide
            mask = None
            if self.buffer[1] & 0x80:
                mask = self.buffer[at:at + 4]
                at += 4
            if len(self.buffer) < at + size:
                return
            payload = self.buffer[at:at + size]
            self.buffer = self.buffer[at + size:]
            if mask:
                payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
            yield opcode, payload


class Ledger:
    def __init__(self):
        self.delivered = collections.Counter()
        self.printed = collections.Counter()
        self.certain = set()
        self.broken = []
        self.phases = collections.defaultdict(list)
        self.connections = collections.Counter()
        self.attempts = collections.Counter()
        self.key_times = []

    def breaks(self, text):
        self.broken.append(text)
        print("BROKEN:", text, file=sys.stderr, flush=True)


class Connection:
    """One client's connection, after its request was read."""

    def __init__(self, chaos, name, reader, writer, request, key):
        self.chaos, self.name, self.reader, self.writer = chaos, name, reader, writer
        self.request, self.key = request, key

    async def accept(self):
        answer = base64.b64encode(hashlib.sha1(self.key + GUID).digest())
        self.writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + answer + b"\r\n\r\n")
        await self.writer.drain()

    async def send(self, text):
        self.chaos.note(self, text)
        self.writer.write(frame(text.encode()))
        await self.writer.drain()

    async def close(self, code, reason=b""):
        """The closing handshake; whether the client did its part."""
        self.writer.write(frame(struct.pack(">H", code) + reason, 8))
        await self.writer.drain()
        frames = Frames()
        while data := await asyncio.wait_for(self.reader.read(65536), 20):
            if any(opcode == 8 for opcode, _ in frames.feed(data)):
                return True
        return False


class Chaos:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.ledger = Ledger()
        self.phase = None  # what serves new connections; None passes them on to the server
        self.served = set()
        self.open = {}
        self.blocked = asyncio.Event()
        self.blocked.set()
        self.last_message = collections.defaultdict(float)
        self.not_before = {}
        self.number = 0
        self.backend = None
        self.backend_port = 0

    # The real server

    async def start_backend(self):
        if not self.backend_port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.backend_port = probe.getsockname()[1]
        command = [part.replace("{port}", str(self.backend_port)) for part in self.options.server.split()]
        self.backend = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)

    async def kill_backend(self):
        self.backend.kill()
        await self.backend.wait()

    # Connections

    async def serve(self, reader, writer):
        try:
            request = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.TimeoutError):
            writer.close()
            return
        lines = request.split(b"\r\n")
        name = lines[0].split()[1].decode().strip("/")
        key = next(line.split(b": ")[1] for line in lines if line.lower().startswith(b"sec-websocket-key"))
        # So that the messages that pass can be read here.
        lines = [line for line in lines if not line.lower().startswith(b"sec-websocket-extensions")]
        self.ledger.attempts[name] += 1
        if now() < self.not_before.pop(name, 0) - 0.2:
            self.ledger.breaks(f"{name} came back before the time that the server asked for")
        if name in self.open and not self.open[name].is_closing():
            # The client has closed it already where its end has arrived.
            await asyncio.sleep(0.5)
            if name in self.open and not self.open[name].is_closing() and self.blocked.is_set():
                self.ledger.breaks(f"{name} has a second connection")
        self.open[name] = writer
        connection = Connection(self, name, reader, writer, b"\r\n".join(lines), key)
        phase = self.phase
        try:
            if phase and name not in self.served:
                self.served.add(name)
                await phase(self, connection)
            else:
                await self.pass_on(connection)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.TimeoutError, OSError):
            pass
        finally:
            if self.open.get(name) is writer:
                del self.open[name]
            writer.close()

    def note(self, connection, text):
        """A message is on its way."""
        if connection.name == "stream" and json.loads(text).get("type") == "monitoring_data":
            self.ledger.delivered[fingerprint(text)] += 1
        self.last_message[connection.name] = now()
        self.ledger.connections["messages " + connection.name] += 1

    async def pass_on(self, connection):
        """Bytes of the real server, as they come."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.backend_port)
        except OSError:
            return
        writer.write(connection.request)
        self.ledger.connections[connection.name] += 1

        async def up():
            while data := await connection.reader.read(65536):
                await self.blocked.wait()
                writer.write(data)
                await writer.drain()

        async def down():
            head = await reader.readuntil(b"\r\n\r\n")
            connection.writer.write(head)
            frames = Frames()
            while data := await reader.read(65536):
                await self.blocked.wait()
                if connection.writer.is_closing():
                    return
                for opcode, payload in frames.feed(data):
                    if opcode == 1:
                        self.note(connection, payload.decode())
                connection.writer.write(data)
                await connection.writer.drain()

        tasks = [asyncio.ensure_future(up()), asyncio.ensure_future(down())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            writer.close()

    def sample(self):
        self.number += 1
        return json.dumps({
            "type": "monitoring_data", "timestamp": f"soak {self.number}", "seq": self.number,
            "data": {"processor": {"usage_percent": self.random.uniform(0, 100)},
                     "memory": {"percentage": self.random.uniform(0, 100)}}})

    # Phases that the server makes

    async def killed(self):
        await self.kill_backend()
        await asyncio.sleep(self.random.uniform(1, 5))
        await self.start_backend()

    async def frozen(self):
        self.backend.send_signal(signal.SIGSTOP)
        await asyncio.sleep(self.random.uniform(6, 12))
        self.backend.send_signal(signal.SIGCONT)

    async def half_open(self):
        """The way there and back swallows everything, and no end of a connection arrives."""
        self.blocked.clear()
        await asyncio.sleep(self.random.uniform(7, 12))
        self.blocked.set()

    # Phases that this program plays to one connection of each client

    async def flood(self, connection):
        await connection.accept()
        texts = [self.sample() for _ in range(5000)]
        for text in texts:
            await connection.send(text)
        if await connection.close(1000) and connection.name == "stream":
            self.ledger.certain.update(fingerprint(text) for text in texts)

    async def slow(self, connection):
        await connection.accept()
        text = self.sample()
        for byte in frame(text.encode()):
            connection.writer.write(bytes([byte]))
            await connection.writer.drain()
            await asyncio.sleep(0.02)
        self.note(connection, text)
        if await connection.close(1001) and connection.name == "stream":
            self.ledger.certain.add(fingerprint(text))

    async def malformed(self, connection):
        await connection.accept()
        texts = []
        for hostile in ["[1]", "{", "null", '{"type":7}', "{}", "[" * 500, '{"type":"error","message":"\\u001b[2J"}',
                        '{"type":"monitoring_data","data":{"processor":{"usage_percent":1e999}}'] * 20:
            connection.writer.write(frame(hostile.encode()))
            texts.append(self.sample())
            await connection.send(texts[-1])
        connection.writer.write(frame(b"\x00\xff" * 100, 2))
        if await connection.close(1000) and connection.name == "stream":
            self.ledger.certain.update(fingerprint(text) for text in texts)

    async def refused(self, connection):
        await connection.accept()
        self.not_before[connection.name] = now() + 30
        await connection.close(1008, b"full")

    async def restarting(self, connection):
        await connection.accept()
        self.not_before[connection.name] = now() + 5
        await connection.close(1012)

    async def busy(self, connection):
        self.not_before[connection.name] = now() + 7
        connection.writer.write(b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")
        await connection.writer.drain()

    async def garbage(self, connection):
        if self.random.random() < 0.5:
            await connection.accept()
        connection.writer.write(self.random.randbytes(20000))
        await connection.writer.drain()
        await asyncio.sleep(1)

    async def huge(self, connection):
        """A frame that says that it is of 2^62 bytes."""
        await connection.accept()
        connection.writer.write(b"\x81\x7f" + struct.pack(">Q", 1 << 62) + b"x" * 1000)
        await connection.writer.drain()
        codes = []
        frames = Frames()
        while data := await asyncio.wait_for(connection.reader.read(65536), 20):
            codes += [payload[:2] for opcode, payload in frames.feed(data) if opcode == 8]
        if codes != [struct.pack(">H", 1009)]:
            self.ledger.breaks(f"{connection.name} answered a frame of 2^62 bytes with {codes}")

    async def dropping(self, connection):
        await connection.accept()

    async def silent(self, connection):
        """Nothing answers the handshake."""
        await asyncio.wait_for(connection.reader.read(), 20)

    SERVER_PHASES = [killed, frozen, half_open]
    CLIENT_PHASES = [flood, slow, malformed, refused, restarting, busy, garbage, huge, dropping, silent]

    # The run

    async def until(self, condition, seconds):
        end = now() + seconds
        while not condition():
            if now() > end:
                return False
            await asyncio.sleep(0.05)
        return True

    async def have_data(self, names, name_of_phase):
        """Waits until each client has a message of after now."""
        begin = now()
        waits = max([self.not_before.get(name, 0) - begin for name in names] + [0])
        if not await self.until(
                lambda: all(self.last_message[name] > begin for name in names), self.options.patience + waits):
            self.ledger.breaks(f"after {name_of_phase}, not all of {names} are back")
        return now() - begin

    async def play(self, phase, names):
        title = phase.__name__
        if phase in Chaos.SERVER_PHASES:
            await phase(self)
        else:
            self.served = set()
            self.phase = phase
            for writer in list(self.open.values()):
                writer.close()
            if not await self.until(lambda: self.served >= set(names), self.options.patience):
                self.ledger.breaks(f"{title}: only {sorted(self.served)} came")
            self.phase = None
        self.ledger.phases[title].append(await self.have_data(names, title))


class Process:
    """A client, and what /proc says of it."""

    def __init__(self, name, pid):
        self.name, self.pid, self.samples = name, pid, []

    def sample(self):
        with open(f"/proc/{self.pid}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        self.samples.append((
            int(fields["VmRSS"].split()[0]) / 1024, len(os.listdir(f"/proc/{self.pid}/fd")), int(fields["Threads"])))

    def report(self, ledger, allowed):
        steady = self.samples[len(self.samples) // 4:]
        first, last = steady[0], steady[-1]
        if last[0] > first[0] + allowed:
            ledger.breaks(f"{self.name} grew from {first[0]:.1f} to {last[0]:.1f} MB")
        if last[1] > first[1] + 2 or last[2] > first[2] + 2:
            ledger.breaks(f"{self.name} has {last[1]} descriptors and {last[2]} threads, after {first[1]} and {first[2]}")
        return {
            label: {"start": self.samples[0][i], "first quarter": first[i], "end": last[i],
                    "most": max(sample[i] for sample in self.samples)}
            for i, label in enumerate(["memory MB", "descriptors", "threads"])}


async def read_lines(chaos, stream):
    while line := await stream.readline():
        if json.loads(line).get("type") == "monitoring_data":
            chaos.ledger.printed[fingerprint(line)] += 1


class Dashboard:
    """A dashboard in a pseudo-terminal of 120×40."""

    # What a key brings to the screen that was not there before.
    ANSWERS = {b"?": b" Keys ", b"s": b" Statistics "}

    def __init__(self, command):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(command[0], command)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.set_blocking(self.terminal, False)
        self.drawn = b""
        self.awaited = None
        asyncio.get_running_loop().add_reader(self.terminal, self.drain)

    def drain(self):
        try:
            drawn = os.read(self.terminal, 1 << 20)
        except OSError:
            asyncio.get_running_loop().remove_reader(self.terminal)
            return
        if self.awaited:
            # The end of what came before: an answer may be cut in two.
            self.drawn = self.drawn[-64:] + drawn
            if self.awaited in self.drawn:
                self.awaited = None
                self.answered.set_result(now())

    async def press(self):
        """Seconds until a key is answered, or None after two; the screen is then as before."""
        key, self.awaited = random.choice(list(self.ANSWERS.items()))
        self.drawn, self.answered = b"", asyncio.get_running_loop().create_future()
        begin = now()
        os.write(self.terminal, key)
        try:
            time = await asyncio.wait_for(self.answered, 2) - begin
        except asyncio.TimeoutError:
            time = self.awaited = None
        os.write(self.terminal, b"\x1b")
        return time

    async def end(self):
        """Its exit status; None when q did not end it within ten seconds."""
        os.write(self.terminal, b"q")
        for _ in range(200):
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            await asyncio.sleep(0.05)
        return None


async def watch(chaos, processes, dashboard):
    """Samples the processes, and presses keys in the dashboard."""
    while True:
        for process in processes:
            process.sample()
        time = await dashboard.press()
        if time is None:
            chaos.ledger.breaks("the dashboard did not answer a key within two seconds")
        else:
            chaos.ledger.key_times.append(time)
        await asyncio.sleep(5)


async def main(options):
    chaos = Chaos(options)
    await chaos.start_backend()
    server = await asyncio.start_server(chaos.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    log = open(options.log, "wb")
    stream = await asyncio.create_subprocess_exec(
        options.client, "--uri", f"ws://127.0.0.1:{port}/stream", "--stream", "--format", "jsonl", "--stats",
        *CLIENT_OPTIONS, stdout=asyncio.subprocess.PIPE, stderr=log, limit=1 << 24)
    lines = asyncio.ensure_future(read_lines(chaos, stream.stdout))
    dashboard = Dashboard([options.client, "--uri", f"ws://127.0.0.1:{port}/dashboard", *CLIENT_OPTIONS])
    names = ["stream", "dashboard"]
    await chaos.have_data(names, "the start")
    processes = [Process("stream", stream.pid), Process("dashboard", dashboard.pid)]
    watcher = asyncio.ensure_future(watch(chaos, processes, dashboard))
    begin = now()
    round_ = []
    while now() < begin + options.minutes * 60:
        round_ = round_ or chaos.random.sample(
            Chaos.SERVER_PHASES + Chaos.CLIENT_PHASES, len(Chaos.SERVER_PHASES + Chaos.CLIENT_PHASES))
        phase = round_.pop()
        print(f"{now() - begin:7.1f} s {phase.__name__}", file=sys.stderr, flush=True)
        await chaos.play(phase, names)
        await asyncio.sleep(chaos.random.uniform(2, 6))
    for process in processes:
        process.sample()
    watcher.cancel()

    stream.send_signal(signal.SIGINT)
    statuses = {"stream": await stream.wait(), "dashboard": await dashboard.end()}
    await lines
    await chaos.kill_backend()
    return report(chaos, processes, statuses, now() - begin)


def report(chaos, processes, statuses, seconds):
    ledger = chaos.ledger
    unknown = sum((ledger.printed - ledger.delivered).values())
    missing = ledger.delivered - ledger.printed
    certain = [key for key in missing if key in ledger.certain]
    if unknown:
        ledger.breaks(f"{unknown} messages were printed that were not delivered, or more often than that")
    if certain:
        ledger.breaks(f"{len(certain)} messages were delivered on links that ended in good order, and not printed")
    for name, status in statuses.items():
        if status != 0:
            ledger.breaks(f"{name} ended with {status}")
    times = sorted(ledger.key_times)
    usage = {process.name: process.report(ledger, chaos.options.memory) for process in processes}
    print(json.dumps({
        "seconds": round(seconds), "seed": chaos.options.seed,
        "phases": {
            title: {"times": len(waits), "back after s, mean": round(sum(waits) / len(waits), 1),
                    "most": round(max(waits), 1)}
            for title, waits in sorted(ledger.phases.items())},
        "attempts": ledger.attempts, "links to the server": ledger.connections,
        "delivered": sum(ledger.delivered.values()), "printed": sum(ledger.printed.values()),
        "in flight when a link was cut": sum(missing.values()) - len(certain),
        "lost": len(certain), "printed twice or invented": unknown,
        "keys": {"pressed": len(times), "answered within s, median": round(times[len(times) // 2], 3),
                 "most": round(times[-1], 3)} if times else {},
        "processes": usage, "exit": statuses, "broken rules": ledger.broken}, indent=2))
    return 1 if ledger.broken else 0


if __name__ == "__main__":
    build = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".build", "debug")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--client", default=os.path.join(build, "monitoring-websocket-client"))
    parser.add_argument("--server", default=os.path.join(build, "monitoring-websocket-server") + " --port {port}",
                        help="the command of the real server, with {port} for its port")
    parser.add_argument("--patience", type=float, default=60, help="seconds in which a client must be back")
    parser.add_argument("--memory", type=float, default=16, help="MB that a client may grow by")
    parser.add_argument("--log", default="/dev/null", help="file for what the stream says on standard error")
    sys.exit(asyncio.run(main(parser.parse_args())))
