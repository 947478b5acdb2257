import { NewPage } from '#components/config-editor/new/new-page.tsx';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';

export default function Page() {
  return (
    <NeedsNamespace>
      <NewPage />
    </NeedsNamespace>
  );
}
