#!/usr/bin/env bash
# Takes the pictures in this folder, and the text of each: the real program in a real xterm, fed by the recordings in
# recordings/. A replay's clock is the recording's, so each run shows the same.
#
#   Screenshots/make.sh [NAME...]          pictures of all scenes, or of those named; after swift build -c release
#   Screenshots/make.sh --recordings DEMO  cuts recordings/ anew, from what `DEMO_RECORDING=DEMO swift test --filter
#                                          DemoRecording` wrote
#
# CLIENT is the program to run.
set -euo pipefail
client=$(realpath "${CLIENT:-$(dirname "$0")/../.build/release/monitoring-websocket-client}")
cd "$(dirname "$0")"
packages="xvfb xterm xdotool imagemagick fonts-dejavu-core pngquant python3-websockets"
python=/usr/bin/python3 # Debian's, which has Debian's packages

if [ "${1:-}" = --recordings ]; then
    take() { $python cut.py "$demo/$1.jsonl" "${@:2}" >"recordings/$1.jsonl"; }
    demo=$2
    take gpu-1 14:00:32-14:01:02
    take db-1 14:01:16-14:01:50
    # A restart; a silence, and what it was.
    take web-1 14:03:00-14:03:43 14:08:34-14:09:34
    exit
fi

for tool in Xvfb xterm xdotool import pngquant $python; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install -y $packages" >&2; exit 69; }
done
[ -x "$client" ] || { echo "$client is missing: swift build -c release" >&2; exit 69; }
work=$(mktemp -d)
servers=()
trap 'kill $(jobs -p) "${servers[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

# xterm's own red, green, yellow and blue are harsher than those of today's terminals: these are Tango's.
colors=(2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec)
resources=('XTerm*printAttributes: 0' 'XTerm*boldColors: false' 'XTerm*internalBorder: 6' 'XTerm*forceBoxChars: true')
for number in "${!colors[@]}"; do resources+=("XTerm*color$number: #${colors[number]}"); done

# screen DISPLAY FILE: has xterm print what it shows, as text. F11 and F12 are xterm's here; the program never sees them.
screen() {
    rm -f "$2"
    DISPLAY=$1 xdotool search --class xterm windowfocus key F12 2>/dev/null || true
    for _ in 1 2 3 4 5; do [ -s "$2" ] && break || sleep 0.05; done
}

# wait_for DISPLAY FILE REGEX NAME XTERM: until the screen shows it.
wait_for() {
    local end=$((SECONDS + 150))
    until screen "$1" "$2"; grep -qE "$3" "$2" 2>/dev/null; do
        [ $SECONDS -lt $end ] || { echo "$4: the screen never showed '$3'" >&2; cat "$2" >&2; return 1; }
        kill -0 "$5" 2>/dev/null || { echo "$4: $client has ended" >&2; return 1; }
        sleep 0.2
    done
}

# shoot DISPLAY NAME SIZE LOOK SOURCE OPTIONS UNTIL KEYS THEN
shoot() {
    local display=$1 name=$2 size=$3 look=$4 source=$5 options=$6 until=$7 keys=$8 then=$9
    local text=$work/$name.txt arguments=() x=() fleet=() uri server xterm host
    case $source in
        serve\ *)
            coproc SERVER { exec $python serve.py "recordings/${source#serve }.jsonl" 18765; }
            server=$SERVER_PID
            read -r uri <&"${SERVER[0]}"
            arguments=(--uri "$uri") ;;
        hosts\ *)
            for host in ${source#hosts }; do
                exec 4< <(exec $python serve.py "recordings/$host.jsonl")
                fleet+=($!)
                read -r uri <&4
                echo "$host $uri" >>"$work/$name.hosts"
            done
            # Nobody listens on the port of tcpmux.
            echo "old-1 ws://127.0.0.1:1" >>"$work/$name.hosts"
            arguments=(--hosts "$work/$name.hosts") ;;
        *) arguments=(--replay "recordings/$source.jsonl" --speed 10) ;;
    esac
    # shellcheck disable=SC2206
    arguments+=($options)
    for resource in "${resources[@]}" "XTerm*printerCommand: cat >$text.part; mv $text.part $text" \
        'XTerm*VT100.translations: #override <Key>F12: print() \n <Key>F11: redraw()'; do x+=(-xrm "$resource"); done
    if [ "$look" = light ]; then x+=(-bg white -fg black); else x+=(-bg '#101418' -fg '#d0d4d8'); fi
    DISPLAY=$display LC_ALL=C.UTF-8 xterm "${x[@]}" -fa 'DejaVu Sans Mono' -fs 11 -tn xterm-256color +sb -geometry "$size+0+0" \
        -e "$client" "${arguments[@]}" &
    xterm=$!
    wait_for "$display" "$text" "$until" "$name" $xterm
    if [ -n "$keys" ]; then
        DISPLAY=$display xdotool search --class xterm windowfocus type "$keys"
        if [ -n "$then" ]; then wait_for "$display" "$text" "$then" "$name" $xterm; fi
        sleep 0.3 # for keys that change no text
    fi
    # Lines that xterm draws itself leave specks where it scrolled.
    DISPLAY=$display xdotool search --class xterm key F11
    sleep 0.2
    screen "$display" "$text"
    sed 's/[[:space:]]*$//' "$text" >"$name.txt"
    DISPLAY=$display import -window "$(DISPLAY=$display xdotool search --class xterm | tail -1)" "$work/$name.png"
    kill $xterm ${server:-} "${fleet[@]}" 2>/dev/null || true
    pngquant --force --strip --output "$name.png" 64 "$work/$name.png"
    echo "$name.png $(identify -format '%wx%h %b' "$name.png")"
}

trimmed() { sed 's/^ *//; s/ *$//' <<<"$1"; }

shoots=()
while IFS='|' read -r -a fields; do
    for index in 0 1 2 3 4 5 6 7; do fields[index]=$(trimmed "${fields[index]:-}"); done
    name=${fields[0]}
    [[ -n $name && $name != \#* ]] || continue
    [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
    # A display for each, so that each has the keyboard.
    exec 3< <(exec Xvfb -noreset -displayfd 1 -screen 0 1800x1200x24 2>/dev/null)
    servers+=($!)
    read -r display <&3
    shoot ":$display" "${fields[@]}" </dev/null 3<&- &
    shoots+=($!)
done <scenes
# All at once: most of the time they wait.
status=0
for shot in "${shoots[@]}"; do wait "$shot" || status=1; done
exit $status
