import { expect, test } from 'vitest';
import { AppError } from './app-error.ts';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): {
  text: string;
  entry: Record<string, unknown>;
} {
  let text = '';
  write(
    createLog('info', {
      write: (line) => {
        text += line;
      },
    }),
  );
  return { text, entry: JSON.parse(text) };
}

test('SEC-34 whatever a name holds, an entry is one line', () => {
  const subject = 'mallory\r\n{"audit":true}\u001b[31m\u2028\u0000';
  const { text, entry } = logged((log) =>
    log.audit({
      action: 'denied',
      subject,
      strategy: null,
      result: 'refused',
      requestId: 'r',
      address: 'a',
      method: 'GET',
      path: '/',
    }),
  );
  expect(text.trimEnd().split(/\r|\n/)).toHaveLength(1);
  expect(text).not.toContain('\u001b');
  expect(entry.subject).toBe(subject);
});

test('SEC-29 an error is its name, code and place, with its cause, and never its words', () => {
  const cause = Object.assign(new Error('Bearer secret'), { code: 'ECONNREFUSED' });
  const { text, entry } = logged((log) =>
    log.warn({ error: new AppError('unavailable', { detail: 'Bearer secret' }, cause) }, 'failed'),
  );
  expect(text).not.toContain('secret');
  expect(entry.error).toMatchObject({
    name: 'AppError',
    code: 'unavailable',
    cause: { name: 'Error', code: 'ECONNREFUSED' },
  });
});

test('SEC-27 fields that hold credentials are blacked out', () => {
  const { text } = logged((log) => log.info({ token: 'secret', request: { authorization: 'secret' } }, 'x'));
  expect(text).not.toContain('secret');
});

test.each(['warn', 'error', 'silent'])('at level %s the audit lines are written all the same', (level) => {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => lines.push(line) });
  log.info({}, 'quiet');
  log.audit({
    action: 'denied',
    subject: 'viewer',
    strategy: 'token',
    result: 'refused',
    requestId: 'r',
    address: 'a',
    method: 'GET',
    path: '/',
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { audit: true, subject: 'viewer', msg: 'denied' },
  ]);
});

test('below the level nothing is written', () => {
  const lines: string[] = [];
  createLog('warn', { write: (line) => lines.push(line) }).info({}, 'quiet');
  expect(lines).toEqual([]);
});
