'use client';
/** One saved request: whether it is met, what it has to give and gives, because of which rule; and what can be done with it. */
import { Check, CircleSlash, FlaskConical, Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ExpectationResult } from '#lib/api/configuration/expectations.ts';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { requestLine } from '#lib/istio/expectations/expectation-text.ts';
import type { Told } from '#lib/istio/routing/reason.ts';
import styles from './expectations.module.css';
import { requestAddress } from './request-address.ts';
import { useOutcomeText } from './use-outcome-text.ts';
import { useReasonText } from './use-reason-text.ts';

export interface ExpectationItemProps {
  object: KindName;
  result: ExpectationResult;
  withObject: boolean;
  busy: boolean;
  onTest?: ((result: ExpectationResult) => void) | undefined;
  onEdit?: () => void;
  onRemove?: () => void;
}

export function ExpectationItem(props: ExpectationItemProps) {
  const { object, result, withObject, busy, onTest, onEdit, onRemove } = props;
  const t = useTranslations('expectations');
  const text = useOutcomeText();
  const { expectation, unmet, answer, tried } = result;
  const { name, from, headers = {} } = expectation;
  const isMet = unmet === null;
  return (
    <li className={styles.item} data-state={isMet ? undefined : 'unmet'}>
      <span className={styles.mark}>
        <StateMark state={isMet ? 'healthy' : 'failing'} label={t(isMet ? 'met' : 'unmet')} />
      </span>
      <div className={styles.what}>
        <p className={styles.name}>
          <span>{name}</span>
          {withObject && (
            <Link href={routes.configurationObject(object)}>{`${object.namespace}/${object.name}`}</Link>
          )}
        </p>
        <p className={styles.request}>
          <code className={styles.code}>{requestLine(expectation)}</code>
          {Object.entries(headers).map(([header, value]) => (
            <code key={header} className={styles.code}>{`${header}: ${value}`}</code>
          ))}
          <span className={styles.dim}>{t('from', { from })}</span>
        </p>
        <dl className={styles.outcomes}>
          <dt>{t('expected')}</dt>
          <dd>{text.expected(expectation.expect)}</dd>
          {!isMet && (
            <>
              <dt>{t('given')}</dt>
              <dd className={styles.failing}>
                {answer === null ? t('noSender', { from }) : text.given(answer)}
              </dd>
              {answer !== null && (
                <>
                  <dt>{t('because')}</dt>
                  <dd>
                    <Deciding answer={answer} unmet={unmet} />
                  </dd>
                </>
              )}
            </>
          )}
        </dl>
        {tried.length > 0 && <Tried tried={tried} open={!isMet} />}
      </div>
      <div className={styles.actions}>
        {onTest === undefined ? (
          <ButtonLink
            size="small"
            href={requestAddress(expectation)}
            leading={<FlaskConical size={14} aria-hidden />}
          >
            {t('test')}
          </ButtonLink>
        ) : (
          <Button
            size="small"
            leading={<FlaskConical size={14} aria-hidden />}
            onClick={() => onTest(result)}
            aria-label={t('testOf', { name })}
          >
            {t('test')}
          </Button>
        )}
        {onEdit !== undefined && (
          <IconButton
            size="small"
            label={t('editOf', { name })}
            icon={<Pencil size={14} aria-hidden />}
            onClick={onEdit}
          />
        )}
        {onRemove !== undefined && (
          <IconButton
            size="small"
            label={t('removeOf', { name })}
            icon={<Trash2 size={14} aria-hidden />}
            disabled={busy}
            onClick={onRemove}
          />
        )}
      </div>
    </li>
  );
}

interface DecidingProps {
  answer: NonNullable<ExpectationResult['answer']>;
  unmet: NonNullable<ExpectationResult['unmet']>;
}

function Deciding({ answer: { rule, outcome }, unmet }: DecidingProps) {
  const t = useTranslations('expectations');
  const why = t(`why.${unmet}`);
  if (rule === null) return joinSentences([why, t(outcome === 'forward' ? 'ownRoute' : 'noRule')]);
  const { kind, namespace, name, index } = rule;
  return (
    <>
      {why}{' '}
      {t.rich('decidedBy', {
        number: String(index + 1),
        name: () => (
          <Link href={routes.configurationObject({ kind, namespace, name })}>{`${namespace}/${name}`}</Link>
        ),
      })}
    </>
  );
}

function Tried({ tried, open }: { tried: ExpectationResult['tried']; open: boolean }) {
  const t = useTranslations('expectations');
  const format = useFormat();
  const reasonText = useReasonText();
  const several = new Set(tried.map(({ namespace, name }) => `${namespace}/${name}`)).size > 1;
  return (
    <details className={styles.tried} open={open}>
      <summary>{t('tried', { count: tried.length })}</summary>
      <ol>
        {tried.map(({ namespace, name, index, matched, told }) => (
          <li key={`${namespace}/${name}/${index}`} data-matched={matched || undefined}>
            {matched ? (
              <Check size={14} role="img" aria-label={t('matched')} />
            ) : (
              <CircleSlash size={14} role="img" aria-label={t('notMatched')} />
            )}
            <span className={styles.rule}>
              {t('rule', { number: String(index + 1) })}
              {several && ` · ${namespace}/${name}`}
            </span>
            <span>{format.clauses(told.map((one) => reasonText(one as Told)))}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
