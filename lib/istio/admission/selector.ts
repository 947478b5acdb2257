/** How a policy names what it is for: by labels of workloads or by reference (validateWorkloadSelector, validatePolicyTargetReference). */
import { error, type Finding, type Path, warning } from './finding.ts';

type LabelMap = Readonly<Record<string, string>>;

interface TargetRef {
  group?: string;
  kind?: string;
  name?: string;
  namespace?: string;
}

interface Targeting {
  selector?: { matchLabels?: LabelMap };
  targetRef?: TargetRef;
  targetRefs?: readonly TargetRef[];
}

const targets: ReadonlySet<string> = new Set([
  '/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
]);
const targetsTold =
  '[core/v1/Service networking.istio.io/v1/ServiceEntry gateway.networking.k8s.io/v1/Gateway gateway.networking.k8s.io/v1/GatewayClass]';

export function checkLabelSelector(path: Path, labels: LabelMap | undefined): Finding[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...(key === '' ? [error(path, `empty key is not supported in selector: "${key}=${value}"`)] : []),
    ...(key.includes('*') || value.includes('*')
      ? [error([...path, key], `wildcard is not supported in selector: "${key}=${value}"`)]
      : []),
  ]);
}

/** An absent selector is fine; one without labels selects everything. `consequence` is said behind the warning. */
export function checkSelector(
  path: Path,
  selector: { labels: LabelMap | undefined } | undefined,
  told: { prefix: string; consequence: string } = { prefix: '', consequence: '' },
): Finding[] {
  if (!selector) return [];
  if (Object.keys(selector.labels ?? {}).length > 0) return checkLabelSelector(path, selector.labels);
  return [warning(path, `${told.prefix}workload selector specified without labels${told.consequence}`)];
}

function checkTargetRef(path: Path, { group = '', kind = '', name, namespace }: TargetRef): Finding[] {
  const found: Finding[] = [];
  if (!name) found.push(error(path, 'targetRef name must be set'));
  if (namespace)
    found.push(
      error(path, 'targetRef namespace must not be set; cross namespace referencing is not supported'),
    );
  if (!targets.has(`${group === 'core' ? '' : group}/${kind}`))
    found.push(error(path, `targetRef must be to one of ${targetsTold} but was ${group}/${kind}`));
  return found;
}

/** `selector`, `targetRef` and `targetRefs` of a spec. */
export function checkTargeting({ selector, targetRef, targetRefs = [] }: Targeting): Finding[] {
  const given = [selector, targetRef, targetRefs.length > 0].filter(Boolean).length;
  return [
    ...(given > 1 ? [error(['spec'], 'only one of targetRefs or workloadSelector can be set')] : []),
    ...checkSelector(['spec', 'selector', 'matchLabels'], selector && { labels: selector.matchLabels }),
    ...(targetRef ? checkTargetRef(['spec', 'targetRef'], targetRef) : []),
    ...targetRefs.flatMap((ref, index) => checkTargetRef(['spec', 'targetRefs', index], ref)),
  ];
}
