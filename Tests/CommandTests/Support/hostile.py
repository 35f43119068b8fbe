#!/usr/bin/env python3
"""hostile.py FILE - a WebSocket server that says what it is told to.

The first connection gets each line of FILE but the last as a message, and a close frame whose reason acts on terminals;
the second an HTTP error that does so; each later one the last line, five times a second. Prints its port, and serves
until it is killed or its parent is gone. Needs Python 3.8+ and nothing else.
"""
import asyncio
import os
import sys

sys.dont_write_bytecode = True
from fleet import answer, drain, frame, listen

REASON = "\x1b]52;c;ZXZpbA==\x07\x9b2J\u202egpj\u200b\r\n[ERROR] forged".encode()
messages = open(sys.argv[1], encoding="utf-8", newline="\n").read().rstrip("\n").split("\n")
connections = 0


async def serve(reader, writer):
    global connections
    try:
        request = await reader.readuntil(b"\r\n\r\n")
        connections += 1
        if connections == 2:
            writer.write(b"HTTP/1.1 500 \x1b[2J\x9b31mbad\r\nX-Evil: \x1b]0;x\x07\r\nContent-Length: %d\r\n\r\n"
                         % len(REASON) + REASON)
        else:
            writer.write(answer(request))
            end = asyncio.ensure_future(drain(reader))
            if connections == 1:
                writer.write(b"".join(frame(message) for message in messages[:-1]))
                writer.write(bytes([0x88, len(REASON) + 2]) + (1011).to_bytes(2, "big") + REASON)
            while connections > 2 and not end.done():
                writer.write(frame(messages[-1]))
                await asyncio.wait([end], timeout=0.2)
            await end
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def main():
    listener = listen()
    await asyncio.start_server(serve, sock=listener)
    print(listener.getsockname()[1], flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)


asyncio.run(main())
