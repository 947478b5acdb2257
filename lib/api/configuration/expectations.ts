/** `GET /api/v1/config/expectations`: requests that are saved on VirtualServices and routes, asked again of the mesh as its caller may see it. */
import * as z from 'zod/mini';
import { expectationSchema } from '../../istio/expectations/expectation.ts';
import { routeDestinationSchema, routeTestAnswerSchema, triedRuleSchema } from './route-test.ts';

const name = z.string().check(z.maxLength(253));

export const expectationsQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** With `namespace` and `name`: of this object; absent means VirtualService. */
  kind: z.optional(name),
  /** With `name`: of this object alone, and with the rules that were tried. */
  namespace: z.optional(name),
  name: z.optional(name),
});

const { outcome, fault, redirect, status, rule } = routeTestAnswerSchema.shape;

const resultSchema = z.object({
  expectation: expectationSchema,
  /** Null when it is met; `sender`: the gateway that sends it is not there. */
  unmet: z.nullable(
    z.enum(['outcome', 'destinations', 'missing', 'shares', 'fault', 'status', 'redirect', 'sender']),
  ),
  /** Null where nobody sends it. */
  answer: z.nullable(
    z.object({
      outcome,
      destinations: z.array(routeDestinationSchema),
      fault,
      redirect,
      status,
      rule,
    }),
  ),
  /** In the order of trying; empty where all objects were asked for. */
  tried: z.array(triedRuleSchema),
});
export type ExpectationResult = z.infer<typeof resultSchema>;

const objectSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Why what stands there cannot be read, and at which place of it; then `results` is empty. */
  problem: z.nullable(
    z.object({ why: z.enum(['json', 'version', 'shape', 'size', 'twice']), at: z.string() }),
  ),
  results: z.array(resultSchema),
});
export type ExpectationObject = z.infer<typeof objectSchema>;

export const expectationsSchema = z.object({
  /** Those with expectations, by namespace and name. */
  objects: z.array(objectSchema),
  met: z.number(),
  unmet: z.number(),
  /** How many were left out of a long answer. */
  left: z.number(),
  /** What the caller may not see counts as absent. */
  partial: z.boolean(),
});
export type Expectations = z.infer<typeof expectationsSchema>;
