import { asc } from "drizzle-orm";
import { changePoints, effectLead, readingText, targetText } from "#audits/actions/effect.ts";
import { ACTION_STATUS_LABELS, OUTCOMES } from "#audits/actions/life.ts";
import { HIDDEN_SIGN } from "#audits/charts/figures.ts";
import { eq } from "drizzle-orm";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import type { ActionRow } from "./actions.ts";
import type { Db } from "./store.ts";

type View = LearningReportData["view"];

/** The actions that came from a cycle or were tested by it, for its report. Proposals and withdrawn ones stay out. */
export async function actionsInReport(db: Db, cycleId: string, view: View): Promise<LearningReportData["actions"]> {
  const { actions, people } = db.tables;
  const rows = await db
    .select({ action: actions, owner: people.name })
    .from(actions)
    .innerJoin(people, eq(people.id, actions.ownerId))
    .orderBy(asc(actions.number));
  return rows
    .filter(({ action: a }) => a.status !== "proposed" && a.status !== "withdrawn")
    .filter(
      ({ action: a }) =>
        (a.baseline.of.kind === "cycle" && a.baseline.of.cycleId === cycleId) || a.testCycleId === cycleId,
    )
    .map(({ action, owner }) => ({
      title: action.title,
      detail: action.steps.split("\n").filter(Boolean).join(" "),
      owner,
      due: action.dueOn,
      measure: action.measure.words,
      baseline: shownReading(action, view),
      target: targetText(action.target, action.measure.better),
      state: ACTION_STATUS_LABELS[action.status],
      effect: shownEffect(action, view),
    }));
}

/** A baseline as this view may show it. */
export const shownReading = ({ baseline }: ActionRow, view: View): string =>
  view === "internal" || baseline.open ? readingText(baseline) : HIDDEN_SIGN;

/** What a re-audit found, as this view may show it; null while there was none. */
export function shownEffect({ effect, baseline, target, measure }: ActionRow, view: View): string | null {
  if (!effect) return null;
  if (view === "published" && !(baseline.open && effect.after.open)) return `${OUTCOMES[effect.outcome].mark}.`;
  return `${effectLead(effect, baseline, target, measure)} ${changePoints(effect.change)}.`;
}
