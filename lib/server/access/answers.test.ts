import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { type AccessWorld, admin, startAccessWorld, viewer } from '../testing/access-world.ts';
import { until } from '../testing/harness.ts';

let world: AccessWorld;

beforeEach(async () => {
  world = await startAccessWorld();
  world.fake.users.set('admin', { name: 'admin', grants: ['* * *'] });
  world.fake.users.set('viewer', { name: 'viewer', grants: ['list /pods a', 'list /services a'] });
});

afterEach(() => world.stop());

const isAway = () => {
  world.fake.fault = (_, response) => {
    response.destroy();
    return true;
  };
};
const isBack = () => {
  world.fake.fault = null;
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
/** How many reviews a question costs now, who it is left out. */
async function cost(ask: () => Promise<unknown> = () => world.visible(viewer)): Promise<number> {
  const since = world.fake.requests.length;
  await ask();
  return world.asked(since).filter((one) => one !== 'who').length;
}
const times = (count: number, ask: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, ask));

describe('how long an answer counts', () => {
  const cold = 5;

  test('questions that are on their way are shared', async () => {
    expect(await cost(() => times(20, () => world.visible(viewer)))).toBe(cold);
  });

  test.each<[string, () => void, number]>([
    ['RBAC says so and is watched', () => undefined, 300_000],
    [
      'RBAC is not watched',
      () => {
        world.watch.isWatched = false;
      },
      30_000,
    ],
    [
      'others have a say in it',
      () => {
        world.fake.rulesReview = 'incomplete';
      },
      30_000,
    ],
    [
      'it did not come from RBAC',
      () => {
        world.fake.reason = 'the webhook likes them';
      },
      30_000,
    ],
  ])('%s', async (_, prepare, lifeMs) => {
    prepare();
    await cost();
    world.clock.advance(lifeMs - 1);
    expect(await cost()).toBe(0);
    world.clock.advance(1);
    expect(await cost()).toBeGreaterThan(0);
  });

  test('where others have a say no answer outlasts the half minute, although RBAC gave it', async () => {
    world.fake.rulesReview = 'incomplete';
    const asked = await cost();
    expect(asked).toBeGreaterThan(cold);
    world.clock.advance(30_000);
    expect(await cost()).toBe(asked);
  });

  test('who somebody is counts half a minute: a token that is taken back ends what it opened', async () => {
    await world.visible(viewer);
    world.fake.users.delete('viewer');
    world.clock.advance(29_999);
    expect(await codeOf(world.book.visibility(viewer))).toBe('ok');
    world.clock.advance(1);
    expect(await codeOf(world.book.visibility(viewer))).toBe('unauthenticated');
  });

  test('a token that comes to be of other groups is asked about anew', async () => {
    await world.visible(viewer);
    world.fake.users.set('viewer', { name: 'somebody-else', grants: [] });
    world.clock.advance(30_000);
    expect(await world.visible(viewer)).toEqual([]);
  });

  test('a watch of RBAC that ends ends the long life of answers', async () => {
    await cost();
    world.clock.advance(60_000);
    expect(await cost()).toBe(0);
    world.watch.isWatched = false;
    expect(await cost()).toBe(cold);
  });
});

describe('when RBAC changes', () => {
  test('SEC-56 all is asked anew, at once', async () => {
    await cost();
    world.fake.users.set('viewer', { name: 'viewer', grants: [] });
    world.book.invalidate();
    expect(await world.visible(viewer)).toEqual([]);
  });

  test.each<[askedAfterMs: number, againAfterMs: number]>([
    [0, 3000],
    [2999, 3000],
    [3000, 10_000],
    [9999, 10_000],
    [10_000, 310_000],
  ])('SEC-56 what is asked %i ms after it is asked again %i ms after it', async (asked, again) => {
    world.book.invalidate();
    world.clock.advance(asked);
    await cost();
    world.clock.advance(again - asked - 1);
    // Who somebody is has a life of its own.
    expect(await cost()).toBe(0);
    world.clock.advance(1);
    expect(await cost()).toBeGreaterThan(0);
  });

  test('SEC-56 an answer that was under way is not kept', async () => {
    let answer: (() => void) | null = null;
    world.fake.fault = (request, response) => {
      if (!request.path.endsWith('accessreviews') || answer !== null) return false;
      answer = () => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: { allowed: true, reason: 'RBAC: allowed' } }));
      };
      return true;
    };
    const early = world.visible(viewer);
    await until(() => answer);
    world.fake.users.set('viewer', { name: 'viewer', grants: [] });
    world.book.invalidate();
    (answer as unknown as () => void)();
    await early;
    expect(await world.visible(viewer)).toEqual([]);
  });

  test('SEC-56 nor does one that was under way stand in while Kubernetes is away', async () => {
    const gate = { verb: 'get', group: '', resource: 'services', subresource: 'proxy', name: 'grafana' };
    let answer: (() => void) | null = null;
    world.fake.fault = (request, response) => {
      if (!request.path.endsWith('accessreviews') || answer !== null) return false;
      answer = () => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: { allowed: true, reason: 'RBAC: allowed' } }));
      };
      return true;
    };
    const early = world.book.answers(viewer, [gate], null);
    await until(() => answer);
    world.book.invalidate();
    (answer as unknown as () => void)();
    expect((await early).allowed.has(gate)).toBe(true);
    isAway();
    expect(await codeOf(world.book.answers(viewer, [gate], null))).toBe('unavailable');
  });

  test('SEC-56 no answer from before it stands in while Kubernetes is away', async () => {
    await cost();
    world.book.invalidate();
    isAway();
    expect(await codeOf(world.book.visibility(viewer))).toBe('unavailable');
  });
});

describe('at most eight at a time', () => {
  test('and everybody has their turn', async () => {
    world.fake.rulesReview = 'incomplete';
    world.watch.namespaces = Array.from({ length: 60 }, (_, index) => `n${index}`);
    for (const name of ['one', 'two']) world.fake.users.set(name, { name, grants: [] });
    const waiting: (() => void)[] = [];
    world.fake.fault = (request, response) => {
      if (!request.path.endsWith('accessreviews')) return false;
      waiting.push(() => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: { allowed: false } }));
      });
      return true;
    };
    const first = world.book.visibility(bearerCredential('one'));
    // The mesh first.
    await until(() => (waiting.length === 1 ? true : null));
    waiting.shift()?.();
    await until(() => (waiting.length === 8 ? true : null));
    const second = world.book.identity(bearerCredential('two'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(waiting).toHaveLength(8);
    // Two places are free: one for each of them, although fifty of the first waited before.
    waiting.shift()?.();
    waiting.shift()?.();
    expect((await second).name).toBe('two');
    const settled = first.then(() => true);
    while (!(await Promise.race([settled, new Promise((resolve) => setImmediate(() => resolve(false)))]))) {
      expect(waiting.length).toBeLessThanOrEqual(8);
      waiting.shift()?.();
    }
  });
});

test('forty people with rights in some of fifty namespaces cost eight calls each, and for five minutes only who they are', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
  world.watch.namespaces = names;
  world.watch.bound = {};
  const people = Array.from({ length: 40 }, (_, index) => `person-${index}`);
  for (const [index, name] of people.entries()) {
    const own = index % 5 === 0 ? [] : names.slice(index % 45, (index % 45) + 1 + (index % 5));
    world.watch.bound[name] = own;
    const grants = (own.length === 0 ? ['*'] : own).map((place) => `list * ${place}`);
    world.fake.users.set(name, { name, grants });
  }
  const come = () =>
    times(2, () => Promise.all(people.map((name) => world.book.rights(bearerCredential(name)))));
  await come();
  expect(world.asked().length).toBeLessThanOrEqual(8 * people.length);
  let since = world.fake.requests.length;
  for (let seconds = 60; seconds < 300; seconds += 60) {
    world.clock.advance(60_000);
    await come();
  }
  expect(world.asked(since).every((one) => one === 'who')).toBe(true);
  since = world.fake.requests.length;
  world.clock.advance(60_000);
  await come();
  expect(world.asked(since).filter((one) => one !== 'who').length).toBeLessThanOrEqual(7 * people.length);
});

describe('while Kubernetes cannot be reached', () => {
  test('the last clear answers hold for five minutes, for the same credential only', async () => {
    await world.book.identity(viewer);
    expect(await world.visible(viewer)).toEqual(['a']);
    isAway();
    world.watch.isWatched = false;
    world.clock.advance(60_000);
    expect(await world.visible(viewer)).toEqual(['a']);
    expect((await world.book.identity(viewer)).name).toBe('viewer');
    expect(await codeOf(world.book.visibility(admin))).toBe('unavailable');
    world.clock.advance(240_001);
    expect(await codeOf(world.book.visibility(viewer))).toBe('unavailable');
  });

  test('five minutes from when it was heard of: what RBAC said counted until then', async () => {
    await cost();
    for (let minutes = 0; minutes < 4; minutes += 1) {
      world.clock.advance(60_000);
      await world.book.identity(viewer);
    }
    world.watch.lastAnswerMs = world.clock.now();
    isAway();
    world.watch.isWatched = false;
    world.clock.advance(299_000);
    expect(await world.visible(viewer)).toEqual(['a']);
    world.clock.advance(1001);
    expect(await codeOf(world.book.visibility(viewer))).toBe('unavailable');
  });

  test('it is asked no more for a second, and at once when it answers the console', async () => {
    isAway();
    const tries = async () => {
      const since = world.fake.requests.length;
      const code = await codeOf(world.book.identity(viewer));
      return [code, world.fake.requests.length - since];
    };
    expect(await tries()).toEqual(['unavailable', 1]);
    world.clock.advance(999);
    expect(await tries()).toEqual(['unavailable', 0]);
    isBack();
    expect(await tries()).toEqual(['unavailable', 0]);
    world.watch.lastAnswerMs = world.clock.now();
    expect(await tries()).toEqual(['ok', 1]);
  });

  test('and by itself after that second', async () => {
    isAway();
    expect(await codeOf(world.book.identity(viewer))).toBe('unavailable');
    isBack();
    world.clock.advance(1000);
    expect(await codeOf(world.book.identity(viewer))).toBe('ok');
  });

  test('one that answers others is slow, not away', async () => {
    let lost: (() => void) | null = null;
    world.fake.fault = (request, response) => {
      if (request.headers.authorization !== 'Bearer viewer') return false;
      lost = () => response.destroy();
      return true;
    };
    const slow = codeOf(world.book.identity(viewer));
    await until(() => lost);
    await world.book.identity(admin);
    (lost as unknown as () => void)();
    expect(await slow).toBe('unavailable');
    expect(await codeOf(world.book.visibility(admin))).toBe('ok');
  });
});

describe('one that has just come back and has not read its roles', () => {
  test.each(['whole', 'incomplete'] as const)('is soon asked again: rules %s', async (mode) => {
    world.fake.rulesReview = mode;
    isAway();
    expect(await codeOf(world.book.identity(viewer))).toBe('unavailable');
    isBack();
    world.fake.users.set('viewer', { name: 'viewer', grants: [] });
    world.clock.advance(3000);
    expect(await world.visible(viewer)).toEqual([]);
    world.fake.users.set('viewer', { name: 'viewer', grants: ['list * a'] });
    expect(await world.visible(viewer)).toEqual([]);
    world.clock.advance(2000);
    expect(await world.visible(viewer)).toEqual(['a']);
  });
});
