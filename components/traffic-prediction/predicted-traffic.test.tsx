// @vitest-environment happy-dom
/** What the review says of predicted traffic in each of its states. */
import { fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import type {
  PredictionAnswer,
  PredictionConnection,
  PredictionFlow,
} from '#lib/api/configuration/prediction.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { PredictedLine } from './predicted-line.tsx';
import { PredictedTraffic } from './predicted-traffic.tsx';

const nothing: PredictionAnswer = {
  windowSeconds: 300,
  metricsAt: null,
  flows: [],
  connections: [],
  unread: [],
  steersNothing: [],
  hiddenNamespaces: true,
  warnings: [],
};

const show = (
  answer: PredictionAnswer | null,
  state: 'done' | 'failed' | 'loading' | 'idle' = 'done',
  held = false,
) =>
  render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <PredictedTraffic prediction={{ answer, state }} nowSeconds={1000} held={held} />
    </IntlProvider>,
  );

const warning = (code: string) => ({ code, source: 'prometheus' as const, detail: '' });

describe('without metrics', () => {
  it.each([
    ['prometheus-not-configured', 'No metrics source is configured, so there is no prediction.'],
    ['prometheus-forbidden', 'The metrics source refuses the console'],
    ['prometheus-unreachable', 'The metrics source does not answer'],
    ['prometheus-scope-wide', 'Metrics are asked for namespace by namespace here'],
    ['prometheus-no-namespace', 'Metrics are asked for namespace by namespace here'],
  ])('%s is said for itself', (code, words) => {
    show({ ...nothing, warnings: [warning(code)] });
    expect(screen.getByText(words, { exact: false })).toBeTruthy();
    // Neither a good verdict nor notes on numbers that are not there.
    expect(screen.queryByText('No request gets 404 or 503')).toBeNull();
    expect(screen.queryByText(/Hidden namespaces/)).toBeNull();
  });
});

const end = (kind: 'version' | 'unavailable' | 'closed', host: string, version: string | null = null) => ({
  kind,
  host: kind === 'closed' ? '' : `${host}.shop.svc.cluster.local`,
  version,
  subset: null,
});
const connection = (after: PredictionConnection['after'], more: Partial<PredictionConnection> = {}) => ({
  source: { namespace: 'shop', workload: 'store-v1' },
  rules: [null],
  bytesPerSecond: 2000,
  now: [{ end: end('version', 'redis', 'v1'), bytesPerSecond: 2000 }],
  after,
  undetermined: 0,
  most: after,
  mirrors: { now: [], after: [] },
  ...more,
});

describe('connections', () => {
  it.each<[string, PredictionConnection, RegExp]>([
    [
      'no effect',
      connection([{ end: end('version', 'redis', 'v1'), bytesPerSecond: 2000 }]),
      /No effect on where connections go/,
    ],
    [
      'a part moves',
      connection([
        { end: end('version', 'redis', 'v1'), bytesPerSecond: 1500 },
        { end: end('version', 'redis', 'v2'), bytesPerSecond: 500 },
      ]),
      /500 B\/s of 2\.0 kB\/s move from redis v1 to redis v2/,
    ],
    [
      'nobody there',
      connection([{ end: end('unavailable', 'nowhere'), bytesPerSecond: 2000 }]),
      /2\.0 kB\/s would have nobody to connect to/,
    ],
    ['closed', connection([{ end: end('closed', ''), bytesPerSecond: 2000 }]), /closed by the gateway/],
    [
      'up to all',
      connection([], {
        undetermined: 2000,
        most: [{ end: end('version', 'redis', 'v2'), bytesPerSecond: 2000 }],
      }),
      /up to 2\.0 kB\/s of 2\.0 kB\/s move/,
    ],
  ])('%s', (_, flow, words) => {
    const { container } = show({ ...nothing, metricsAt: 990, connections: [flow] });
    expect(container.textContent?.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')).toMatch(words);
    expect(screen.getAllByText('Connections now').length).toBeGreaterThan(0);
  });
});

it.each([
  ['its place is kept from the first moment', 'idle', true, 1],
  ['also while it is asked', 'loading', true, 1],
  ['not for what steers nothing', 'loading', false, 0],
] as const)('a picture is to come: %s', (_, state, held, bars) => {
  const { container } = show(null, state, held);
  expect(container.querySelectorAll('span[aria-hidden][style*="height: 240px"]')).toHaveLength(bars);
});

it.each<[string, PredictionConnection['source'], RegExp, RegExp]>([
  ['seen', { namespace: 'shop', workload: 'web' }, /No effect on where connections go\./, /hidden from you/],
  [
    'hidden',
    null,
    /come from callers hidden from you: whether the change moves them is not known/,
    /No effect/,
  ],
])('of a caller that is %s no more is said than is known', (_, source, words, unsaid) => {
  const same = [{ end: end('version', 'redis', 'v1'), bytesPerSecond: 2000 }];
  const { container } = show({ ...nothing, metricsAt: 990, connections: [connection(same, { source })] });
  expect(container.textContent).toMatch(words);
  expect(container.textContent).not.toMatch(unsaid);
});

it('says which namespaces alone were looked at', () => {
  const near = ['shop', 'web'].map((detail) => ({ ...warning('prometheus-scope-near'), detail }));
  show({ ...nothing, metricsAt: 990, warnings: near });
  expect(screen.getByText(/only traffic from and to shop, web was looked at/)).toBeTruthy();
});

it('offers the route tester where nothing was measured', () => {
  show({ ...nothing, metricsAt: 990 }, 'done', true);
  expect(screen.getByRole('link', { name: 'Try a request in the route tester' }).getAttribute('href')).toBe(
    '/config/test',
  );
});

it('a Sidecar that does not import a host, and lets nothing else out: the requests get 502', () => {
  const blocked = {
    kind: 'blocked',
    host: 'web.shop.svc.cluster.local',
    version: null,
    subset: null,
  } as const;
  const before = end('version', 'web', 'v1');
  const { container } = show({
    ...nothing,
    metricsAt: 990,
    flows: [
      {
        source: { namespace: 'office', workload: 'desk-v1' },
        rules: [null],
        requestsPerSecond: 4,
        now: [{ end: before, requestsPerSecond: 4 }],
        after: [{ end: blocked, requestsPerSecond: 4 }],
        undetermined: 0,
        most: [{ end: blocked, requestsPerSecond: 4 }],
        mirrors: { now: [], after: [] },
      },
    ],
  });
  expect(container.textContent).toContain('4.0 requests/s would get 502');
  expect(screen.queryByText('No request gets 404 or 503')).toBeNull();
});

it('tells errors that are there already apart from those that a change brings', () => {
  const web = end('version', 'web', 'v1');
  const gone = end('unavailable', 'web');
  const rates = (ok: number, errors: number) => [
    { end: web, requestsPerSecond: ok },
    { end: gone, requestsPerSecond: errors },
  ];
  const { container } = show({
    ...nothing,
    metricsAt: 990,
    flows: [
      {
        source: { namespace: 'office', workload: 'desk-v1' },
        rules: [null],
        requestsPerSecond: 4,
        now: rates(3.5, 0.5),
        after: rates(2.5, 1.5),
        undetermined: 0,
        most: rates(2.5, 1.5),
        mirrors: { now: [], after: [] },
      },
    ],
  });
  const bold = [...container.querySelectorAll('b')].map((one) => one.textContent);
  expect(bold).toEqual(['1.0 more requests/s would get 503.']);
  expect(container.textContent).toContain('0.5 requests/s get 503 already, and still would.');
  expect(screen.queryByText('No request gets 404 or 503')).toBeNull();
});

it('says that it failed, and nothing else', () => {
  show(null, 'failed');
  expect(screen.getByText('Traffic could not be predicted.')).toBeTruthy();
});

describe('the Sidecar of the root namespace moves thousands', () => {
  const thousands = 3000;
  let looks = 0;
  const many = Array.from({ length: thousands }, (_, at): PredictionFlow => {
    const before = [{ end: end('version', `web-${at}`, 'v1'), requestsPerSecond: at + 1 }];
    const after = [{ end: end('unavailable', `web-${at}`), requestsPerSecond: at + 1 }];
    return {
      source: { namespace: 'office', workload: `desk-${at}` },
      rules: [null],
      requestsPerSecond: at + 1,
      get now() {
        looks += 1;
        return before;
      },
      after,
      undetermined: 0,
      most: after,
      mirrors: { now: [], after: [] },
    };
  });
  const answer = { ...nothing, metricsAt: 990, flows: many };

  it('those that change most are drawn; the table has all, the first of them when it is opened', () => {
    const { container } = show(answer);
    expect(container.querySelectorAll('svg text').length).toBeLessThan(400);
    expect(
      screen.getByText('Of 3,000 flows the 24 that change most are drawn; the table has them all.'),
    ).toBeTruthy();
    expect(container.querySelectorAll('tr')).toHaveLength(0);
    const details = container.querySelector('details');
    if (details === null) throw new Error('the table can be opened');
    details.open = true;
    fireEvent(details, new Event('toggle'));
    expect(container.querySelectorAll('tbody tr')).toHaveLength(100);
    fireEvent.click(screen.getByRole('button', { name: 'Show 100 more of 5,900' }));
    expect(container.querySelectorAll('tbody tr')).toHaveLength(200);
  });

  it('each is gone through once, however often a key draws the line again', () => {
    const line = () => (
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <PredictedLine prediction={{ answer: { ...answer, flows: [...many] }, state: 'done' }} />
      </IntlProvider>
    );
    looks = 0;
    const drawn = line();
    const { rerender, container } = render(drawn);
    expect(container.textContent).toContain('503');
    expect(looks).toBeLessThanOrEqual(thousands);
    for (let key = 0; key < 3; key += 1) {
      rerender(
        <IntlProvider locale="en" messages={messages} timeZone="UTC" key={key}>
          {drawn.props.children}
        </IntlProvider>,
      );
    }
    expect(looks).toBeLessThanOrEqual(thousands);
  });
});
