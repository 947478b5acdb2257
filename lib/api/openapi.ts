/** The OpenAPI 3.1 description of the API, from the same schemas that judge requests and shape answers. */
import * as z from 'zod/mini';
import { problemSchema } from './problem.ts';
import type { RouteContract } from './route-contract.ts';
import { routes } from './routes.ts';

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return { ...rest };
}

/** Kubernetes names, wherever they stand in a path. */
function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: name === 'namespace' ? 63 : 253 },
  }));
}

function queryParameters(query: z.ZodMiniObject | null): Json[] {
  if (query === null) return [];
  const { properties, required } = jsonSchema(query, 'input');
  return Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: Array.isArray(required) && required.includes(name),
    schema,
  }));
}

function answers({ answer, events = {} }: RouteContract): Json {
  const problem = {
    description: 'What went wrong.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  if (answer === null) return { 204: { description: 'Done.' }, default: problem };
  if (answer === 'page') {
    const page = { 'text/html': { schema: { type: 'string' } } };
    return {
      303: { description: 'Where to go on.' },
      // A page that goes on to the sign-in page, which says why; a problem where this way is switched off.
      default: { ...problem, content: { ...page, ...problem.content } },
    };
  }
  if (answer === 'stream') {
    const oneOf = Object.entries(events).map(([event, data]) => ({
      type: 'object',
      title: event,
      properties: { event: { const: event }, data: jsonSchema(data, 'output') },
    }));
    return {
      200: {
        description: 'Events by name, their data as JSON.',
        content: { 'text/event-stream': { schema: { oneOf } } },
      },
      default: problem,
    };
  }
  const content = { 'application/json': { schema: jsonSchema(answer, 'output') } };
  return { 200: { description: 'The answer.', content }, default: problem };
}

function operation(id: string, route: RouteContract): Json {
  return {
    operationId: id,
    summary: route.summary,
    security: route.access === 'public' ? [] : [{ session: [] }, { bearer: [] }],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
          },
        }),
    responses: answers(route),
  };
}

export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(id, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sluice-session' },
        bearer: { type: 'http', scheme: 'bearer', description: 'A Kubernetes token.' },
      },
    },
  };
}
