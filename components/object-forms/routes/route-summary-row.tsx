'use client';
/** A rule of a route in one line: its name, what it asks for, where it leads. */
import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Path } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { RouteCondition } from '#lib/istio/gateway-api/lens/conditions.ts';
import type { RouteRuleSummary } from '#lib/istio/gateway-api/lens/rule-summary.ts';
import { useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';

export interface RouteSummaryRowProps {
  path: Path;
  summary: RouteRuleSummary;
  opened: boolean;
}

export function RouteSummaryRow({ path, summary, opened }: RouteSummaryRowProps) {
  const t = useTranslations('forms.rules');
  const { findings, live } = useForm();
  const read = useReader();
  const { before, changed } = read(path);
  const problems = findings.below(path);
  const wrong = problems.find(({ severity }) => severity === 'error');
  const warning = problems.find(({ severity }) => severity === 'warning');
  const common = useTranslations('forms');
  return (
    <>
      {summary.name !== '' && <span className={styles.name}>{summary.name}</span>}
      {changed && live !== null && (
        <span className={styles.changes}>{before === undefined ? t('new') : common('changed')}</span>
      )}
      {!opened && <When matches={summary.matches} />}
      <span className={styles.gap} />
      {wrong !== undefined && <StateMark state="failing" label={wrong.message} />}
      {wrong === undefined && warning !== undefined && <StateMark state="degraded" label={warning.message} />}
      {!opened && <Target summary={summary} />}
    </>
  );
}

function When({ matches }: Pick<RouteRuleSummary, 'matches'>) {
  const t = useTranslations('forms.rules');
  const asked = (matches[0] ?? []).filter((one) => !takesAll(one));
  const first = matches.some((match) => match.every(takesAll)) ? [] : asked;
  return (
    <span className={styles.when}>
      {first.length === 0 && t('everything')}
      {first.slice(0, 3).map((condition, index) => (
        <span key={JSON.stringify(condition.path)}>
          {index > 0 && <span className={styles.joiner}>{t('and')}</span>}
          <ConditionWords condition={condition} />
        </span>
      ))}
      {first.length > 3 && (
        <span className={styles.joiner}>{t('moreConditions', { count: first.length - 3 })}</span>
      )}
      {first.length > 0 && matches.length > 1 && (
        <span className={styles.joiner}>{t('moreCases', { count: matches.length - 1 })}</span>
      )}
    </span>
  );
}

/** What the API server writes where nothing is asked for. */
function takesAll({ subject, comparison, value }: RouteCondition): boolean {
  return subject === 'path' && comparison === 'PathPrefix' && value === '/';
}

function ConditionWords({ condition }: { condition: RouteCondition }) {
  const t = useTranslations('forms.routes');
  const { subject, name, comparison, value } = condition;
  const code = <code className={styles.code}>{value}</code>;
  if (subject === 'method') return value;
  if (subject === 'path' && comparison === 'Exact') return code;
  return (
    <>
      {t(`short.${subject}`, { name })} {t(`comparison.${comparison}`)} {code}
    </>
  );
}

function Target({ summary: { backends, redirect } }: { summary: RouteRuleSummary }) {
  const t = useTranslations('forms.rules');
  const format = useFormat();
  const [first, second] = backends;
  if (first === undefined && redirect === null) return <span className={styles.target}>{t('nowhere')}</span>;
  return (
    <span className={styles.target}>
      <ArrowRight size={14} aria-hidden />
      <span>
        {redirect !== null && t('target.redirect', { target: redirect })}
        {redirect === null && first?.name}
        {redirect === null &&
          backends.length === 2 &&
          second !== undefined &&
          `, ${second.name} ${format.percent(second.share / 100, 0)}`}
        {redirect === null &&
          backends.length > 2 &&
          ` ${t('moreDestinations', { count: backends.length - 1 })}`}
      </span>
    </span>
  );
}
