/** What the API fills in in a pod's spec (kubernetes pkg/apis/core/v1/defaults.go). */
import { isRecord } from '#lib/record.ts';
import { at, type JsonRecord, list, record, text } from '../coding/json.ts';

const container: JsonRecord = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

const probe: JsonRecord = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};

function probeDefaults(given: JsonRecord): JsonRecord {
  const { httpGet } = given;
  return {
    ...probe,
    ...given,
    ...(isRecord(httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...httpGet } } : {}),
  };
}

/** The newest of a moving tag is always asked for. */
function pullPolicy(image: string): string {
  const [, tag = ''] = /:([^/@]+)$/.exec(image) ?? [];
  return image.includes('@') || (tag !== '' && tag !== 'latest') ? 'IfNotPresent' : 'Always';
}

function variableDefaults(variable: unknown): JsonRecord {
  const reference = at(variable, 'valueFrom', 'fieldRef');
  if (!isRecord(reference)) return record(variable);
  return {
    ...record(variable),
    valueFrom: { ...record(at(variable, 'valueFrom')), fieldRef: { apiVersion: 'v1', ...reference } },
  };
}

function containerDefaults(given: unknown): JsonRecord {
  const next: JsonRecord = {
    ...container,
    imagePullPolicy: pullPolicy(text(given, 'image')),
    ...record(given),
  };
  if (Array.isArray(next.ports))
    next.ports = next.ports.map((port: unknown) => ({ protocol: 'TCP', ...record(port) }));
  if (Array.isArray(next.env)) next.env = next.env.map(variableDefaults);
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'])
    if (isRecord(next[name])) next[name] = probeDefaults(next[name]);
  return next;
}

function volumeDefaults(volume: unknown): JsonRecord {
  const next = { ...record(volume) };
  if (Object.keys(next).every((key) => key === 'name')) next.emptyDir = {};
  for (const source of ['configMap', 'secret'])
    if (isRecord(next[source])) next[source] = { defaultMode: 420, ...next[source] };
  return next;
}

export function podDefaults(spec: JsonRecord): JsonRecord {
  const next: JsonRecord = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    ...spec,
  };
  for (const name of ['containers', 'initContainers'])
    if (Array.isArray(next[name])) next[name] = list(next, name).map(containerDefaults);
  if (Array.isArray(next.volumes)) next.volumes = next.volumes.map(volumeDefaults);
  return next;
}
