/**
 * Changing configuration while something breaks between browser, console and API server: nothing is lost, nothing is sent twice, and
 * the page says what became of each object and how to go on.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnConsole, startOwnConsole } from './support/own-console.ts';

const test = base.extend<{ calm: undefined }, { own: OwnConsole }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const own = await startOwnConsole();
      await use(own);
      await own.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ own }, use) => use(own.url),

  /** Every journey begins and ends with whole lines. */
  calm: [
    async ({ own }, use) => {
      await use(undefined);
      own.cluster.misbehave(null);
      own.line.cutAnswers(null);
      await own.cluster.setUp(true);
      await own.prometheus.set('none');
    },
    { auto: true },
  ],
});

test.setTimeout(180_000);
test.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource/] });

const kind = 'virtualservices.networking.istio.io';
const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const slow = { timeout: 40_000 };

interface Route {
  name: string;
  timeout?: string;
  route: { destination: { host: string; subset?: string }; weight?: number }[];
}

const routes = (): Route[] => [
  {
    name: 'beta',
    timeout: '3s',
    route: [
      { destination: { host: 'reviews', subset: 'v1' }, weight: 60 },
      { destination: { host: 'reviews', subset: 'v2' }, weight: 40 },
    ],
  },
];

async function makeObject(name: string, metadata: object = {}): Promise<void> {
  await removeObject(name);
  const made = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo', ...metadata },
    spec: { hosts: [`${name}.example.com`], http: routes() },
  });
  expect(made.status).toBe(201);
}

async function removeObject(name: string): Promise<void> {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
}

/** As somebody else does it with kubectl: read, changed, put back. */
async function changeElsewhere(name: string, change: (first: Route) => void): Promise<void> {
  const { body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
  for (const first of ((body.spec?.http ?? []) as Route[]).slice(0, 1)) change(first);
  expect((await kubernetes('developer', 'PUT', `${collection}/${name}`, body)).status).toBe(200);
}

async function live(name: string): Promise<{ timeout: string | undefined; weights: unknown }> {
  const { body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
  const [first] = (body.spec?.http ?? []) as Route[];
  return { timeout: first?.timeout, weights: first?.route.map(({ weight }) => weight) };
}

const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });

async function rewrite(page: Page, line: string, letters: number, value: string): Promise<void> {
  await code(page).locator('.cm-line', { hasText: line }).first().click();
  await page.keyboard.press('End');
  for (let count = 0; count < letters; count += 1) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(value);
}

/** The draft of another timeout, and its review. */
async function draftTimeout(page: Page, name: string, timeout = '7s'): Promise<void> {
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await rewrite(page, 'timeout: 3s', 2, timeout);
  await expect(page.getByText('1 line changed')).toBeVisible();
}

async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Review/ })).toBeVisible();
}

const passed = (page: Page) => page.getByText('Dry run passed.');
const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply/ });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const outcomes = (page: Page) => page.getByRole('main').getByRole('listitem');

test.beforeEach(async ({ signInAs }) => {
  await signInAs('developer');
});

test('REL-36 somebody changes the object in the moment of writing: both sides are shown, and both are kept', async ({
  page,
  own,
}) => {
  const name = 'fail-conflict';
  await makeObject(name);
  try {
    await draftTimeout(page, name);
    await review(page);
    await expect(passed(page)).toBeVisible();
    let once = true;
    own.cluster.misbehave(async ({ method, path, query }) => {
      if (!once || method !== 'PUT' || query.has('dryRun') || !path.endsWith(`/${name}`)) return null;
      once = false;
      await changeElsewhere(name, (first) => {
        first.timeout = '9s';
        for (const destination of first.route) destination.weight = 50;
      });
      return null;
    });
    await applyButton(page).click();
    await expect(heading(page, 'Nothing was written')).toBeVisible();
    await expect(outcomes(page)).toContainText('Somebody else changed it meanwhile.');
    expect(await live(name)).toEqual({ timeout: '9s', weights: [50, 50] });

    await page.getByRole('button', { name: 'See both changes' }).click();
    const merge = page.getByRole('region', { name: `VirtualService ${name} was changed meanwhile` });
    await expect(merge.getByRole('row', { name: /timeout/ })).toContainText('9s');
    await expect(applyButton(page)).toBeDisabled();
    await merge.getByRole('radio', { name: 'Keep yours' }).or(merge.getByText('Keep yours')).first().click();
    await merge.getByRole('button', { name: 'Use the result' }).click();
    await expect(passed(page)).toBeVisible();
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
    expect(await live(name)).toEqual({ timeout: '7s', weights: [50, 50] });
  } finally {
    await removeObject(name);
  }
});

test('the second of two writes is refused: what is written is told, and the rest goes on from there', async ({
  page,
  own,
}) => {
  const names = ['fail-first', 'fail-second'];
  for (const name of names) await makeObject(name);
  try {
    await draftTimeout(page, names[0] ?? '');
    await draftTimeout(page, names[1] ?? '');
    await review(page);
    await page.getByRole('button', { name: 'Review them together' }).click();
    await expect(passed(page)).toBeVisible();
    await page.getByRole('textbox', { name: /^Reason/ }).fill('both at once');
    let count = 0;
    const message = 'etcdserver: request timed out, possibly due to previous leader failure';
    own.cluster.misbehave(({ method, path, query }) => {
      if (method !== 'PUT' || query.has('dryRun') || !path.includes('/fail-')) return null;
      count += 1;
      return count === 2 ? { code: 500, reason: 'InternalError', message } : null;
    });
    await applyButton(page).click();
    await expect(heading(page, '1 of 2 objects are written')).toBeVisible();
    await expect(outcomes(page).filter({ hasText: 'written' })).toHaveCount(1);
    await expect(outcomes(page).filter({ hasText: 'failed' })).toContainText(message);
    own.cluster.misbehave(null);

    await page.getByRole('button', { name: 'Try the rest again' }).click();
    await expect(page.getByRole('textbox', { name: /^Reason/ })).toHaveValue('both at once');
    await expect(passed(page)).toBeVisible();
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
    for (const name of names) expect((await live(name)).timeout).toBe('7s');
  } finally {
    for (const name of names) await removeObject(name);
  }
});

test('the second of two writes is refused: what is written can be taken back', async ({ page, own }) => {
  const names = ['fail-third', 'fail-fourth'];
  for (const name of names) await makeObject(name);
  try {
    for (const name of names) await draftTimeout(page, name);
    await review(page);
    await page.getByRole('button', { name: 'Review them together' }).click();
    await expect(passed(page)).toBeVisible();
    let count = 0;
    own.cluster.misbehave(({ method, path, query }) => {
      if (method !== 'PUT' || query.has('dryRun') || !path.includes('/fail-')) return null;
      count += 1;
      return count === 2 ? 'cut-before' : null;
    });
    await applyButton(page).click();
    await expect(heading(page, '1 of 2 objects are written')).toBeVisible(slow);
    await expect(outcomes(page).filter({ hasText: 'failed' })).toContainText('it was not written');
    own.cluster.misbehave(null);
    await page.getByRole('button', { name: 'Take back what is written' }).click();
    await expect(heading(page, 'The change is taken back.')).toBeVisible();
    for (const name of names) expect((await live(name)).timeout).toBe('3s');
  } finally {
    for (const name of names) await removeObject(name);
  }
});

test('REL-52 the sign-in ends in the middle: draft and reason are kept, and after signing in again it is saved', async ({
  page,
  own,
}) => {
  const name = 'fail-session';
  await makeObject(name);
  try {
    await draftTimeout(page, name);
    await review(page);
    await expect(passed(page)).toBeVisible();
    await page.getByRole('textbox', { name: /^Reason/ }).fill('ticket 12');
    const other = await page.context().newPage();
    await other.goto('/config');
    await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
    own.cluster.misbehave(({ token, path }) =>
      token !== '' && /\/bookinfo\/virtualservices\/|selfsubjectreviews/.test(path)
        ? { code: 401, reason: 'Unauthorized', message: 'Unauthorized' }
        : null,
    );
    await applyButton(page).click();
    await expect(page).toHaveURL(/\/login\?returnTo=/);
    await expect(page.getByText(/sign-in (has )?ended|signed out/i)).toBeVisible();
    // The cookie is gone: whatever the other tab asks next leads it there as well.
    await expect(other).toHaveURL(/\/login\?returnTo=/, slow);
    expect((await live(name)).timeout).toBe('3s');

    own.cluster.misbehave(null);
    await page.getByRole('button', { name: /^Developer/ }).click();
    await expect(heading(page, /^Review/)).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Reason/ })).toHaveValue('ticket 12');
    await expect(passed(page)).toBeVisible();
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
    expect((await live(name)).timeout).toBe('7s');
    await other.close();
  } finally {
    await removeObject(name);
  }
});

for (const { where, fault } of [
  { where: 'after it was written', fault: 'cut-after' },
  { where: 'before it arrived', fault: 'cut-before' },
] as const) {
  test(`REL-40 the line to the API server breaks ${where}: the object is read again, and nothing is sent twice`, async ({
    page,
    own,
  }) => {
    const name = `fail-${fault}`;
    await makeObject(name);
    try {
      await draftTimeout(page, name);
      await review(page);
      await expect(passed(page)).toBeVisible();
      own.cluster.takeWrites();
      own.cluster.misbehave(({ method, path, query }) =>
        method === 'PUT' && !query.has('dryRun') && path.endsWith(`/${name}`) ? fault : null,
      );
      await applyButton(page).click();
      const isWritten = fault === 'cut-after';
      await expect(heading(page, isWritten ? '1 object is written' : 'Nothing was written')).toBeVisible(
        slow,
      );
      if (!isWritten) await expect(outcomes(page)).toContainText('Read again since: it was not written.');
      expect((await live(name)).timeout).toBe(isWritten ? '7s' : '3s');
      const sent = own.cluster.takeWrites().filter((write) => write.endsWith(`/${name}`));
      expect(sent).toEqual([`PUT ${collection}/${name}`]);
    } finally {
      await removeObject(name);
    }
  });

  test(`REL-40 the line to the console breaks, and the write ends ${where}: the page reads again and says so`, async ({
    page,
    own,
  }) => {
    const name = `fail-line-${fault}`;
    await makeObject(name);
    try {
      await draftTimeout(page, name);
      await review(page);
      await expect(passed(page)).toBeVisible();
      own.cluster.takeWrites();
      own.cluster.misbehave(({ method, path, query }) =>
        method === 'PUT' && !query.has('dryRun') && path.endsWith(`/${name}`) && fault === 'cut-before'
          ? fault
          : null,
      );
      own.line.cutAnswers('/api/v1/config/');
      await applyButton(page).click();
      await expect(heading(page, 'Written or not?')).toBeVisible(slow);
      await expect(page.getByRole('button', { name: /again|review/i })).toHaveCount(0);
      own.line.cutAnswers(null);
      const isWritten = fault === 'cut-after';
      await expect(heading(page, isWritten ? '1 object is written' : 'Nothing was written')).toBeVisible(
        slow,
      );
      expect((await live(name)).timeout).toBe(isWritten ? '7s' : '3s');
      expect(own.cluster.takeWrites().filter((write) => write.endsWith(`/${name}`))).toHaveLength(1);
      if (isWritten) return;
      own.cluster.misbehave(null);
      await page.getByRole('button', { name: 'Back to the review' }).click();
      await expect(passed(page)).toBeVisible();
      await applyButton(page).click();
      await expect(heading(page, '1 object is written')).toBeVisible();
    } finally {
      await removeObject(name);
    }
  });
}

test('REL-39 admission refuses a field: its words stand at the line and beside the field until it is changed', async ({
  page,
  own,
}) => {
  const name = 'fail-admission';
  await makeObject(name);
  try {
    const message = 'Invalid value: "7s": <b>must not</b> be longer than the budget of 5s';
    own.cluster.misbehave(({ method, path, body }) =>
      method === 'PUT' && path.endsWith(`/${name}`) && body.includes('"7s"')
        ? {
            code: 422,
            reason: 'Invalid',
            message: `VirtualService "${name}" is invalid: spec.http[0].timeout: ${message}`,
            details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.http[0].timeout', message }] },
          }
        : null,
    );
    await draftTimeout(page, name);
    await review(page);
    const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
    await expect(bar).toContainText('<b>must not</b> be longer');
    await expect(applyButton(page)).toBeDisabled();
    await bar.getByRole('button', { name: /^Back to line \d+$/ }).click();
    await expect(code(page)).toBeFocused();
    await expect(page.getByRole('region', { name: 'Checks' })).toContainText('must not');
    await expect(page.getByRole('region', { name: 'Form' })).toContainText('must not');
    await rewrite(page, 'timeout: 7s', 2, '5s');
    await expect(page.getByRole('region', { name: 'Checks' })).not.toContainText('must not');
    await review(page);
    await expect(passed(page)).toBeVisible();
  } finally {
    await removeObject(name);
  }
});

test('REL-39 the webhook does not answer: istiod is named, and the review goes on by itself when it does', async ({
  page,
  own,
}) => {
  const name = 'fail-webhook';
  await makeObject(name);
  try {
    own.cluster.misbehave(({ method, path }) =>
      method === 'PUT' && path.endsWith(`/${name}`)
        ? {
            code: 500,
            reason: 'InternalError',
            message:
              'Internal error occurred: failed calling webhook "rev.validation.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": dial tcp 10.96.0.12:443: connect: connection refused',
          }
        : null,
    );
    await draftTimeout(page, name);
    await review(page);
    const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
    await expect(bar).toContainText('istiod.istio-system does not answer');
    await expect(applyButton(page)).toBeDisabled();
    own.cluster.misbehave(null);
    await expect(passed(page)).toBeVisible(slow);
    await expect(applyButton(page)).toBeEnabled();
  } finally {
    await removeObject(name);
  }
});

test('the API server and Prometheus are away: every page of the configuration keeps what it shows, and recovers', async ({
  context,
  own,
}) => {
  const name = 'fail-outage';
  await makeObject(name);
  const shown: readonly [path: string, what: (page: Page) => Locator][] = [
    ['/config?namespaces=bookinfo', (page) => page.getByRole('link', { name, exact: true })],
    [`/config/${kind}/bookinfo/${name}`, (page) => heading(page, name)],
    [`/config/${kind}/bookinfo/${name}/history`, (page) => page.getByText('Created').first()],
    [
      '/config/test?from=bookinfo/productpage-v1&host=reviews&port=9080',
      (page) =>
        page
          .getByRole('region', { name: 'Answer' })
          .getByRole('row', { name: /reviews/ })
          .first(),
    ],
    [`/config/${kind}/bookinfo/${name}/edit`, code],
  ];
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Kubernetes does not answer.' });
  try {
    const open: { page: Page; what: Locator }[] = [];
    for (const [path, what] of shown) {
      const page = await context.newPage();
      await page.goto(path);
      await expect(what(page)).toBeVisible(slow);
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      open.push({ page, what: what(page) });
    }
    await own.cluster.setUp(false);
    await own.prometheus.set('refused');
    for (const { page, what } of open) {
      await page.bringToFront();
      await expect(banner(page)).toContainText(/What you see is \d+ \w+ old/, slow);
      await expect(what).toBeVisible();
    }
    await own.cluster.setUp(true);
    await own.prometheus.set('none');
    for (const { page, what } of open) {
      await page.bringToFront();
      await expect(banner(page)).toHaveCount(0, slow);
      await expect(what).toBeVisible();
      expect(await page.evaluate('window.sameDocument')).toBe(true);
      await page.close();
    }
  } finally {
    await own.cluster.setUp(true);
    await removeObject(name);
  }
});

test('the API server is away while one edits: the draft goes on, the review waits, and applies when it is back', async ({
  page,
  own,
}) => {
  const name = 'fail-editing';
  await makeObject(name);
  try {
    await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
    await expect(code(page)).toBeVisible();
    await own.cluster.setUp(false);
    await rewrite(page, 'timeout: 3s', 2, '7s');
    await expect(page.getByText('1 line changed')).toBeVisible();
    await review(page);
    await expect(page.getByRole('region', { name: 'By field' })).toContainText('7s');
    const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
    await expect(bar).toContainText('The cluster could not be asked.', slow);
    await expect(applyButton(page)).toBeDisabled();
    await own.cluster.setUp(true);
    await expect(passed(page)).toBeVisible(slow);
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
    expect((await live(name)).timeout).toBe('7s');
  } finally {
    await own.cluster.setUp(true);
    await removeObject(name);
  }
});

test('input 10: markup in names and notes of objects is text, wherever it is shown', async ({ page }) => {
  const name = 'fail-markup';
  const markup = '<img src=x onerror="document.title=1">';
  await makeObject(name, { annotations: { note: markup, 'example.com/display-name': markup } });
  try {
    for (const path of [
      `/config/${kind}/bookinfo/${name}`,
      `/config/${kind}/bookinfo/${name}?tab=yaml`,
      `/config/${kind}/bookinfo/${name}/edit`,
      `/config/${kind}/bookinfo/${name}/history`,
    ]) {
      await page.goto(path);
      await expect(page.getByText(name).first()).toBeVisible();
      await expect(page.locator('img[src="x"]')).toHaveCount(0);
      expect(await page.title()).not.toBe('1');
    }
    await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
    await code(page)
      .getByText(/\d+ lines/)
      .click();
    await expect(code(page)).toContainText('onerror');
  } finally {
    await removeObject(name);
  }
});

for (const { owner, metadata, says } of [
  {
    owner: 'Argo CD',
    metadata: {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:bookinfo/x',
      },
    },
    says: 'Argo CD books owns this object.',
  },
  {
    owner: 'Flux',
    metadata: {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'books',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    says: 'Flux flux-system/books owns this object.',
  },
  {
    owner: 'Flagger',
    metadata: {
      ownerReferences: [
        {
          apiVersion: 'flagger.app/v1beta1',
          kind: 'Canary',
          name: 'books',
          uid: '4a3e9b6e-5d0f-4a6b-8a50-000000000000',
        },
      ],
    },
    says: 'Flagger books owns this object.',
  },
  {
    owner: 'Helm',
    metadata: {
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'books' },
    },
    says: 'Helm release books made this object.',
  },
]) {
  test(`REL-41 an object of ${owner} warns before it is saved, and is saved without force`, async ({
    page,
    own,
  }) => {
    const name = `fail-owned-${owner.toLowerCase().replace(' ', '-')}`;
    await makeObject(name, metadata);
    try {
      await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
      await expect(page.getByText(says)).toBeVisible();
      await draftTimeout(page, name);
      await review(page);
      await expect(passed(page)).toBeVisible();
      await expect(page.getByRole('region', { name: 'Dry run, reason and apply' })).toContainText(owner);
      await expect(applyButton(page)).toHaveAttribute('data-tone', 'default');
      const forced: string[] = [];
      own.cluster.misbehave(({ query, path }) => {
        if (query.has('force')) forced.push(path);
        return null;
      });
      await applyButton(page).click();
      await expect(heading(page, '1 object is written')).toBeVisible();
      expect(forced).toEqual([]);
      expect((await live(name)).timeout).toBe('7s');
    } finally {
      await removeObject(name);
    }
  });
}
