/** istiod's verdict on a WorkloadGroup (ValidateWorkloadGroup). */
import { error, errorList, type Finding, type Path } from '../admission/finding.ts';
import { checkLabelSet, checkPort } from '../admission/primitives.ts';
import type { WorkloadGroupSpec } from '../generated/types.ts';
import type { KubernetesObject } from '../objects.ts';

type Probe = NonNullable<WorkloadGroupSpec['probe']>;

const counts = [
  'periodSeconds',
  'initialDelaySeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

export function admitWorkloadGroup({ spec }: KubernetesObject<WorkloadGroupSpec>): Finding[] {
  if (!spec?.template) return [error(['spec', 'template'], 'template is required')];
  const ofLabels = checkLabelSet(['spec', 'metadata', 'labels'], spec.metadata?.labels);
  // istiod goes no further where labels are wrong.
  if (ofLabels.length > 0) {
    const told = errorList(ofLabels.map(({ message }) => message));
    return [error(['spec', 'metadata', 'labels'], `invalid labels: ${told}`)];
  }
  return spec.probe ? checkProbe(['spec', 'probe'], spec.probe) : [];
}

function checkProbe(path: Path, probe: Probe): Finding[] {
  const found = counts
    .filter((field) => (probe[field] ?? 0) < 0)
    .map((field) => error([...path, field], `${field} must be non-negative`));
  const { httpGet, tcpSocket, exec, grpc } = probe;
  if (httpGet) return [...found, ...checkHttpGet([...path, 'httpGet'], httpGet)];
  if (tcpSocket) return [...found, ...checkPort([...path, 'tcpSocket', 'port'], tcpSocket.port)];
  if (exec)
    return exec.command?.length ? found : [...found, error([...path, 'exec'], 'exec.command is required')];
  // The CRD takes gRPC probes, istiod does not.
  return [
    ...found,
    error(path, `unknown health check method ${grpc ? '*v1alpha3.ReadinessProbe_Grpc' : '<nil>'}`),
  ];
}

function checkHttpGet(
  path: Path,
  { port, scheme, httpHeaders = [] }: NonNullable<Probe['httpGet']>,
): Finding[] {
  const found = checkPort([...path, 'port'], port);
  if (scheme && scheme !== 'HTTP' && scheme !== 'HTTPS')
    found.push(error([...path, 'scheme'], 'httpGet.scheme must be one of "HTTPS", "HTTP"'));
  for (const [index, { name }] of httpHeaders.entries()) {
    const here = [...path, 'httpHeaders', index];
    if (!name) found.push(error(here, 'header name cannot be empty'));
    else if (!/^[-A-Za-z0-9]+$/.test(name))
      found.push(error(here, `header name ${name} is not a valid header name`));
  }
  return found;
}
