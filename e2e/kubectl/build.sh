#!/bin/sh
# Builds kubectl from its Go module into a cache outside the checkout, once per set of sources, and prints where it is.
set -eu
cd "$(dirname "$0")"

version=v1.36.6
key=$(cat go.mod go.sum main.go build.sh | cksum | tr ' ' '-')-$(go env GOVERSION)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sluice/kubectl-$key

if [ ! -x "$cache/kubectl" ]; then
  mkdir -p "$cache"
  flags="-s -w"
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags="$flags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=36 -X $package.gitTreeState=clean"
  done
  CGO_ENABLED=0 go build -trimpath -ldflags "$flags" -o "$cache/kubectl.$$" .
  mv "$cache/kubectl.$$" "$cache/kubectl"
fi
echo "$cache/kubectl"
