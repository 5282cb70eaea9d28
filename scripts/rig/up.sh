#!/usr/bin/env bash
# Makes this machine ready for the tests that need Docker: an engine that answers, the test images, Compose.
# May be run again at any time; it does only what is not yet done.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/rig.sh"

main() {
  lock_rig
  ensure_engine
  "$here/build-image.sh" 9>&-
  ensure_compose
}

ensure_engine() {
  if engine_answers; then
    say "a Docker engine answers ($(docker version --format '{{.Server.Version}}'))"
    return
  fi
  if ! command -v dockerd >/dev/null; then
    install_packages docker.io iptables
  fi
  if [ "$(id -u)" != 0 ]; then
    fail 'no Docker engine answers, and only root can start one.' 'Start your Docker engine and try again.'
  fi
  start_engine
}

# Either will do: the plugin of today, or the program before it, which is what Debian 12 has.
ensure_compose() {
  if docker compose version >/dev/null 2>&1; then
    say "docker compose is there ($(docker compose version --short))"
    return
  fi
  if ! command -v docker-compose >/dev/null; then
    install_packages docker-compose
  fi
  say "docker-compose is there ($(docker-compose version --short))"
}

start_engine() {
  say "starting dockerd, output in $dockerd_log"
  (
    close_inherited_files
    exec setsid dockerd >"$dockerd_log" 2>&1 </dev/null
  ) &
  local pid=$!
  printf '%s %s\n' "$pid" "$(start_time_of "$pid")" >"$dockerd_record"
  if ! wait_until 60 engine_answers_or_dockerd_ended; then
    fail 'dockerd did not answer within 60 s. The end of its output:' "$(tail -n 20 "$dockerd_log")"
  fi
  if ! engine_answers; then
    fail 'dockerd ended instead of answering. The end of its output:' "$(tail -n 20 "$dockerd_log")"
  fi
  say "the engine answers ($(docker version --format '{{.Server.Version}}'))"
}

engine_answers_or_dockerd_ended() { engine_answers || ! recorded_dockerd >/dev/null; }

# dockerd outlives this script: a pipe that it kept open would make whoever reads our output wait for ever.
# 255 is where bash reads this script from; it closes with the exec.
close_inherited_files() {
  local file
  for file in /proc/"$BASHPID"/fd/*; do
    file="${file##*/}"
    if [ "$file" -gt 2 ] && [ "$file" != 255 ]; then
      eval "exec $file>&-"
    fi
  done
}

main "$@"
