import { dayWords } from "../../dates.ts";
import { countText, isHidden, PERCENT_FROM, percentText, pointsText, type Share, whole } from "../../charts/figures.ts";
import { list } from "../../charts/describe.ts";
import type { Inline, KeyFigure } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { LearningReportData, ThemeData } from "../learning-report-data.ts";
import { changeSentence, counted, goodPhrase, limitsText, plans, shareWords, together, were } from "../words.ts";

/** The answer first: one sentence, four figures, three short lists. */
export function headlines(data: LearningReportData, draft: Draft): void {
  draft.chapter("headlines", "Headlines");
  if (data.headline) draft.lead(data.headline);
  draft.lead(answer(data), data.change ? changeSentence(data.change.change, data.change.since) : "");
  const figures = keyFigures(data);
  if (figures.length > 0) draft.add({ kind: "key-figures", figures });
  const panels = [
    { tone: "good" as const, title: "What is working well", items: mentions(data.themes, "strength") },
    { tone: "worry" as const, title: "What holds plans back", items: mentions(data.themes, "improvement") },
    { tone: "next" as const, title: "What happens next", items: nextSteps(data) },
  ].filter((panel) => panel.items.length > 0);
  if (panels.length > 0) draft.add({ kind: "panels", panels });
  if (data.cycle.question) {
    draft.runs([{ text: "What this cycle asked. ", strong: true }, { text: data.cycle.question }]);
  }
  if (data.grades.n > 0) {
    draft.runs([
      {
        text: data.grades.n < PERCENT_FROM ? "Read the numbers with care. " : "Read the numbers with their intervals. ",
        strong: true,
      },
      { text: "They come from " },
      { text: sourceOf(data) },
      ...whereToRead(data),
    ]);
  }
}

/** Points only to chapters that the report has. */
function whereToRead({ chapters }: LearningReportData): Inline[] {
  const has = (key: "method" | "cautions") => chapters === undefined || chapters.includes(key);
  const method: Inline[] = [
    { text: "; how they were chosen and audited is in " },
    { text: "the method", to: "method" },
  ];
  const cautions: Inline[] = [
    { text: has("method") ? ", what it cannot show in " : "; what they cannot show is in " },
    { text: "limits of this audit", to: "cautions" },
  ];
  return [...(has("method") ? method : []), ...(has("cautions") ? cautions : []), { text: "." }];
}

const sourceOf = ({ sample }: LearningReportData): string => {
  if (sample.chosen) return "plans that were chosen for a reason";
  return sample.counted === sample.population ? "all plans" : "a sample";
};

/** The sentence that a board member could repeat. */
export function answer(data: LearningReportData): string {
  const { grades, sample } = data;
  const good = goodPhrase(data);
  if (grades.n === 0) return "No plan has a settled grade yet, so there is nothing to report on quality.";
  if (isHidden(grades.good))
    return `${plans(grades.n)} ${were(grades.n)} graded. How many were ${good} cannot be shown: ${grades.good.reason}.`;
  const { count, n } = grades.good;
  const percent = percentText(count, n);
  if (n === sample.population) {
    return `All ${plans(n)} were read: ${whole(count)} ${were(count)} ${good}${percent ? ` (${percent})` : ""}.`;
  }
  if (sample.chosen) {
    return `${whole(count)} of ${plans(n)} that were chosen for a reason ${were(count)} ${good}. They say nothing about other plans.`;
  }
  if (percent === null) {
    return `${whole(count)} of ${plans(n)} ${were(count)} ${good}. Fewer than ${PERCENT_FROM} plans say something about those plans only.`;
  }
  const sampled = `${whole(count)} of ${whole(n)} sampled plans were ${good} (${percent}).`;
  if (!grades.goodInPopulation) return sampled;
  const { lower, upper } = grades.goodInPopulation;
  return `${sampled} For all ${whole(sample.population)} plans, that means between ${whole(lower)} and ${whole(upper)} are likely to be.`;
}

function keyFigures(data: LearningReportData): KeyFigure[] {
  const figures: KeyFigure[] = [];
  const { grades, limits, agreement, change } = data;
  const good = goodPhrase(data);
  if (grades.n > 0 && !isHidden(grades.good)) figures.push(goodFigure(grades.good, good));
  if (change) {
    const { difference, interval, verdict } = change.change;
    const words = { better: "better", worse: "worse", could_not_tell: "could not tell if better" }[verdict];
    figures.push({
      figure: pointsText(difference),
      label: `points since ${change.since}`,
      note: `${pointsText(interval.lower)} to ${pointsText(interval.upper)}: ${words}`,
    });
  }
  if (grades.n > 0 && !isHidden(limits.lowered)) {
    figures.push({
      figure: whole(limits.lowered),
      label:
        grades.limitsMode === "applied"
          ? "graded lower because a limit fired"
          : "would be graded lower if limits applied",
      note: loweredTo(data),
    });
  }
  if (agreement.plans > 0) {
    const percent = percentText(agreement.exact, agreement.compared);
    const within = percentText(agreement.withinOne, agreement.compared);
    figures.push({
      figure: percent ?? `${agreement.exact} of ${agreement.compared}`,
      label: "same level from all auditors of a plan",
      note: within ? `within one level: ${within}` : `within one level: ${agreement.withinOne}`,
    });
  }
  return figures;
}

/** "6 to Inadequate and 4 to Requires improvement"; empty where one of the parts is hidden, since the rest would tell it. */
export function loweredTo({ limits }: LearningReportData): string {
  const parts = limits.loweredTo.map(({ level, plans: count }) => ({ level, count }));
  if (parts.some(({ count }) => isHidden(count))) return "";
  return list(parts.filter(({ count }) => count !== 0).map(({ level, count }) => `${countText(count)} to ${level}`));
}

function goodFigure(share: Exclude<Share, { hidden: true }>, good: string): KeyFigure {
  const percent = percentText(share.count, share.n);
  const counts = `${whole(share.count)} of ${whole(share.n)}`;
  if (percent === null) return { figure: counts, label: `plans ${good}`, note: "too few for a percentage" };
  return {
    figure: percent,
    label: `${good}, ${together(`${counts} plans`)}`,
    note: share.interval ? `95% interval ${together(limitsText(share.interval, share.n))}` : "",
  };
}

function mentions(themes: ThemeData[], polarity: ThemeData["polarity"]): Inline[][] {
  return themes
    .filter((theme) => theme.polarity === polarity && !isHidden(theme.share) && theme.share.count > 0)
    .slice(0, 3)
    .map((theme) => [{ text: `${theme.name}: ${together(shareWords(theme.share))}` }]);
}

function nextSteps(data: LearningReportData): Inline[][] {
  const all = [
    ...data.actions.map(({ title, due }) => ({ title, by: dayWords(due) })),
    ...(data.recommendations ?? []).map(({ title, due }) => ({ title, by: due })),
  ];
  const shown = all
    .slice(0, 3)
    .map(({ title, by }): Inline[] => [{ text: by ? `${title}, by ${together(by)}` : title }]);
  const more = all.length - shown.length;
  const linked = data.chapters === undefined || data.chapters.includes("actions");
  return more > 0 && linked ? [...shown, [{ text: `and ${counted(more, "more action")}`, to: "actions" }]] : shown;
}
