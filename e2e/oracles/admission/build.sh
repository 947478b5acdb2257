#!/bin/sh
# Builds the admission oracle from Istio's Go module into a cache outside the checkout, once per set of sources, and prints where it is.
# The flags are those of every build of Istio here, so that Go's cache serves all.
set -eu
cd "$(dirname "$0")"

key=$(cat go.mod go.sum main.go | cksum | tr ' ' '-')-$(go env GOVERSION)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sluice/admission-oracle-$key

if [ ! -x "$cache/admission-oracle" ]; then
  mkdir -p "$cache"
  CGO_ENABLED=0 go build -trimpath -o "$cache/admission-oracle.$$" .
  mv "$cache/admission-oracle.$$" "$cache/admission-oracle"
fi
echo "$cache/admission-oracle"
