#!/bin/sh
# Fuzzes the reading of messages and everything that is made of them with libFuzzer and the address sanitizer:
#   Tests/Fuzz/run.sh [SECONDS]
# Whatever traps, breaks a line or lets an escape sequence out ends it, with the input in a file named crash-….
set -eu
cd "$(dirname "$0")/../.."
FUZZ=1 swift build --product fuzz-messages --sanitize=fuzzer --sanitize=address --scratch-path .build/fuzz
mkdir -p .build/fuzz/corpus
# Where to begin: a message of each kind.
i=0
for message in \
    '{"type":"monitoring_data","timestamp":"2024-01-15T14:30:25","data":{"processor":{"usage_percent":45.2,"per_core_usage":[1,2]},"memory":{"total":8,"used":4,"percentage":50},"disk":{"path":"/","total":8,"used":4,"percentage":50},"gpu":{"count":1,"gpus":[{"name":"x","gpu_usage_percent":5}]},"system":{"hostname":"h"},"network":{"bytes_received_per_second":5},"load_average":[1,2,3],"top_processes":[{"pid":1,"name":"x","cpu_percent":5}]},"alerts":[{"component":"cpu","level":"warning","message":"m","value":1,"threshold":2}]}' \
    '{"type":"connection","status":"connected","message":"Hello"}' \
    '{"type":"error","message":"m","severity":"low"}' \
    '{"type":"status","connected_clients":1,"monitoring_active":true}'; do
    i=$((i + 1))
    printf '%s' "$message" > ".build/fuzz/corpus/seed-$i"
done
exec .build/fuzz/debug/fuzz-messages -max_total_time="${1:-60}" -max_len=4096 -timeout=20 .build/fuzz/corpus
