import { describe, expect, it } from 'vitest';
import { guessRoles } from './guess-roles.ts';

const part = (configured: number, mirrored = false) => ({
  name: `v${configured}`,
  configured,
  observed: null,
  mirrored,
});

describe('guessRoles', () => {
  it.each([
    [
      [part(0.75), part(0.25)],
      ['stable', 'candidate'],
    ],
    [
      [part(0.25), part(0.75)],
      ['candidate', 'stable'],
    ],
    [
      [part(0.5), part(0.5)],
      ['stable', 'candidate'],
    ],
    [
      [part(0.6), part(0.3), part(0.1)],
      ['stable', 'other', 'candidate'],
    ],
    [
      [part(1), part(1, true)],
      ['stable', 'candidate'],
    ],
    [[part(1)], ['stable']],
  ])('case %#', (parts, roles) => {
    expect(guessRoles(parts)).toEqual(roles);
  });
});
