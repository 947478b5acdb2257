'use client';
/** Why a rule took the request or not, in the reader's language. */
import { useTranslations } from 'use-intl';
import type { Reason, Subject, Told, Wanted } from '#lib/istio/routing/reason.ts';

export function useReasonText(): (told: Told) => string {
  const t = useTranslations('tester.reason');
  const subject = ({ what, name }: Subject): string => t(`subject.${what}`, { name });
  const wanted = ({ kind, operand }: Wanted): string => t(`wanted.${kind}`, { operand });
  const missed = ({ kind, operand, invalid }: Wanted): string =>
    invalid === null ? t(`miss.${kind}`, { operand }) : t('miss.invalid', { operand, why: invalid });
  const either = (names: readonly string[]): string => names.join(t('or'));
  const textOf = (reason: Reason): string => {
    switch (reason.key) {
      case 'met': {
        const text = t('met', { subject: subject(reason.subject), wanted: wanted(reason.wanted) });
        return reason.ignoringCase ? t('ignoringCase', { text }) : text;
      }
      case 'missed':
        return t('missed', {
          subject: subject(reason.subject),
          value: reason.value,
          miss: missed(reason.wanted),
        });
      case 'not-present':
        return reason.wanted.kind === 'present'
          ? t('absent', { subject: subject(reason.subject) })
          : t('absentWanted', { subject: subject(reason.subject), wanted: wanted(reason.wanted) });
      case 'excluded-absent':
        return t('absent', { subject: subject(reason.subject) });
      case 'excluded-present':
        return t('mustBeAbsent', { subject: subject(reason.subject) });
      case 'excluded-unmet':
        return t('notExcluded', { subject: subject(reason.subject), wanted: wanted(reason.wanted) });
      case 'excluded-met':
        return t('excluded', { subject: subject(reason.subject), wanted: wanted(reason.wanted) });
      case 'excluded-invalid':
        return t('invalidExclusion', {
          subject: subject(reason.subject),
          operand: reason.wanted.operand,
          why: reason.wanted.invalid ?? '',
        });
      case 'claim':
      case 'claim-absent':
      case 'claim-needed':
        return t(reason.key, { name: reason.name });
      case 'takes-request':
      case 'takes-connection':
        return t(reason.key);
      case 'other-port':
        return t(reason.key, { port: String(reason.port), actual: String(reason.actual) });
      case 'other-gateway':
        return t(reason.key, { gateways: either(reason.gateways), actual: reason.actual });
      case 'source-label':
        return reason.actual === null
          ? t('source-label-absent', { label: reason.label, wanted: reason.wanted })
          : t(reason.key, { label: reason.label, wanted: reason.wanted, actual: reason.actual });
      case 'source-namespace':
        return t(reason.key, { wanted: reason.wanted, actual: reason.actual });
      case 'comes-first':
        return t(reason.key, { kind: reason.kind, namespace: reason.namespace, name: reason.name });
      case 'backend-no-grant': {
        const { key, kind, namespace, name, routeKind, from } = reason;
        return t(key, { kind, namespace, name, routeKind, from });
      }
      case 'backend-kind':
        return t(reason.key, { kind: reason.kind, name: reason.name });
      case 'sni-fits':
      case 'sni-taken':
        return t(reason.key, { hosts: either(reason.hosts) });
      case 'sni-missed':
        return reason.actual === ''
          ? t('sni-absent', { hosts: either(reason.hosts) })
          : t(reason.key, { hosts: either(reason.hosts), actual: reason.actual });
      case 'address-fits':
        return t(reason.key, { ranges: either(reason.ranges) });
      case 'address-missed':
        return reason.actual === null
          ? t('address-unknown', { ranges: either(reason.ranges) })
          : t(reason.key, { ranges: either(reason.ranges), actual: reason.actual });
      case 'delegate-missing':
      case 'delegate-has-hosts':
      case 'delegate-empty':
        return t(reason.key, { delegate: reason.delegate });
      case 'delegate-hidden':
        return t(reason.key, { delegate: reason.delegate, namespace: reason.namespace });
      case 'delegate-conflict':
        return t(reason.key, { delegate: reason.delegate, index: String(reason.index) });
    }
  };
  return ({ reason, origin }) =>
    origin === null
      ? textOf(reason)
      : t('origin', { text: textOf(reason), delegate: origin.delegate, index: String(origin.index) });
}
