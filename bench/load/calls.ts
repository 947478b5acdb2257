/** What the backends were asked, second by second: the proof of sharing is what they received, not what was answered. */

export interface CallSecond {
  calls: number;
  /** Of them questions about rights and names (Self…Review). */
  reviews: number;
}

export interface CallBook {
  note(atMs: number, isReview: boolean): void;
  /** Between two times: per second on average, the busiest second, and the share of reviews. */
  figures(fromMs: number, toMs: number): CallFigures;
}

export interface CallFigures {
  perSecond: number;
  reviewsPerSecond: number;
  peak: number;
}

/** Times are milliseconds since the start of the timetable; before it they are negative. */
export function createCallBook(): CallBook {
  const seconds = new Map<number, CallSecond>();
  return {
    note: (atMs, isReview) => {
      const second = Math.floor(atMs / 1000);
      const one = seconds.get(second) ?? { calls: 0, reviews: 0 };
      one.calls += 1;
      if (isReview) one.reviews += 1;
      seconds.set(second, one);
    },
    figures: (fromMs, toMs) => {
      const some = [...seconds].filter(([second]) => second * 1000 >= fromMs && second * 1000 < toMs);
      const length = Math.max(1, (toMs - fromMs) / 1000);
      const sum = (pick: (one: CallSecond) => number) =>
        some.reduce((total, [, one]) => total + pick(one), 0);
      return {
        perSecond: sum(({ calls }) => calls) / length,
        reviewsPerSecond: sum(({ reviews }) => reviews) / length,
        peak: Math.max(0, ...some.map(([, { calls }]) => calls)),
      };
    },
  };
}
