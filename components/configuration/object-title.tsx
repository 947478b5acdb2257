'use client';
/** An object by kind and name, as a link to its page; the namespace where the page around does not say it. */
import Link from 'next/link';
import { useScope } from '#components/shell/use-scope.ts';
import type { ObjectRef } from '#lib/api/configuration.ts';
import { routes } from '#lib/client/routes.ts';
import styles from './configuration.module.css';
import { kindName } from './kind-names.ts';

export function ObjectTitle({ object, home }: { object: ObjectRef; home?: string }) {
  const { namespaces, range } = useScope();
  return (
    <span className={styles.object}>
      <span className={styles.kind}>{kindName(object.kind)}</span>
      <Link href={routes.configurationObject(object, { namespaces, range })} prefetch={false}>
        {object.name}
      </Link>
      {object.namespace !== home && <span className={styles.kind}>{object.namespace}</span>}
    </span>
  );
}
