import { and, asc, count, countDistinct, eq, exists, inArray, isNotNull, ne, notInArray, type SQL } from "drizzle-orm";
import type { ActionMeasure } from "#audits/actions/measure.ts";
import { scoreFromText } from "#audits/panel/result.ts";
import { criterionOf, levelAt, type RubricDocument } from "#audits/rubric/document.ts";
import type { Cycle } from "./cycles.ts";
import { rubricOf } from "./rubrics.ts";
import type { Db } from "./store.ts";
import { whileUnchanged } from "./unchanged.ts";

/** A finding behind an action's baseline, as an auditor wrote it. */
export type FindingBehind = { reference: string; sampledId: string; criterion: string; level: string; words: string };

/**
 * The findings of a cycle that a measure is about, of signed-off plans only, by plan: on a criterion or domain the areas for
 * improvement, of a theme what was coded to it. A page of them, how many there are and in how many plans. Case text: for
 * those who see the internal results.
 *
 * @param page from 1
 */
export const findingsBehind = (
  db: Db,
  cycle: Cycle,
  measure: ActionMeasure,
  page: number,
  size: number,
): Promise<Behind> =>
  whileUnchanged(db, `findings behind ${JSON.stringify([cycle, measure, page, size])}`, () =>
    readBehind(db, cycle, measure, page, size),
  );

type Behind = { found: FindingBehind[]; total: number; plans: number };

async function readBehind(db: Db, cycle: Cycle, measure: ActionMeasure, page: number, size: number): Promise<Behind> {
  const none = { found: [], total: 0, plans: 0 };
  const rubric = (await rubricOf(db, cycle.rubricId))?.document;
  const about = rubric && isAbout(db, cycle.id, measure, rubric);
  if (!about) return none;
  const { findings: f, answers, audits, sampledCases, planResults } = db.tables;
  const signedOff = db
    .select({ id: planResults.sampledCaseId })
    .from(planResults)
    .where(eq(planResults.cycleId, cycle.id));
  const replaced = db
    .select({ id: sampledCases.id })
    .from(sampledCases)
    .where(and(eq(sampledCases.cycleId, cycle.id), eq(sampledCases.standing, "replaced")));
  const open = db
    .select({ id: audits.id })
    .from(audits)
    .where(and(eq(audits.cycleId, cycle.id), ne(audits.status, "submitted")));
  const where = and(
    eq(f.cycleId, cycle.id),
    isNotNull(f.kind),
    about,
    inArray(f.sampledCaseId, signedOff),
    notInArray(f.sampledCaseId, replaced),
    // What an auditor wrote who was withdrawn stays, and is not counted.
    notInArray(f.source, open),
  );
  const [all] = await db
    .select({ total: count(), plans: countDistinct(f.sampledCaseId) })
    .from(f)
    .where(where);
  if (!all?.total) return none;
  const shown = db
    .select({ id: f.id })
    .from(f)
    .where(where)
    .orderBy(asc(f.reference), asc(f.criterion), asc(f.agency), asc(f.id))
    .limit(size)
    .offset((page - 1) * size);
  const rows = await db
    .select({ of: f, score: answers.score, finding: answers.finding })
    .from(f)
    .innerJoin(answers, and(eq(answers.auditId, f.source), eq(answers.criterion, f.criterion)))
    .where(
      inArray(
        f.id,
        (await shown).map(({ id }) => id),
      ),
    )
    .orderBy(asc(f.reference), asc(f.criterion), asc(f.agency), asc(f.id));
  return {
    ...all,
    found: rows.map(({ of, score, finding }) => ({
      reference: of.reference,
      sampledId: of.sampledCaseId,
      criterion: of.criterion,
      level: levelLabel(rubric, of.criterion, score),
      words: finding?.words ?? "",
    })),
  };
}

function levelLabel(rubric: RubricDocument, criterion: string, score: string | null): string {
  const value = scoreFromText(score);
  return typeof value === "number" ? (levelAt(rubric, criterionOf(rubric, criterion), value)?.label ?? "") : "";
}

/** Which findings a measure is about; null for one that no finding stands behind. */
function isAbout(db: Db, cycleId: string, measure: ActionMeasure, rubric: RubricDocument): SQL | null {
  const { findings: f, findingCodes: c } = db.tables;
  const improvementsOn = (criteria: string[]) =>
    (criteria.length && and(eq(f.kind, "improvement"), inArray(f.criterion, criteria))) || null;
  switch (measure.kind) {
    case "criterion":
      return improvementsOn([measure.key]);
    case "domain":
      return improvementsOn(rubric.criteria.filter(({ domain }) => domain === measure.key).map(({ key }) => key));
    case "theme": {
      const coded = and(eq(c.cycleId, cycleId), eq(c.code, measure.code));
      const plans = db.selectDistinct({ id: c.sampledCaseId }).from(c).where(coded);
      const own = db
        .select({ code: c.code })
        .from(c)
        .where(and(eq(c.auditId, f.source), eq(c.criterion, f.criterion), eq(c.code, measure.code)));
      return and(inArray(f.sampledCaseId, plans), exists(own)) ?? null;
    }
    default:
      return null;
  }
}
