/**
 * Certificates of Gateways: one shared by two of them makes clients reuse connections (IST0138), a Secret that is not there
 * (IST0101), or that holds no certificate (IST0161). Mirrors analyzers/gateway/{certificate,secret}.go.
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Gateway, KubernetesObject, Pod } from '../../objects.ts';
import type { GatewayServer } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected, qualified } from '../view/view.ts';

type ServerTls = NonNullable<GatewayServer['tls']>;

export function checkSharedCertificates(subject: CheckedObject<Gateway>, view: CheckView): Observation[] {
  const { selector = {}, servers = [] } = subject.object.spec ?? {};
  const others = findAs<Gateway>(view, named.all('Gateway')).filter(
    ({ id, object }) => id !== subject.id && selectsLabels(selector, object.spec?.selector ?? {}),
  );
  return servers.flatMap(({ tls }, index) => {
    if (!tls) return [];
    return others
      .filter(({ object }) =>
        (object.spec?.servers ?? []).some((theirs) => theirs.tls && isShared(tls, theirs.tls)),
      )
      .map((other) => observe('IST0138', ['spec', 'servers', index, 'tls'], { other: qualified(other) }));
  });
}

function isShared(a: ServerTls, b: ServerTls): boolean {
  if (a.credentialName || b.credentialName) return a.credentialName === b.credentialName;
  const hasBoth = Boolean(a.serverCertificate && a.privateKey);
  return hasBoth && a.serverCertificate === b.serverCertificate && a.privateKey === b.privateKey;
}

interface Secret extends KubernetesObject {
  data?: Readonly<Record<string, string>>;
  stringData?: Readonly<Record<string, string>>;
}

export function checkCredentials({ object }: CheckedObject<Gateway>, view: CheckView): Observation[] {
  const { selector = {}, servers = [] } = object.spec ?? {};
  const [pod] = podsSelected<Pod>(view, selector);
  if (!pod) return [];
  return servers.flatMap(({ tls }, index): Observation[] => {
    const credential = tls?.credentialName;
    if (!credential) return [];
    const path = ['spec', 'servers', index, 'tls', 'credentialName'];
    const params = { credential, namespace: pod.namespace };
    const [owner, name] = credential.includes('/') ? credential.split('/', 2) : [pod.namespace, credential];
    const [secret] = findAs<Secret>(view, named.object('Secret', owner ?? '', name ?? ''));
    if (!secret) return [observe('IST0101', path, params, { detail: 'credential' })];
    return holdsCertificate(secret.object) ? [] : [observe('IST0161', path, params)];
  });
}

/** `cert` and `key`, or `tls.crt` and `tls.key`; the certificate at least looks like PEM. */
function holdsCertificate({ data = {}, stringData = {} }: Secret): boolean {
  const read = (name: string): string => stringData[name] ?? decode(data[name] ?? '');
  const [certificate, key] = [read('cert') || read('tls.crt'), read('key') || read('tls.key')];
  return (
    key !== '' && /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(certificate)
  );
}

function decode(base64: string): string {
  try {
    return atob(base64.replaceAll(/\s/g, ''));
  } catch {
    return '';
  }
}
