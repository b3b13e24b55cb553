import { compareRubrics } from "../compare.ts";
import type { RubricDocument } from "../document.ts";

export const VERSION_STEPS = ["major", "minor", "patch"] as const;
export type VersionStep = (typeof VERSION_STEPS)[number];

/** The number of the next version: 1.4.2 becomes 2.0.0, 1.5.0 or 1.4.3. What is no such number begins at 1.0.0. */
export function nextVersion(version: string, step: VersionStep): string {
  const [, major = "0", minor = "0", patch = "0"] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (step === "major") return `${Number(major) + 1}.0.0`;
  if (step === "minor") return `${major}.${Number(minor) + 1}.0`;
  return `${major}.${minor}.${Number(patch) + 1}`;
}

/**
 * The step that the changes ask for: a third number where every result stays comparable, a second where the grade of the plan
 * or of a domain does not, or criteria were added, and a first where a criterion measures something else or is gone.
 */
export function proposedStep(before: RubricDocument, after: RubricDocument): { step: VersionStep; because: string } {
  const { criteria, domains, modules } = compareRubrics(before, after);
  if (criteria.some((c) => c.standing === "bridge" || c.standing === "gone"))
    return { step: "major", because: "criteria measure something else than before, or are gone" };
  if ([...criteria, ...domains, ...modules].some((one) => one.standing !== "same"))
    return { step: "minor", because: "something was added, or grades are worked out in another way" };
  return { step: "patch", because: "every result stays comparable" };
}
