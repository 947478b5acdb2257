/**
 * Every environment variable of the console in one table, validated before anything starts.
 * A test holds the README's table against `configurationVariables`.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { type LinkSettings, noLinkSettings, parseLinkSettings } from '#lib/links/settings.ts';
import { fail, ok, type Result } from '#lib/result.ts';
import { isNamespaceName } from './kubernetes/paths.ts';
import { parseToolHosts, type ToolHosts } from './links/tool-hosts.ts';
import {
  addressRanges,
  httpUrl,
  number,
  oneOf,
  parts,
  type Strategy,
  secret,
  strategies,
  strategyList,
} from './setting-schemas.ts';
import {
  readSignInSettings,
  type SignInSettings,
  signInEnvironment,
  signInVariables,
} from './sign-in/settings.ts';

export interface ConfigurationVariable {
  name: string;
  /** As the README shows it; null when there is none. */
  default: string | null;
  required: boolean;
  about: string;
}

export const configurationVariables: readonly ConfigurationVariable[] = [
  { name: 'PORT', default: '3000', required: false, about: 'TCP port to listen on; 0 takes a free one.' },
  { name: 'HOST', default: '127.0.0.1', required: false, about: 'Address to listen on.' },
  {
    name: 'KUBECONFIG',
    default: null,
    required: false,
    about:
      "Kubeconfig of the console's own read-only account. Without it the in-cluster service account is used. Credential plugins named in it are run.",
  },
  {
    name: 'SLUICE_PROMETHEUS_URL',
    default: null,
    required: false,
    about: 'Base URL of Prometheus or a compatible store. Without it the console shows configuration only.',
  },
  {
    name: 'SLUICE_PROMETHEUS_TOKEN',
    default: null,
    required: false,
    about: 'Bearer token for Prometheus.',
  },
  {
    name: 'SLUICE_PROMETHEUS_TOKEN_FILE',
    default: null,
    required: false,
    about: 'File that holds the bearer token for Prometheus; read again every minute.',
  },
  {
    name: 'SLUICE_METRICS_SCOPE',
    default: 'mesh',
    required: false,
    about:
      '`mesh`: Prometheus is asked about the whole mesh, once for everybody, and each reader is shown their part. `namespaces`: no question is ever about the whole mesh; each names the namespaces that its reader may see. It costs a set of questions for each set of namespaces: docs/operating.md.',
  },
  {
    name: 'SLUICE_AUTH',
    default: 'token',
    required: false,
    about:
      'Ways to sign in, comma-separated: `token`, `oidc`, `header` (from a proxy), `anonymous` (read-only), `demo` (only against the embedded mesh).',
  },
  ...signInVariables,
  {
    name: 'SLUICE_SESSION_SECRET',
    default: null,
    required: true,
    about: 'Key material for session cookies, at least 32 random bytes: `openssl rand -base64 48`.',
  },
  {
    name: 'SLUICE_SESSION_SECRET_PREVIOUS',
    default: null,
    required: false,
    about: 'The secret before the last change: its cookies are accepted and issued anew.',
  },
  {
    name: 'SLUICE_SESSION_HOURS',
    default: '12',
    required: false,
    about: 'A session ends so many hours after sign-in, whatever happens.',
  },
  {
    name: 'SLUICE_SESSION_IDLE_MINUTES',
    default: '30',
    required: false,
    about:
      'A session ends after so many minutes without a request; after ten at most where `SLUICE_NAMESPACE` is not set.',
  },
  {
    name: 'SLUICE_PUBLIC_URL',
    default: null,
    required: false,
    about:
      'The address that browsers use, e.g. `https://sluice.example.com`. Writes are accepted from this origin only; https makes cookies Secure.',
  },
  {
    name: 'SLUICE_TRUSTED_PROXIES',
    default: null,
    required: false,
    about:
      'Addresses or ranges of proxies in front of the console, comma-separated, e.g. `10.0.0.0/8`: what they append to `X-Forwarded-For` is taken as the client’s address.',
  },
  {
    name: 'SLUICE_LINKS',
    default: null,
    required: false,
    about:
      'Where Grafana, Prometheus, Jaeger or Tempo, Kiali and Alertmanager are and who may open them, as JSON, e.g. `{"grafana": {"url": "https://grafana.example.com"}}`: docs/links.md. What is not said is looked for among the Services.',
  },
  {
    name: 'SLUICE_TOOLS_URL',
    default: null,
    required: false,
    about:
      'Address with a star for the host names under which tools of the cluster are shown through the console, each on one of its own, e.g. `https://*.sluice-tools.example.net`; DNS and certificate must cover it. Without it a kubectl line is shown instead.',
  },
  {
    name: 'SLUICE_CLUSTER_NAME',
    default: 'Kubernetes',
    required: false,
    about: 'Name of the cluster as screens show it.',
  },
  {
    name: 'SLUICE_CLUSTER_ID',
    default: 'Kubernetes',
    required: false,
    about: 'Name of the cluster in Istio metrics (`clusterID` of the installation).',
  },
  {
    name: 'SLUICE_NAMESPACE',
    default: null,
    required: false,
    about:
      "The console's own namespace: there it keeps the history of configuration as ConfigMaps, with the Role of `deploy/history-role.yaml`. Without it history lasts as long as the process.",
  },
  {
    name: 'SLUICE_DEMO_TOKENS',
    default: null,
    required: false,
    about: 'File with the persona tokens for `demo`: `{"viewer": "…", "developer": "…", "admin": "…"}`.',
  },
  {
    name: 'SLUICE_LOG_LEVEL',
    default: 'info',
    required: false,
    about:
      '`debug`, `info`, `warn`, `error` or `silent`. The log is JSON lines on standard output. Audit lines are always written.',
  },
  {
    name: 'SLUICE_POLL_SECONDS',
    default: '15 (5 with `demo`)',
    required: false,
    about: 'How often metrics are read while somebody watches.',
  },
  {
    name: 'SLUICE_METRICS_PORT',
    default: null,
    required: false,
    about:
      'TCP port for `GET /metrics`, the console’s own metrics in Prometheus’ format, on the same address. Without it they are not served.',
  },
  {
    name: 'SLUICE_DRAIN_SECONDS',
    default: '0',
    required: false,
    about:
      'How long after SIGTERM requests are still answered while `/readyz` says 503 and streams end one after another. In a cluster 10: a Service goes on sending for a while.',
  },
  {
    name: 'SLUICE_SPLIT_SETTLE_SECONDS',
    default: '5 (1 with `demo`)',
    required: false,
    about:
      'How long a traffic split waits between a new subset and the routes that name it, until every proxy has heard of it.',
  },
  {
    name: 'SLUICE_VERSION_LABEL',
    default: null,
    required: false,
    about:
      'Label of pods by which traffic splits tell versions apart, where it is another one than `version`, `app.kubernetes.io/version` or `service.istio.io/canonical-revision`; it is tried before these.',
  },
];

const personaTokensSchema = z.object({ viewer: z.string(), developer: z.string(), admin: z.string() });
export type PersonaTokens = z.infer<typeof personaTokensSchema>;

export const environmentSchema = z.object({
  PORT: z._default(number(0, 65535), '3000'),
  HOST: z._default(z.string(), '127.0.0.1'),
  KUBECONFIG: z.optional(z.string()),
  SLUICE_PROMETHEUS_URL: z.optional(httpUrl),
  SLUICE_PROMETHEUS_TOKEN: z.optional(z.string()),
  SLUICE_PROMETHEUS_TOKEN_FILE: z.optional(z.string()),
  SLUICE_METRICS_SCOPE: z._default(oneOf('mesh', 'namespaces'), 'mesh'),
  SLUICE_AUTH: z._default(strategyList, 'token'),
  ...signInEnvironment,
  SLUICE_SESSION_SECRET: secret,
  SLUICE_SESSION_SECRET_PREVIOUS: z.optional(secret),
  SLUICE_SESSION_HOURS: z._default(number(1, 168), '12'),
  SLUICE_SESSION_IDLE_MINUTES: z._default(number(1, 1440), '30'),
  SLUICE_PUBLIC_URL: z.optional(httpUrl),
  SLUICE_TRUSTED_PROXIES: z._default(addressRanges, ''),
  SLUICE_LINKS: z.optional(z.string()),
  SLUICE_TOOLS_URL: z.optional(z.string()),
  SLUICE_CLUSTER_NAME: z._default(z.string().check(z.minLength(1), z.maxLength(63)), 'Kubernetes'),
  SLUICE_CLUSTER_ID: z._default(z.string().check(z.minLength(1), z.maxLength(63)), 'Kubernetes'),
  SLUICE_NAMESPACE: z.optional(
    z.string().check(z.refine(isNamespaceName, 'must be the name of a namespace')),
  ),
  SLUICE_DEMO_TOKENS: z.optional(z.string()),
  SLUICE_LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  SLUICE_POLL_SECONDS: z.optional(number(1, 300)),
  SLUICE_METRICS_PORT: z.optional(number(0, 65535)),
  SLUICE_DRAIN_SECONDS: z._default(number(0, 300), '0'),
  SLUICE_SPLIT_SETTLE_SECONDS: z.optional(number(0, 120)),
  SLUICE_VERSION_LABEL: z.optional(
    z.string().check(z.regex(/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/)),
  ),
});

export interface Config {
  port: number;
  host: string;
  /** Value of KUBECONFIG; null means the in-cluster account. */
  kubeconfig: string | null;
  prometheus: { url: URL; token: string | null; tokenFile: string | null } | null;
  /** Whether Prometheus may be asked about the whole mesh. */
  metricsScope: 'mesh' | 'namespaces';
  strategies: ReadonlySet<Strategy>;
  signIn: SignInSettings;
  sessionSecrets: { current: string; previous: string | null };
  sessionMaxSeconds: number;
  sessionIdleSeconds: number;
  publicUrl: URL | null;
  /** Addresses and ranges. */
  trustedProxies: readonly string[];
  links: LinkSettings;
  /** Null when no tool is shown through the console. */
  toolHosts: ToolHosts | null;
  clusterName: string;
  clusterId: string;
  /** The console's own; null when it has none to keep history in. */
  namespace: string | null;
  demoTokens: PersonaTokens | null;
  logLevel: string;
  pollSeconds: number;
  splitSettleSeconds: number;
  /** Null: the usual labels alone. */
  versionLabel: string | null;
  /** Null when the console's own metrics are not served. */
  metricsPort: number | null;
  drainSeconds: number;
}

/** Where replicas cannot tell each other who signed out, what lies unused is worth nothing soon. */
const unsharedIdleSeconds = 600;

function readPersonaTokens(file: string): Result<PersonaTokens, string> {
  try {
    const parsed = personaTokensSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success
      ? ok(parsed.data)
      : fail('must hold a JSON object with viewer, developer and admin');
  } catch {
    return fail('names a file that cannot be read as JSON');
  }
}

/** One sentence for each fault, each starting with the variable's name. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, string[]> {
  const set = Object.fromEntries(
    configurationVariables.flatMap(({ name }) => {
      const value = environment[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    return fail(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return name in set
          ? `${name} ${issue.message}.`
          : `${name} is not set: ${configurationVariables.find((one) => one.name === name)?.about ?? ''}`;
      }),
    );
  }
  const values = parsed.data;
  const chosen = new Set(strategies.filter((strategy) => parts(values.SLUICE_AUTH).includes(strategy)));
  let demoTokens: PersonaTokens | null = null;
  if (chosen.has('demo')) {
    if (values.SLUICE_DEMO_TOKENS === undefined) {
      return fail(['SLUICE_DEMO_TOKENS is not set, but SLUICE_AUTH names demo: npm run demo sets both.']);
    }
    const tokens = readPersonaTokens(values.SLUICE_DEMO_TOKENS);
    if (!tokens.ok) return fail([`SLUICE_DEMO_TOKENS ${tokens.error}.`]);
    demoTokens = tokens.value;
  }
  const publicUrl = values.SLUICE_PUBLIC_URL === undefined ? null : new URL(values.SLUICE_PUBLIC_URL);
  const signIn = readSignInSettings(values, chosen, publicUrl);
  if (!signIn.ok) return signIn;
  const links =
    values.SLUICE_LINKS === undefined ? ok(noLinkSettings) : parseLinkSettings(values.SLUICE_LINKS);
  if (!links.ok) return fail([`SLUICE_LINKS ${links.error}.`]);
  const toolHosts =
    values.SLUICE_TOOLS_URL === undefined ? ok(null) : parseToolHosts(values.SLUICE_TOOLS_URL, publicUrl);
  if (!toolHosts.ok) return fail([`SLUICE_TOOLS_URL ${toolHosts.error}.`]);
  return ok({
    port: Number(values.PORT),
    host: values.HOST,
    kubeconfig: values.KUBECONFIG ?? null,
    prometheus:
      values.SLUICE_PROMETHEUS_URL === undefined
        ? null
        : {
            url: new URL(values.SLUICE_PROMETHEUS_URL),
            token: values.SLUICE_PROMETHEUS_TOKEN ?? null,
            tokenFile: values.SLUICE_PROMETHEUS_TOKEN_FILE ?? null,
          },
    metricsScope: values.SLUICE_METRICS_SCOPE,
    strategies: chosen,
    signIn: signIn.value,
    sessionSecrets: {
      current: values.SLUICE_SESSION_SECRET,
      previous: values.SLUICE_SESSION_SECRET_PREVIOUS ?? null,
    },
    sessionMaxSeconds: Number(values.SLUICE_SESSION_HOURS) * 3600,
    sessionIdleSeconds: Math.min(
      Number(values.SLUICE_SESSION_IDLE_MINUTES) * 60,
      values.SLUICE_NAMESPACE === undefined ? unsharedIdleSeconds : Number.POSITIVE_INFINITY,
    ),
    publicUrl,
    trustedProxies: parts(values.SLUICE_TRUSTED_PROXIES),
    links: links.value,
    toolHosts: toolHosts.value,
    clusterName: values.SLUICE_CLUSTER_NAME,
    clusterId: values.SLUICE_CLUSTER_ID,
    namespace: values.SLUICE_NAMESPACE ?? null,
    demoTokens,
    logLevel: values.SLUICE_LOG_LEVEL,
    pollSeconds: Number(values.SLUICE_POLL_SECONDS ?? (chosen.has('demo') ? 5 : 15)),
    metricsPort: values.SLUICE_METRICS_PORT === undefined ? null : Number(values.SLUICE_METRICS_PORT),
    drainSeconds: Number(values.SLUICE_DRAIN_SECONDS),
    splitSettleSeconds: Number(values.SLUICE_SPLIT_SETTLE_SECONDS ?? (chosen.has('demo') ? 1 : 5)),
    versionLabel: values.SLUICE_VERSION_LABEL ?? null,
  });
}
