#!/bin/sh
# Builds the route oracle from Istio's Go module into a cache outside the checkout, once per set of sources, and prints where it is.
# Cold it compiles most of Istio (about 12 minutes on two cores); the flags are those of every build of Istio here, so that Go's cache serves all.
set -eu
cd "$(dirname "$0")"

key=$(cat go.mod go.sum main.go | cksum | tr ' ' '-')-$(go env GOVERSION)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sluice/route-oracle-$key

if [ ! -x "$cache/route-oracle" ]; then
  mkdir -p "$cache"
  CGO_ENABLED=0 go build -trimpath -o "$cache/route-oracle.$$" .
  mv "$cache/route-oracle.$$" "$cache/route-oracle"
fi
echo "$cache/route-oracle"
