/** VirtualServices, as "namespace/name", as rows of a list of objects, each with its page. */
import Link from 'next/link';
import { useScope } from '#components/shell/use-scope.ts';
import { routes } from '#lib/client/routes.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import styles from './side-panel.module.css';

const { kind } = kinds.virtualServices;
const id = kindId(kinds.virtualServices);

export function RuleRows({ names }: { names: readonly string[] }) {
  const { namespaces, range } = useScope();
  return names.map((full) => {
    const [namespace = '', name = ''] = full.split('/');
    return (
      <li key={full}>
        <span className={styles.kind}>{kind}</span>
        <Link
          href={routes.configurationObject({ kind: id, namespace, name }, { namespaces, range })}
          prefetch={false}
          className={styles.cut}
          title={full}
        >
          {full}
        </Link>
      </li>
    );
  });
}
