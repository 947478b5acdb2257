/** Documents as people write them: comments everywhere, anchors, numbers in odd spelling, every style in one file. */

export const handMade: Readonly<Record<string, string>> = {
  VirtualService: `# owned by team shop
apiVersion: networking.istio.io/v1 # since 1.22
kind: VirtualService
metadata:
  name: reviews
  annotations:
    example.com/huge: "${'0123456789abcdef'.repeat(1024)}"
    example.com/note: |
      Do not touch.

        Ask first.
    "example.com/on": "no"
spec:
  hosts: [reviews , "reviews.shop"]   # both
  http:

  # people who test
  - name: testers
    match:
      - headers: {x-user: {exact: 'tester'}}
      - { uri: { prefix: /test } , ignoreUriCase: yes }
    route:
      - destination: &stable
          host: reviews
          subset: v1
        weight: 0x5A
      - destination: {<<: *stable, subset: v2}
        weight: 1_0
    timeout: 3.0s


  - route:   # the rest
    - destination: *stable
    retries: {attempts: 2,
      perTryTimeout: 1s}
    fault:
      abort: {httpStatus: 503, percentage: {value: 1e-1}}
`,
  DestinationRule: `kind: DestinationRule
apiVersion: networking.istio.io/v1
metadata: {name: reviews, namespace: shop}
spec:
    host: reviews
    trafficPolicy: &policy
        connectionPool:
            tcp: {maxConnections: 0100}
    subsets:
        -   name: v1
            labels: {version: 'v1'}
            trafficPolicy: *policy
        -   name: v2
            # labels of the release
            labels:
                version: "v2"
`,
  'Gateway API Gateway': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
    name: public
spec:
    gatewayClassName: istio
    listeners:
    # plain
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: {namespaces: {from: All}}
    - {name: https, port: 443, protocol: HTTPS, hostname: "*.shop.example",
       tls: {certificateRefs: [{name: shop-cert}]}}
`,
  HTTPRoute: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
spec:
  parentRefs:
    - name: public
  hostnames:
    - shop.example
    - "www.shop.example"
  rules:
    - matches:
        - path: {type: PathPrefix, value: /cart}   # cart
          headers:
            - name: x-version
              value: "1"
      backendRefs:
        - &cart {name: cart, port: 8080}
        - {<<: *cart, name: cart-canary, weight: 0}
      timeouts: {request: 10s}
    -
      backendRefs:
        - name: front
          port: 0o120
  # end of rules
# end of document
`,
  GRPCRoute: `{
  "apiVersion": "gateway.networking.k8s.io/v1",
  "kind": "GRPCRoute",
  "metadata": {"name": "orders", "labels": {}},
  "spec": {
    "rules": [
      {
        "matches": [{"method": {"service": "shop.Orders", "method": "Place"}}],
        "backendRefs": [{"name": "orders", "port": 9000}]
      }
    ]
  }
}
`,
  ReferenceGrant:
    'apiVersion: gateway.networking.k8s.io/v1beta1\r\nkind: ReferenceGrant\r\nmetadata:\r\n  name: certs # shared\r\nspec:\r\n  from:\r\n  - {group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}\r\n  to:\r\n  - group: ""\r\n    kind: Secret',
};
