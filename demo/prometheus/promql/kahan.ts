/** Summation that keeps what rounding would lose (Kahan with Neumaier's improvement), as Prometheus' util/kahansum. */

/** Adds to sums[cell], keeping the lost part in lost[cell]. */
export function addCompensated(sums: Float64Array, lost: Float64Array, cell: number, amount: number): void {
  const sum = sums[cell] ?? 0;
  const next = sum + amount;
  if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) lost[cell] = 0;
  else if (Math.abs(sum) >= Math.abs(amount)) lost[cell] = (lost[cell] ?? 0) + (sum - next + amount);
  else lost[cell] = (lost[cell] ?? 0) + (amount - next + sum);
  sums[cell] = next;
}

/** A sum or mean of one series of numbers. */
export class CompensatedSum {
  private readonly sums = new Float64Array(1);
  private readonly lost = new Float64Array(1);

  reset(value = 0): void {
    this.sums[0] = value;
    this.lost[0] = 0;
  }

  add(amount: number): void {
    addCompensated(this.sums, this.lost, 0, amount);
  }

  get total(): number {
    const sum = this.sums[0] ?? 0;
    return Number.isFinite(sum) ? sum + (this.lost[0] ?? 0) : sum;
  }
}

/** The arithmetic mean, which falls back to an incremental one where the sum would overflow. */
export class CompensatedMean {
  /** Sum (or mean, once incremental) and what rounding lost of it. */
  private readonly sums = new Float64Array(1);
  private readonly lost = new Float64Array(1);
  private count = 0;
  private incremental = false;

  reset(): void {
    this.sums[0] = 0;
    this.lost[0] = 0;
    this.count = 0;
    this.incremental = false;
  }

  add(value: number): void {
    this.count++;
    if (this.count === 1) {
      this.sums[0] = value;
      return;
    }
    const { sums, lost, count } = this;
    const sum = sums[0] ?? 0;
    const before = lost[0] ?? 0;
    if (!this.incremental) {
      addCompensated(sums, lost, 0, value);
      if (Math.abs(sums[0] ?? 0) !== Number.POSITIVE_INFINITY) return;
      this.incremental = true;
      sums[0] = sum / (count - 1);
      lost[0] = before / (count - 1);
    }
    const weight = (count - 1) / count;
    sums[0] = weight * (sums[0] ?? 0);
    lost[0] = weight * (lost[0] ?? 0);
    addCompensated(sums, lost, 0, value / count);
  }

  get mean(): number {
    const sum = this.sums[0] ?? 0;
    const lost = this.lost[0] ?? 0;
    return this.incremental ? sum + lost : sum / this.count + lost / this.count;
  }
}
