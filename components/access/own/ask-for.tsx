'use client';
/** What is missing, as something to hand to an admin: a sentence and the command or the RoleBinding that grants it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { personaCommand } from '#components/shell/notes/grant-commands.ts';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { questionKey, type RolePersona, rolePersonas } from '#lib/access/abilities.ts';
import { grantablePersonas, grantName, roleBindingYaml } from '#lib/access/grant.ts';
import { personaQuestions, personaRoleName } from '#lib/access/persona-role.ts';
import type { Access } from '#lib/api/access/access.ts';
import styles from '../access.module.css';

/** Roles that give something the reader lacks, the least first. */
export function helpfulPersonas({
  abilities,
  namespace,
}: Pick<Access, 'abilities' | 'namespace'>): RolePersona[] {
  const missing = new Set(abilities.flatMap((one) => one.missing).map(questionKey));
  const offered: readonly RolePersona[] = namespace === null ? rolePersonas : grantablePersonas;
  return offered.filter((persona) => personaQuestions(persona).some((one) => missing.has(questionKey(one))));
}

export function AskFor({ access }: { access: Access }) {
  const t = useTranslations('access');
  const common = useTranslations('common');
  const { namespace, user, installed } = access;
  const personas = helpfulPersonas(access);
  const [wished, setWished] = useState<RolePersona | null>(null);
  const [form, setForm] = useState<'command' | 'yaml'>('command');
  const persona = personas.find((one) => one === wished) ?? personas[0];
  if (persona === undefined) return null;
  const role = personaRoleName(persona);
  const subject = { kind: 'User', name: user.name, namespace: null } as const;
  const grantable = grantablePersonas.find((one) => one === persona);
  const yaml =
    namespace === null || grantable === undefined
      ? null
      : roleBindingYaml({ persona: grantable, namespace, subject });
  const command = personaCommand(
    { role, binding: grantName({ persona, subject }), user: user.name },
    namespace,
  );
  const words = { user: user.name, persona: t(`persona.${persona}`) };
  const sentence =
    namespace === null ? t('ask.sentenceEverywhere', words) : t('ask.sentence', { ...words, namespace });
  return (
    <section className={styles.ask} aria-label={t('ask.title')}>
      <h3>{t('ask.title')}</h3>
      <p className={styles.dim}>{t('ask.lead')}</p>
      <div className={styles.askTools}>
        <Segments
          label={t('ask.persona')}
          value={persona}
          options={personas.map((value) => ({ value, name: t(`persona.${value}`) }))}
          onChange={setWished}
        />
        {yaml !== null && (
          <Segments
            label={t('ask.form')}
            value={form}
            options={[
              { value: 'command', name: t('ask.command') },
              { value: 'yaml', name: t('ask.yaml') },
            ]}
            onChange={setForm}
          />
        )}
      </div>
      <p className={styles.sentence}>{sentence}</p>
      <CopyBlock
        text={form === 'yaml' && yaml !== null ? yaml : command}
        copyLabel={common('copy')}
        copiedLabel={common('copied')}
      />
      {installed !== null && !installed.includes(persona) && (
        <p className={styles.note}>{t('ask.notInstalled', { role })}</p>
      )}
    </section>
  );
}
