#!/bin/sh
# Builds the analyzer oracle from Istio's Go module into a cache outside the checkout, once per set of sources, and prints where it is.
# Cold it compiles most of Istio (about 12 minutes on two cores); the flags are those of every build of Istio here, so that Go's cache serves all.
set -eu
cd "$(dirname "$0")"

key=$(cat go.mod go.sum main.go | cksum | tr ' ' '-')-$(go env GOVERSION)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sluice/analyzer-oracle-$key

if [ ! -x "$cache/analyzer-oracle" ]; then
  mkdir -p "$cache"
  CGO_ENABLED=0 go build -trimpath -o "$cache/analyzer-oracle.$$" .
  mv "$cache/analyzer-oracle.$$" "$cache/analyzer-oracle"
fi
echo "$cache/analyzer-oracle"
