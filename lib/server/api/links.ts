/** `GET /api/v1/links`: the tools beside the console, as far as the caller may know of them. */
import { routes } from '#lib/api/routes.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';

export function linkOperations({ links }: Services): Operation[] {
  return [
    defineOperation(routes.links, async ({ caller }) => ({
      kind: 'json',
      body: await links.links(caller.session.credential),
    })),
  ];
}
