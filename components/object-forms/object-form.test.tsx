// @vitest-environment happy-dom
import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { editDocument } from '#lib/document/edit/edit.ts';
import type { Json, Path } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { kindOf } from '#lib/istio/kinds/registry.ts';
import type { FormFinding } from './form-findings.ts';
import { ObjectForm } from './object-form.tsx';

let text = '';
let failures: string[] = [];

interface BenchProps {
  start: string;
  before?: Json | null;
  findings?: readonly FormFinding[];
  readOnly?: boolean;
  focusPath?: Path | null;
}

const none: readonly FormFinding[] = [];

function Bench({ start, before = null, findings = none, readOnly = false, focusPath = null }: BenchProps) {
  const [document, setDocument] = useState(() => parseDocument(start));
  text = document.text;
  const { value } = document;
  const { apiVersion, kind } = value as { apiVersion: string; kind: string };
  const known = kindOf(apiVersion, kind);
  if (known === undefined) throw new Error('unknown kind');
  return (
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <ObjectForm
        kind={known}
        document={document}
        before={before}
        choices={null}
        findings={findings}
        readOnly={readOnly}
        focusPath={focusPath}
        apply={(changes) => {
          let next = document;
          for (const change of changes) {
            const edited = editDocument(next, change);
            if (!edited.ok) failures.push(edited.error.code);
            else next = edited.value.document;
          }
          setDocument(next);
        }}
      />
    </IntlProvider>
  );
}

async function open(props: BenchProps, shown = 'Rules'): Promise<void> {
  failures = [];
  await act(async () => {
    render(<Bench {...props} />);
  });
  // The form loads on demand: at first its module does.
  await screen.findByText(shown, {}, { timeout: 15_000 });
}

const checkout = `# kept
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout
  namespace: shop
spec:
  hosts: [checkout]
  http:
  # first
  - name: beta
    match:
    - headers: {x-cohort: {exact: beta}}   # who
    route:
    - destination: {host: checkout, subset: v1}
      weight: 75
    - destination: {host: checkout, subset: v2}
      weight: 25
    timeout: 3s
    futureField: {a: 1}
  - name: default
    route:
    - destination: {host: checkout}
`;

const opener = (name: string): HTMLElement => {
  const found = screen
    .getAllByRole('button', { expanded: false })
    .find((button) => button.textContent?.includes(name));
  if (found === undefined) throw new Error(`no card ${name}`);
  return found;
};

const type = (label: string, value: string): HTMLElement => {
  const field = screen.getByLabelText(label, { selector: 'input' });
  fireEvent.change(field, { target: { value } });
  return field;
};

describe('the form of a VirtualService', () => {
  it('changes a timeout, and no other line', async () => {
    await open({ start: checkout });
    fireEvent.click(opener('beta'));
    type('Timeout', '5s');
    expect(text).toBe(checkout.replace('timeout: 3s', 'timeout: 5s'));
  });

  it('keeps what cannot be a duration beside its reason, and leaves the document alone', async () => {
    await open({ start: checkout });
    fireEvent.click(opener('beta'));
    const field = type('Timeout', '5');
    expect(text).toBe(checkout);
    expect((field as HTMLInputElement).value).toBe('5');
    expect(screen.getByText('Add a unit: ms, s, m or h.')).toBeTruthy();
    fireEvent.blur(field);
    expect((screen.getByLabelText('Timeout', { selector: 'input' }) as HTMLInputElement).value).toBe('5');
    type('Timeout', '5 s');
    expect(text).toContain('timeout: 5s');
  });

  it('keeps 100 when one share is set', async () => {
    await open({ start: checkout });
    fireEvent.click(opener('beta'));
    type('Weight of checkout v2', '40');
    expect(text).toBe(checkout.replace('weight: 75', 'weight: 60').replace('weight: 25', 'weight: 40'));
  });

  it('renames the comparison in its place', async () => {
    await open({ start: checkout });
    fireEvent.click(opener('beta'));
    fireEvent.change(screen.getByLabelText('How it is compared'), { target: { value: 'is.prefix' } });
    expect(text).toBe(checkout.replace('{exact: beta}', '{prefix: beta}'));
  });

  it('moves a rule with the arrow keys of its grip, with its comment, and says so', async () => {
    await open({ start: checkout });
    fireEvent.keyDown(screen.getByLabelText('Move Rule 1 beta'), { key: 'ArrowDown' });
    expect(text.indexOf('name: default')).toBeLessThan(text.indexOf('name: beta'));
    expect(text.indexOf('# first')).toBeGreaterThan(text.indexOf('name: default'));
    expect(text).toContain('# who');
    expect(screen.getByText('Rule 1 beta is now number 2 of 2.')).toBeTruthy();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Rule 2 beta');
  });

  it('shows what it does not know with its line', async () => {
    await open({ start: checkout });
    fireEvent.click(opener('beta'));
    expect(screen.getByText('kept as written, line 20')).toBeTruthy();
  });

  it('opens the card of the place that it is led to, with the finding beside the field', async () => {
    const path = ['spec', 'http', 0, 'route', 1, 'destination', 'subset'];
    const findings = [{ path, severity: 'error' as const, message: 'Subset v2 is not defined.' }];
    await open({ start: checkout, findings, focusPath: path });
    expect(screen.getByText('Subset v2 is not defined.')).toBeTruthy();
  });

  it('has nothing to press in a document that may only be read', async () => {
    await open({ start: checkout, readOnly: true });
    fireEvent.click(opener('beta'));
    expect(screen.queryByLabelText('Move Rule 1 beta')).toBeNull();
    expect(screen.queryByRole('slider')).toBeNull();
    expect((screen.getByLabelText('Timeout', { selector: 'input' }) as HTMLInputElement).disabled).toBe(true);
  });
});

const reviews = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews   # whose
  trafficPolicy:
    loadBalancer:
      simple: LEAST_CONN   # old
  subsets:
  - name: v1
    labels: {version: v1}   # first
`;

describe('a form made from the schema', () => {
  it('puts rare parts in by name', async () => {
    await open({ start: reviews }, 'Subsets');
    fireEvent.click(screen.getByLabelText('Add Outlier detection'));
    expect(parseDocument(text).value).toMatchObject({
      spec: { trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } },
    });
    expect(text.startsWith(reviews.split('  subsets:')[0] ?? '')).toBe(true);
    expect(text).toContain('# first');
  });

  it('moves a deprecated value by one press', async () => {
    await open({ start: reviews }, 'Subsets');
    fireEvent.click(screen.getByText('Move to loadBalancer.simple'));
    expect(text).toBe(reviews.replace('LEAST_CONN', 'LEAST_REQUEST'));
  });

  it('lets only one of two stand that exclude one another', async () => {
    await open({ start: reviews }, 'Subsets');
    fireEvent.change(screen.getByLabelText('Policy'), { target: { value: 'consistentHash' } });
    expect(text).toContain('useSourceIp: true');
    fireEvent.change(screen.getByLabelText('Same caller by'), { target: { value: 'httpHeaderName' } });
    type('A header', 'x-user');
    expect(parseDocument(text).value).toMatchObject({
      spec: { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } } },
    });
    expect(text).not.toContain('simple');
  });

  it('renames a label only when its name is left, and never onto another', async () => {
    await open({ start: reviews.replace('{version: v1}', '{version: v1, app: a}') }, 'Subsets');
    fireEvent.click(opener('v1'));
    const name = screen.getByLabelText('Name, now version');
    fireEvent.change(name, { target: { value: 'app' } });
    fireEvent.blur(name);
    expect(screen.getByText('app is there already.')).toBeTruthy();
    fireEvent.change(name, { target: { value: 'track' } });
    expect(text).toContain('{version: v1, app: a}');
    fireEvent.blur(name);
    expect(text).toContain('{track: v1, app: a}   # first');
  });

  it('marks what differs from the live object, with what it was', async () => {
    const before = parseDocument(reviews.replace('reviews   #', 'ratings   #')).value;
    await open({ start: reviews, before }, 'Subsets');
    expect(screen.getByText('was ratings')).toBeTruthy();
  });
});

describe('what holds when nothing is set', () => {
  const telemetry = `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: {name: t, namespace: shop}
spec:
  tracing:
  - providers:
    - name: zipkin
`;
  const unsetIn = async (field: string) => {
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: `Add ${field}` }));
    });
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: field });
    await act(async () => {
      fireEvent.change(select, { target: { value: '' } });
    });
    return select.selectedOptions[0]?.textContent;
  };

  it('is yes where Istio does it by itself, and left open where a wider object decides', async () => {
    await open({ start: telemetry }, 'Tracing');
    await act(async () => {
      fireEvent.click(document.querySelector('[data-opener]') as Element);
    });
    expect(await unsetIn("Istio's tags")).toBe('Not set (Yes)');
    expect(await unsetIn('No spans')).toBe('Not set (as a wider object says)');
  });
});

describe('what no field can show', () => {
  const odd = `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: x, namespace: shop}
spec:
  address: 192.0.2.1
  network: no
`;

  it('stands as it is written, with what is wrong with it', async () => {
    const message = 'must be of type string';
    const finding = { path: ['spec', 'network'], severity: 'error' as const, message };
    await open({ start: odd, findings: [finding] }, 'Address');
    const kept = document.querySelector(`[data-path='["spec","network"]']`);
    expect(kept?.parentElement?.textContent).toContain('kept as written, line 6');
    expect(kept?.parentElement?.textContent).toContain(message);
  });

  it('a rule of a policy that asks for nothing says that it takes every request', async () => {
    const policy = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: x, namespace: shop}
spec:
  rules:
  - {}
  - to: [{operation: {methods: [GET]}}]
`;
    await open({ start: policy }, 'Rules');
    expect(opener('#1').textContent).toContain('every request');
    expect(opener('#2').textContent).not.toContain('every request');
  });

  it('a value of a condition may hold spaces and commas: Enter alone ends it', async () => {
    const policy = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: x, namespace: shop}
spec:
  rules:
  - when:
    - key: request.headers[user-agent]
      values: []
`;
    await open({ start: policy }, 'Rules');
    fireEvent.click(opener('#1'));
    const field = type('Is one of', 'Mozilla/5.0 (X11, ');
    expect(text).toBe(policy);
    fireEvent.change(field, { target: { value: 'Mozilla/5.0 (X11, Linux)' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(parseDocument(text).value).toMatchObject({
      spec: { rules: [{ when: [{ values: ['Mozilla/5.0 (X11, Linux)'] }] }] },
    });
  });
});
