#!/usr/bin/env python3
"""cut.py DEMO FROM-TO... - cuts a demo recording down to what a picture needs, on standard output.

DEMO is a recording; FROM and TO are times of its day, as 14:01:00. The parts follow each other a second apart. The
recording ends a moment after its last sample: that is what a picture shows.
"""
import datetime
import json
import sys


def main():
    lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    print(json.dumps(lines[0]))
    end = None

    def put(line, time):
        print(json.dumps(dict(line, received=time.isoformat(timespec="microseconds")), ensure_ascii=False))

    for part in sys.argv[2:]:
        begin, _, until = part.partition("-")
        inside = [line for line in lines[1:] if begin <= line["received"][11:19] < until]
        times = [datetime.datetime.fromisoformat(line["received"]) for line in inside]
        if end is None:
            put({"received": None, "event": "connected"}, times[0])
            shift = datetime.timedelta()
        else:
            shift = end + datetime.timedelta(seconds=1) - times[0]
        for line, time in zip(inside, times):
            end = time + shift
            put(line, end)
    put({"received": None, "event": "stopped"}, end + datetime.timedelta(seconds=0.4))


main()
