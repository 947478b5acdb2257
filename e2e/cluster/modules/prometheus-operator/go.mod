module sluice/e2e/cluster/modules/prometheus-operator

go 1.26.0

// For its CRDs alone (../../crds.ts): nothing of it is built.
require github.com/prometheus-operator/prometheus-operator v0.85.0
