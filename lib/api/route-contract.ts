/** What is said of a route of the API, and what most routes say alike. */
import type * as z from 'zod/mini';
import type { Cost } from './cost.ts';

export interface RouteContract {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: `/${string}`;
  summary: string;
  /** Whether somebody must be signed in. */
  access: 'public' | 'signed-in';
  /** True when it changes something in the cluster: refused to read-only sessions, and audited. */
  writes: boolean;
  query: z.ZodMiniObject | null;
  body: z.ZodMiniType | null;
  /** It writes a line of the audit log for each change by itself, once it is under way. */
  ownAudit?: boolean;
  /** One user may ask so much of it, and then has to wait: 429. */
  costs?: Cost;
  /** It may be as large as objects are: 4 MiB instead of 1 MiB. */
  largeBody?: boolean;
  /** Of the 200 answer; null means 204 without body, "page" an answer that sends a browser on. */
  answer: z.ZodMiniType | 'stream' | 'page' | null;
  /** Of a stream, by name. */
  events?: Readonly<Record<string, z.ZodMiniType>>;
}

/** A route that reads, for whoever is signed in: the others say what they do otherwise. */
export const readRoute = {
  method: 'GET',
  access: 'signed-in',
  writes: false,
  query: null,
  body: null,
} as const;
