/** The environment variables of signing in through somebody else: an OpenID Connect issuer, or a proxy that has done it already. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { fail, ok, type Result } from '#lib/result.ts';
import { isAddressRange } from '../http/client-address.ts';

export interface OidcSettings {
  issuer: URL;
  clientId: string;
  /** Null for a public client. */
  clientSecret: string | null;
  scopes: string;
  /** Further parameters of the question to the issuer. */
  parameters: Readonly<Record<string, string>>;
  /** PEM; null trusts what Node trusts. */
  authority: string | null;
  /** Hosts beside the issuer's own on which its endpoints may be. */
  hosts: readonly string[];
  /** What the button says. */
  name: string;
}

export interface HeaderSettings {
  /** Lower case. */
  name: string;
  /** Addresses and ranges. */
  proxies: readonly string[];
}

export interface SignInSettings {
  oidc: OidcSettings | null;
  header: HeaderSettings | null;
}

export const signInVariables = [
  {
    name: 'SLUICE_OIDC_ISSUER',
    default: null,
    required: false,
    about:
      'For `oidc`: the issuer, exactly as the API server knows it, e.g. `https://login.example.com/realms/one`. https; http on loopback only.',
  },
  {
    name: 'SLUICE_OIDC_CLIENT_ID',
    default: null,
    required: false,
    about: 'For `oidc`: the client, which is the audience that the API server accepts.',
  },
  {
    name: 'SLUICE_OIDC_CLIENT_SECRET',
    default: null,
    required: false,
    about: 'For `oidc`: the secret of the client; public clients have none.',
  },
  {
    name: 'SLUICE_OIDC_CLIENT_SECRET_FILE',
    default: null,
    required: false,
    about: 'File that holds the secret of the client; read at start.',
  },
  {
    name: 'SLUICE_OIDC_SCOPES',
    default: 'openid',
    required: false,
    about:
      'For `oidc`: what the issuer is asked for, separated by spaces, e.g. `openid email groups offline_access`. Without a refresh token a sign-in ends with its ID token.',
  },
  {
    name: 'SLUICE_OIDC_PARAMETERS',
    default: null,
    required: false,
    about:
      'For `oidc`: further parameters of the question to the issuer, e.g. `prompt=consent&access_type=offline`.',
  },
  {
    name: 'SLUICE_OIDC_CA_FILE',
    default: null,
    required: false,
    about: 'File with the certificate authority of the issuer (PEM), where it is none that Node knows.',
  },
  {
    name: 'SLUICE_OIDC_HOSTS',
    default: null,
    required: false,
    about:
      "Hosts beside the issuer's own that its endpoints may be on, comma-separated, e.g. `oauth2.googleapis.com,www.googleapis.com`. No other is ever called.",
  },
  {
    name: 'SLUICE_OIDC_NAME',
    default: null,
    required: false,
    about: 'For `oidc`: what the sign-in page calls the issuer; without it, its host.',
  },
  {
    name: 'SLUICE_HEADER_NAME',
    default: 'X-Forwarded-Id-Token',
    required: false,
    about: "For `header`: the header in which the proxy sends the user's own token for Kubernetes.",
  },
  {
    name: 'SLUICE_HEADER_PROXIES',
    default: null,
    required: false,
    about:
      'For `header`: addresses or ranges from which the header is believed, comma-separated, e.g. `10.2.0.7`. From everywhere else it is ignored.',
  },
] as const;

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** https, or http to this very machine. */
export function isSafeEndpoint(url: URL, issuer: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && issuer.protocol === 'http:' && loopback.test(url.hostname);
}

const issuerUrl = z.string().check(
  z.refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && isSafeEndpoint(url, url) && url.search === '' && url.hash === '';
  }, 'must be an https URL without query (http is taken on loopback only)'),
);

export const scopeWords = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');
const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What this console says itself, every time anew. */
const ownParameters = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
];

const parameters = z.string().check(
  z.superRefine((text, context) => {
    const own = [...new URLSearchParams(text).keys()].find((name) => ownParameters.includes(name));
    if (own !== undefined) context.addIssue(`names ${own}, which the console sets itself`);
  }),
);

export const signInEnvironment = {
  SLUICE_OIDC_ISSUER: z.optional(issuerUrl),
  SLUICE_OIDC_CLIENT_ID: z.optional(z.string().check(z.maxLength(255))),
  SLUICE_OIDC_CLIENT_SECRET: z.optional(z.string()),
  SLUICE_OIDC_CLIENT_SECRET_FILE: z.optional(z.string()),
  SLUICE_OIDC_SCOPES: z._default(
    z.string().check(z.refine((text) => scopeWords(text).includes('openid'), 'must name openid')),
    'openid',
  ),
  SLUICE_OIDC_PARAMETERS: z.optional(parameters),
  SLUICE_OIDC_CA_FILE: z.optional(z.string()),
  SLUICE_OIDC_HOSTS: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => commaList(text).every((host) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i.test(host)),
          'must be host names, comma-separated',
        ),
      ),
  ),
  SLUICE_OIDC_NAME: z.optional(z.string().check(z.maxLength(63))),
  SLUICE_HEADER_NAME: z._default(
    z
      .string()
      .check(
        z.refine(
          (text) =>
            /^[a-z][a-z0-9-]{0,63}$/i.test(text) &&
            !/^(cookie|host|origin|connection|content-.*|impersonate-.*|authorization)$/i.test(text),
          'must be the name of a header that nothing else uses',
        ),
      ),
    'X-Forwarded-Id-Token',
  ),
  SLUICE_HEADER_PROXIES: z.optional(
    z.string().check(
      z.superRefine((text, context) => {
        const wrong = commaList(text).find((range) => !isAddressRange(range));
        if (wrong !== undefined)
          context.addIssue(`names "${wrong.slice(0, 40)}", which is no address or range`);
      }),
    ),
  ),
};

const environmentShape = z.object(signInEnvironment);
export type SignInEnvironment = z.output<typeof environmentShape>;

/** Names of both must be missing or right together: one sentence for each fault, each starting with the variable's name. */
export function readSignInSettings(
  values: SignInEnvironment,
  strategies: ReadonlySet<string>,
  publicUrl: URL | null,
): Result<SignInSettings, string[]> {
  const faults: string[] = [];
  const needed = (name: keyof SignInEnvironment, strategy: string): string => {
    const value = values[name];
    if (value === undefined || commaList(value).length === 0)
      faults.push(`${name} is not set, but SLUICE_AUTH names ${strategy}.`);
    return value ?? '';
  };
  const content = (name: keyof SignInEnvironment): string | null => {
    const path = values[name];
    if (path === undefined) return null;
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text !== '') return text;
      faults.push(`${name} names a file that is empty.`);
    } catch {
      faults.push(`${name} names a file that cannot be read.`);
    }
    return null;
  };

  let oidc: OidcSettings | null = null;
  if (strategies.has('oidc')) {
    const issuer = needed('SLUICE_OIDC_ISSUER', 'oidc');
    const clientId = needed('SLUICE_OIDC_CLIENT_ID', 'oidc');
    if (publicUrl === null)
      faults.push(
        'SLUICE_PUBLIC_URL is not set, but SLUICE_AUTH names oidc: the issuer sends people back there.',
      );
    const secretFile = content('SLUICE_OIDC_CLIENT_SECRET_FILE');
    const authority = content('SLUICE_OIDC_CA_FILE');
    if (authority !== null && !authority.includes('-----BEGIN CERTIFICATE-----'))
      faults.push('SLUICE_OIDC_CA_FILE names a file without a certificate (PEM).');
    if (faults.length === 0) {
      const url = new URL(issuer);
      oidc = {
        issuer: url,
        clientId,
        clientSecret: values.SLUICE_OIDC_CLIENT_SECRET ?? secretFile,
        scopes: scopeWords(values.SLUICE_OIDC_SCOPES).join(' '),
        parameters: Object.fromEntries(new URLSearchParams(values.SLUICE_OIDC_PARAMETERS ?? '')),
        authority,
        hosts: commaList(values.SLUICE_OIDC_HOSTS ?? ''),
        name: values.SLUICE_OIDC_NAME ?? url.host,
      };
    }
  }
  let header: HeaderSettings | null = null;
  if (strategies.has('header')) {
    const proxies = commaList(needed('SLUICE_HEADER_PROXIES', 'header'));
    header = { name: values.SLUICE_HEADER_NAME.toLowerCase(), proxies };
  }
  return faults.length > 0 ? fail(faults) : ok({ oidc, header });
}
