'use client';
/** A subject of a binding: its kind as an icon and in words, its name, and the namespace of an account. */
import { Bot, User, Users } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Subject, SubjectKind } from '#lib/access/rbac/subject.ts';
import styles from './access.module.css';

const icons: Readonly<Record<SubjectKind, typeof User>> = { User, Group: Users, ServiceAccount: Bot };

/** `namespace/name` of an account, else the name. */
export function subjectText({ name, namespace }: Subject): string {
  return namespace === null ? name : `${namespace}/${name}`;
}

export function SubjectName({ subject }: { subject: Subject }) {
  const t = useTranslations('access.kinds');
  const Icon = icons[subject.kind];
  return (
    <span className={styles.subject} title={t(subject.kind)}>
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <VisuallyHidden>{t(subject.kind)}</VisuallyHidden> <span translate="no">{subjectText(subject)}</span>
    </span>
  );
}
