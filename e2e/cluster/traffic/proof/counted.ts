/** What Prometheus has counted of productpage's calls to reviews since a moment: increases of the clients' own counters, by a label. */
const pollMs = 500;

interface QueryAnswer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

type Counts = ReadonlyMap<string, number>;

const calls =
  'istio_requests_total{reporter="source",source_workload="productpage-v1",destination_service_name="reviews"}';

export class ReviewsCounts {
  readonly #prometheus: string;
  readonly #label: string;
  #since: Counts = new Map();

  /** `label` is what calls are told apart by. */
  constructor(prometheus: string, label: string) {
    this.#prometheus = prometheus;
    this.#label = label;
  }

  /** Counts from the first scrape on that is younger than this call. */
  async begin(): Promise<void> {
    const calledMs = Date.now();
    await until('a scrape', async () => {
      const newest = (await this.#query(`max by (__name__) (timestamp(${calls}))`)).data.result[0];
      return newest !== undefined && Number(newest.value[1]) * 1000 > calledMs;
    });
    this.#since = await this.#now();
  }

  /** Resolves with the shares when at least so many calls were counted. */
  async shares(ofCalls: number): Promise<{ calls: number; shareOf(value: string): number }> {
    let increase = new Map<string, number>();
    let all = 0;
    await until(`${ofCalls} calls`, async () => {
      const now = await this.#now();
      increase = new Map([...now].map(([value, count]) => [value, count - (this.#since.get(value) ?? 0)]));
      all = [...increase.values()].reduce((sum, count) => sum + count, 0);
      return all >= ofCalls;
    });
    return { calls: all, shareOf: (value) => (increase.get(value) ?? 0) / all };
  }

  async #now(): Promise<Counts> {
    const { data } = await this.#query(`sum by (${this.#label}) (${calls})`);
    return new Map(data.result.map(({ metric, value }) => [metric[this.#label] ?? '', Number(value[1])]));
  }

  async #query(query: string): Promise<QueryAnswer> {
    const answer = await fetch(`${this.#prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
    if (!answer.ok) throw new Error(`Prometheus answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as QueryAnswer;
  }
}

/** Asks until it holds; a minute is too long. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited a minute for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
