import { describe, expect, it } from 'vitest';
import { initials } from './user-menu.tsx';

describe('initials', () => {
  it.each([
    ['mara.lind', 'ML'],
    ['ada.lind@example.com', 'AL'],
    ['admin', 'AD'],
    ['system:serviceaccount:shop:deploy-bot', 'DB'],
    ['林玛拉', '林'],
    ['', ''],
  ])('%s is %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
