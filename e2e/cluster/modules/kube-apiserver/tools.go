//go:build tools

// Package tools pins the API server's main package, so that `go mod tidy` writes every checksum its build needs.
package tools

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
