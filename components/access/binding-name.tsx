'use client';
/** A binding and the role that it binds. Names of objects are not translated. */
import type { BindingRef } from '#lib/api/access/access.ts';
import styles from './access.module.css';

export function BindingName({ binding, place = false }: { binding: BindingRef; place?: boolean }) {
  const { namespace, name, role } = binding;
  return (
    <span className={styles.binding} translate="no">
      <span>
        {namespace === null ? 'ClusterRoleBinding' : 'RoleBinding'}{' '}
        <b>{place && namespace !== null ? `${namespace}/${name}` : name}</b>
      </span>
      <span className={styles.dim}>
        {role.kind} {role.name}
      </span>
    </span>
  );
}

export function bindingKey({ namespace, name }: BindingRef): string {
  return `${namespace ?? ''}/${name}`;
}
