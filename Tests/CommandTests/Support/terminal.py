#!/usr/bin/env python3
"""terminal.py - drives a full-screen program in a pseudo-terminal, for tests.

Needs Python 3.8+, Linux, and pyte.

    terminal.py --cols 80 --rows 24 [--term xterm-256color] [--env K=V ...] [--unset K ...] -- COMMAND...

Requests are JSON objects on standard input, one a line; each gets one answer, a line on standard output, with "ok"
true or false (then with "error", and what was asked for as far as it is known). The first line comes unasked:
{"ok": true, "pid": 123}. Nothing sleeps: each wait is for the event, and each has "timeout" (seconds, default 10).
End of file on standard input kills the program.

  {"op": "expect", "regex": R}        until the rendered screen matches (multi-line); answers with "screen"
  {"op": "expect_gone", "regex": R}   until it does not match
  {"op": "send", "keys": "q<UP><C-c><LT>"}
  {"op": "mouse", "action": "wheel_up" | "wheel_down" | "press", "column": 0, "row": 0}
                                      an error when the program did not ask for the mouse
  {"op": "resize", "cols": C, "rows": R}
  {"op": "stop_output"}               the terminal takes nothing more
  {"op": "start_output"}              it takes output again, once a handler of "name" runs in the program
  {"op": "signal", "name": "TERM"}    to the program; "group": true: to its process group
  {"op": "screen"}                    "screen": the lines; "cursor": [column, row, shown]; "cells": true adds "runs",
                                      for each row [[column, text, foreground, background, [attributes...]]...]
  {"op": "raw"}                       "output": what was written since the last "raw" or "wait_exit"
  {"op": "stopped"}                   until the program is stopped; "restored" as below
  {"op": "continue"}                  as the shell's fg; its bg is {"op": "signal", "name": "CONT", "group": true}
  {"op": "wait_exit"}                 "status" or "signal" (a name), "output", "restored"
  {"op": "hangup"}                    closes the terminal, then as wait_exit, with "seconds"; "signal": true sends
                                      SIGHUP to the process group as well, as a shell does

"restored" says of the terminal: alternate_screen_left, cursor_shown, mouse_off, bracketed_paste_off,
cursor_keys_normal, attributes_reset, termios_same, and all.

The program has a parent in its own session, as under a shell: an orphaned process group could not be stopped.
"""
import argparse
import codecs
import collections
import curses
import fcntl
import json
import os
import pathlib
import re
import select
import signal
import struct
import sys
import termios
import time
import traceback

import pyte

# Key names: the terminfo capability of --term, and what xterm sends where there is none.
KEYS = {
    "UP": ("kcuu1", b"\x1bOA"), "DOWN": ("kcud1", b"\x1bOB"), "RIGHT": ("kcuf1", b"\x1bOC"),
    "LEFT": ("kcub1", b"\x1bOD"), "HOME": ("khome", b"\x1bOH"), "END": ("kend", b"\x1bOF"),
    "PGUP": ("kpp", b"\x1b[5~"), "PGDN": ("knp", b"\x1b[6~"), "INS": ("kich1", b"\x1b[2~"),
    "DEL": ("kdch1", b"\x1b[3~"), "BTAB": ("kcbt", b"\x1b[Z"), "BS": (None, b"\x7f"), "ENTER": (None, b"\r"),
    "ESC": (None, b"\x1b"), "TAB": (None, b"\t"), "SPACE": (None, b" "), "LT": (None, b"<"),
}
for _number, _code in enumerate([b"OP", b"OQ", b"OR", b"OS", b"[15~", b"[17~", b"[18~", b"[19~", b"[20~", b"[21~",
                                 b"[23~", b"[24~"], 1):
    KEYS["F%d" % _number] = ("kf%d" % _number, b"\x1b" + _code)

MOUSE_MODES = (9, 1000, 1002, 1003)
ALTERNATE_MODES = (47, 1047, 1049)
MOUSE_BUTTONS = {"press": 0, "wheel_up": 64, "wheel_down": 65}


class Screen(pyte.Screen):
    """pyte's screen, with the alternate screen, REP, SU, SD, dim text, and a memory of the modes that were set."""

    def __init__(self, cols, rows, reply):
        self.modes = {}
        self.reply = reply
        self.main = None
        self.last_drawn = " "
        super().__init__(cols, rows)

    def write_process_input(self, data):
        self.reply(data.encode())

    def draw(self, data):
        self.last_drawn = data[-1:] or self.last_drawn
        super().draw(data)

    def repeat(self, count=1, **_):
        self.draw(self.last_drawn * min(max(count, 1), self.columns * self.lines))

    def scroll_up(self, count=1, **_):
        self.scroll(self.index, (self.margins or pyte.screens.Margins(0, self.lines - 1)).bottom, count)

    def scroll_down(self, count=1, **_):
        self.scroll(self.reverse_index, (self.margins or pyte.screens.Margins(0, self.lines - 1)).top, count)

    def scroll(self, step, row, count):
        present, self.cursor.y = self.cursor.y, row
        for _ in range(min(max(count, 1), self.lines)):
            step()
        self.cursor.y = present

    def select_graphic_rendition(self, *attributes, **keywords):
        # pyte knows no dim: it is kept as italics, which no test needs.
        if keywords.get("private"):
            return
        numbers, rest = [], list(attributes)
        while rest:
            number = rest.pop(0)
            if number in (38, 48) and rest:
                size = 2 if rest[0] == 5 else 4
                numbers += [number] + rest[:size]
                del rest[:size]
            else:
                numbers += {2: [3], 22: [22, 23]}.get(number, [number])
        super().select_graphic_rendition(*numbers)

    def set_mode(self, *modes, **keywords):
        if keywords.get("private"):
            self.modes.update((mode, True) for mode in modes)
            if self.main is None and any(mode in ALTERNATE_MODES for mode in modes):
                cells = {row: dict(line) for row, line in self.buffer.items()}
                self.main = (cells, self.cursor.x, self.cursor.y, self.cursor.attrs)
                self.erase_in_display(2)
        super().set_mode(*modes, **keywords)

    def reset_mode(self, *modes, **keywords):
        if keywords.get("private"):
            self.modes.update((mode, False) for mode in modes)
            if self.main is not None and any(mode in ALTERNATE_MODES for mode in modes):
                cells, x, y, attributes = self.main
                self.main = None
                self.buffer.clear()
                for row, line in cells.items():
                    if row < self.lines:
                        self.buffer[row].update((c, char) for c, char in line.items() if c < self.columns)
                self.cursor.x, self.cursor.y = min(x, self.columns - 1), min(y, self.lines - 1)
                if 1049 in modes:
                    self.cursor.attrs = attributes
        super().reset_mode(*modes, **keywords)

    def text_lines(self):
        return [line.rstrip() for line in self.display]

    def runs(self):
        rows = []
        for y in range(self.lines):
            runs = []
            for x in range(self.columns):
                char = self.buffer[y][x]
                names = ("bold", "italics", "underscore", "reverse")
                style = [char.fg, char.bg, [{"italics": "dim", "underscore": "underline"}.get(name, name)
                                            for name in names if getattr(char, name)]]
                if runs and runs[-1][2:] == style:
                    runs[-1][1] += char.data
                else:
                    runs.append([x, char.data] + style)
            rows.append(runs)
        return rows


class Stream(pyte.Stream):
    csi = dict(pyte.Stream.csi, b="repeat", S="scroll_up", T="scroll_down")
    events = frozenset(pyte.Stream.events | {"repeat", "scroll_up", "scroll_down"})


class Emulator:
    """Bytes in, screen out. Drops what pyte would print: DCS and its kin, CSI with < = >, CSI with an intermediate."""

    DROPPED = re.compile(r"\x1b[PX^_].*?\x1b\\|\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[[0-9;?]*[ -/]+[@-~]|\x1b[=>]", re.S)
    UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:?<=> -/]*|[PX^_](?:(?!\x1b\\).)*)?\Z", re.S)
    UNFINISHED_MAX = 65536

    def __init__(self, cols, rows, reply):
        self.screen = Screen(max(cols, 1), max(rows, 1), reply)
        self.stream = Stream(self.screen)
        self.stream.use_utf8 = False  # so that line-drawing character sets work, as in xterm
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.tail = ""

    def feed(self, data):
        text = self.tail + self.decoder.decode(data)
        self.tail = ""
        unfinished = self.UNFINISHED.search(text)
        if unfinished and len(text) - unfinished.start() < self.UNFINISHED_MAX:
            text, self.tail = text[:unfinished.start()], text[unfinished.start():]
        try:
            self.stream.feed(self.DROPPED.sub("", text))
        except Exception:  # a sequence that pyte cannot take must not end the test run
            traceback.print_exc(file=sys.stderr)


def set_size(fd, cols, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


def write_line(fd, value):
    os.write(fd, (json.dumps(value) + "\n").encode())


class Lines:
    """Complete lines from a descriptor."""

    def __init__(self, fd):
        self.fd, self.buffer, self.ended = fd, b"", False

    def read(self):
        data = os.read(self.fd, 65536)
        self.ended = not data
        self.buffer += data
        *lines, self.buffer = self.buffer.split(b"\n")
        return lines


# -- the session leader: the part of a shell that job control needs ----------
def lead_session(slave, command, environment, status, control):
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    for number in (signal.SIGTTOU, signal.SIGTTIN, signal.SIGTSTP, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    fault_read, fault_write = os.pipe()  # closed by exec, so that nothing in it means success
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            for number in range(1, signal.NSIG):
                if number not in (signal.SIGKILL, signal.SIGSTOP) and signal.getsignal(number) is not None:
                    signal.signal(number, signal.SIG_DFL)
            os.closerange(3, fault_write)
            os.closerange(fault_write + 1, 256)
            os.execvpe(command[0], command, environment)
        except BaseException as error:
            os.write(fault_write, ("cannot run %s: %s" % (command[0], error)).encode())
            os._exit(127)
    os.close(fault_write)
    fault = os.read(fault_read, 4096).decode()
    write_line(status, {"failed": fault} if fault else {"pid": pid})
    while True:
        ready, _, _ = select.select([control, wake_read], [], [])
        if control in ready:
            if os.read(control, 1) != b"c":
                return
            os.tcsetpgrp(0, pid)
            os.killpg(pid, signal.SIGCONT)
        if wake_read in ready:
            os.read(wake_read, 4096)
            while True:
                child, what = os.waitpid(pid, os.WNOHANG | os.WUNTRACED)
                if child == 0:
                    break
                try:
                    os.tcsetpgrp(0, os.getpgrp())
                except OSError:
                    pass  # the terminal is gone
                if os.WIFSTOPPED(what):
                    write_line(status, {"stopped": signal.Signals(os.WSTOPSIG(what)).name[3:]})
                    continue
                write_line(status, {
                    "status": os.WEXITSTATUS(what) if os.WIFEXITED(what) else None,
                    "signal": signal.Signals(os.WTERMSIG(what)).name[3:] if os.WIFSIGNALED(what) else None})
                return


class Failure(Exception):
    """What a request answers with "ok": false."""


class Driver:
    def __init__(self, options):
        self.master, self.slave = os.openpty()
        set_size(self.slave, options.cols, options.rows)
        self.settings = termios.tcgetattr(self.slave)
        self.emulator = Emulator(options.cols, options.rows, self.write)
        self.capabilities = {}
        try:
            curses.setupterm(options.term, self.slave)
            self.capabilities = {name: curses.tigetstr(name) for name, _ in KEYS.values() if name}
        except curses.error:
            pass  # an unknown terminal: xterm's keys
        self.requests = Lines(0)
        self.pending = collections.deque()
        self.output = bytearray()
        self.pid = self.exit = self.stopped = self.failed = None
        self.start(options)

    def start(self, options):
        environment = dict(os.environ, TERM=options.term)
        for name in ["LINES", "COLUMNS", "TMUX", "STY"] + options.unset:
            environment.pop(name, None)
        environment.update(pair.partition("=")[::2] for pair in options.env)
        status_read, status_write = os.pipe()
        control_read, self.control = os.pipe()
        self.leader = os.fork()
        if self.leader == 0:
            try:
                for fd in (self.master, status_read, self.control):
                    os.close(fd)
                lead_session(self.slave, options.command, environment, status_write, control_read)
            finally:
                os._exit(0)
        os.close(status_write)
        os.close(control_read)
        os.set_blocking(self.master, False)
        self.status = Lines(status_read)
        if not self.wait(lambda: self.pid or self.failed, 10):
            raise Failure("the program did not start")

    # Waiting

    def wait(self, condition, timeout):
        """Takes whatever comes, until the condition holds. False at the time-out, or when nothing can come."""
        deadline = time.monotonic() + timeout
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or not self.take(left):
                return bool(condition())
        return True

    def take(self, seconds):
        """Takes what comes next within so many seconds; false when nothing can come."""
        sources = [line.fd for line in (self.requests, self.status) if not line.ended]
        sources += [self.master] if self.master is not None else []
        if self.master is None and self.status.ended:
            return False
        ready, _, _ = select.select(sources, [], [], seconds)
        if self.master in ready:
            self.read_output()
        if self.status.fd in ready:
            for line in self.status.read():
                news = json.loads(line)
                self.pid = news.get("pid", self.pid)
                self.failed = news.get("failed", self.failed)
                self.stopped = news.get("stopped", self.stopped)
                if "status" in news:
                    self.exit = news
        if self.requests.fd in ready:
            self.pending.extend(self.requests.read())
            if self.requests.ended:
                raise EOFError
        return True

    def read_output(self):
        try:
            data = os.read(self.master, 65536)
        except BlockingIOError:
            return
        except OSError:  # EIO: no one has the other end any more
            data = b""
        if not data:
            self.close_master()
            return
        self.output += data
        self.emulator.feed(data)

    def write(self, data, timeout=10):
        deadline = time.monotonic() + timeout
        while data:
            if self.master is None:
                raise Failure("the terminal is closed")
            _, ready, _ = select.select([], [self.master], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise Failure("the program does not read its input")
            data = data[os.write(self.master, data):]

    def close_master(self):
        if self.master is not None:
            os.close(self.master)
            self.master = None

    # What there is to say

    def text(self):
        return "\n".join(self.emulator.screen.text_lines())

    def taken_output(self):
        text = self.output.decode("utf-8", "replace")
        self.output.clear()
        return text

    def restored(self):
        screen = self.emulator.screen
        modes = screen.modes
        state = {
            "alternate_screen_left": not any(modes.get(mode) for mode in ALTERNATE_MODES),
            "cursor_shown": modes.get(25, True),
            "mouse_off": not any(modes.get(mode) for mode in MOUSE_MODES + (1005, 1006, 1015)),
            "bracketed_paste_off": not modes.get(2004, False),
            "cursor_keys_normal": not modes.get(1, False),
            "attributes_reset": screen.cursor.attrs == screen.default_char,
            "termios_same": self.settings_now == self.settings,
        }
        state["all"] = all(state.values())
        return state

    def note_settings(self):
        try:
            self.settings_now = termios.tcgetattr(self.slave)
        except termios.error:  # hung up: there are none
            self.settings_now = self.settings

    def key_bytes(self, keys):
        data = b""
        for name, character in re.findall(r"<([A-Za-z0-9-]+)>|(.)", keys, re.S):
            control = re.fullmatch(r"[Cc]-(.)", name)
            if character:
                data += character.encode()
            elif control:
                data += bytes([ord(control.group(1).upper()) & 0x1f])
            elif name.upper() in KEYS:
                capability, usual = KEYS[name.upper()]
                code = self.capabilities.get(capability) or usual
                # Terminfo's cursor keys are those of application mode.
                if re.fullmatch(rb"\x1bO[A-DHF]", code) and not self.emulator.screen.modes.get(1):
                    code = code.replace(b"O", b"[")
                data += code
            else:
                raise Failure("no key is called <%s>" % name)
        return data

    # Requests

    def op_expect(self, request, timeout, wanted=True):
        pattern = re.compile(request["regex"], re.M)
        if not self.wait(lambda: bool(pattern.search(self.text())) == wanted, timeout):
            raise Failure("the screen %s %r" % ("never matched" if wanted else "still matches", request["regex"]))
        return self.op_screen(request, timeout)

    def op_expect_gone(self, request, timeout):
        return self.op_expect(request, timeout, wanted=False)

    def op_send(self, request, timeout):
        self.write(self.key_bytes(request["keys"]), timeout)

    def op_mouse(self, request, timeout):
        modes = self.emulator.screen.modes
        if not any(modes.get(mode) for mode in MOUSE_MODES):
            raise Failure("the program did not ask for the mouse")
        button, column, row = MOUSE_BUTTONS[request["action"]], request["column"] + 1, request["row"] + 1
        if modes.get(1006):
            data = "\x1b[<%d;%d;%dM" % (button, column, row)
            data += "\x1b[<%d;%d;%dm" % (button, column, row) if button == 0 else ""
            self.write(data.encode(), timeout)
        elif max(column, row) > 223:
            raise Failure("X10 coordinates end at 223")
        else:
            data = b"\x1b[M" + bytes([32 + button, 32 + column, 32 + row])
            data += b"\x1b[M" + bytes([32 + 3, 32 + column, 32 + row]) if button == 0 else b""
            self.write(data, timeout)

    def op_resize(self, request, timeout):
        if self.master is None:
            raise Failure("the terminal is closed")
        self.emulator.screen.resize(max(request["rows"], 1), max(request["cols"], 1))
        set_size(self.master, request["cols"], request["rows"])

    def op_stop_output(self, request, timeout):
        termios.tcflow(self.slave, termios.TCOOFF)

    def op_start_output(self, request, timeout):
        bit = 1 << (signal.Signals["SIG" + request["name"]] - 1)
        limit = time.monotonic() + timeout
        # A handler runs with its signal blocked.
        while not any(blocked & bit for blocked in self.blocked_signals()):
            if time.monotonic() > limit:
                raise Failure("no handler of " + request["name"] + " runs")
            time.sleep(0.01)
        termios.tcflow(self.slave, termios.TCOON)

    def blocked_signals(self):
        for status in pathlib.Path(f"/proc/{self.pid}/task").glob("*/status"):
            for line in status.read_text().splitlines():
                if line.startswith("SigBlk:"):
                    yield int(line.split()[1], 16)

    def op_signal(self, request, timeout):
        if self.exit:
            raise Failure("the program has ended")
        number = signal.Signals["SIG" + request["name"]]
        if number == signal.SIGCONT:
            self.stopped = None
        (os.killpg if request.get("group") else os.kill)(self.pid, number)

    def op_screen(self, request, timeout):
        screen = self.emulator.screen
        cursor = [screen.cursor.x, screen.cursor.y, screen.modes.get(25, True)]
        answer = {"screen": screen.text_lines(), "cursor": cursor}
        if request.get("cells"):
            answer["runs"] = screen.runs()
        return answer

    def op_raw(self, request, timeout):
        return {"output": self.taken_output()}

    def op_stopped(self, request, timeout):
        if not self.wait(lambda: self.stopped or self.exit, timeout) or not self.stopped:
            raise Failure("the program was not stopped")
        self.note_settings()
        # All that it wrote before is in the terminal's buffer now.
        while self.master is not None and select.select([self.master], [], [], 0.05)[0]:
            self.read_output()
        return {"signal": self.stopped, "restored": self.restored()}

    def op_continue(self, request, timeout):
        self.stopped = None
        os.write(self.control, b"c")

    def op_wait_exit(self, request, timeout):
        if not self.wait(lambda: self.exit, timeout):
            raise Failure("the program still runs")
        if self.slave is not None:
            self.note_settings()
            os.close(self.slave)
            self.slave = None
        # The leader has gone with the program, so the last output is followed by the end of the file.
        self.wait(lambda: self.master is None, 2)
        return dict(self.exit, output=self.taken_output(), restored=self.restored())

    def op_hangup(self, request, timeout):
        self.close_master()
        begin = time.monotonic()
        if request.get("signal"):
            os.killpg(self.pid, signal.SIGHUP)
        return dict(self.op_wait_exit(request, timeout), seconds=round(time.monotonic() - begin, 3))

    def answer(self, line):
        try:
            request = json.loads(line)
            operation = getattr(self, "op_" + request["op"], None)
            if operation is None:
                raise Failure("no operation is called %s" % request["op"])
            return dict(operation(request, float(request.get("timeout", 10))) or {}, ok=True)
        except EOFError:
            raise
        except (Failure, OSError, ValueError, KeyError, TypeError, re.error) as error:
            why = str(error) if isinstance(error, Failure) else "%s: %s" % (type(error).__name__, error)
            return {"ok": False, "error": why, "screen": self.emulator.screen.text_lines(), "exit": self.exit}

    def run(self):
        write_line(1, {"ok": not self.failed, "pid": self.pid, "error": self.failed})
        try:
            while True:
                while self.pending:
                    write_line(1, self.answer(self.pending.popleft()))
                self.wait(lambda: self.pending, 3600)
                if not self.pending:
                    if self.status.ended and self.master is None:
                        self.pending.extend(self.requests.read())
                        if self.requests.ended:
                            return
        except (EOFError, BrokenPipeError):
            pass
        finally:
            self.end()

    def end(self):
        if not self.exit and self.pid:
            for target in (os.killpg, os.kill):
                try:
                    target(self.pid, signal.SIGKILL)
                except OSError:
                    pass
        self.close_master()
        os.close(self.control)
        os.waitpid(self.leader, 0)


def main():
    parser = argparse.ArgumentParser(description="Drives a full-screen program; see the head of this file.")
    parser.add_argument("--cols", type=int, default=80)
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--term", default="xterm-256color")
    parser.add_argument("--env", action="append", default=[], metavar="K=V")
    parser.add_argument("--unset", action="append", default=[], metavar="K")
    parser.add_argument("command", nargs="+")
    # A test's worker thread may have started us with everything blocked, SIGCHLD too.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    Driver(parser.parse_args()).run()


if __name__ == "__main__":
    main()
