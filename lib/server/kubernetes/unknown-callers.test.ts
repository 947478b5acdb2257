/** An API server that ends the HTTP/2 connections of whoever it does not know, as kube-apiserver does. */
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { expect, test } from 'vitest';
import { selfSigned } from '../testing/certificate.ts';
import { fixedPaths } from './paths.ts';
import { createKubernetesClient } from './rest.ts';

test('REL-44 callers that are not known do not break what is under way for others', async () => {
  const tls = await selfSigned({ type: 'ip', value: '127.0.0.1' });
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const isKnown = request.headers.authorization === 'Bearer known';
    if (!isKnown && request.httpVersionMajor === 2) request.stream.session?.goaway();
    // Long enough to be cut.
    setTimeout(() => {
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
      response.end('{"gitVersion":"v1.36.0"}');
    }, 20);
  };
  const server = createSecureServer({ ...tls, allowHTTP1: true }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = createKubernetesClient({
    server: new URL(`https://127.0.0.1:${port}`),
    alsoReaches: [],
    serverTls: { ca: tls.cert },
    clientTls: {},
    authorization: async () => 'Bearer known',
  });
  const callers = Array.from({ length: 60 }, (_, index) =>
    index % 3 === 0 ? 'known' : index % 3 === 1 ? 'guess' : null,
  );
  const outcomes = await Promise.all(
    callers.map((token) =>
      client
        .call(
          { method: 'GET', path: fixedPaths.version },
          token === null ? { kind: 'anonymous' } : { kind: 'bearer', token },
        )
        .then(
          () => 'answered',
          (error: unknown) => String(Object(error).code),
        ),
    ),
  );
  expect(outcomes).toEqual(callers.map((token) => (token === 'known' ? 'answered' : 'unauthenticated')));
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});
