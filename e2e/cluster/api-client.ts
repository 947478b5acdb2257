/** A Kubernetes API as a kubeconfig describes it, called directly: for suites and journeys that look past the console. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { parse } from 'yaml';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { name: string; user: { token: string } }[];
}

export interface Answer<Body> {
  status: number;
  body: Body;
  /** Texts of the `Warning` headers. */
  warnings: string[];
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CallOptions {
  body?: unknown;
  /** Default JSON; a merge patch for PATCH. */
  contentType?: string;
  /** Default: that of the kubeconfig's user. */
  token?: string;
}

export interface ApiClient {
  server: string;
  token: string;
  /** PEM of who signed the server's certificate. */
  certificateAuthority: string;
  /** The body is JSON, or the text as it came when it is none. */
  call<Body = unknown>(method: Method, path: string, options?: CallOptions): Promise<Answer<Body>>;
  close(): Promise<void>;
}

function readKubeconfig(file: string): Kubeconfig {
  return parse(readFileSync(file, 'utf8'));
}

export function tokenIn(file: string, context: string): string {
  const token = readKubeconfig(file).users.find(({ name }) => name === context)?.user.token;
  if (token === undefined) throw new Error(`The kubeconfig has no user ${context}.`);
  return token;
}

export function openApi(file: string, context: string): ApiClient {
  const [first] = readKubeconfig(file).clusters;
  if (first === undefined) throw new Error('The kubeconfig has no cluster.');
  const { server, 'certificate-authority-data': authority } = first.cluster;
  const certificateAuthority = Buffer.from(authority, 'base64').toString();
  const agent = new Agent({ connect: { ca: certificateAuthority } });
  const token = tokenIn(file, context);
  return {
    server,
    token,
    certificateAuthority,
    async call<Body>(method: Method, path: string, options: CallOptions = {}) {
      const { body, contentType } = options;
      const format =
        contentType ?? (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
      const answer = await request(`${server}${path}`, {
        method,
        dispatcher: agent,
        headers: {
          authorization: `Bearer ${options.token ?? token}`,
          'content-type': format,
          'user-agent': 'sluice-e2e',
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await answer.body.text();
      const isJson = String(answer.headers['content-type']).startsWith('application/json');
      const warnings = [answer.headers.warning ?? []].flat();
      return { status: answer.statusCode, body: (isJson ? JSON.parse(text) : text) as Body, warnings };
    },
    close: () => agent.close(),
  };
}
