#!/usr/bin/env bash
# Builds the test images, which stand in for the public ones where those cannot be pulled. What they have in common
# is written in docs/public-image.md. Does nothing where an image was built from the same recipe.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/rig.sh"

# A line of Kafka and the image of its hosts, in pairs.
kafka_images=(3.9 kafka-lessons/test-kafka:3.9.1 4.3 kafka-lessons/test-kafka:4.3.1)
workspace_image='kafka-lessons/test-workspace:22'
java_image='kafka-lessons/test-java:17'
debian=bookworm
packages=openjdk-17-jre-headless,procps,busybox
label='kafka-lessons.recipe'

base="kafka-lessons/test-base:$(printf '%s' "$debian $packages" | git hash-object --stdin | cut -c 1-12)"

main() {
  mkdir -p "$rig_folder"
  local recipe index line image
  recipe="$(fingerprint "$here/build-image.sh" "$here/fill-kafka.ts" "$here"/image/* \
    "$project"/src/lab/{distribution,kafka-lines,servers}/*.ts)"
  for ((index = 0; index < ${#kafka_images[@]}; index += 2)); do
    line="${kafka_images[index]}" image="${kafka_images[index + 1]}"
    if is_built "$image" "$recipe"; then
      say "$image is there"
    else
      ensure_base
      build "$image" "$recipe" "$here/image/Dockerfile" "$(fill_kafka "$line")"
    fi
  done
  recipe="$(fingerprint "$here/build-image.sh" "$here"/workspace-image/* <(node_version))"
  if is_built "$workspace_image" "$recipe"; then
    say "$workspace_image is there"
  else
    ensure_base
    build "$workspace_image" "$recipe" "$here/workspace-image/Dockerfile" "$project/node_modules/node/bin"
  fi
  recipe="$(fingerprint "$here/build-image.sh" "$here"/java-image/*)"
  if is_built "$java_image" "$recipe"; then
    say "$java_image is there"
  else
    ensure_base
    mkdir -p "$rig_folder/empty"
    build "$java_image" "$recipe" "$here/java-image/Dockerfile" "$rig_folder/empty"
  fi
}

fingerprint() { cat "$@" | git hash-object --stdin; }

# Of the npm package, which is what the tests run on.
node_version() {
  "$project/node_modules/.bin/node" --version || fail "node_modules/.bin/node is missing." "Run 'npm ci' and try again."
}

is_built() {
  [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null)" = "$2" ]
}

ensure_base() {
  docker image inspect "$base" >/dev/null 2>&1 || import_debian "$base"
}

# build IMAGE RECIPE DOCKERFILE CONTEXT
build() {
  say "building $1"
  local previous
  previous="$(docker image inspect --format '{{.Id}}' "$1" 2>/dev/null || true)"
  local log="$rig_folder/build.log"
  if ! docker build --tag "$1" --label "$label=$2" --build-arg "BASE=$base" \
    --file "$3" "$4" >"$log" 2>&1 </dev/null; then
    fail "could not build $1. The end of $log:" "$(tail -n 20 "$log")"
  fi
  if [ -n "$previous" ] && [ "$previous" != "$(docker image inspect --format '{{.Id}}' "$1")" ]; then
    # Refused, and rightly, as long as a container runs on it.
    docker image rm "$previous" >/dev/null 2>&1 || true
  fi
  say "$1 is built"
}

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

# fill_kafka LINE: prints the folder with that Kafka.
fill_kafka() {
  local node="$project/node_modules/.bin/node"
  if [ ! -x "$node" ]; then
    fail "$node is missing." "Run 'npm ci' and try again."
  fi
  if ! command -v mvn >/dev/null; then
    install_packages maven openjdk-17-jre-headless >&2
  fi
  say "getting Kafka $1 for the test image" >&2
  "$node" "$here/fill-kafka.ts" "$1" "$rig_folder"
}

main "$@"
