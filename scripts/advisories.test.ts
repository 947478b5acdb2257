import { expect, test } from 'vitest';
import { judgeAudit, judgeLock } from './advisories.ts';

const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: { next: { name: 'next', severity, range: '16.0.0 - 16.2.5' } },
    metadata: { vulnerabilities: { [severity]: 1 } },
  });

test.each(['high', 'critical'])(
  'SEC-13 a package with a %s advisory fails the check, and is named',
  (severity) => {
    expect(judgeAudit(report(severity))).toEqual({
      good: false,
      text: `  next 16.0.0 - 16.2.5: ${severity}`,
    });
  },
);

test.each(['low', 'moderate'])('one that is %s is counted', (severity) => {
  expect(judgeAudit(report(severity))).toEqual({ good: true, text: 'none high or critical, 1 below' });
});

test('warnings around the report do not hide it', () => {
  expect(judgeAudit(`npm warn a {b}\n${report('high')}`).good).toBe(false);
  expect(judgeAudit(`${report('high')}\nnpm notice new version\n`).good).toBe(false);
});

test.each([
  'npm warn audit 405 Method Not Allowed - POST /-/npm/v1/security/advisories/bulk\nnpm error audit endpoint returned an error',
  '{"error":{"code":"ENOAUDIT","summary":"none"}}',
  '',
])('a registry that keeps no list judges nothing, and that is said: %s', (output) => {
  expect(judgeAudit(output)).toEqual({ good: true, text: 'not judged: the registry answers no audit' });
});

test.each([
  ['node_modules/next', '16.2.5', false],
  ['node_modules/next', '9.9.9', false],
  ['node_modules/next', '16.2.6-canary.1', false],
  ['node_modules/next', '16.2.6', true],
  ['node_modules/next', '16.10.0', true],
  ['node_modules/a/node_modules/next', '16.2.5', false],
  ['node_modules/@next/env', '16.2.5', true],
])('SEC-13 %s %s in the lockfile, whatever the registry answers: good is %s', (path, version, good) => {
  const verdict = judgeLock({
    packages: { '': {}, 'node_modules/react': { version: '1.0.0' }, [path]: { version } },
  });
  expect(verdict.good).toBe(good);
  if (!good) expect(verdict.text).toContain(`${path} ${version}`);
});
