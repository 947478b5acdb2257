// @vitest-environment happy-dom
/** What CRD rules and istiod refuse of VirtualServices and DestinationRules stands at its field in the form, also where a group or a card of a list is meant. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import type { Path } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import { kindOf } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FormFinding } from './form-findings.ts';
import { ObjectForm } from './object-form.tsx';

const route = [{ destination: { host: 'reviews' } }];
const rule = (more: object) => ({ hosts: ['reviews'], http: [{ route, ...more }] });
const policy = (trafficPolicy: object) => ({ host: 'reviews', trafficPolicy });

async function form(object: KubernetesObject, findings: readonly FormFinding[]): Promise<void> {
  const kind = kindOf(object.apiVersion, object.kind);
  if (kind === undefined) throw new Error('unknown kind');
  await act(async () => {
    render(
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <ObjectForm
          kind={kind}
          document={parseDocument(JSON.stringify(object))}
          before={null}
          choices={null}
          findings={findings}
          readOnly={false}
          apply={() => undefined}
        />
      </IntlProvider>,
    );
  });
}

it.each<[name: string, kind: string, spec: object, said: string, at: Path]>([
  [
    'a group around one value',
    'VirtualService',
    rule({ fault: { delay: { fixedDelay: '1s', percentage: { value: 101 } } } }),
    'percentage 101',
    ['http', 0, 'fault', 'delay', 'percentage', 'value'],
  ],
  [
    'the same of a rule',
    'VirtualService',
    rule({ mirror: { host: 'b' }, mirrorPercentage: { value: 101 } }),
    'max value of 100',
    ['http', 0, 'mirrorPercentage', 'value'],
  ],
  [
    'a value of which too many are written',
    'VirtualService',
    rule({ match: [{ uri: { exact: '/a', prefix: '/b' } }] }),
    'only one schema',
    ['http', 0, 'match', 0],
  ],
  [
    'a choice of which too many are made',
    'DestinationRule',
    policy({ loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } }),
    'only one schema',
    ['trafficPolicy', 'loadBalancer'],
  ],
  [
    'a value that is missing',
    'DestinationRule',
    policy({ portLevelSettings: [{ loadBalancer: { simple: 'RANDOM' } }] }),
    'valid port',
    ['trafficPolicy', 'portLevelSettings', 0, 'port', 'number'],
  ],
  [
    'a card of a list',
    'DestinationRule',
    policy({ portLevelSettings: [{ port: { number: 80 } }] }),
    'at least one field',
    ['trafficPolicy', 'portLevelSettings', 0],
  ],
  [
    'an item of a list of texts',
    'VirtualService',
    rule({ corsPolicy: { allowMethods: ['FETCH'] } }),
    'not a supported HTTP method',
    ['http', 0, 'corsPolicy', 'allowMethods'],
  ],
])('%s', async (_, kind, spec, said, at) => {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'x', namespace: 'shop' },
    spec,
  } as KubernetesObject;
  const findings = judge(object).observations.map(
    ({ path, message }): FormFinding => ({ severity: 'error', path, message: `${message.params.reason}` }),
  );
  await form(object, findings);
  await waitFor(() => expect(document.querySelector('[data-path]')).not.toBeNull(), { timeout: 15_000 });
  for (let round = 0; round < 6; round += 1) {
    for (const closed of screen.queryAllByRole('button', { expanded: false }))
      if (!closed.hasAttribute('aria-haspopup')) fireEvent.click(closed);
  }
  const line = [...document.querySelectorAll('li[data-severity]')].find((one) =>
    one.textContent?.includes(said),
  );
  expect(line?.closest('[data-path]')?.getAttribute('data-path')).toBe(JSON.stringify(['spec', ...at]));
});
