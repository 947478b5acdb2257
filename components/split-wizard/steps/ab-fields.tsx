'use client';
/** A/B: which requests the new version gets, and a request to try it with. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { JsonObject } from '#lib/document/json.ts';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { RequestTest } from './request-test.tsx';

/** The forms of Istio's objects are heavy, and only this strategy needs one. */
const MatchForm = lazy(() =>
  import('#components/object-forms/match-form.tsx').then((module) => ({ default: module.MatchForm })),
);

export function AbFields({ plan }: { plan: PlanAnswer | null }) {
  const t = useTranslations('wizard.ab');
  const { answers, reading, world, change } = useWizard();
  const { namespace, host } = world.service;
  const { data: choices } = useQuery(queries.configurationChoices(namespace));
  const onChange = useCallback((matches: readonly JsonObject[]) => change({ matches }), [change]);
  return (
    <>
      <section
        className={styles.section}
        aria-label={t('title', { version: reading.candidate?.value ?? '' })}
      >
        <h3>{t('title', { version: reading.candidate?.value ?? '' })}</h3>
        <p className={styles.quiet}>{t('detail')}</p>
        <div className={styles.matches}>
          <Suspense fallback={null}>
            <MatchForm
              namespace={namespace}
              host={host}
              matches={answers.matches}
              choices={choices ?? null}
              onChange={onChange}
            />
          </Suspense>
        </div>
      </section>
      <RequestTest plan={plan} />
    </>
  );
}
