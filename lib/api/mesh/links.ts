/** `GET /api/v1/links`: the tools beside the console, and whether this caller may open them. Paths of deep links are made by lib/links. */
import * as z from 'zod/mini';
import { dashboardKinds } from '../../links/settings.ts';
import { products, toolIds } from '../../links/tool.ts';
import { warningSchema } from '../problem.ts';

export const toolServiceSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  port: z.number(),
  scheme: z.enum(['http', 'https']),
});

/** What Kubernetes is asked before a link is offered. */
export const gateSchema = z.object({
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  subresource: z.optional(z.string()),
  namespace: z.nullable(z.string()),
  name: z.string(),
});

export const linkStates = ['ok', 'not-installed', 'forbidden', 'unreachable'] as const;

/**
 * `address`: the reader's browser goes there. `proxy`: through the console and the API server, on a host of its own. `command`: neither is
 * set up, a kubectl line reaches it.
 */
export const linkWays = ['address', 'proxy', 'command'] as const;
export type LinkWay = (typeof linkWays)[number];

export const linkedToolSchema = z.object({
  tool: z.enum(toolIds),
  /** Null when it is not installed. */
  product: z.nullable(z.enum(products)),
  state: z.enum(linkStates),
  way: z.nullable(z.enum(linkWays)),
  /** With `address`: what paths are put behind. */
  base: z.nullable(z.string()),
  /** Where the tool's pages begin on its own host; the base of `address` has it already. */
  webRoot: z.string(),
  /** Null when it is none of this cluster's, as far as the caller may know. */
  service: z.nullable(toolServiceSchema),
  gate: z.nullable(gateSchema),
  /** Further Services that look like it. */
  others: z.array(toolServiceSchema),
  /** Of Grafana: paths of Istio's dashboards. */
  dashboards: z.partialRecord(z.enum(dashboardKinds), z.string()),
  /** Of Grafana: its data source for Tempo. */
  tempo: z.nullable(z.string()),
});

export type LinkedToolState = z.infer<typeof linkedToolSchema>;

export const linksSchema = z.object({
  tools: z.array(linkedToolSchema),
  /** Of the cluster's services. */
  domain: z.string(),
  warnings: z.array(warningSchema),
});

export type Links = z.infer<typeof linksSchema>;

/** `GET /api/v1/namespaces/{namespace}/services/{service}/pages`: its ports that may have pages, as the caller may open them. */
export const servicePageSchema = z.object({
  service: toolServiceSchema,
  /** Of the port; empty when it has none. */
  portName: z.string(),
  /** It is said to speak HTTP; else Istio sniffs it, and pages are a guess. */
  declared: z.boolean(),
  state: z.enum(['ok', 'forbidden']),
  /** Null when forbidden. */
  way: z.nullable(z.enum(['proxy', 'command'])),
  /** What is missing when forbidden. */
  gate: z.nullable(gateSchema),
});

export type OfferedPage = z.infer<typeof servicePageSchema>;

export const servicePagesSchema = z.object({ pages: z.array(servicePageSchema) });
export type ServicePages = z.infer<typeof servicePagesSchema>;

/** `POST /api/v1/links/open`: a page of a Service on a host of its own. */
export const openLinkSchema = z.strictObject({
  service: toolServiceSchema,
  /** On that host, with query and fragment. */
  path: z.string().check(z.minLength(1), z.maxLength(8192)),
});

/** What a form carries over: the field `ticket`, sent to `action`. Good once, for half a minute. */
export const openedLinkSchema = z.object({ action: z.string(), ticket: z.string() });

export type OpenedLink = z.infer<typeof openedLinkSchema>;
