import { expect, it } from 'vitest';
import { momentText, readMoment } from './moment.ts';

it('is read as it is written', () => {
  const moment = { epoch: 'aZ-_09', revision: 12, readings: 0 };
  expect(readMoment(momentText(moment))).toEqual(moment);
  expect(['', 'a', 'a.1', 'a.1.x', 'a.1.2.3', ' a.1.2'].map(readMoment)).toEqual(Array(6).fill(null));
});
