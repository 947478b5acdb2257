import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { appliedFields, manage, type Writer } from './managed-fields.ts';

const writer: Writer = { manager: 'me', operation: 'Update', apiVersion: 'v1', time: '2026-01-01T00:00:00Z' };

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', labels: { app: 's' } },
  spec: { clusterIP: '10.96.0.1', selector: { app: 's' }, ports: [{ name: 'http', port: 80 }] },
};

const owned = (previous: KubernetesObject | undefined, next: KubernetesObject) =>
  manage(previous, next, writer)[0]?.fieldsV1;

describe('who owns which field', () => {
  it('names entries of a list by their keys, and what is added by itself', () =>
    expect(owned(undefined, service)).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': {
        'f:clusterIP': {},
        'f:selector': {},
        'f:ports': {
          '.': {},
          'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} },
        },
      },
    }));

  it('an applier owns no maps that it writes into', () => {
    const fields = appliedFields(service, { ...writer, operation: 'Apply' });
    expect(fields.has('["f:metadata","f:labels"]')).toBe(false);
    expect(fields.has('["f:metadata","f:labels","f:app"]')).toBe(true);
  });

  it('an update owns what it changed', () => {
    const next = { ...service, metadata: { name: 's', labels: { app: 's', x: 'y' } } };
    expect(owned(service, next)).toEqual({ 'f:metadata': { 'f:labels': { 'f:x': {} } } });
  });
});
