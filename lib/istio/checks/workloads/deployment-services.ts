/** Services of one Deployment that disagree on a port: its protocol (IST0116), or where a target port is offered (IST0137). Mirrors analyzers/deployment/services.go. */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Service, Workload } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';
import { isInMesh } from './in-mesh.ts';

interface OfferedPort {
  service: string;
  port: number;
  protocol: string;
  targetPort: string;
}

export function checkDeploymentServices(
  { object, namespace }: CheckedObject<Workload>,
  view: CheckView,
): Observation[] {
  const { metadata: { labels = {}, annotations = {} } = {}, spec } = object.spec?.template ?? {};
  const isWaypoint = object.metadata.labels?.['gateway.istio.io/managed'] === 'istio.io-mesh-controller';
  if (isWaypoint || !isInMesh(view, { namespace, labels, annotations, containers: spec?.containers ?? [] }))
    return [];
  const offered = findAs<Service>(view, named.inNamespace('Service', namespace)).flatMap(
    ({ object: service, name }) => {
      const { selector = {}, ports = [] } = service.spec ?? {};
      if (Object.keys(selector).length === 0 || !selectsLabels(selector, labels)) return [];
      return ports.map(
        ({ port, protocol = 'TCP', targetPort }): OfferedPort => ({
          service: name,
          port,
          protocol,
          targetPort: String(targetPort || port),
        }),
      );
    },
  );
  const path = ['spec', 'template', 'metadata', 'labels'];
  return [
    ...disagreements(offered, 'port', 'protocol').map((params) => observe('IST0116', path, params)),
    ...disagreements(offered, 'targetPort', 'port').map((params) => observe('IST0137', path, params)),
  ];
}

/** Groups with one `same` and several `other`. */
function disagreements(
  offered: readonly OfferedPort[],
  same: 'port' | 'targetPort',
  other: 'protocol' | 'port',
) {
  const groups = Map.groupBy(offered, (entry) => entry[same]);
  return [...groups].flatMap(([value, entries]) => {
    const different = [...new Set(entries.map((entry) => entry[other]))].sort();
    if (different.length < 2) return [];
    const services = [...new Set(entries.map(({ service }) => service))].sort().join(', ');
    return [{ port: value, services, different: different.join(', ') }];
  });
}
