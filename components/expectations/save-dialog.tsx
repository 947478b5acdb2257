'use client';
/** A request with its answer becomes an expectation, or one is changed: name, what it has to give, and how far shares may be off. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { KindName } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Expectation, Expected } from '#lib/istio/expectations/expectation.ts';
import { requestLine } from '#lib/istio/expectations/expectation-text.ts';
import { expectedOf } from '#lib/istio/expectations/from-answer.ts';
import { type JudgedAnswer, unmetOf } from '#lib/istio/expectations/judge.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import styles from './expectations.module.css';
import { suggestedName } from './suggested-name.ts';
import { useExpectationChange } from './use-expectation-change.ts';
import { useOutcomeText } from './use-outcome-text.ts';

export interface SaveDialogProps {
  /** The VirtualService or route that owns the host. */
  object: KindName;
  request: Omit<Expectation, 'name' | 'expect'>;
  /** What is there already; null for a new one. */
  saved: Expectation | null;
  /** Null where nobody sends the request. */
  answer: JudgedAnswer | null;
  onClose: () => void;
}

/** Of a share's whole. */
const tolerances = ['0', '0.05', '0.1', '1'] as const;
type Tolerance = (typeof tolerances)[number];

const longestName = 80;

export function SaveDialog({ object, request, saved, answer, onClose }: SaveDialogProps) {
  const t = useTranslations('expectations');
  const common = useTranslations('common');
  const id = useId();
  const text = useOutcomeText();
  const changer = useExpectationChange();
  const { data: live } = useQuery(queries.configurationObject(object));
  const now = answer === null ? null : expectedOf(answer, 0);
  const isStale = saved !== null && answer !== null && unmetOf(saved, answer) !== null && now !== null;
  const [source, setSource] = useState<'saved' | 'now'>(saved === null ? 'now' : 'saved');
  const [name, setName] = useState(saved?.name ?? (now === null ? '' : suggestedName(request, now)));
  const [within, setWithin] = useState<Tolerance>(toleranceOf(saved?.expect));
  const [tried, setTried] = useState(false);
  // The dialog's own first choice, as it opens, is its close button.
  useEffect(() => document.getElementById(id)?.focus(), [id]);
  const wanted = source === 'saved' ? (saved?.expect ?? null) : now;
  const expect = wanted?.outcome === 'forward' ? { ...wanted, within: Number(within) } : wanted;
  const trimmed = name.trim();
  const wrong = trimmed === '' ? 'nameMissing' : trimmed.length > longestName ? 'nameLong' : null;
  const missing = live?.may.update.missing ?? null;
  const { from, protocol, host, port, method, path, headers } = request;

  function save(): void {
    setTried(true);
    if (expect === null || wrong !== null) return;
    const kept = { from, protocol, host, port, method, path };
    const withHeaders = Object.keys(headers ?? {}).length === 0 ? {} : { headers };
    void changer.change(object, {
      op: 'put',
      replaces: saved?.name ?? null,
      expectation: { name: trimmed, ...kept, ...withHeaders, expect },
    });
  }

  return (
    <Dialog
      title={t(saved === null ? 'save.title' : 'save.editTitle')}
      closeLabel={common('close')}
      width={560}
      onClose={onClose}
    >
      <form
        className={styles.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={styles.field}>
          <label htmlFor={id}>{t('save.name')}</label>
          <TextInput
            id={id}
            label={t('save.name')}
            value={name}
            wrong={tried && wrong !== null}
            describedBy={tried && wrong !== null ? `${id}-problem` : undefined}
            onChange={setName}
            onEnter={save}
          />
          {tried && wrong !== null && (
            <p id={`${id}-problem`} className={styles.problem}>
              {t(`save.${wrong}`)}
            </p>
          )}
        </div>
        <dl className={styles.facts}>
          <dt>{t('save.request')}</dt>
          <dd className={styles.code}>{requestLine(request)}</dd>
          {Object.entries(headers ?? {}).map(([header, value]) => (
            <HeaderFact key={header} name={t('save.header')} text={`${header}: ${value}`} />
          ))}
          <dt>{t('save.sender')}</dt>
          <dd className={styles.code}>{from}</dd>
          <dt>{t('expected')}</dt>
          <dd>{expect === null ? t('save.nothing') : text.expected(expect)}</dd>
        </dl>
        {isStale && (
          <div className={styles.field}>
            <span className={styles.label}>{t('save.source')}</span>
            <Segments
              label={t('save.source')}
              value={source}
              onChange={setSource}
              options={[
                { value: 'saved', name: t('save.asSaved') },
                { value: 'now', name: t('save.asNow') },
              ]}
            />
          </div>
        )}
        {expect?.outcome === 'forward' && expect.to.length > 1 && (
          <div className={styles.field}>
            <span className={styles.label}>{t('save.within')}</span>
            <Segments
              label={t('save.within')}
              value={within}
              onChange={setWithin}
              options={tolerances.map((value) => ({
                value,
                name: t(`save.tolerance.${toleranceKey[value]}`),
              }))}
            />
            <p className={styles.dim}>{t('save.withinNote')}</p>
          </div>
        )}
        <p className={styles.kept}>
          {t.rich('save.kept', {
            object: `${kindAt(object.kind)?.kind ?? object.kind} ${object.namespace}/${object.name}`,
            code: (words) => <code className={styles.code}>{words}</code>,
          })}
        </p>
        {live !== undefined && takesBack(live.managedBy) !== 'never' && (
          <p className={styles.owned}>
            <StateMark state="degraded" />
            <span>{t(live.managedBy.reverts ? 'save.owned' : 'save.ownedByRelease')}</span>
          </p>
        )}
        {missing !== null && <p className={styles.problem}>{t('save.missing', missing)}</p>}
        {changer.problem !== null && (
          <p className={styles.problem} role="alert">
            {changer.problem}
          </p>
        )}
        <div className={styles.end}>
          <Button onClick={onClose}>{t('save.cancel')}</Button>
          <Button
            type="submit"
            tone="accent"
            disabled={expect === null || missing !== null || live === undefined || changer.busy}
          >
            {t('save.review')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const toleranceKey = { '0': 'exact', '0.05': 'five', '0.1': 'ten', '1': 'any' } as const;

/** Hand-written ones are taken for the next wider of ours. */
function toleranceOf(expect: Expected | undefined): Tolerance {
  const within = expect?.outcome === 'forward' ? expect.within : 0;
  return tolerances.find((one) => Number(one) >= within) ?? '1';
}

function HeaderFact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.code}>{text}</dd>
    </>
  );
}
