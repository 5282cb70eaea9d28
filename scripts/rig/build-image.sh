#!/usr/bin/env bash
# Builds the test image, which stands in for the public image where that cannot be pulled. What the two have in
# common is written in docs/public-image.md. Does nothing when the image was built from the same recipe.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/rig.sh"

image='kafka-lessons/test-kafka:3.9.1'
debian=bookworm
packages=openjdk-17-jre-headless,procps,busybox
label='kafka-lessons.recipe'

main() {
  local recipe
  recipe="$(fingerprint "$here/build-image.sh" "$here/fill-kafka.ts" "$here"/image/* "$project"/src/lab/distribution/*.ts)"
  if [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" 2>/dev/null)" = "$recipe" ]; then
    say "$image is there"
    return
  fi
  mkdir -p "$rig_folder"
  local base kafka
  base="kafka-lessons/test-base:$(printf '%s' "$debian $packages" | git hash-object --stdin | cut -c 1-12)"
  docker image inspect "$base" >/dev/null 2>&1 || import_debian "$base"
  kafka="$(fill_kafka)"
  say "building $image"
  local previous
  previous="$(docker image inspect --format '{{.Id}}' "$image" 2>/dev/null || true)"
  local log="$rig_folder/build.log"
  if ! docker build --tag "$image" --label "$label=$recipe" --build-arg "BASE=$base" \
    --file "$here/image/Dockerfile" "$kafka" >"$log" 2>&1 </dev/null; then
    fail "could not build $image. The end of $log:" "$(tail -n 20 "$log")"
  fi
  if [ -n "$previous" ] && [ "$previous" != "$(docker image inspect --format '{{.Id}}' "$image")" ]; then
    # Refused, and rightly, as long as a container runs on it.
    docker image rm "$previous" >/dev/null 2>&1 || true
  fi
  say "$image is built"
}

fingerprint() { cat "$@" | git hash-object --stdin; }

import_debian() {
  local archive="$rig_folder/${1//[\/:]/-}.tar"
  [ -e "$archive" ] || bootstrap_debian "$archive"
  say "importing $1"
  docker import "$archive" "$1" >/dev/null
}

# Writes a small Debian with Java as a tar archive.
bootstrap_debian() {
  if ! command -v debootstrap >/dev/null; then
    install_packages debootstrap
  fi
  if [ "$(id -u)" != 0 ]; then
    fail 'the test image begins with debootstrap, which only root can run.' 'Run this as root and try again.'
  fi
  say "installing Debian $debian for the test image (about a minute)"
  local root log="$rig_folder/debootstrap.log"
  root="$(mktemp -d "$rig_folder/debian.XXXXXX")"
  # shellcheck disable=SC2064
  trap "rm -rf --one-file-system '$root' '$1.unfinished'" EXIT
  if ! debootstrap --variant=minbase "--include=$packages" "$debian" "$root" >"$log" 2>&1 </dev/null; then
    fail "debootstrap failed. The end of $log:" "$(tail -n 20 "$log")"
  fi
  tar --create --file "$1.unfinished" --directory "$root" --one-file-system \
    --exclude './var/cache/apt/*' --exclude './var/lib/apt/lists/*' --exclude './usr/share/locale/*' \
    --exclude './usr/share/doc/*' --exclude './usr/share/man/*' --exclude './dev/*' .
  mv "$1.unfinished" "$1"
  rm -rf --one-file-system "$root"
  trap - EXIT
}

fill_kafka() {
  local node="$project/node_modules/.bin/node"
  if [ ! -x "$node" ]; then
    fail "$node is missing." "Run 'npm ci' and try again."
  fi
  if ! command -v mvn >/dev/null; then
    install_packages maven openjdk-17-jre-headless >&2
  fi
  say 'getting Kafka for the test image' >&2
  "$node" "$here/fill-kafka.ts" "$rig_folder"
}

main "$@"
