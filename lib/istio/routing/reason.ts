/** Why a rule took a request or not, as pieces that a screen can say in its reader's language; English for the command. */

/** What a condition is about. `name`: of a header, a query parameter or a claim. */
export interface Subject {
  what: 'path' | 'method' | 'authority' | 'scheme' | 'header' | 'query';
  name: string;
}

/** What a condition wants. */
export interface Wanted {
  kind: 'exact' | 'prefix' | 'path-prefix' | 'regex' | 'present';
  operand: string;
  /** Why its regex is none, in the words of RE2; null when it is one. */
  invalid: string | null;
}

export type Reason =
  | { key: 'met'; subject: Subject; wanted: Wanted; ignoringCase: boolean }
  | { key: 'missed'; subject: Subject; value: string; wanted: Wanted }
  | { key: 'not-present'; subject: Subject; wanted: Wanted }
  /** withoutHeaders */
  | { key: 'excluded-absent'; subject: Subject }
  | { key: 'excluded-present'; subject: Subject }
  | { key: 'excluded-unmet'; subject: Subject; wanted: Wanted }
  | { key: 'excluded-met'; subject: Subject; wanted: Wanted }
  | { key: 'excluded-invalid'; subject: Subject; wanted: Wanted }
  /** Claims of a verified token, which a request on paper does not carry. */
  | { key: 'claim'; name: string }
  | { key: 'claim-absent'; name: string }
  | { key: 'claim-needed'; name: string }
  | { key: 'takes-request' }
  | { key: 'takes-connection' }
  | { key: 'other-port'; port: number; actual: number }
  | { key: 'other-gateway'; gateways: readonly string[]; actual: string }
  /** `actual` null: the client has no such label. */
  | { key: 'source-label'; label: string; wanted: string; actual: string | null }
  | { key: 'source-namespace'; wanted: string; actual: string }
  | { key: 'comes-first'; kind: string; namespace: string; name: string }
  /** Of a backend, whose share is answered with 500. */
  | {
      key: 'backend-no-grant';
      kind: string;
      namespace: string;
      name: string;
      routeKind: string;
      from: string;
    }
  | { key: 'backend-kind'; kind: string; name: string }
  | { key: 'sni-fits'; hosts: readonly string[] }
  /** `actual` empty: the client sends none. */
  | { key: 'sni-missed'; hosts: readonly string[]; actual: string }
  | { key: 'sni-taken'; hosts: readonly string[] }
  | { key: 'address-fits'; ranges: readonly string[] }
  | { key: 'address-missed'; ranges: readonly string[]; actual: string | null }
  | { key: 'delegate-missing'; delegate: string }
  | { key: 'delegate-has-hosts'; delegate: string }
  | { key: 'delegate-hidden'; delegate: string; namespace: string }
  | { key: 'delegate-conflict'; delegate: string; index: number }
  | { key: 'delegate-empty'; delegate: string };

/** A reason and, where a delegate's rule gave it, which: `http[1] of delegate shop/reviews`. */
export interface Told {
  reason: Reason;
  origin: { delegate: string; index: number } | null;
}

/** All of them, in the order of the conditions; what is met is joined by "and", what is not by ";". */
export function toldText(told: readonly Told[], matched: boolean): string {
  const texts: string[] = [];
  let before: Told['origin'] = null;
  for (const { reason, origin } of told) {
    const isSame = origin?.delegate === before?.delegate && origin?.index === before?.index && matched;
    const prefix = origin === null || (isSame && texts.length > 0) ? '' : `${originText(origin)}: `;
    texts.push(`${prefix}${reasonText(reason)}`);
    before = origin;
  }
  return texts.join(matched ? ' and ' : '; ');
}

export function originText({ delegate, index }: NonNullable<Told['origin']>): string {
  return `http[${index}] of delegate ${delegate}`;
}

export function reasonText(reason: Reason): string {
  switch (reason.key) {
    case 'met':
      return `${subjectText(reason.subject)} ${wantedText(reason.wanted)}${reason.ignoringCase ? ' (ignoring case)' : ''}`;
    case 'missed':
      return `${subjectText(reason.subject)} is ${quote(reason.value)}, ${missText(reason.wanted)}`;
    case 'not-present':
      return reason.wanted.kind === 'present'
        ? `${subjectText(reason.subject)} is not present`
        : `${subjectText(reason.subject)} is not present (wanted: ${wantedText(reason.wanted)})`;
    case 'excluded-absent':
      return `${subjectText(reason.subject)} is absent`;
    case 'excluded-present':
      return `${subjectText(reason.subject)} is present, but must be absent`;
    case 'excluded-unmet':
      return `${subjectText(reason.subject)} not (${wantedText(reason.wanted)})`;
    case 'excluded-met':
      return `${subjectText(reason.subject)} ${wantedText(reason.wanted)}, which the rule excludes`;
    case 'excluded-invalid':
      return `${subjectText(reason.subject)}: regex ${quote(reason.wanted.operand)} is not valid (${reason.wanted.invalid})`;
    case 'claim':
      return `claim ${reason.name}`;
    case 'claim-absent':
      return `claim ${reason.name} is absent: no verified JWT`;
    case 'claim-needed':
      return `${reason.name} needs a verified JWT, which is not evaluated here: treated as no match`;
    case 'takes-request':
      return 'takes every request';
    case 'takes-connection':
      return 'takes every connection';
    case 'other-port':
      return `applies to port ${reason.port} only, not ${reason.actual}`;
    case 'other-gateway':
      return `applies to ${reason.gateways.join(', ')} only, not ${reason.actual}`;
    case 'source-label':
      return `source label ${reason.label} is ${reason.actual === null ? 'absent' : quote(reason.actual)}, not ${quote(reason.wanted)}`;
    case 'source-namespace':
      return `applies to clients in namespace ${reason.wanted} only, not ${reason.actual}`;
    case 'comes-first':
      return `${reason.kind} ${reason.namespace}/${reason.name} comes first and has this host to itself`;
    case 'backend-no-grant':
      return `no ReferenceGrant in namespace ${reason.namespace} lets a ${reason.routeKind} of ${reason.from} refer to ${reason.kind} ${reason.name}: its share gets 500`;
    case 'backend-kind':
      return `backend ${reason.name} is a ${reason.kind}, which Istio sends no requests to: its share gets 500`;
    case 'sni-fits':
      return `SNI fits ${reason.hosts.join(' or ')}`;
    case 'sni-missed':
      return `SNI is ${reason.actual === '' ? 'absent' : quote(reason.actual)}, not ${reason.hosts.join(' or ')}`;
    case 'sni-taken':
      return `SNI ${reason.hosts.join(', ')} is already taken by an earlier match`;
    case 'address-fits':
      return `destination address is in ${reason.ranges.join(', ')}`;
    case 'address-missed':
      return `destination address is ${reason.actual ?? 'not known'}, not in ${reason.ranges.join(', ')}`;
    case 'delegate-missing':
      return `rule dropped: delegate ${reason.delegate} does not exist`;
    case 'delegate-has-hosts':
      return `rule dropped: ${reason.delegate} has hosts of its own, so it is no delegate`;
    case 'delegate-hidden':
      return `rule dropped: delegate ${reason.delegate} is not exported to namespace ${reason.namespace}`;
    case 'delegate-conflict':
      return `rule dropped: http[${reason.index}] of delegate ${reason.delegate} contradicts the match of the rule that delegates to it`;
    case 'delegate-empty':
      return `rule dropped: delegate ${reason.delegate} has no http rules`;
  }
}

function subjectText({ what, name }: Subject): string {
  if (what === 'header') return `header ${name}`;
  return what === 'query' ? `query parameter ${name}` : what;
}

/** `is "jason"`, `starts with "/api"`, `matches regex "v[12]"`, `is present`. */
function wantedText({ kind, operand }: Wanted): string {
  switch (kind) {
    case 'exact':
      return `is ${quote(operand)}`;
    case 'prefix':
      return `starts with ${quote(operand)}`;
    case 'path-prefix':
      return `is ${quote(operand)} or below it`;
    case 'regex':
      return `matches regex ${quote(operand)}`;
    case 'present':
      return 'is present';
  }
}

/** After the value that did not fit: `not "jason"`, `which does not start with "/api"`. */
function missText({ kind, operand, invalid }: Wanted): string {
  switch (kind) {
    case 'exact':
      return `not ${quote(operand)}`;
    case 'prefix':
      return `which does not start with ${quote(operand)}`;
    case 'path-prefix':
      return `which is not ${quote(operand)} or below it`;
    case 'regex':
      return invalid === null
        ? `which does not match regex ${quote(operand)}`
        : `and regex ${quote(operand)} is not valid (${invalid}), so it never matches`;
    case 'present':
      return 'not present';
  }
}

function quote(text: string): string {
  return `"${text}"`;
}
