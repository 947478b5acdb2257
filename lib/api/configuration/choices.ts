/** `GET /api/v1/config/choices`: what pickers of the forms offer in one namespace, of what the caller may read. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';

const portSchema = z.object({
  number: z.number(),
  name: z.string(),
  /** As Istio takes it: HTTP, GRPC, TCP, … */
  protocol: z.string(),
});

const hostSchema = z.object({
  /** Full name. */
  host: z.string(),
  /** The short name that means it in this namespace; null when only the full one does. */
  shortName: z.nullable(z.string()),
  namespace: z.string(),
  source: z.enum(['service', 'service-entry']),
  /** Of the Service or ServiceEntry. */
  object: z.string(),
  ports: z.array(portSchema),
  /** Of the DestinationRules that hold for a caller of this namespace, with the pods of the service behind them. */
  subsets: z.array(
    z.object({
      name: z.string(),
      labels: z.record(z.string(), z.string()),
      pods: z.number(),
      destinationRule: z.object({ namespace: z.string(), name: z.string() }),
    }),
  ),
  /** Values of the label `version` among its pods. */
  versions: z.array(z.object({ value: z.string(), pods: z.number() })),
});
export type HostChoice = z.infer<typeof hostSchema>;

export const choicesQuerySchema = z.object({
  namespace: z.string().check(z.maxLength(63)),
});

export const choicesSchema = z.object({
  namespace: z.string(),
  /** Those of the namespace first. */
  hosts: z.array(hostSchema),
  gateways: z.array(
    z.object({
      /** Kind id. */
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      hosts: z.array(z.string()),
      ports: z.array(portSchema),
      /** Of the pods that serve it; null for the Gateway API's, which make their own. */
      selector: z.nullable(z.record(z.string(), z.string())),
    }),
  ),
  /** Those that the caller may list. */
  virtualServices: z.array(
    z.object({
      namespace: z.string(),
      name: z.string(),
      /** None in a delegate. */
      hosts: z.array(z.string()),
    }),
  ),
  /** Regions and zones of pods and endpoints that the caller may see, as `region/zone/subzone`. */
  localities: z.array(z.string()),
  /** All that the caller may see. */
  namespaces: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()) })),
  workloads: z.array(
    z.object({
      name: z.string(),
      kind: z.nullable(z.string()),
      labels: z.record(z.string(), z.string()),
      pods: z.number(),
    }),
  ),
  /** Labels of the namespace's pods, with how many have each value. */
  labels: z.array(
    z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), pods: z.number() })) }),
  ),
  serviceAccounts: z.array(z.object({ name: z.string(), principal: z.string() })),
  /** Names only, and only where the caller's own rights list them; null where they do not. */
  secrets: z.nullable(z.array(z.object({ name: z.string() }))),
  mesh: z.object({
    rootNamespace: z.string(),
    domain: z.string(),
    outboundTrafficPolicy: z.enum(['ALLOW_ANY', 'REGISTRY_ONLY']),
    enableAutoMtls: z.boolean(),
    /** What Telemetry and CUSTOM AuthorizationPolicies may name; `type` is the provider's field, e.g. envoyExtAuthzGrpc. */
    extensionProviders: z.array(z.object({ name: z.string(), type: z.string() })),
  }),
  /** Kind ids that the caller may create here, of those that the cluster serves. */
  creatable: z.array(z.string()),
  /** By kind id, the apiVersion in which a new object is written: the best that the cluster serves. */
  apiVersions: z.record(z.string(), z.string()),
  warnings: z.array(warningSchema),
});
export type Choices = z.infer<typeof choicesSchema>;
