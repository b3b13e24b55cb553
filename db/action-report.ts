import { asc, desc, eq } from "drizzle-orm";
import { changePoints, effectLead, readingText, targetText } from "#audits/actions/effect.ts";
import { ACTION_STATUS_LABELS, OUTCOMES } from "#audits/actions/life.ts";
import { HIDDEN_SIGN } from "#audits/charts/figures.ts";
import type { LearningReportData, PreviousActionData } from "#audits/reports/learning-report-data.ts";
import { type ActionRow, actionName } from "./actions.ts";
import type { Db } from "./store.ts";

type View = LearningReportData["view"];

/** Actions as they stand in the report of one cycle: those that came from it, and those of before. */
export type ActionsInReport = { own: LearningReportData["actions"]; earlier: PreviousActionData[] };

/**
 * The actions of a cycle's report: its own are promised on its figures; earlier ones are promised on figures of before, or are
 * tested by it. Proposals and withdrawn ones stay out, and effects of which a part is hidden say their outcome alone.
 *
 * @param agency only actions that this service takes part in; null for all
 * @param owners how an owner is named: by name inside the partnership, by organisation where everybody reads it
 */
export async function actionsInReport(
  db: Db,
  cycle: { id: string; scoringOpens: string },
  view: View,
  agency: ActionRow["services"][number] | null = null,
  owners: "people" | "organisations" = "people",
): Promise<ActionsInReport> {
  const { actions, people } = db.tables;
  const organisationOf = owners === "organisations" ? await organisationsOfPeople(db) : null;
  const rows = (
    await db
      .select({ action: actions, owner: people.name })
      .from(actions)
      .innerJoin(people, eq(people.id, actions.ownerId))
      .orderBy(asc(actions.number))
  )
    .map((row) => ({
      ...row,
      owner: organisationOf ? (organisationOf.get(row.action.ownerId) ?? "The partnership") : row.owner,
    }))
    .filter(({ action: a }) => a.status !== "proposed" && a.status !== "withdrawn")
    .filter(({ action: a }) => agency === null || a.services.includes(agency));
  const isOwn = ({ baseline: { of } }: ActionRow) => of.kind === "cycle" && of.cycleId === cycle.id;
  const isEarlier = (a: ActionRow) => {
    const { of } = a.baseline;
    return !isOwn(a) && (a.testCycleId === cycle.id || (of.kind === "cycle" && of.scoringDue < cycle.scoringOpens));
  };
  return {
    own: rows
      .filter(({ action }) => isOwn(action))
      .map(({ action, owner }) => ({
        name: actionName(action.number),
        title: action.title,
        detail: action.steps.split("\n").filter(Boolean).join(" "),
        owner,
        due: action.dueOn,
        measure: action.measure.words,
        baseline: shownReading(action, view),
        target: targetText(action.target, action.measure.better),
        state: ACTION_STATUS_LABELS[action.status],
        effect: shownEffect(action, view),
      })),
    earlier: rows
      .filter(({ action }) => isEarlier(action))
      .map(({ action, owner }) => ({
        name: actionName(action.number),
        title: action.title,
        owner,
        standing: ACTION_STATUS_LABELS[action.status],
        found: shownEffect(action, view),
        here: action.effect !== null && action.testCycleId === cycle.id,
      })),
  };
}

/** The organisation of each person, by the person's id; of several, the first by name. */
async function organisationsOfPeople(db: Db): Promise<Map<string, string>> {
  const { memberships, organisations } = db.tables;
  const rows = await db
    .select({ personId: memberships.personId, name: organisations.name })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .orderBy(desc(organisations.name));
  return new Map(rows.map(({ personId, name }) => [personId, name]));
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
