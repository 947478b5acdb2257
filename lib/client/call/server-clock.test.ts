import { describe, expect, it } from 'vitest';
import { learnServerTime, serverNow } from './server-clock.ts';

describe('serverNow', () => {
  const header = 'Sat, 21 Nov 2026 12:00:00 GMT';
  const serverMs = Date.parse(header);

  it('follows the server when the own clock is wrong', () => {
    learnServerTime(header, serverMs - 300_000);
    expect(serverNow(serverMs - 290_000)).toBe(serverMs / 1000 + 10);
  });

  it('trusts the own clock within the header’s own coarseness', () => {
    learnServerTime(header, serverMs + 1500);
    expect(serverNow(serverMs + 1500)).toBe((serverMs + 1500) / 1000);
  });

  it('ignores what it cannot read', () => {
    learnServerTime(header, serverMs - 300_000);
    learnServerTime('yesterday', serverMs);
    learnServerTime(null, serverMs);
    expect(serverNow(serverMs)).toBe(serverMs / 1000 + 300);
  });
});
