//go:build tools

// Package tools pins Prometheus's main package, so that `go mod tidy` writes every checksum its build needs.
package tools

import _ "github.com/prometheus/prometheus/cmd/prometheus"
