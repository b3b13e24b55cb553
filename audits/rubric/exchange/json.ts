import { criterionDefaults } from "../criterion-defaults.ts";
import type { RubricDocument } from "../document.ts";
import { type RubricProblem, rubricProblems } from "../problems.ts";
import { rubricDocument } from "../schema.ts";

/** The largest file that is read. */
export const LARGEST_JSON = 2 * 1024 * 1024;

/**
 * A rubric as the text of a JSON file: two spaces, fields in the order of the format, what equals its default left out, so
 * that two exports differ only where the rubrics do.
 */
export function rubricJson(rubric: RubricDocument): string {
  return `${JSON.stringify(inOrder(rubric), null, 2)}\n`;
}

/** Reads a JSON file. The document is given also where it has problems, so that it can be mended in the editor. */
export function rubricFromJson(
  text: string,
  knownThemes: ReadonlySet<string> | null = null,
): { document: unknown; problems: RubricProblem[] } {
  const refuse = (sentence: string) => ({
    document: null,
    problems: [{ at: [], where: "The file", sentence, stops: true }],
  });
  if (text.length > LARGEST_JSON)
    return refuse("The file is larger than 2 MB. A rubric is smaller: choose another file.");
  const bare = text.replace(/^\uFEFF/, "");
  if (bare.trim() === "") return refuse("The file is empty. Choose another file.");
  try {
    const document: unknown = JSON.parse(bare);
    return { document, problems: rubricProblems(document, knownThemes) };
  } catch (fault) {
    return refuse(`This is not JSON${lineOf(bare, fault)}. Export the rubric again, or correct the file there.`);
  }
}

/** ", line 12" where the fault says at which character. */
function lineOf(text: string, fault: unknown): string {
  const [, position] = /position (\d+)/.exec(fault instanceof Error ? fault.message : "") ?? [];
  return position ? `: line ${text.slice(0, Number(position)).split("\n").length}` : "";
}

/** Fields in the order of the schema; those that a reader fills in with the same value are left out. */
function inOrder(rubric: RubricDocument): Record<string, unknown> {
  const whole = rubricDocument.parse(rubric);
  const least = (row: object, filled: readonly string[]) =>
    Object.fromEntries(
      Object.entries(row).filter(([name, value]) => !(filled.includes(name) && isDefault(name, value))),
    );
  return {
    ...whole,
    modules: whole.modules.map((row) => least(row, ["about"])),
    domains: whole.domains.map((row) => least(row, ["about", "headline", "weight"])),
    criteria: whole.criteria.map((row) => least(row, Object.keys(criterionDefaults()))),
  };
}

function isDefault(name: string, value: unknown): boolean {
  const filled: Record<string, unknown> = { ...criterionDefaults(), about: "", headline: false };
  return JSON.stringify(filled[name]) === JSON.stringify(value);
}
