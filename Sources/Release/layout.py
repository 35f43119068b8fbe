#!/usr/bin/env python3
"""Writes which functions the dashboard runs while it does no more than show samples, for the linker to lay them side by side.

    sudo apt-get install -y binutils valgrind && python3 Sources/Release/layout.py

after a build with the README's command, and then that build again. Code comes into memory at least 64 KiB at a time: scattered
over a program of 17 MB, half a megabyte of it brings seven along. What is not in the list, since it is new or another compiler
names it otherwise, only lies elsewhere.
"""
import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build/release"
LAYOUT = Path(__file__).with_name("layout.txt")
# The start takes some twenty times as long under valgrind.
START_SECONDS, SECONDS = 40, 40


def record(directory):
    """The names of the functions that ran, from after the start to before the end."""
    program = directory / "client"
    # Valgrind would read the debug information for minutes.
    subprocess.run(["strip", "--strip-debug", "-o", program, BUILD / "monitoring-websocket-client"], check=True)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen(
        [BUILD / "monitoring-websocket-server", "--port", str(port), "--interval", "0.5"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.execvp("valgrind", [
            "valgrind", "--tool=callgrind", "--demangle=no", "--compress-strings=no",
            f"--callgrind-out-file={directory}/calls", f"--log-file={directory}/log", program,
            "--uri", f"ws://127.0.0.1:{port}"])
    try:
        for seconds in (START_SECONDS, SECONDS):
            read(terminal, seconds)
            # What ran since the last time goes to the next file.
            subprocess.run(
                ["callgrind_control", "--dump", str(pid)], check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        server.kill()
        server.wait()
    names, is_ours = set(), False
    for line in open(directory / "calls.2"):
        if line.startswith("ob="):
            is_ours = line.strip().endswith(str(program))
        elif line.startswith("fn=") and is_ours:
            # Calls of a function by itself are counted under a name of their own.
            names.add(re.sub(r"'\d+$", "", line[3:].strip()))
    return names


def read(terminal, seconds):
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 65536)


def type_of(name, modules):
    """The part of a mangled name up to the type in one of our modules, None for others."""
    module = re.match(r"\$s(\d+)", name)
    if not module:
        return None
    rest = name[module.end() + int(module[1]):]
    if name[module.end():len(name) - len(rest)] not in modules:
        return None
    # Words of the module's name that come again are written as letters.
    identifier = re.match(r"(0[a-z]*[A-Z])?(\d*)", rest)
    end = identifier.end() + int(identifier[2] or 0)
    return name[:len(name) - len(rest) + end] if identifier[0] else None


def main():
    with tempfile.TemporaryDirectory() as directory:
        names = record(Path(directory).resolve())
    names = {name for name in names if not name.startswith("0x")}
    modules = {path.name.replace("-", "_") for path in (ROOT / "Sources").iterdir()}
    types = {type_of(name, modules) for name in names} - {None}
    lines = [f".text.{name}" for name in sorted(names)]
    # Those without a name, each of a few bytes.
    lines.append(".text..L*")
    # Last, and only what is not above: the rest of the same types, where what is new most likely belongs.
    lines += [f".text.{name}*" for name in sorted(types)]
    LAYOUT.write_text("\n".join(lines) + "\n")
    # The build does not know that it depends on the list.
    (BUILD / "monitoring-websocket-client").unlink()
    print(f"{LAYOUT}: {len(names)} functions of {len(types)} types", file=sys.stderr)


main()
