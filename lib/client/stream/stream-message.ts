/** Events of the stream as the browser understands them: followed graphs by their query instead of by channel. */
import type * as z from 'zod/mini';
import type { Moment } from '#lib/api/moment.ts';
import type { streamEvents } from '#lib/api/status.ts';
import type { GraphDelta } from '#lib/api/traffic/graph-delta.ts';
import type { StreamEventName } from '#lib/api/words.ts';
import { framed } from '../call/frame.ts';

type DataOf<Name extends StreamEventName> = z.infer<(typeof streamEvents)[Name]>;

export type StreamEvent = {
  [Name in StreamEventName]: { name: Name; data: DataOf<Name> };
}[StreamEventName];

/** Events that concern whoever listens, whatever they look at. */
type PlainEvent = Extract<StreamEvent, { name: 'metrics' | 'objects' | 'status' | 'access' | 'moment' }>;

export type StreamMessage =
  | PlainEvent
  /** From here on everything is told: what happened before is not. */
  | { name: 'greeting'; data: Moment }
  /** Differences of this graph come from here on; null: none will come. */
  | { name: 'following'; query: string; version: string | null }
  | { name: 'delta'; query: string; delta: GraphDelta };

const isMetrics = framed<DataOf<'metrics'>>({ at: 'number' });
const isObjects = framed<DataOf<'objects'>>({ revision: 'number', namespaces: 'array' });
const isStatus = framed<DataOf<'status'>>({ kubernetes: 'object', prometheus: 'object' });
const isMoment = framed<Moment>({ epoch: 'string', revision: 'number', readings: 'number' });
const isSubscribed = framed<DataOf<'subscribed'>>({ query: 'string' });
const isGraph = framed<DataOf<'graph'>>({ channel: 'string', delta: 'object' });
const isDelta = framed<GraphDelta>({ from: 'string', to: 'string', set: 'object' });

/** Null for events of another version and for data that is not as agreed. */
export function readEvent(name: string, text: unknown): StreamEvent | null {
  if (typeof text !== 'string') return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  switch (name) {
    case 'metrics':
      return isMetrics(data) ? { name, data } : null;
    case 'objects':
      return isObjects(data) ? { name, data } : null;
    case 'status':
      return isStatus(data) ? { name, data } : null;
    case 'access':
      return { name, data: {} };
    case 'moment':
      return isMoment(data) ? { name, data } : null;
    case 'subscribed':
      return isSubscribed(data) ? { name, data } : null;
    case 'graph':
      return isGraph(data) && isDelta(data.delta) ? { name, data } : null;
    default:
      return null;
  }
}
