'use client';
/** Every rule that was tried, by the VirtualService or the route that holds it, with why it took the request or not. */
import { Check, CircleSlash } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useReasonText } from '#components/expectations/use-reason-text.ts';
import type { RouteTestAnswer } from '#lib/api/configuration/route-test.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import type { Told } from '#lib/istio/routing/reason.ts';
import { type RuleGroup, ruleGroups, type TriedRule } from './rule-groups.ts';
import styles from './tester.module.css';

export function RuleList({ answer }: { answer: RouteTestAnswer }) {
  const t = useTranslations('tester');
  const groups = ruleGroups(answer);
  return (
    <section className={styles.section} aria-label={t('rules')}>
      <h2>
        {t('rules')} <span className={styles.note}>{t('rulesLead')}</span>
      </h2>
      {groups.length === 0 && <p className={styles.dim}>{t('noRules')}</p>}
      {groups.map((group) => (
        <Group key={`${group.kind}/${group.namespace}/${group.name}`} group={group} />
      ))}
    </section>
  );
}

function Group({ group }: { group: RuleGroup }) {
  const t = useTranslations('tester');
  const { kind, namespace, name, owns, rules } = group;
  return (
    <div className={styles.group} data-owns={owns || undefined}>
      <p className={styles.groupHead}>
        <Link href={routes.configurationObject({ kind, namespace, name })}>{name}</Link>
        <span className={styles.dim}>{`${kindAt(kind)?.kind ?? kind} · ${namespace}`}</span>
        <span className={styles.chip} data-owns={owns || undefined}>
          {t(owns ? 'owns' : 'passedOver')}
        </span>
      </p>
      <ol className={styles.rules}>
        {rules.map((rule) => (
          <Rule key={rule.index} rule={rule} />
        ))}
      </ol>
    </div>
  );
}

function Rule({ rule }: { rule: TriedRule }) {
  const t = useTranslations('tester');
  const reasonText = useReasonText();
  const { kind, namespace, name, index, matched, told, line } = rule;
  return (
    <li className={styles.rule} data-matched={matched || undefined}>
      <span className={styles.mark} role="img" aria-label={t(matched ? 'matched' : 'notMatched')}>
        {matched ? <Check size={14} aria-hidden /> : <CircleSlash size={14} aria-hidden />}
      </span>
      <span className={styles.ruleName}>{t('rule', { number: String(index + 1) })}</span>
      <ul className={styles.reasons}>
        {told.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reasons have no other name than their place
          <li key={at}>{reasonText(one as Told)}</li>
        ))}
      </ul>
      {line !== null && (
        <Link
          className={styles.line}
          href={`${routes.configurationObject({ kind, namespace, name })}?tab=yaml#L${line}`}
        >
          {t('line', { line: String(line) })}
        </Link>
      )}
    </li>
  );
}
