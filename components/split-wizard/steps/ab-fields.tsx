'use client';
/** A/B: which requests the new version gets, and a request to try it with. */
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { MatchForm } from '#components/object-forms/match-form.tsx';
import type { PlanAnswer } from '#lib/api/split-plan.ts';
import { queries } from '#lib/client/queries.ts';
import type { JsonObject } from '#lib/document/json.ts';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { RequestTest } from './request-test.tsx';

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
        <MatchForm
          namespace={namespace}
          host={host}
          matches={answers.matches}
          choices={choices ?? null}
          onChange={onChange}
        />
      </section>
      <RequestTest plan={plan} />
    </>
  );
}
