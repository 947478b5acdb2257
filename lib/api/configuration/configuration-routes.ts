/** Routes of Istio's objects and their changes: a part of the table in routes.ts. */

import { readRoute } from '../route-contract.ts';
import { choicesQuerySchema, choicesSchema } from './choices.ts';
import {
  applyAnswerSchema,
  applyEvents,
  applySchema,
  changesSchema,
  checkAnswerSchema,
  configurationObjectSchema,
  configurationQuerySchema,
  configurationSchema,
  dryRunAnswerSchema,
  objectQuerySchema,
} from './configuration.ts';
import { expectationsQuerySchema, expectationsSchema } from './expectations.ts';
import { predictBodySchema, predictionSchema } from './prediction.ts';
import { routeTestAnswerSchema, routeTestSchema } from './route-test.ts';

export const configurationRoutes = {
  configuration: {
    ...readRoute,
    path: '/api/v1/config',
    summary: "Istio's objects of the namespaces that the caller may see, of the kinds that they may list.",
    query: configurationQuerySchema,
    answer: configurationSchema,
  },
  configurationObject: {
    ...readRoute,
    path: '/api/v1/config/object',
    summary:
      "One of Istio's objects, read with the caller's credentials: text, findings, what it touches, what the caller may do with it.",
    query: objectQuerySchema,
    answer: configurationObjectSchema,
  },
  configurationChoices: {
    ...readRoute,
    path: '/api/v1/config/choices',
    summary: 'What the forms of one namespace offer: hosts, ports, subsets, gateways, labels.',
    query: choicesQuerySchema,
    answer: choicesSchema,
  },
  routeTest: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/route-test',
    summary: 'Where one request would go, and because of which rule; sends nothing.',
    body: routeTestSchema,
    costs: 'judged',
    largeBody: true,
    answer: routeTestAnswerSchema,
  },
  expectations: {
    ...readRoute,
    path: '/api/v1/config/expectations',
    summary:
      'Requests that are saved on VirtualServices, HTTPRoutes and GRPCRoutes with what they have to lead to, and whether they do.',
    query: expectationsQuerySchema,
    answer: expectationsSchema,
  },
  checkChanges: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/config/check',
    summary: 'What schema, istiod and the checks would say if these changes were made; changes nothing.',
    body: changesSchema,
    costs: 'judged',
    largeBody: true,
    answer: checkAnswerSchema,
  },
  predictChanges: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/config/predict',
    summary: 'Where the measured requests would go if these changes were made; changes nothing.',
    body: predictBodySchema,
    costs: 'judged',
    largeBody: true,
    answer: predictionSchema,
  },
  dryRunChanges: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/config/dry-run',
    summary:
      "What the API server and its webhooks say to these changes, with the caller's credentials; changes nothing.",
    body: changesSchema,
    costs: 'tried',
    largeBody: true,
    answer: dryRunAnswerSchema,
  },
  applyChanges: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/config/apply',
    summary:
      "Writes the changes one by one in a safe order, with the caller's credentials; stops at the first failure.",
    writes: true,
    ownAudit: true,
    body: applySchema,
    largeBody: true,
    answer: applyAnswerSchema,
  },
  applyChangesStream: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/config/apply/stream',
    summary: 'The same, told step by step: server-sent events, the last of which is the answer.',
    writes: true,
    ownAudit: true,
    body: applySchema,
    largeBody: true,
    answer: 'stream',
    events: applyEvents,
  },
} as const;
