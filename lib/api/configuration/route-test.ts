/** `POST /api/v1/route-test`: where one request goes, and because of which rule, in the mesh as its caller may see it. */
import * as z from 'zod/mini';
import { changeSchema } from './configuration.ts';
import { maxChanges } from './configuration-words.ts';

const objectRef = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
const text = (most: number) => z.string().check(z.maxLength(most));

export const routeRequestSchema = z.object({
  from: z.object({
    /** `gateway`: the name of a Gateway object, or of the workload that is one. */
    kind: z.enum(['workload', 'gateway']),
    namespace: text(63),
    name: text(253),
  }),
  protocol: z.enum(['http', 'https', 'tls', 'tcp']),
  host: z.string().check(z.minLength(1), z.maxLength(255)),
  /** Of the service; at a gateway that of its server. */
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  method: z._default(text(32), 'GET'),
  /** With the query. */
  path: z._default(text(8192), '/'),
  headers: z._default(z.record(text(256), text(8192)), {}),
  /** Destination address of a tls or tcp connection. */
  address: z.optional(text(64)),
});
export type RouteTestRequest = z.input<typeof routeRequestSchema>;

export const routeTestSchema = z.object({
  request: routeRequestSchema,
  /** Drafts that are put into the mesh before. */
  changes: z._default(z.array(changeSchema).check(z.maxLength(maxChanges)), []),
});

export const routeDestinationSchema = z.object({
  /** Full name. */
  host: z.string(),
  subset: z.nullable(z.string()),
  port: z.number(),
  /** 0..1 */
  share: z.number(),
  /** Istio sends this share to nothing: 503. */
  missing: z.boolean(),
});

const destinationSchema = z.object({
  ...routeDestinationSchema.shape,
  /** Null where the caller may not see them, and of hosts outside of the cluster. */
  pods: z.nullable(z.object({ ready: z.number(), total: z.number() })),
  /** What the sender obeys when it connects; null where Istio's defaults apply. */
  policy: z.nullable(
    z.object({
      sources: z.array(objectRef),
      /** trafficPolicy as it applies to this port and subset; null when the rule brings subsets alone. */
      trafficPolicy: z.nullable(z.record(z.string(), z.json())),
    }),
  ),
});

export const triedRuleSchema = z.object({
  ...objectRef.shape,
  index: z.number(),
  matched: z.boolean(),
  /** In English. */
  reason: z.string(),
  /** In pieces: lib/istio/routing/reason.ts */
  told: z.array(
    z.object({
      reason: z.looseObject({ key: z.string() }),
      origin: z.nullable(z.object({ delegate: z.string(), index: z.number() })),
    }),
  ),
  /** Of the rule in the text of its object, from 1; null when the caller may not read it. */
  line: z.nullable(z.number()),
});

export const routeTestAnswerSchema = z.object({
  /** Whether the sender is known; else it was taken as a workload labelled app=name. */
  senderKnown: z.boolean(),
  outcome: z.enum(['forward', 'redirect', 'direct-response', 'not-found', 'passthrough', 'closed']),
  destinations: z.array(destinationSchema),
  timeout: z.nullable(z.string()),
  retries: z.nullable(z.object({ attempts: z.number(), on: z.string() })),
  fault: z.nullable(
    z.object({
      delay: z.nullable(z.object({ duration: z.string(), percent: z.number() })),
      abort: z.nullable(z.object({ status: z.string(), percent: z.number() })),
    }),
  ),
  mirrors: z.array(
    z.object({ host: z.string(), subset: z.nullable(z.string()), port: z.number(), share: z.number() }),
  ),
  rewrite: z.nullable(z.object({ path: z.string(), host: z.string() })),
  redirect: z.nullable(
    z.object({
      code: z.number(),
      scheme: z.string(),
      host: z.string(),
      port: z.number(),
      path: z.string(),
    }),
  ),
  /** Null where the rule has no corsPolicy. */
  cors: z.nullable(
    z.object({
      origin: z.nullable(z.string()),
      /** Null without an origin. */
      allowed: z.nullable(z.boolean()),
      /** Of what a browser asks beforehand; else null. */
      preflight: z.nullable(z.enum(['granted', 'ignored', 'forwarded'])),
      methods: z.array(z.string()),
      headers: z.array(z.string()),
      exposed: z.array(z.string()),
      maxAge: z.nullable(z.string()),
      credentials: z.boolean(),
    }),
  ),
  status: z.nullable(z.number()),
  body: z.nullable(z.string()),
  rule: z.nullable(z.object({ ...objectRef.shape, index: z.number(), route: z.nullable(z.string()) })),
  /** In the order of trying. */
  tried: z.array(triedRuleSchema),
  partial: z.object({
    hiddenNamespaces: z.boolean(),
    /** Kinds that decide, and that the caller may not list in these namespaces. */
    unreadable: z.array(z.object({ kind: z.string(), namespaces: z.array(z.string()) })),
    /** Listeners of the asked port whose TCPRoutes and TLSRoutes nobody reads here; `count` is null where no controller says. */
    unread: z.array(
      z.object({
        namespace: z.string(),
        name: z.string(),
        listener: z.string(),
        port: z.number(),
        count: z.nullable(z.number()),
      }),
    ),
  }),
});
export type RouteTestAnswer = z.infer<typeof routeTestAnswerSchema>;
