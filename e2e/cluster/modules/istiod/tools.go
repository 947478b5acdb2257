//go:build tools

// Package tools pins istiod's main package, and the Gateway API whose CRDs it serves, so that `go mod tidy` writes
// every checksum its build needs.
package tools

import (
	_ "istio.io/istio/pilot/cmd/pilot-discovery"
	_ "sigs.k8s.io/gateway-api/apis/v1"
)
