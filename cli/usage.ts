/** What `sluice --help` prints. */

export const usage = `usage:
  sluice check PATH… [--kubeconfig F] [--format text|json|sarif]
  sluice route PATH… --from NAMESPACE/WORKLOAD | gateway:NAMESPACE/NAME --url URL
               [--method M] [--header name:value]… [--kubeconfig F] [--format text|json]
  sluice route PATH… --requests FILE [--kubeconfig F] [--format text|json]

  PATH          a YAML or JSON file of Kubernetes objects, a folder of them, or - for standard input;
                together they are the whole cluster that is judged
  --kubeconfig  take the live cluster's objects too; objects of the files stand in for those of the same name
  --format      text (default), json, or sarif for code scanning
  --from        whose sidecar or gateway sends the request
  --url         http, https, tls or tcp; the port is the service's (on a gateway: the server's)
  --requests    JSON lines, one request each; a line with "expect" is a test (- for standard input)

exit codes: 0 clean, 1 errors found or an expectation not met, 2 wrong usage
`;
