#!/usr/bin/env bash
# Makes the pictures in this folder: the real program in a real xterm under Xvfb, fed by the published server.
# Needs: apt-get install -y xvfb xterm xdotool imagemagick fonts-dejavu-core, and the server in .build/server (see README.md).
#   Screenshots/make.sh            after swift build -c release
set -euo pipefail
cd "$(dirname "$0")/.."
port=18765
display=:77
client=.build/release/monitoring-websocket-client
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT

Xvfb $display -screen 0 1800x1200x24 >/dev/null 2>&1 & pids+=($!)
.build/server/bin/monitoring-websocket-server --host 127.0.0.1 --port $port >/dev/null 2>&1 & pids+=($!)
export DISPLAY=$display
until xdotool getdisplaygeometry >/dev/null 2>&1; do sleep 0.2; done

# shot NAME COLUMNSxROWS SECONDS KEYS: runs the client that long in a terminal of that size, types KEYS, takes the picture.
shot() {
    LANG=C.UTF-8 xterm -fa 'DejaVu Sans Mono' -fs 11 -bg '#101418' -fg '#d0d4d8' +sb -geometry "$2+0+0" \
        -e "$client" --uri "ws://127.0.0.1:$port" & local terminal=$!
    sleep "$3"
    local window
    window=$(xdotool search --class xterm | head -1)
    [ -z "$4" ] || { xdotool type --window "$window" "$4"; sleep 1; }
    import -window "$window" "Screenshots/$1.png"
    kill $terminal
    wait $terminal 2>/dev/null || true
}

shot detailed 120x40 40 ""
