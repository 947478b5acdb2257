'use client';
/** A recipe is written: what was, and for a fault when it ends and who ends it. */
import { useTranslations } from 'use-intl';

import { FaultNotes } from '#components/shell/notes/fault-note.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { PlanAnswer, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { routes } from '#lib/client/address/routes.ts';
import form from '../form.module.css';
import { kindWord } from '../kind-word.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './review.module.css';

export function RecipeDone({ run, plan }: { run: RunAnswer; plan: PlanAnswer | null }) {
  const t = useTranslations('wizard.started');
  const { answers, world } = useWizard();
  const [first] = plan?.drafts ?? [];
  return (
    <section aria-label={t('recipeDone')}>
      <h2 className={form.question}>
        <StateMark state="healthy" /> {t('recipeDone')}
      </h2>
      <p className={form.lead}>{t('recipeDetail', { count: run.written })}</p>
      {answers.kind === 'fault' && (
        <FaultNotes namespace={world.service.namespace} name={world.service.name} />
      )}
      <ul className={styles.objects}>
        {run.objects.map(({ kind, namespace, name }) => (
          <li key={`${kind} ${namespace}/${name}`}>
            {kindWord(kind)} {namespace}/{name}
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <ButtonLink href={routes.service(world.service)}>{t('toService')}</ButtonLink>
        {answers.kind === 'fault' && <ButtonLink href={routes.split(world.service)}>{t('live')}</ButtonLink>}
        {first !== undefined && (
          <ButtonLink
            href={routes.configurationObject({
              kind: first.change.kind,
              namespace: first.change.namespace,
              name: first.change.name,
            })}
          >
            {first.change.name}
          </ButtonLink>
        )}
      </div>
    </section>
  );
}
