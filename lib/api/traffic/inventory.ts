/** `GET /api/v1/services` and `GET /api/v1/workloads`: what there is in the caller's namespaces, called or not, with the numbers of the graph. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import { healthSchema, trafficSchema } from './graph.ts';

export const injectionSchema = z.object({
  /** How many of the running pods have a sidecar; "ambient": none needs one, ztunnel carries their traffic. */
  state: z.enum(['all', 'some', 'none', 'ambient']),
  /** Running pods, and how many of them have neither sidecar nor ztunnel. */
  pods: z.number(),
  uncovered: z.number(),
  /** A waypoint proxy is asked for. */
  waypoint: z.boolean(),
  /** Pods began before injection was switched on or off: a restart brings them in line. */
  restart: z.boolean(),
});

export type Injection = z.infer<typeof injectionSchema>;

/** Objects of Istio that speak of it, by kind. */
const configurationSchema = z.array(z.object({ kind: z.string(), count: z.number() }));

const podsSchema = z.nullable(z.object({ ready: z.number(), wanted: z.number() }));

const rowSchema = z.object({
  /** Id of its node in the graph of its type (service, workload); null when it is not part of the mesh. */
  node: z.nullable(z.string()),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** False when only the metrics speak of it. */
  exists: z.boolean(),
  health: healthSchema,
  inbound: z.nullable(trafficSchema),
  outbound: z.nullable(trafficSchema),
  /** Null where no controller says. */
  pods: podsSchema,
  /** Null where no pod runs. */
  injection: z.nullable(injectionSchema),
  /** Only what the caller may read is counted; null when they may not read configuration in this namespace. */
  configuration: z.nullable(configurationSchema),
  /** Unix seconds. */
  createdAt: z.nullable(z.number()),
});

export const serviceRowSchema = z.object({
  ...rowSchema.shape,
  kind: z.enum(['Service', 'ServiceEntry']),
  /** Full names by which it is called. */
  hosts: z.array(z.string()),
  /** Protocol as Istio takes the port: "HTTP", "GRPC", "TCP", …; "auto" is sniffed. */
  ports: z.array(z.object({ port: z.number(), name: z.string(), protocol: z.string() })),
  /**
   * Share: of the requests that reached a version, bytes where there are no requests; null when there are neither. Ready pods: as the
   * controllers tell; null when none does.
   */
  versions: z.array(
    z.object({ name: z.string(), share: z.nullable(z.number()), readyPods: z.nullable(z.number()) }),
  ),
  workloads: z.number(),
});

export type ServiceRow = z.infer<typeof serviceRowSchema>;

export const workloadRowSchema = z.object({
  ...rowSchema.shape,
  /** Deployment, StatefulSet, DaemonSet, Job, Rollout, Pod; null when only the metrics speak of it. */
  kind: z.nullable(z.string()),
  app: z.string(),
  version: z.string(),
  gateway: z.boolean(),
  /** Names of the services of its namespace that select it. */
  services: z.array(z.string()),
});

export type WorkloadRow = z.infer<typeof workloadRowSchema>;

const headSchema = z.object({
  at: z.number(),
  /** Unix seconds at which the metrics were read; null when there are none. */
  metricsAt: z.nullable(z.number()),
  windowSeconds: z.number(),
  /** False when hidden namespaces exist. */
  allNamespaces: z.boolean(),
  /** Whether any of the namespaces is part of the mesh. */
  meshed: z.boolean(),
  warnings: z.array(warningSchema),
});

export const servicesSchema = z.object({ ...headSchema.shape, services: z.array(serviceRowSchema) });
export type Services = z.infer<typeof servicesSchema>;

export const workloadsSchema = z.object({ ...headSchema.shape, workloads: z.array(workloadRowSchema) });
export type Workloads = z.infer<typeof workloadsSchema>;

export const inventoryQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** A Go duration: 30s, 5m, 1h. */
  window: z._default(z.string(), '60s'),
});
