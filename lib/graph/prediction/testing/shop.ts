/** For tests: a shop behind one gateway, with a store of two versions that speaks TCP, and predictions in a line for each flow. */
import { type ClusterObjects, type Gateway, noObjects, type VirtualService } from '../../../istio/objects.ts';
import { bytes, deployment, destinationRule, service, virtualService } from '../../testing/fixture.ts';
import type { PredictedFlow, Rate } from '../predict.ts';

export type Spec = NonNullable<VirtualService['spec']>;

export const named = ({ end: { kind, host, version, subset }, perSecond }: Rate) =>
  `${[kind === 'version' ? host.split('.')[0] : kind, version, subset].filter(Boolean).join(' ')} ${Number(perSecond.toFixed(3))}`;
export const told = (flows: readonly PredictedFlow[]) =>
  flows.map(
    ({ rules, now, after, undetermined }) =>
      `${rules.map((rule) => (rule === null ? 'own' : `${rule.name} ${rule.list} ${rule.index}`)).join('+') || 'unexplained'}: ${now.map(named).join(', ')} -> ${[
        ...after.map(named),
        ...(undetermined > 0 ? [`? ${Number(undetermined.toFixed(3))}`] : []),
      ].join(', ')}`,
  );
export const sum = (rates: readonly Rate[]) => rates.reduce((total, one) => total + one.perSecond, 0);
export const to = (host: string, subset?: string, weight?: number) => ({
  destination: { host, ...(subset && { subset }) },
  ...(weight !== undefined && { weight }),
});

export const ingress: Gateway = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'public', namespace: 'shop' },
  spec: {
    selector: { app: 'ingress' },
    servers: [
      { hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } },
      { hosts: ['*'], port: { number: 6379, name: 'redis', protocol: 'TCP' } },
    ],
  },
};
export const base: ClusterObjects = {
  ...noObjects,
  gateways: [ingress],
  services: [
    service('shop/web'),
    service('shop/api'),
    service('shop/redis', undefined, 'tcp'),
    service('shop/backup', undefined, 'tcp'),
    service('shop/ingress'),
  ],
  workloads: [
    deployment('shop/web/v1'),
    deployment('shop/api/v1'),
    deployment('shop/redis/v1'),
    deployment('shop/redis/v2'),
    deployment('shop/backup/v1'),
    deployment('shop/store/v1'),
    deployment('shop/ingress/v1'),
  ],
  destinationRules: [
    destinationRule('shop/redis', {
      host: 'redis',
      subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
    }),
  ],
};
export const withRules = (rules: Readonly<Record<string, Spec>>): ClusterObjects => ({
  ...base,
  virtualServices: Object.entries(rules).map(([name, spec]) => virtualService(`shop/${name}`, spec)),
});

export type Rules = Readonly<Record<string, Spec>>;
export const only = (tcp: NonNullable<Spec['tcp']>, more: Partial<Spec> = {}): Rules => ({
  redis: { hosts: ['redis'], tcp, ...more },
});
export const sent = (target: string, rate: number, from = 'shop/store/v1') => [
  bytes({ from, to: target }, 'received', rate * 0.75),
  bytes({ from, to: target }, 'sent', rate * 0.25),
];
