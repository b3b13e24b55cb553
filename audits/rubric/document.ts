import type { z } from "zod";
import type { rubricDocument } from "./schema.ts";

/**
 * The rubric document as its readers use it. Its form, and what each part means, stands in schema.ts; this file has no
 * checking library in it, so that pages may use it in the browser.
 */
export type RubricDocument = z.infer<typeof rubricDocument>;
export type Criterion = RubricDocument["criteria"][number];
export type Domain = RubricDocument["domains"][number];
export type Level = RubricDocument["scales"][number]["levels"][number];
export type Scale = RubricDocument["scales"][number];
export type Limit = RubricDocument["limits"][number];
export type GradeRow = RubricDocument["grades"][number];

/** The criterion with this key. @throws when the document has none: callers pass keys that came from the document itself. */
export function criterionOf(rubric: RubricDocument, criterionKey: string): Criterion {
  const found = rubric.criteria.find((c) => c.key === criterionKey);
  if (!found) throw new Error(`Rubric ${rubric.key} ${rubric.version} has no criterion ${criterionKey}`);
  return found;
}

/** The levels of a criterion in the order in which the sheet shows them. */
export function levelsOf(rubric: RubricDocument, c: Criterion): Level[] {
  const found = rubric.scales.find((s) => s.key === c.scale);
  if (!found) throw new Error(`Criterion ${c.key} names scale ${c.scale}, which the rubric does not have`);
  const ascending = [...found.levels].sort((a, b) => a.value - b.value);
  return rubric.levelOrder === "best_first" ? ascending.reverse() : ascending;
}

/** The level of a criterion's scale with this value, or null. */
export function levelAt(rubric: RubricDocument, c: Criterion, value: number): Level | null {
  return levelsOf(rubric, c).find((l) => l.value === value) ?? null;
}

/** Domains of a module in the rubric's order, each with its criteria in the rubric's order. */
export function domainsOf(rubric: RubricDocument, moduleKey: string): { domain: Domain; criteria: Criterion[] }[] {
  return rubric.domains
    .filter((d) => d.module === moduleKey)
    .map((domain) => ({ domain, criteria: rubric.criteria.filter((c) => c.domain === domain.key) }));
}

/** The grades of a module, best first: its own, else the rubric's. */
export function gradesOf(rubric: RubricDocument, moduleKey: string): GradeRow[] {
  return rubric.modules.find((m) => m.key === moduleKey)?.grades ?? rubric.grades;
}

/** What gives a module its grade: the percent, counts of levels, or nothing. */
export function methodOf(rubric: RubricDocument, moduleKey: string): "percent" | "counts" | "profile" {
  return rubric.modules.find((m) => m.key === moduleKey)?.method ?? rubric.scoring.method ?? "percent";
}

/** Whether an auditor may answer "cannot tell" here. */
export const mayNotTell = (c: Criterion): boolean => c.cannotTell !== false;
