import { list } from "../charts/describe.ts";
import { isHidden, limitText, pointsText, whole } from "../charts/figures.ts";
import type { ThemeData } from "../reports/learning-report-data.ts";
import type { CycleThemes } from "./cycle-themes.ts";
import type { Beside } from "./figures.ts";

/** How results are said. Pages use this in the browser, so it imports nothing that counts. */

/** The answer of the themes page: which area for improvement is commonest, and which changes are worth a look. */
export function themesLead({ themes, beside }: Pick<CycleThemes, "themes" | "beside">): string {
  const found = themes.filter(({ share }) => isHidden(share) || share.count > 0);
  if (found.length === 0) return "No finding has been coded to a theme.";
  return [commonest(found), notable(themes, beside.compared?.title ?? "")].filter(Boolean).join(" ");
}

function commonest(themes: ThemeData[]): string {
  const shown = themes.flatMap(({ name, polarity, share }) =>
    polarity === "improvement" && !isHidden(share) && share.count > 0 ? [{ name, ...share }] : [],
  );
  const [first] = shown;
  if (!first) return "";
  const same = shown.filter(({ count }) => count === first.count).map(({ name }) => name);
  const where = `in ${whole(first.count)} of ${whole(first.n)} plans`;
  return same.length === 1
    ? `${first.name} is the commonest area for improvement, ${where}.`
    : `${list(same)} are the commonest areas for improvement, each ${where}.`;
}

/** "One change is worth a look: Generic or copied text fell from 20 of 38 plans to 6 of 40." */
function notable(themes: ThemeData[], since: string): string {
  const changes = themes.flatMap(({ name, share, previous, change }) => {
    if (!change?.worthALook || isHidden(share) || !previous || isHidden(previous)) return [];
    const moved = change.difference < 0 ? "fell" : "rose";
    return [
      `${name} ${moved} from ${previous.count} of ${previous.n} plans in ${since} to ${share.count} of ${share.n}`,
    ];
  });
  if (changes.length === 0) return "";
  const what = changes.length === 1 ? "One change is" : `${changes.length} changes are`;
  return `${what} worth a look: ${changes.join("; ")}.`;
}

/** "−38 (−55 to −17)": a change in points with its interval. */
export function changeText({ difference, interval }: NonNullable<ThemeData["change"]>): string {
  return `${pointsText(difference)} (${pointsText(interval.lower)} to ${pointsText(interval.upper)})`;
}

/** What the figures cannot show, beyond what the report says of itself. */
export function limitsOfAudit({ weighted, notCompared }: Beside): string[] {
  return [weighted ? weightedSentence(weighted) : "", notCompared ?? ""].filter(Boolean);
}

/** "Small groups were given more places than their share. With each group counted by its size, 52% (37% to 66%) …" */
export function weightedSentence({ share, interval }: NonNullable<Beside["weighted"]>): string {
  const percent = (value: number) => `${limitText(value, 1)}%`;
  const limits = interval ? ` (${percent(interval.lower)} to ${percent(interval.upper)})` : "";
  return `Small groups were given more places than their share of plans. With each group counted by its size, ${percent(share)}${limits} of all plans are likely to be good or better.`;
}
