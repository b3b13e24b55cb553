import { type Count, type Hidden, isHidden, type Share } from "../charts/figures.ts";
import { isSmall } from "../measures/suppression.ts";
import type { AgreementData, DomainData, ThemeData } from "../reports/learning-report-data.ts";
import type { CycleFigures } from "./figures.ts";
import { hiddenInDomain, hiddenResults, mayShow } from "./links.ts";
import { limitsOfAudit } from "./words.ts";

/** Agreement of fewer plans than this is not published (`docs/statistics.md` 4.5). */
const AGREEMENT_FROM = 8;

/**
 * The view of a cycle's figures that may leave the partnership (`docs/statistics.md` 4). What must not be seen is taken out
 * here, once, for screen, PDF, CSV and alternative text: counts of 1 to 4 plans, figures from which such a count would follow,
 * and with them their percentages, intervals, changes, quotes and places in an order. All hidden figures carry the same
 * reason, because two reasons would tell which of them are small.
 *
 * @param figures the internal view
 */
export function published(figures: CycleFigures): CycleFigures {
  const { grades, limits, sample, beside, timeliness } = figures;
  const { threshold } = figures.protection;
  const hide = hiddenBelow(threshold);
  const count = (value: Count): Count => (isHidden(value) || isSmall(value, threshold) ? hide : value);
  const share = (value: Share): Share => (mayShow(value, threshold) ? value : hide);
  const hidden = hiddenResults(figures);
  const result = (key: string, value: Count): Count => (hidden.has(key) ? hide : value);
  const group = (key: string, value: Share): Share =>
    hidden.has(`plans ${key}`) || hidden.has(`good ${key}`) ? hide : share(value);

  const good = hidden.has("good") ? hide : share(grades.good);
  const notGraded = count(grades.notGraded);
  const previousCycles = figures.previousCycles.map((cycle) => ({ ...cycle, good: share(cycle.good) }));
  const last = previousCycles.at(-1);
  const groups = figures.groups.map(({ title, rows }, g) => ({
    title,
    rows: rows.map((row, r) => ({ ...row, good: group(`${g}.${r}`, row.good) })),
  }));
  const groupHidden = groups.some(({ rows }) => rows.some((row) => isHidden(row.good)));
  const shown: CycleFigures = {
    ...figures,
    view: "published",
    sample: {
      ...sample,
      exclusions: sample.exclusions.map((row) => ({ ...row, plans: count(row.plans) })),
      replaced: count(sample.replaced),
      // Places follow from sizes and plans from places, so the table of groups drawn stands or falls with all of them.
      strata: groupHidden || holdsSmall(sample.strata, threshold) ? null : sample.strata,
    },
    grades: {
      ...grades,
      before: grades.before.map((value, i) => result(`before ${i}`, value)),
      after: grades.after.map((value, i) => result(`after ${i}`, value)),
      good,
      goodInPopulation: isHidden(good) ? null : grades.goodInPopulation,
      notGraded,
      overridden: count(grades.overridden),
    },
    domains: figures.domains.map((domain) => publishedDomain(domain, figures, hide)),
    limits: {
      lowered: result("lowered", limits.lowered),
      loweredTo: limits.loweredTo.map(({ level, plans }) => ({
        level,
        plans: result(`to ${figures.levels.findIndex(({ label }) => label === level)}`, plans),
      })),
      rows: hiddenLast(
        limits.rows.map((row) => ({ ...row, plans: alone(row.plans, grades.n, threshold) ? row.plans : hide })),
        ({ plans }) => plans,
        ({ key, title }) => `${key} ${title}`,
      ),
    },
    agreement: publishedAgreement(figures.agreement),
    themes: publishedThemes(figures.themes, threshold),
    groups,
    timeliness: timeliness && { ...timeliness, rows: publishedSteps(timeliness.rows, hide, threshold) },
    previousCycles,
    change: isHidden(good) || !last || isHidden(last.good) ? null : figures.change,
    beside: {
      ...beside,
      signedOff: isHidden(notGraded) ? grades.n : beside.signedOff,
      weighted: isHidden(good) || groupHidden ? null : beside.weighted,
      limitedPlans: [],
      overriddenPlans: [],
    },
  };
  return {
    ...shown,
    limitsOfAudit: limitsOfAudit(shown.beside),
    protection: { threshold, hidden: countHidden(shown) },
  };
}

const hiddenBelow = (threshold: number): Hidden => ({
  hidden: true,
  reason: `fewer than ${threshold} plans, or a number from which so few would follow`,
});

/** Themes as they may leave, those that are hidden at the end. */
export function publishedThemes(themes: readonly ThemeData[], threshold: number): ThemeData[] {
  const hide = hiddenBelow(threshold);
  return hiddenLast(
    themes.map((theme) => publishedTheme(theme, (value) => (mayShow(value, threshold) ? value : hide))),
    (theme) => theme.share,
    ({ code }) => code,
  );
}

/** Steps done in time as they may leave. @param rows a row whose label continues another's counts a part of it */
export function publishedSteps(
  rows: { label: string; share: Share }[],
  hide: Hidden,
  threshold: number,
): { label: string; share: Share }[] {
  return rows.map((row) => {
    const safe = mayShow(row.share, threshold) && !rows.some((whole) => tellsTheRest(whole, row, threshold));
    return { ...row, share: safe ? row.share : hide };
  });
}

/** A count of `n` plans that hangs together with no other figure. */
function alone(value: Count, n: number, threshold: number): boolean {
  return !isHidden(value) && mayShow({ count: value, n, interval: null }, threshold);
}

function holdsSmall(strata: CycleFigures["sample"]["strata"], threshold: number): boolean {
  const counts = strata?.rows.flatMap(({ population, drawn }) => [population, drawn]) ?? [];
  return counts.some((value) => isHidden(value) || isSmall(value, threshold));
}

/** One domain as it may leave: what each of its numbers would tell of the others is looked at together. */
export function publishedDomain(
  domain: DomainData,
  { levels, grades, protection }: Pick<CycleFigures, "levels" | "protection"> & { grades: { n: number } },
  hide: Hidden,
): DomainData {
  const hidden = hiddenInDomain(domain, levels, grades.n, protection.threshold);
  const show = <T>(key: string, value: T): T | Hidden => (hidden.has(key) ? hide : value);
  const notGraded = show("not graded", domain.notGraded);
  return {
    ...domain,
    notGraded,
    counts: domain.counts.map((value, i) => show(`level ${i}`, value)),
    good:
      mayShow(domain.good, protection.threshold) && !isHidden(notGraded) && !hidden.has("good") ? domain.good : hide,
  };
}

function publishedTheme(theme: ThemeData, share: (value: Share) => Share): ThemeData {
  const now = share(theme.share);
  const before = theme.previous && share(theme.previous);
  return {
    ...theme,
    share: now,
    previous: before,
    change: isHidden(now) || before === null || isHidden(before) ? null : theme.change,
    quotes: isHidden(now) ? [] : theme.quotes,
  };
}

function publishedAgreement(agreement: AgreementData): AgreementData {
  return { ...agreement, criteria: agreement.criteria.filter((row) => row.of >= AGREEMENT_FROM) };
}

/** Rows as they are ordered, those with a hidden figure at the end and by name: a place among the others would tell its size. */
function hiddenLast<Row>(rows: Row[], figure: (row: Row) => unknown, name: (row: Row) => string): Row[] {
  const hidden = rows.filter((row) => isHidden(figure(row))).toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
  return [...rows.filter((row) => !isHidden(figure(row))), ...hidden];
}

/** A row whose label continues another's counts a part of it; where they differ by few plans, both would tell of those. */
function tellsTheRest(
  whole: { label: string; share: Share },
  part: { label: string; share: Share },
  threshold: number,
) {
  if (whole === part || !part.label.startsWith(whole.label) || isHidden(whole.share) || isHidden(part.share))
    return false;
  const count = whole.share.count - part.share.count;
  const n = whole.share.n - part.share.n;
  return !mayShow({ count, n, interval: null }, threshold);
}

function countHidden(value: unknown): number {
  if (isHidden(value)) return 1;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + countHidden(part), 0);
}
