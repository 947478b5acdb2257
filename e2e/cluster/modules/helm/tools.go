//go:build tools

// Package tools pins Helm's main package, so that `go mod tidy` writes every checksum its build needs.
package tools

import _ "helm.sh/helm/v4/cmd/helm"
