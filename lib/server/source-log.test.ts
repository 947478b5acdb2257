import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createPrometheusClient } from './prometheus/client.ts';
import { createSourceLog } from './source-log.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { sendJson, startRecorder } from './testing/recorder.ts';

test('each change of Prometheus is one line, with what it was before', async () => {
  const vector = { status: 'success', data: { resultType: 'vector', result: [] } };
  let status = 200;
  const backend = await startRecorder((_, response) => sendJson(response, status, vector));
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const client = createPrometheusClient({
    url: backend.url,
    token: null,
    tokenFile: null,
    clock: fakeClock(),
    onState: createSourceLog(log, 'prometheus').note,
  });
  for (status of [200, 200, 403, 403, 200]) await client.query('up', null).catch(() => undefined);
  await client.close();
  await backend.close();
  expect(
    lines.map((line) => JSON.parse(line)).map(({ level, msg, time: _, ...rest }) => [level, msg, rest]),
  ).toEqual([
    ['info', 'source', { source: 'prometheus', state: 'ok', was: 'starting' }],
    ['warn', 'source', { source: 'prometheus', state: 'forbidden', was: 'ok' }],
    ['info', 'source', { source: 'prometheus', state: 'ok', was: 'forbidden' }],
  ]);
});
