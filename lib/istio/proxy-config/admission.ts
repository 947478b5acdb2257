/** istiod's verdict on a ProxyConfig (ValidateProxyConfig). */
import { error, type Finding } from '../admission/finding.ts';
import { checkSelector } from '../admission/selector.ts';
import type { ProxyConfigSpec } from '../generated/types.ts';
import type { KubernetesObject } from '../objects.ts';

export function admitProxyConfig({ spec = {} }: KubernetesObject<ProxyConfigSpec>): Finding[] {
  const { selector, concurrency } = spec;
  return [
    ...checkSelector(['spec', 'selector', 'matchLabels'], selector && { labels: selector.matchLabels }),
    ...((concurrency ?? 0) < 0
      ? [error(['spec', 'concurrency'], 'concurrency must be greater than or equal to 0')]
      : []),
  ];
}
