/**
 * Of a prediction what a split's review is about: traffic to its versions, and whatever else the objects would move. A route at a gateway
 * stands beside all others of its host names, whose requests go where they went.
 */
import type { PredictedEnd, PredictionAnswer } from '#lib/api/configuration/prediction.ts';

interface Flow {
  now: readonly { end: PredictedEnd }[];
  after: readonly { end: PredictedEnd }[];
  most: readonly { end: PredictedEnd }[];
}

/** `hosts`: full names of the service, or of those that stand for its versions. */
export function concernedFlows<Told extends Pick<PredictionAnswer, 'flows' | 'connections'>>(
  prediction: Told,
  hosts: ReadonlySet<string>,
): Told {
  const isConcerned = ({ now, after, most }: Flow): boolean =>
    [...now, ...after, ...most].some(({ end }) => hosts.has(end.host)) ||
    (most.length === 0 && JSON.stringify(now) !== JSON.stringify(after));
  return {
    ...prediction,
    flows: prediction.flows.filter(isConcerned),
    connections: prediction.connections.filter(isConcerned),
  };
}
