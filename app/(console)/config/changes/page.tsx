import { ChangesPage } from '#components/config-history/changes-page.tsx';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';

export default function Page() {
  return (
    <NeedsNamespace>
      <ChangesPage />
    </NeedsNamespace>
  );
}
