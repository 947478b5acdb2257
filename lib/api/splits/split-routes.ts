/** Routes of traffic splits: a part of the table in routes.ts. */
import { readRoute } from '../route-contract.ts';
import { splitLiveSchema, splitQuerySchema } from './split-live.ts';
import { splitPaths } from './split-paths.ts';
import {
  actBodySchema,
  planAnswerSchema,
  planBodySchema,
  runAnswerSchema,
  startBodySchema,
} from './split-plan.ts';
import { decideBodySchema, proposeAnswerSchema, proposeBodySchema } from './split-proposals.ts';
import { splitWorldQuerySchema, splitWorldSchema } from './split-world.ts';
import { splitsQuerySchema, splitsSchema } from './splits-list.ts';

export const splitRoutes = {
  splits: {
    ...readRoute,
    path: splitPaths.splits,
    summary: 'Running and past traffic splits of the namespaces that the caller may see.',
    query: splitsQuerySchema,
    answer: splitsSchema,
  },
  splitWorld: {
    ...readRoute,
    path: splitPaths.splitWorld,
    summary:
      'What the wizard needs to know of one service: versions, rules that can be split, rights, refusals.',
    query: splitWorldQuerySchema,
    answer: splitWorldSchema,
  },
  planSplit: {
    ...readRoute,
    method: 'POST',
    path: splitPaths.planSplit,
    costs: 'tried',
    summary: 'What a split or a recipe would write, tried and predicted; changes nothing.',
    body: planBodySchema,
    answer: planAnswerSchema,
  },
  startSplit: {
    ...readRoute,
    method: 'POST',
    path: splitPaths.startSplit,
    summary:
      "Plans again on what stands there now and writes it, subsets before routes, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: startBodySchema,
    answer: runAnswerSchema,
  },
  proposeSplit: {
    ...readRoute,
    method: 'POST',
    path: splitPaths.proposeSplit,
    summary: 'Keeps a split for somebody else to start, as an immutable ConfigMap beside the service.',
    writes: true,
    body: proposeBodySchema,
    answer: proposeAnswerSchema,
  },
  decideSplit: {
    ...readRoute,
    method: 'POST',
    path: splitPaths.decideSplit,
    summary: "Starts a proposed split with the caller's credentials, or takes the proposal off.",
    writes: true,
    ownAudit: true,
    body: decideBodySchema,
    answer: runAnswerSchema,
  },
  split: {
    ...readRoute,
    path: splitPaths.split,
    summary: 'The split of one service as it is now: shares, traffic of each version, verdict, timeline.',
    query: splitQuerySchema,
    answer: splitLiveSchema,
  },
  actOnSplit: {
    ...readRoute,
    method: 'POST',
    path: splitPaths.actOnSplit,
    summary: "Advances, sets, pauses, promotes, aborts, … a split, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: actBodySchema,
    answer: runAnswerSchema,
  },
} as const;
