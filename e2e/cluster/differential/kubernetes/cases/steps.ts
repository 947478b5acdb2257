/** Steps of a scenario, short to write. */
import type { Step } from '../scenario.ts';
import { patchTypes } from './objects.ts';

export const get = (path: string, accept?: string): Step => ({
  line: `GET ${path}`,
  ...(accept ? { headers: { accept } } : {}),
});

export const post = (path: string, body: unknown, more: Partial<Step> = {}): Step => ({
  line: `POST ${path}`,
  body,
  ...more,
});

export const patch = (type: keyof typeof patchTypes, path: string, body: unknown): Step => ({
  line: `PATCH ${path}`,
  body,
  headers: patchTypes[type],
});
