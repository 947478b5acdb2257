'use client';
/** A rule in one line: its name, what it asks for, where it leads, how much comes. */
import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { diffValues } from '#lib/document/diff/value-diff.ts';
import type { Json, Path } from '#lib/document/json.ts';
import type { Format } from '#lib/i18n/format.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { itemKeyOf } from '#lib/istio/kinds/kind.ts';
import { virtualService } from '#lib/istio/kinds/networking.ts';
import type { RuleList, RuleSummary } from '#lib/istio/virtual-service/lens/rules.ts';
import type { MeasuredRate } from '../form-context.ts';
import type { FormFinding } from '../form-findings.ts';
import styles from '../rules/rules.module.css';
import { ConditionText } from './condition-text.tsx';
import { Rate } from './rate.tsx';

export interface RuleSummaryRowProps {
  list: RuleList;
  path: Path;
  summary: RuleSummary;
  opened: boolean;
  value: Json | undefined;
  before: Json | undefined;
  changed: boolean;
  problems: readonly FormFinding[];
  rate: MeasuredRate;
}

const keyOf = itemKeyOf(virtualService);

/** All is handed to it: a row that asked the form itself would be drawn again with every letter typed into another rule. */
export function RuleSummaryRow(props: RuleSummaryRowProps) {
  const { list, path, summary, opened, value, before, changed, problems, rate } = props;
  const t = useTranslations('forms.rules');
  const wrong = problems.find(({ severity }) => severity === 'error');
  const warning = problems.find(({ severity }) => severity === 'warning');
  const never = problems.find(({ unreachable }) => unreachable === true);
  const changes =
    changed && before !== undefined && value !== undefined
      ? diffValues(before, value, keyOf, path).length
      : 0;
  return (
    <>
      {summary.name !== '' && <span className={styles.name}>{summary.name}</span>}
      {changed && (
        <span className={styles.changes}>
          {before === undefined ? t('new') : t('changes', { count: changes })}
        </span>
      )}
      {!opened && <When summary={summary} list={list} />}
      <span className={styles.gap} />
      {wrong !== undefined && <StateMark state="failing" label={wrong.message} />}
      {never !== undefined && wrong === undefined && (
        <span className={styles.never}>
          <StateMark state="degraded" size={14} label={never.message} />
          {t('never')}
        </span>
      )}
      {warning !== undefined && never === undefined && wrong === undefined && (
        <StateMark state="degraded" label={warning.message} />
      )}
      {!opened && <Target summary={summary} />}
      <Rate rate={rate} />
    </>
  );
}

function When({ summary, list }: { summary: RuleSummary; list: RuleList }) {
  const t = useTranslations('forms.rules');
  const { matches } = summary;
  const [first] = matches;
  if (first === undefined || (list !== 'http' && first.length === 0))
    return <span className={styles.when}>{list === 'http' ? t('everything') : t('everyConnection')}</span>;
  return (
    <span className={styles.when}>
      {first.length === 0 && t('everything')}
      {first.slice(0, 3).map((condition, index) => (
        <span key={JSON.stringify(condition.path)}>
          {index > 0 && <span className={styles.joiner}>{t('and')}</span>}
          <ConditionText condition={condition} />
        </span>
      ))}
      {first.length > 3 && (
        <span className={styles.joiner}>{t('moreConditions', { count: first.length - 3 })}</span>
      )}
      {matches.length > 1 && (
        <span className={styles.joiner}>{t('moreCases', { count: matches.length - 1 })}</span>
      )}
    </span>
  );
}

/** Most are whole, and the line is short. */
function shareText(share: number, format: Format): string {
  return format.percent(share / 100, Math.abs(share - Math.round(share)) < 1e-6 ? 0 : 1);
}

function Target({ summary }: { summary: RuleSummary }) {
  const t = useTranslations('forms.rules');
  const format = useFormat();
  const { action, destinations, target } = summary;
  if (action === null) return <span className={styles.target}>{t('nowhere')}</span>;
  const [first, ...others] = destinations;
  return (
    <span className={styles.target}>
      <ArrowRight size={14} aria-hidden />
      {action !== 'route' && <span>{t(`target.${action}`, { target })}</span>}
      {action === 'route' && first !== undefined && (
        <span>
          {[first.host, first.subset].filter(Boolean).join(' ')}
          {others.length === 1 &&
            others[0] !== undefined &&
            ` ${shareText(first.share, format)}, ${
              others[0].host === first.host ? others[0].subset || others[0].host : others[0].host
            } ${shareText(others[0].share, format)}`}
          {others.length > 1 && ` ${t('moreDestinations', { count: others.length })}`}
        </span>
      )}
    </span>
  );
}
