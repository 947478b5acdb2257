'use client';
/** Whose rights: what is typed becomes the question when it is shown, so that no letter in between is asked about. */
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { TokenInput } from '#components/kit/form-fields/token-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { type Subject, type SubjectKind, subjectKinds } from '#lib/access/rbac/subject.ts';
import styles from '../access.module.css';
import type { AccessUrl } from '../use-access-url.ts';

interface Wish {
  kind: SubjectKind;
  name: string;
  account: string;
  groups: readonly string[];
}

export function SubjectForm({ url, known }: { url: AccessUrl; known: readonly Subject[] }) {
  const t = useTranslations('access');
  const [wish, setWish] = useState<Wish>({
    kind: url.kind,
    name: url.name,
    account: url.account,
    groups: url.groups,
  });
  const change = (next: Partial<Wish>) => setWish((before) => ({ ...before, ...next }));
  const isAccount = wish.kind === 'ServiceAccount';
  const isComplete = wish.name.trim() !== '' && (!isAccount || wish.account.trim() !== '');
  const show = (next: Wish) =>
    void url.set({
      kind: next.kind,
      name: next.name.trim(),
      account: next.kind === 'ServiceAccount' ? next.account.trim() : '',
      groups: next.kind === 'User' ? [...next.groups] : [],
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) show(wish);
  };
  const choose = (name: string) => {
    const found = known.find((one) => one.kind === wish.kind && one.name === name);
    const next = { ...wish, name, account: found?.namespace ?? wish.account };
    setWish(next);
    if (!isAccount || next.account !== '') show(next);
  };
  return (
    <form className={styles.tools} onSubmit={submit}>
      <Segments
        label={t('grants.kind')}
        value={wish.kind}
        options={subjectKinds.map((value) => ({ value, name: t(`kinds.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <TextInput
        label={t('grants.name')}
        value={wish.name}
        width={280}
        placeholder={t(`grants.nameHint.${wish.kind}`)}
        options={known
          .filter(({ kind }) => kind === wish.kind)
          .map(({ name, namespace }) => ({ value: name, detail: namespace ?? undefined }))}
        onChange={(name) => change({ name })}
        onChoose={choose}
        onEnter={() => {
          if (isComplete) show(wish);
        }}
        onLeave={() => undefined}
      />
      {isAccount && (
        <TextInput
          label={t('grants.accountNamespace')}
          value={wish.account}
          width={200}
          placeholder={t('grants.accountNamespace')}
          onChange={(account) => change({ account })}
          onEnter={() => {
            if (isComplete) show(wish);
          }}
        />
      )}
      {wish.kind === 'User' && (
        <div className={styles.groups} title={t('subject.groupsNote')}>
          <TokenInput
            label={t('subject.groups')}
            values={wish.groups}
            placeholder={t('subject.groupsHint')}
            options={known.filter(({ kind }) => kind === 'Group').map(({ name }) => ({ value: name }))}
            removeLabel={(name) => t('subject.removeGroup', { name })}
            editLabel={(name) => t('subject.editGroup', { name })}
            onAdd={(name) => change({ groups: [...wish.groups, name] })}
            onRemove={(index) => change({ groups: wish.groups.filter((_, at) => at !== index) })}
            onReplace={(index, name) =>
              change({ groups: wish.groups.map((one, at) => (at === index ? name : one)) })
            }
          />
        </div>
      )}
      <Button type="submit" tone="accent" disabled={!isComplete}>
        {t('subject.show')}
      </Button>
    </form>
  );
}
