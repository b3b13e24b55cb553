import { type Count, isHidden, type Share } from "../charts/figures.ts";
import { isSmall } from "../measures/suppression.ts";
import type { DomainData, LearningReportData } from "../reports/learning-report-data.ts";
import { hiddenFigures, type LinkedFigure, type Sum } from "./linked.ts";

/** Of figures that cannot all be shown, the share good or better stays first, groups go first. */
const RANK = { group: 0, limited: 1, grade: 2, good: 3 };

/**
 * The keys of the figures to hide among grades before and after limits, plans that limits lowered, and groups:
 * `before i`, `after i`, `to i` (the place of the grade), `lowered`, `good`, and for a group `plans g.r` and `good g.r`.
 *
 * Plans only move down from a grade to a worse one: some stay, some leave it (`from`), some arrive (`to`), others move past it.
 */
export function hiddenResults({
  grades,
  limits,
  levels,
  groups,
  protection,
}: Pick<LearningReportData, "levels" | "groups" | "protection"> & {
  grades: Pick<LearningReportData["grades"], "n" | "limitsMode" | "before" | "after" | "good">;
  limits: Pick<LearningReportData["limits"], "lowered" | "loweredTo">;
}): Set<string> {
  const { threshold } = protection;
  const links = startLinks();
  const applied = grades.limitsMode === "applied";
  const number = (counts: Count[], i: number) => plain(counts[i] ?? 0);
  links.add("n", grades.n, "given");
  let past = 0;
  levels.forEach(({ label }, i) => {
    const arrive = plain(limits.loweredTo.find(({ level }) => level === label)?.plans ?? 0);
    const stay = number(grades.after, i) - arrive;
    const leave = number(grades.before, i) - stay;
    const [first, last] = [i === 0, i === levels.length - 1];
    links.add(`to ${i}`, arrive, first ? "given" : "figure", RANK.limited);
    links.add(`stay ${i}`, stay, "free");
    links.add(`from ${i}`, leave, last ? "given" : "free");
    links.add(`before ${i}`, stay + leave, "figure", applied ? RANK.limited : RANK.grade);
    links.add(`after ${i}`, stay + arrive, "figure", applied ? RANK.grade : RANK.limited);
    links.sum(`before ${i}`, [`stay ${i}`, `from ${i}`]);
    links.sum(`after ${i}`, [`stay ${i}`, `to ${i}`]);
    // Only plans from better grades arrive; those that leave join the ones that move on.
    links.add(`on ${i}`, past - arrive, first || last ? "given" : "free");
    if (!first) links.sum(`past ${i - 1}`, [`to ${i}`, `on ${i}`]);
    past += leave - arrive;
    if (!last) links.add(`past ${i}`, past, "free");
    if (!last) links.sum(`past ${i}`, [`from ${i}`, `on ${i}`]);
  });
  const each = (key: string) => levels.map((_, i) => `${key} ${i}`);
  links.add("lowered", plain(limits.lowered), "figure", RANK.limited);
  links.add("kept", grades.n - plain(limits.lowered), "implied");
  links.sum("n", ["lowered", "kept"]);
  links.sum("lowered", each("to"));
  links.sum("kept", each("stay"));

  split(links, "", "n", grades.good, RANK.good, threshold);
  const place = (good: boolean) =>
    levels.flatMap((level, i) => (level.good === good ? [`${applied ? "after" : "before"} ${i}`] : []));
  links.sum("good", place(true));
  links.sum("other", place(false));
  groups.forEach(({ rows }, g) => {
    for (const [r, { good }] of rows.entries()) {
      const { n } = plainShare(good);
      links.add(`plans ${g}.${r}`, n, mayShow(good, threshold) ? "figure" : "hidden", RANK.group);
      split(links, ` ${g}.${r}`, `plans ${g}.${r}`, good, RANK.group, threshold);
    }
    const all = (part: string) => rows.map((_, r) => `${part} ${g}.${r}`);
    links.sum("n", all("plans"));
    links.sum("good", all("good"));
    links.sum("other", all("other"));
  });
  return links.hidden(threshold);
}

/** The keys of the figures to hide in one domain: `not graded`, `good`, and `level i`. Each domain stands by itself. */
export function hiddenInDomain(
  { good, counts, notGraded }: DomainData,
  levels: { good: boolean }[],
  counted: number,
  threshold: number,
): Set<string> {
  const links = startLinks();
  const { n } = plainShare(good);
  // A share that is shown tells how many plans were graded, and so how many were not.
  const shown = mayShow(good, threshold) && !isSmall(counted - n, threshold);
  links.add("counted", counted, "given");
  links.add("n", n, shown ? "given" : "free");
  links.add("not graded", plain(notGraded), "figure", RANK.grade);
  links.sum("counted", ["n", "not graded"]);
  split(links, "", "n", good, RANK.good, threshold, shown);
  for (const better of [true, false]) {
    const own = levels.flatMap((level, i) => (level.good === better ? [i] : []));
    for (const i of own) links.add(`level ${i}`, plain(counts[i] ?? 0), "figure", RANK.grade);
    links.sum(
      better ? "good" : "other",
      own.map((i) => `level ${i}`),
    );
  }
  return links.hidden(threshold);
}

/** The two parts of a share. Where it cannot be shown, a reader may know that neither part is 0. */
function split(
  links: Links,
  suffix: string,
  total: string,
  share: Share,
  rank: number,
  threshold: number,
  shown = mayShow(share, threshold),
): void {
  const { count, n } = plainShare(share);
  links.add(`good${suffix}`, count, shown ? "figure" : count ? "hidden" : "implied", rank);
  links.add(`other${suffix}`, n - count, shown || n === count ? "implied" : "hidden");
  links.sum(total, [`good${suffix}`, `other${suffix}`]);
}

/** A share tells how many plans have it, how many have it not, and how many there are. */
export function mayShow(share: Share, threshold: number): boolean {
  return !isHidden(share) && [share.count, share.n - share.count, share.n].every((value) => !isSmall(value, threshold));
}

type Links = ReturnType<typeof startLinks>;

function startLinks() {
  const figures: LinkedFigure[] = [];
  const sums: Sum[] = [];
  return {
    add(key: string, value: number, role: LinkedFigure["role"], rank = 0): void {
      figures.push({ key, value, role, rank });
    },
    sum(total: string, parts: string[]): void {
      sums.push({ total, parts });
    },
    hidden(threshold: number): Set<string> {
      const verdict = hiddenFigures(figures, sums, threshold);
      if (verdict.value === null) throw new Error(verdict.message);
      return verdict.value;
    },
  };
}

function plain(count: Count): number {
  if (isHidden(count)) throw new Error(PROTECTED);
  return count;
}

function plainShare(share: Share): { count: number; n: number } {
  if (isHidden(share)) throw new Error(PROTECTED);
  return share;
}

const PROTECTED = "Protection begins with figures that are not protected yet.";
