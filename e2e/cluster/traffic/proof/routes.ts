/** The rules of Bookinfo's reviews that the proof writes, and puts back as they were. */
import type { ApiClient } from '../../api-client.ts';

const path = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';

export interface HttpRule {
  match?: object[];
  route: object[];
  fault?: object;
  timeout?: string;
}

interface Reviews {
  spec: { hosts: string[]; http: HttpRule[] };
}

export function splitOver(weights: Readonly<Record<string, number>>): object[] {
  return Object.entries(weights).map(([subset, weight]) => ({
    destination: { host: 'reviews', subset },
    weight,
  }));
}

export interface ReviewsRoutes {
  /** Resolves when the API server has taken the rules. */
  write(rules: readonly HttpRule[]): Promise<void>;
  putBack(): Promise<void>;
}

export async function openReviewsRoutes(api: ApiClient): Promise<ReviewsRoutes> {
  const before = await api.call<Reviews>('GET', path);
  if (before.status !== 200) throw new Error(`reviews cannot be read: ${before.status}`);
  const write = async (rules: readonly HttpRule[]): Promise<void> => {
    const { body } = await api.call<Reviews>('GET', path);
    const answer = await api.call('PUT', path, { body: { ...body, spec: { ...body.spec, http: rules } } });
    if (answer.status !== 200) throw new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return { write, putBack: () => write(before.body.spec.http) };
}
