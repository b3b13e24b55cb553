import { dayOf, periodWords } from "#audits/dates.ts";
import { type InputService, serviceInput } from "#audits/learning/input-page.ts";
import { familiesInReport } from "#audits/family/report.ts";
import type { FamiliesData, LearningReportData, QuoteData } from "#audits/reports/learning-report-data.ts";
import { type ReportKind, SERVICE_OF } from "#audits/reports/outline.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { actionsInReport } from "./action-report.ts";
import { caseloadOf } from "./caseload.ts";
import { familiesAsked, familiesHeard } from "./family-answers.ts";
import { reopeningsOf } from "./reopenings.ts";
import { settingOf } from "./settings.ts";
import { criterionLevels, talliesOf } from "./tallies.ts";
import type { Db } from "./store.ts";

type View = LearningReportData["view"];

/**
 * Everything that a report of a cycle says when it is begun: the figures in the view that is asked for, and beside them what
 * families said, the actions, and whether the cycle was reopened. It is protected here, once.
 *
 * @param figures the internal figures of the cycle
 */
export async function reportData(
  db: Db,
  cycle: { id: string; scoringOpens: string },
  figures: CycleFigures,
  view: View,
  kind: ReportKind = "learning",
): Promise<LearningReportData> {
  const { beside: _beside, ...all } = view === "published" ? published(figures) : figures;
  const service = SERVICE_OF[kind] ?? null;
  const shown = service ? await forService(db, cycle, service, all) : all;
  // What everybody reads names no member of staff.
  const owners = kind === "public" || kind === "easy_read" ? "organisations" : "people";
  const actions = await actionsInReport(db, cycle, view, service, owners);
  return {
    ...shown,
    logo: (await settingOf(db, "reports")).value.logo,
    actions: actions.own,
    previousActions: actions.earlier,
    families: await familiesOf(db, cycle.id, view === "published" ? figures.protection.threshold : null),
    reopened: (await reopeningsOf(db, [cycle.id])).map(({ reopenedAt, endedAt }) => ({
      on: dayOf(reopenedAt),
      until: endedAt && dayOf(endedAt),
    })),
  };
}

/** Only what one service was asked, gave and answers for: its input, its criteria, and the themes that those raise. */
async function forService(
  db: Db,
  cycle: { id: string },
  service: InputService,
  data: LearningReportData,
): Promise<LearningReportData> {
  const [tally] = await talliesOf(db, [cycle.id]);
  const { period, steps, criteria } = serviceInput(await caseloadOf(db), {
    service,
    view: data.view,
    year: data.cycle.to.slice(0, 4),
    cycle: tally ? { tally, levels: await criterionLevels(db, [cycle.id]) } : null,
  });
  const own = tally?.rubric.criteria.filter(({ responsible }) => responsible === service) ?? [];
  const raised = new Set(own.flatMap(({ themes }) => themes));
  return {
    ...data,
    themes: data.themes.filter(({ code }) => raised.has(code)),
    service: {
      name: AGENCY_LABELS[service],
      dates: period && `requests from ${periodWords(period.from, period.to)}`,
      steps: steps.map(({ label, note, share }) => ({ label, of: note ?? "", share })),
      criteria,
    },
  };
}

async function familiesOf(db: Db, cycleId: string, threshold: number | null): Promise<FamiliesData | null> {
  const asked = await familiesAsked(db, cycleId);
  return asked && familiesInReport(await familiesHeard(db, cycleId), asked, threshold);
}

/**
 * What families wrote and said may be used, as quotes of a report that was begun at a moment. They are read when they are
 * needed and never copied into a report that is not issued, so that a consent that is taken back takes the words with it.
 */
export async function familyQuotes(db: Db, cycleId: string, begun: Date): Promise<QuoteData[]> {
  const heard = await familiesHeard(db, cycleId);
  return (
    heard
      .filter(({ words, mayUseWords, answeredAt }) => words.trim() && mayUseWords && answeredAt <= begun)
      // Two families who said the same are read once.
      .filter(({ words }, i, all) => all.findIndex((other) => other.words.trim() === words.trim()) === i)
      .map(({ words }) => ({ text: words.trim(), lang: null, section: null, page: null }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  );
}
