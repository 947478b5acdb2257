/** What a watch tells beside changes: bookmarks, tables, the partial view, what enters and leaves a selection. */
import type { Scenario, Step } from '../scenario.ts';
import { patchTypes, secret, virtualService } from './objects.ts';
import { post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'watches', name, steps });
const view = (as: string) => ({ accept: `application/json;as=${as};v=v1;g=meta.k8s.io` });
const from = 'resourceVersion={0.metadata.resourceVersion}';
const merge = (path: string, body: unknown): Step => ({
  line: `PATCH ${path}`,
  body,
  headers: patchTypes.merge,
});
const initial = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

export const watchCases: readonly Scenario[] = [
  one('a bookmark two seconds before the end', post('secret', secret('a')), {
    line: `GET secret?watch=1&timeoutSeconds=3&allowWatchBookmarks=true&${from}`,
    events: 1,
  }),
  one('a bookmark of VirtualServices', post('vs', virtualService('a')), {
    line: `GET vs?watch=1&timeoutSeconds=3&allowWatchBookmarks=true&${from}`,
    events: 1,
  }),
  one('initial events of VirtualServices', post('vs', virtualService('a')), {
    line: `GET vs?watch=1&timeoutSeconds=1&${initial}`,
    events: 2,
  }),
  one('initial events without bookmarks', post('secret', secret('a')), {
    line: `GET secret?watch=1&timeoutSeconds=1&${initial.replace('&allowWatchBookmarks=true', '')}`,
    events: 2,
  }),
  one('initial events as a table', post('secret', secret('a')), {
    line: `GET secret?watch=1&timeoutSeconds=1&${initial}`,
    headers: view('Table'),
    events: 2,
  }),
  one('initial events of a selection', post('secret', secret('a')), post('secret', secret('b')), {
    line: `GET secret?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Db&${initial}`,
    events: 2,
  }),
  one('no initial events, but a match', post('secret', secret('a')), {
    line: 'GET secret?watch=1&timeoutSeconds=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan',
    events: 1,
  }),
  one(
    'the partial view',
    post('secret', secret('a')),
    merge('secret/a', { metadata: { labels: { x: 'y' } } }),
    { line: 'DELETE secret/a' },
    {
      line: `GET secret?watch=1&timeoutSeconds=1&${from}`,
      headers: view('PartialObjectMetadata'),
      events: 2,
    },
  ),
  one(
    'what enters and leaves a selection, as tables',
    post('secret', secret('a')),
    merge('secret/a', { metadata: { labels: { x: 'y' } } }),
    merge('secret/a', { metadata: { labels: { x: 'z' } } }),
    merge('secret/a', { metadata: { labels: { x: 'y' } } }),
    {
      line: `GET secret?watch=1&timeoutSeconds=1&labelSelector=x%3Dy&${from}`,
      headers: view('Table'),
      events: 3,
    },
  ),
  one('a revision still to come', post('secret', secret('a')), {
    line: 'GET secret?resourceVersion=99999999999',
  }),
];
