# Sourced by the rig's scripts: its folder, its words, its lock, and the dockerd that it may have started.
# shellcheck shell=bash

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
rig_folder="$project/.rig"
dockerd_log="$rig_folder/dockerd.log"
dockerd_record="$rig_folder/dockerd.pid"

say() { printf 'rig: %s\n' "$*"; }

# Each argument is a line.
fail() {
  printf 'rig: %s\n' "$@" >&2
  exit 1
}

# One rig at a time in one clone: two would start two engines or build one image twice.
lock_rig() {
  mkdir -p "$rig_folder"
  if command -v flock >/dev/null; then
    exec 9>"$rig_folder/lock"
    flock 9
  fi
}

install_packages() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "missing here: $*." 'Only root can install them, and with apt-get. Install them and try again.'
  fi
  say "installing $*"
  local log="$rig_folder/apt.log"
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
    >"$log" 2>&1 </dev/null 9>&-; then
    fail "could not install $*. The end of $log:" "$(tail -n 20 "$log")"
  fi
}

# An engine that hangs leaves the client waiting for ever: where there is a bound to be had, it is used.
engine_answers() {
  if command -v timeout >/dev/null; then
    timeout 10 docker version >/dev/null 2>&1
  else
    docker version >/dev/null 2>&1
  fi
}

# Prints the pid of the dockerd that we recorded, if that very process is still alive.
recorded_dockerd() {
  local pid started
  read -r pid started 2>/dev/null <"$dockerd_record" || return 1
  [ "$(start_time_of "$pid")" = "$started" ] || return 1
  printf '%s\n' "$pid"
}

# The 22nd field of /proc/PID/stat; the command's name before it may hold spaces and brackets.
start_time_of() {
  local stat fields
  stat="$(cat "/proc/$1/stat" 2>/dev/null)" || return 1
  read -ra fields <<<"${stat##*) }"
  printf '%s\n' "${fields[19]}"
}

# wait_until SECONDS COMMAND...: fails when the time is up.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
