// @vitest-environment happy-dom
/** The forms of the Gateway API's kinds over their documents: what one field is set to changes its lines alone. */
import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { editDocument } from '#lib/document/edit/edit.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { kindOf } from '#lib/istio/kinds/registry.ts';
import { ObjectForm } from './object-form.tsx';

let text = '';
const failures: string[] = [];

function Bench({ start, readOnly = false }: { start: string; readOnly?: boolean }) {
  const [document, setDocument] = useState(() => parseDocument(start));
  text = document.text;
  const { apiVersion, kind } = document.value as { apiVersion: string; kind: string };
  const known = kindOf(apiVersion, kind);
  if (known === undefined) throw new Error('unknown kind');
  return (
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <ObjectForm
        kind={known}
        document={document}
        before={null}
        choices={null}
        findings={[]}
        readOnly={readOnly}
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

async function open(start: string, shown: string, readOnly = false): Promise<void> {
  await act(async () => {
    render(<Bench start={start} readOnly={readOnly} />);
  });
  // The form loads on demand: at first its module does.
  await screen.findAllByText(shown, {}, { timeout: 15_000 });
}

const openCard = (name: string): void => {
  const found = screen
    .getAllByRole('button', { expanded: false })
    .find((button) => button.textContent?.includes(name));
  if (found === undefined) throw new Error(`no card ${name}`);
  fireEvent.click(found);
};
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { selector: 'input' }), { target: { value } });
const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { selector: 'select' }), { target: { value } });

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec:
  parentRefs:
  - name: docs   # the gateway
  rules:
  # first
  - name: beta
    matches:
    - path: {type: PathPrefix, value: /pay}
      headers: [{name: x-cohort, value: beta}]   # who
    filters:
    - type: URLRewrite
      urlRewrite: {hostname: pay.example}   # to whom
    backendRefs:
    - {name: checkout-v1, port: 80, weight: 3}
    - {name: checkout-v2, port: 80, weight: 1}
    futureField: {a: 1}
  - name: rest
    backendRefs: [{name: checkout-v1, port: 80}]
`;

describe('the form of an HTTPRoute', () => {
  it('sums rules up: what they ask for, where they lead, in which share', async () => {
    await open(route, 'Rules');
    expect(screen.getByText('everything else')).toBeTruthy();
    expect(screen.getByText(/checkout-v1, checkout-v2 25/)).toBeTruthy();
    expect(screen.getByText(/Gateway docs/)).toBeTruthy();
  });

  it('changes a condition, and no other line', async () => {
    await open(route, 'Rules');
    openCard('beta');
    type('Name of the Header', 'x-group');
    expect(text).toBe(route.replace('name: x-cohort', 'name: x-group'));
    fireEvent.change(screen.getAllByLabelText('How it is compared')[0] as Element, {
      target: { value: 'Exact' },
    });
    expect(text).toBe(route.replace('name: x-cohort', 'name: x-group').replace('PathPrefix', 'Exact'));
  });

  it('shows the share that a weight makes, and keeps the weight as it is written', async () => {
    await open(route, 'Rules');
    openCard('beta');
    expect(screen.getByText('75 %')).toBeTruthy();
    type('Weight of checkout-v2', '3');
    expect(text).toBe(route.replace('weight: 1}', 'weight: 3}'));
    expect(screen.getAllByText('50 %')).toHaveLength(2);
    fireEvent.change(screen.getByLabelText('Share of checkout-v2'), { target: { value: '10' } });
    expect(text).toBe(route.replace('weight: 3}', 'weight: 90}').replace('weight: 1}', 'weight: 10}'));
  });

  it('names a filter by what it does, and writes its type with it', async () => {
    await open(route, 'Rules');
    openCard('beta');
    openCard('Rewrite');
    choose('Filter', 'requestRedirect');
    expect(parseDocument(text).value).toMatchObject({
      spec: { rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }, {}] },
    });
    expect(text).not.toContain('urlRewrite');
    expect(text.startsWith(route.split('    filters:')[0] ?? '')).toBe(true);
  });

  it('writes a Service as the parent with its API group, and puts back what holds by itself', async () => {
    await open(route, 'Rules');
    fireEvent.click(screen.getByText('Edit'));
    openCard('docs');
    choose('Kind', 'Service');
    expect(parseDocument(text).value).toMatchObject({
      spec: { parentRefs: [{ name: 'docs', group: '', kind: 'Service' }] },
    });
    expect(text).toContain('# the gateway');
    expect(screen.queryByText('API group')).toBeNull();
  });

  it('shows what it does not know, and has nothing to press where it may only be read', async () => {
    await open(route, 'Rules', true);
    openCard('beta');
    expect(screen.getByText('kept as written, line 19')).toBeTruthy();
    expect(screen.queryByRole('slider')).toBeNull();
    expect(screen.queryByText('or another case')).toBeNull();
    expect(text).toBe(route);
  });
});

const grant = `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: a, namespace: bookinfo}
spec:
  from:   # who
  - {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}
  to:
  - {group: "", kind: Service}   # all of them
`;

it('the form of a ReferenceGrant has a line for each reference', async () => {
  await open(grant, 'From');
  type('Name', 'ratings');
  expect(text).toBe(grant.replace('kind: Service}', 'kind: Service, name: ratings}'));
  fireEvent.change(screen.getAllByLabelText('Kind', { selector: 'select' })[1] as Element, {
    target: { value: 'Secret' },
  });
  expect(text).toBe(grant.replace('kind: Service}', 'kind: Secret, name: ratings}'));
});

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: docs, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
  - {name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{name: docs}]}}   # open
`;

it('the form of the Gateway is that of the Gateway API, not of Istio', async () => {
  await open(gateway, 'Listeners');
  openCard('https');
  type('Secret', 'new-docs');
  expect(text).toBe(gateway.replace('[{name: docs}]', '[{name: new-docs}]'));
  fireEvent.change(screen.getByLabelText('Mode'), { target: { value: 'Passthrough' } });
  expect(text).toContain('mode: Passthrough');
  expect(failures).toEqual([]);
});
