import { NewPage } from '#components/config-editor/new-page.tsx';
import { NeedsNamespace } from '#components/shell/needs-namespace.tsx';

export default function Page() {
  return (
    <NeedsNamespace>
      <NewPage />
    </NeedsNamespace>
  );
}
