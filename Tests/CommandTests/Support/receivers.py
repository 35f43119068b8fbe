#!/usr/bin/env python3
"""receivers.py - a mail server with STARTTLS and AUTH (aiosmtpd) and a web server that fails at first, for tests.

    receivers.py CERTIFICATE KEY [--failures N] [--status S] [--mechanisms PLAIN,LOGIN] [--no-starttls] [--reject ADDRESS]
        [--trickle]

Prints JSON objects, one a line: {"smtp": PORT, "http": PORT} when both listen on 127.0.0.1, then a "mail" or a "post" for
each that arrives. The user is `watch`, the password `s3cret pass`. The web server answers the first N requests with status
S (503). With --trickle the mail server greets and then never says another word.
"""
import argparse
import asyncio
import email
import email.policy
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("certificate")
parser.add_argument("key")
parser.add_argument("--failures", type=int, default=0)
parser.add_argument("--status", type=int, default=503)
parser.add_argument("--mechanisms", default="PLAIN,LOGIN")
parser.add_argument("--no-starttls", action="store_true")
parser.add_argument("--reject")
parser.add_argument("--trickle", action="store_true")
arguments = parser.parse_args()
posts = 0
parent = os.getppid()


def say(value):
    print(json.dumps(value), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == arguments.reject:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        say({"mail": {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "user": (session.auth_data.login.decode() if session.auth_data else None),
            "subject": message["Subject"], "headers": sorted(set(message.keys())), "body": message.get_content(),
            "raw": envelope.original_content.decode(),
        }})
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"watch", b"s3cret pass")
    return AuthResult(success=good, auth_data=data, handled=False if not good else True)


def smtp():
    tls = None
    if not arguments.no_starttls:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(arguments.certificate, arguments.key)
    allowed = arguments.mechanisms.split(",")
    return SMTP(
        Handler(), tls_context=tls, authenticator=authenticate, auth_require_tls=tls is not None,
        auth_exclude_mechanism=[m for m in ("PLAIN", "LOGIN") if m not in allowed], hostname="localhost")


class Silent(asyncio.Protocol):
    def connection_made(self, transport):
        transport.write(b"220 wait for it\r\n")


async def http(reader, writer):
    global posts
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
    posts += 1
    status = arguments.status if posts <= arguments.failures else 204
    say({"post": {"request": head[0], "headers": headers, "body": json.loads(body), "status": status}})
    writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
    await writer.drain()
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    mail = await loop.create_server(Silent if arguments.trickle else smtp, "127.0.0.1", 0)
    web = await asyncio.start_server(http, "127.0.0.1", 0)
    say({"smtp": mail.sockets[0].getsockname()[1], "http": web.sockets[0].getsockname()[1]})
    # Whoever started it is gone when it has another parent.
    while os.getppid() == parent:
        await asyncio.sleep(1)


asyncio.run(main())
