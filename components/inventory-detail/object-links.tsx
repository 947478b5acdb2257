'use client';
/** Links to services and workloads that keep the scope of the view. */
import Link from 'next/link';
import { useScope } from '#components/shell/use-scope.ts';
import type { ObjectName } from '#lib/client/routes.ts';
import { routes } from '#lib/client/routes.ts';
import styles from './tables.module.css';

export function WorkloadLink(object: ObjectName) {
  const { namespaces, range } = useScope();
  return (
    <Link href={routes.workload(object, { namespaces, range })} className={styles.link}>
      {object.name}
    </Link>
  );
}

export function ServiceLink(object: ObjectName) {
  const { namespaces, range } = useScope();
  return (
    <Link href={routes.service(object, { namespaces, range })} className={styles.link}>
      {object.name}
    </Link>
  );
}
