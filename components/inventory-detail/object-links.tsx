'use client';
/** Links to services, workloads and objects of Istio that keep the scope of the view. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import styles from './tables.module.css';

export function WorkloadLink(object: ObjectName) {
  const { namespaces, range } = useScope();
  return (
    <Link href={routes.workload(object, { namespaces, range })} className={styles.link}>
      {object.name}
    </Link>
  );
}

/** To what its containers write. */
export function PodLink({ namespace, workload, name }: ObjectName & { workload: string }) {
  const t = useTranslations('details.pod');
  const { namespaces, range } = useScope();
  return (
    <Link
      href={routes.podLog({ namespace, name: workload }, name, { namespaces, range })}
      prefetch={false}
      className={styles.link}
      title={t('log', { name })}
    >
      {name}
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

/** An object of Istio by the name of its kind. */
export function ConfigurationLink({ kind, namespace, name }: ObjectName & { kind: string }) {
  const { namespaces, range } = useScope();
  const id = kindIdNamed(kind);
  if (id === null) return <b>{name}</b>;
  return (
    <Link
      href={routes.configurationObject({ kind: id, namespace, name }, { namespaces, range })}
      prefetch={false}
      className={styles.link}
    >
      {name}
    </Link>
  );
}
