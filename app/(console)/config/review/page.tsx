import { ReviewPage } from '#components/config-editor/review/review-page.tsx';

export default function Page() {
  return <ReviewPage />;
}
