/** VirtualServices and routes, as the graph names them, as rows of a list of objects, each with its page. */
import Link from 'next/link';
import { useScope } from '#components/shell/use-scope.ts';
import { readRoutedBy } from '#lib/api/traffic/route-ref.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import styles from '../side-panel.module.css';

export function RuleRows({ names }: { names: readonly string[] }) {
  const { namespaces, range } = useScope();
  return names.map((text) => {
    const { kind, namespace, name } = readRoutedBy(text);
    const full = `${namespace}/${name}`;
    return (
      <li key={text}>
        <span className={styles.kind}>{kind}</span>
        <Link
          href={routes.configurationObject(
            { kind: kindIdNamed(kind) ?? kind, namespace, name },
            { namespaces, range },
          )}
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
