#!/usr/bin/env python3
"""serve.py RECORDING [PORT] - a server that plays a recording to its first client and restarts without coming back.

All but the newest messages are sent at once, so that the history is full; then the link is closed with 1012, and
nothing listens any more. Prints its URI when it listens. Needs python3-websockets.
"""
import asyncio
import json
import sys

import websockets

PACED_MESSAGES = 12
INTERVAL_SECONDS = 0.5


async def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    messages = [json.dumps(line["message"]) for line in lines if "message" in line]
    done = asyncio.Event()

    async def play(link, _path=None):
        for message in messages[:-PACED_MESSAGES]:
            await link.send(message)
        for message in messages[-PACED_MESSAGES:]:
            await asyncio.sleep(INTERVAL_SECONDS)
            await link.send(message)
        await asyncio.sleep(INTERVAL_SECONDS)
        await link.close(1012, "new release")
        done.set()

    server = await websockets.serve(play, "127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("ws://127.0.0.1:%d" % server.sockets[0].getsockname()[1], flush=True)
    await done.wait()
    server.close()


asyncio.run(main())
