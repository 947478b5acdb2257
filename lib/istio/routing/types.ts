/**
 * One request and where Istio sends it: the vocabulary of the route evaluator and of `sluice route` (docs/command.md).
 */
import type { ProxyRef } from '../objects.ts';
import type { Told } from './reason.ts';

export interface RouteRequest {
  from: ProxyRef;
  /** What the client speaks on the wire. Default "http". */
  protocol?: 'http' | 'https' | 'tls' | 'tcp';
  /** Host or :authority header without port; for tls also the SNI. */
  host: string;
  /** For a sidecar the service's port; for a gateway the server's port. */
  port: number;
  method?: string;
  /** Path with query string. Default "/". */
  path?: string;
  headers?: Readonly<Record<string, string>>;
  /** Destination address, where DNS would give another one (tcp and tls). */
  address?: string;
}

export interface RouteDestination {
  /** Full name, e.g. reviews.bookinfo.svc.cluster.local. */
  host: string;
  subset: string | null;
  port: number;
  /** Fraction 0..1 of the request's traffic. */
  share: number;
  /** True when Istio sends this share to nothing (503, flag NC). */
  missing: boolean;
}

export interface ObjectRef {
  kind: string;
  namespace: string;
  name: string;
}

/** A rule in its object: `http[index]`, `tls[index]` or `tcp[index]`; `route` is the rule's own name, if it has one. */
export interface RuleRef extends ObjectRef {
  index: number;
  route: string | null;
}

export interface TriedRule extends ObjectRef {
  index: number;
  matched: boolean;
  /** Why it matched or not, in English, e.g. `header end-user is "jane", not "jason"`. */
  reason: string;
  /** The same in pieces. */
  told: readonly Told[];
}

export interface CorsAnswer {
  /** The header; null where the request has none: then nothing is added to the response. */
  origin: string | null;
  /** Null without an origin. Others are sent on as well, and the browser keeps their response from the page. */
  allowed: boolean | null;
  /**
   * Of what a browser asks beforehand, else null: answered by the proxy with what it grants, or with nothing granted, or sent on.
   */
  preflight: 'granted' | 'ignored' | 'forwarded' | null;
  methods: string[];
  headers: string[];
  exposed: string[];
  maxAge: string | null;
  credentials: boolean;
}

export interface RouteAnswer {
  outcome: 'forward' | 'redirect' | 'direct-response' | 'not-found' | 'passthrough' | 'closed';
  destinations: RouteDestination[];
  /** e.g. "3s"; null when Istio sets none. */
  timeout: string | null;
  retries: { attempts: number; on: string } | null;
  fault: {
    delay: { duration: string; percent: number } | null;
    abort: { status: string; percent: number } | null;
  } | null;
  mirrors: { host: string; subset: string | null; port: number; share: number }[];
  /** The request's path and host as sent on; null when nothing is rewritten. */
  rewrite: { path: string; host: string } | null;
  redirect: { code: number; scheme: string; host: string; port: number; path: string } | null;
  /** Null where the rule has no corsPolicy. */
  cors: CorsAnswer | null;
  status: number | null;
  body: string | null;
  rule: RuleRef | null;
  tried: TriedRule[];
}
