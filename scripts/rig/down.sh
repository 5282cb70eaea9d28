#!/usr/bin/env bash
# Stops the dockerd that up.sh started, and no other. Images and volumes stay.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/rig.sh"

main() {
  lock_rig
  local pid
  if ! pid="$(recorded_dockerd)"; then
    rm -f "$dockerd_record"
    say 'no engine of ours is running'
    return
  fi
  kill -TERM "$pid"
  if ! wait_until 60 dockerd_ended; then
    fail "dockerd (pid $pid) has not ended within 60 s after SIGTERM. Its output is in $dockerd_log."
  fi
  rm -f "$dockerd_record"
  say 'our engine has stopped'
}

dockerd_ended() { ! recorded_dockerd >/dev/null; }

main "$@"
