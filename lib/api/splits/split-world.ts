/** `GET /api/v1/splits/world`: all that the wizard needs to know of one service before something is planned. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import {
  missingRightSchema,
  objectNameSchema,
  ownerSchema,
  planWarningSchema,
  pointRefSchema,
  refusalSchema,
  shareSchema,
} from './split-shapes.ts';
import { foreignOwners, guardObstacles, pointKinds, writeModes } from './split-words.ts';

export const splitWorldQuerySchema = z.object({
  namespace: z.string().check(z.maxLength(63)),
  service: z.string().check(z.maxLength(253)),
});

const podSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  status: z.string(),
  restarts: z.number(),
  proxy: z.enum(['sidecar', 'native-sidecar', 'gateway', 'ambient', 'none']),
  images: z.array(z.string()),
  /** What it carries of the labels that tell the versions apart: while it is replaced not always that of its workload. */
  labels: z.record(z.string(), z.string()),
  /** Unix seconds. */
  startedAt: z.nullable(z.number()),
});

const versionSchema = z.object({
  value: z.string(),
  labels: z.record(z.string(), z.string()),
  /** `namespace/name` */
  workloads: z.array(z.string()),
  ready: z.number(),
  total: z.number(),
  /** How many of the pods have a proxy. */
  proxies: z.number(),
  images: z.array(z.string()),
  /** Of the youngest of its workloads or pods, Unix seconds. */
  createdAt: z.nullable(z.number()),
  /** The subset that stands for it already; null when one will be made. */
  subset: z.nullable(z.string()),
  /** The host that stands for it, where each version has a Service of its own; null where they share one. */
  host: z.nullable(z.string()),
  /** Percent that it gets now without any rule, by ready pods. */
  implicit: z.number(),
  pods: z.array(podSchema),
  /** Why it cannot be the candidate. */
  refusals: z.array(refusalSchema),
});
export type WorldPod = z.infer<typeof podSchema>;
export type WorldVersion = z.infer<typeof versionSchema>;

const pointSchema = z.object({
  ref: pointRefSchema,
  /** In the object as it is now, from 0. */
  index: z.number(),
  name: z.nullable(z.string()),
  hosts: z.array(z.string()),
  /** `mesh`, or namespace/name. */
  gateways: z.array(z.string()),
  conditional: z.boolean(),
  /** The rule's own conditions, as written; [] takes everything. */
  match: z.array(z.record(z.string(), z.json())),
  roots: z.array(z.object({ namespace: z.string(), name: z.string() })),
  shares: z.array(shareSchema),
  owner: ownerSchema,
  /** Why it cannot be split; the wizard shows it unticked. */
  refusals: z.array(refusalSchema),
  /** Ticked at first. */
  preselected: z.boolean(),
});
export type WorldPoint = z.infer<typeof pointSchema>;

export const splitWorldSchema = z.object({
  at: z.number(),
  service: z.object({
    namespace: z.string(),
    name: z.string(),
    host: z.string(),
    type: z.string(),
    headless: z.boolean(),
    ambient: z.boolean(),
    ports: z.array(
      z.object({
        number: z.number(),
        name: z.string(),
        protocol: z.string(),
        layer: z.enum(['http', 'tcp', 'tls']),
      }),
    ),
  }),
  /** A split that is under way: it is to be opened, not begun again. */
  active: z.nullable(
    z.object({ id: z.string(), phase: z.string(), by: z.string(), at: z.number(), candidate: z.string() }),
  ),
  /** Argo Rollouts, Flagger or KubeSphere: no write; the page shows it and hands over. */
  foreign: z.nullable(z.object({ owner: z.enum(foreignOwners), object: objectNameSchema })),
  /** The label that tells versions apart; null when none does. */
  label: z.nullable(z.string()),
  versions: z.array(versionSchema),
  /** Pods of the service that are of none of these: they carry no label that would tell, or nothing is told apart. */
  unversioned: z.array(podSchema),
  /** What the wizard has chosen at first; values of versions. */
  suggested: z.object({ stable: z.nullable(z.string()), candidate: z.nullable(z.string()) }),
  /** What routes: where a Gateway API route stands for the service, its backends are split. */
  routedBy: z.enum(pointKinds),
  points: z.array(pointSchema),
  /** No rule sends to the host: starting makes a VirtualService for the mesh. Its ports: one rule each. */
  makesVirtualService: z.boolean(),
  destinationRule: z.object({
    /** `create`, `append` to the one there, `companion` beside one that Git has, `none` needed. */
    how: z.enum(['none', 'create', 'append', 'companion']),
    owner: z.nullable(ownerSchema),
  }),
  /** The strictest mode of all that would be written. */
  mode: z.enum(writeModes),
  unknown: z.object({
    /** Visible namespaces where the caller may not list what routes: rules there are unknown, not absent. */
    namespaces: z.array(z.string()),
    hidden: z.boolean(),
  }),
  may: z.object({
    write: z.boolean(),
    /** What Kubernetes would have to allow before a split can start here. */
    missing: z.array(missingRightSchema),
    /** Records of the split can be kept; without them it works, and has no timeline. */
    records: z.boolean(),
  }),
  guard: z.object({
    /** Offered here. */
    modes: z.array(z.enum(['off', 'advise', 'auto-abort'])),
    /** Why auto-abort is not offered. */
    obstacle: z.nullable(z.enum(guardObstacles)),
    /** What the Role `sluice-guard` would have to allow the console's account here. */
    missing: z.array(missingRightSchema),
    defaults: z.object({
      windowSeconds: z.number(),
      minimumRequests: z.number(),
      errorDelta: z.number(),
      latencyRatio: z.number(),
    }),
  }),
  /** Of the service as a whole. */
  refusals: z.array(refusalSchema),
  cautions: z.array(planWarningSchema),
  warnings: z.array(warningSchema),
});
export type SplitWorld = z.infer<typeof splitWorldSchema>;
