import { type Change, isHidden, PERCENT_FROM, pointsText, type Share } from "../charts/figures.ts";
import { benjaminiHochberg, cochranArmitage, fisherExact } from "../measures/comparisons.ts";
import { changeOf, type Measured, whyNotCompared } from "../results/comparison.ts";
import { type PublishedCycle, publishedCycle } from "./published-cycle.ts";
import { type CycleTally, goodInDomain, goodOf, shareOf } from "./tally.ts";

/** A measure of plan quality over cycles: the key "good", or "domain." and the key of a domain. */
export type QualityKey = string;

/** A cycle whose evidence was removed, with its figures as they were kept. */
export type KeptCycle = { title: string; day: string; good: Share; domains: ReadonlyMap<string, Share> };

export type CyclePoint = { label: string; day: string; share: Share; cycleId: string | null };
export type CycleLine = {
  points: CyclePoint[];
  /** Cycles that are no points of this line, and why. */
  leftOut: string[];
};

/** The share of one cycle, with every number or as it may leave. */
export function qualityOf(tally: CycleTally, key: QualityKey, published: PublishedCycle | null): Share {
  const domain = key.startsWith("domain.") ? key.slice("domain.".length) : null;
  if (published) return domain ? (published.domains.get(domain) ?? EMPTY) : published.good;
  const { count, n } = domain ? goodInDomain(tally, domain) : goodOf(tally);
  return shareOf(count, n, tally.draw);
}
const EMPTY: Share = { count: 0, n: 0, interval: null };

/** What decides whether a cycle may be compared with another. */
export const comparedBy = (tally: CycleTally): Measured => ({
  title: tally.cycle.title,
  shortForm: tally.cycle.shortForm,
  limitsMode: tally.cycle.limitsMode,
  document: tally.rubric,
  draw: tally.draw,
  counted: goodOf(tally).n,
});

/** Cycles that measured the same as the newest, oldest first, and why others did not. */
export function comparableCycles(tallies: readonly CycleTally[]): { cycles: CycleTally[]; leftOut: string[] } {
  const newest = tallies.at(-1);
  if (!newest) return { cycles: [], leftOut: [] };
  const why = (other: CycleTally) => (other === newest ? null : whyNotCompared(comparedBy(newest), comparedBy(other)));
  return {
    cycles: tallies.filter((tally) => why(tally) === null),
    leftOut: tallies.flatMap((tally) => why(tally) ?? []),
  };
}

/** One point a cycle: each has a sample of its own, so a cycle is the period of the line. */
export function cycleLine(
  tallies: readonly CycleTally[],
  kept: readonly KeptCycle[],
  key: QualityKey,
  internal: boolean,
): CycleLine {
  const { cycles, leftOut } = comparableCycles(tallies);
  const domain = key.startsWith("domain.") ? key.slice("domain.".length) : null;
  const old = kept.flatMap(({ title, day, good, domains }): CyclePoint[] => {
    const share = domain ? domains.get(domain) : good;
    return share ? [{ label: title, day, share, cycleId: null }] : [];
  });
  const points = cycles.map((tally) => ({
    label: tally.cycle.title,
    day: tally.cycle.scoringOpens,
    share: qualityOf(tally, key, internal ? null : publishedCycle(tally)),
    cycleId: tally.cycle.id,
  }));
  return { points: [...old, ...points].toSorted((a, b) => (a.day < b.day ? -1 : 1)), leftOut };
}

export type ComparedRow = { key: QualityKey; label: string; change: Change | null; why?: string };

/** The share of false alarms that "worth a look" allows among all changes that are compared. */
const FALSE_ALARMS = 0.1;

/**
 * Changes between two cycles with Newcombe's interval. Only those that pass a test for looking at many at once (Fisher, then
 * Benjamini and Hochberg over all rows) are called better or worse; of the others we could not tell.
 */
export function changesBetween(
  measures: readonly { key: QualityKey; label: string; before: Share; after: Share }[],
): ComparedRow[] {
  const known = measures.flatMap(({ key, before, after }) => {
    if (isHidden(before) || isHidden(after) || before.n < PERCENT_FROM || after.n < PERCENT_FROM) return [];
    const p = fisherExact(before.count, before.n, after.count, after.n).value;
    return p === null ? [] : [{ key, before, after, p }];
  });
  const q = benjaminiHochberg(known.map(({ p }) => p)).value ?? [];
  return measures.map(({ key, label, before, after }): ComparedRow => {
    const at = known.findIndex((one) => one.key === key);
    const one = known[at];
    if (!one) {
      const why = isHidden(before) || isHidden(after) ? "c" : "too few plans to compare";
      return { key, label, change: null, why };
    }
    const change = changeOf(one.before.count, one.before.n, one.after.count, one.after.n);
    return { key, label, change: (q[at] ?? 1) <= FALSE_ALARMS ? change : { ...change, verdict: "could_not_tell" } };
  });
}

/** What a list of changes says, for the title of its picture. */
export function changesFinding(rows: readonly ComparedRow[]): string {
  const told = rows.flatMap(({ label, change }) =>
    change && change.verdict !== "could_not_tell" ? [{ label, change }] : [],
  );
  if (!rows.some(({ change }) => change)) return "nothing can be compared";
  if (told.length === 0) return "we could not tell of any change whether it is more than chance";
  const words = told.map(({ label, change }) => `${label} ${pointsText(change.difference)} points`);
  return `worth a look: ${words.join(", ")}`;
}

/** "Over 3 cycles the share rose (z = 2.1, p = 0.03)", by Cochran and Armitage; null below three shown cycles. */
export function trendWords(points: readonly { share: Share }[]): string | null {
  const shown = points.flatMap(({ share }) => (isHidden(share) || share.n === 0 ? [] : [share]));
  if (shown.length < 3) return null;
  const { value } = cochranArmitage(
    shown.map(({ count }) => count),
    shown.map(({ n }) => n),
  );
  if (!value) return `Over ${shown.length} cycles all plans were the same, so there is no trend to test.`;
  const { z, p } = value;
  const figures = `z = ${z.toFixed(1).replace("-", "−")}, p = ${p < 0.001 ? "below 0.001" : p.toFixed(3)}`;
  if (p > 0.05)
    return `Over ${shown.length} cycles we could not tell a trend from chance (${figures}, Cochran and Armitage).`;
  return `Over ${shown.length} cycles the share ${z > 0 ? "rose" : "fell"} by more than chance would give (${figures}, Cochran and Armitage).`;
}
