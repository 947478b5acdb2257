/** A VirtualService as large as they come: 500 routes, and as many annotations as the API server takes. */
import type { JsonObject } from '#lib/document/json.ts';

export const routeCount = 500;
const annotationCount = 64;
/** The API server counts keys and values together. */
const mostAnnotationBytes = 256 * 1024;

export interface BigObjectName {
  name: string;
  namespace: string;
  /** A service of the namespace, that every route sends to. */
  service: string;
}

/** `annotations`: how many bytes of them are left to others, such as kubectl. */
export function bigObject({ name, namespace, service }: BigObjectName, leave = 0): JsonObject {
  const each = Math.floor((mostAnnotationBytes - leave) / annotationCount);
  const annotations = Object.fromEntries(
    Array.from({ length: annotationCount }, (_, at) => {
      const key = `example.com/note-${at}`;
      return [key, 'x'.repeat(each - key.length)];
    }),
  );
  const http = Array.from({ length: routeCount }, (_, at) => ({
    name: `route-${at}`,
    match: [{ uri: { prefix: `/api/v${at}/` }, headers: { 'x-user': { exact: `user-${at}` } } }],
    route: [
      { destination: { host: service, port: { number: 80 } }, weight: 90 },
      {
        destination: { host: `${service}.${namespace}.svc.cluster.local`, port: { number: 80 } },
        weight: 10,
      },
    ],
    timeout: '3s',
  }));
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace, annotations },
    spec: { hosts: ['big.example.com'], http },
  };
}
