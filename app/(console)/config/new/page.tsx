import { NewPage } from '#components/config-editor/new-page.tsx';

export default function Page() {
  return <NewPage />;
}
