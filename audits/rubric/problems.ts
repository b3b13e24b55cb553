import { problemsOfAsking } from "./check/asking.ts";
import { problemsOfForm } from "./check/form.ts";
import { problemsOfGrading } from "./check/grading.ts";
import { problemsOfKeys } from "./check/keys.ts";
import { isRecord, looseView } from "./check/loose.ts";
import { error, type Found, placeInWords, type RubricProblem } from "./check/place.ts";
import { problemsOfWords } from "./check/words.ts";
import type { RubricDocument } from "./document.ts";
import { RUBRIC_FORMAT, rubricDocument } from "./schema.ts";

export type { RubricProblem } from "./check/place.ts";

/** The most problems that are told at once. */
const MOST_PROBLEMS = 500;
/** How deep a document may nest, and how many values it may hold. */
const DEEPEST = 40;
const MOST_VALUES = 400_000;

/**
 * Everything that is wrong with a rubric, in the order of the document: what does not fit the form, keys that name nothing,
 * grades that no plan can get, limits that never fire, texts that could identify a child. Takes whatever it is given, and
 * never throws.
 *
 * @param knownThemes the codes of the codebook; without it themes are not checked
 * @returns an empty list for a document that can be published and raises no question
 */
export function rubricProblems(document: unknown, knownThemes: ReadonlySet<string> | null = null): RubricProblem[] {
  const refused = notARubric(document);
  const found = refused ? [refused] : all(document as Record<string, unknown>, knownThemes);
  const told = found.map((problem) => ({ ...problem, where: placeInWords(document, problem.at) }));
  if (told.length <= MOST_PROBLEMS) return told;
  const rest = told.length - MOST_PROBLEMS;
  const more = error([], `There are ${rest.toLocaleString("en-GB")} more problems. Mend these first.`);
  return [...told.slice(0, MOST_PROBLEMS), { ...more, where: placeInWords(document, []) }];
}

export const stopsPublishing = (problems: readonly RubricProblem[]): boolean => problems.some((p) => p.stops);

/** A document as its readers use it, or the problems that stop it; warnings come with both. */
export function readRubric(
  document: unknown,
  knownThemes: ReadonlySet<string> | null = null,
): { ok: true; rubric: RubricDocument; problems: RubricProblem[] } | { ok: false; problems: RubricProblem[] } {
  const problems = rubricProblems(document, knownThemes);
  if (stopsPublishing(problems)) return { ok: false, problems };
  return { ok: true, rubric: rubricDocument.parse(document), problems };
}

function all(document: Record<string, unknown>, knownThemes: ReadonlySet<string> | null): Found[] {
  const rubric = looseView(document);
  const found = [
    ...problemsOfForm(document),
    ...problemsOfKeys(document, rubric),
    ...problemsOfGrading(rubric),
    ...problemsOfAsking(rubric, knownThemes),
    ...problemsOfWords(document),
  ];
  const order = Object.keys(rubricDocument.shape);
  const place = ({ at }: Found) => (at.length === 0 ? -1 : order.indexOf(String(at[0])));
  return found
    .map((problem, i) => ({ problem, i }))
    .sort((a, b) => place(a.problem) - place(b.problem) || rowOf(a.problem) - rowOf(b.problem) || a.i - b.i)
    .map(({ problem }) => problem);
}

const rowOf = ({ at }: Found): number => (typeof at[1] === "number" ? at[1] : -1);

/** What is no rubric of this format at all, so that there is nothing more to say about it. */
function notARubric(document: unknown): Found | null {
  if (!isRecord(document)) return error([], "This is not a rubric. Choose a file that holds one rubric document.");
  const big = tooBig(document);
  if (big) return error([], big);
  const { format } = document;
  if (format === RUBRIC_FORMAT) return null;
  if (format === undefined) return error(["format"], `Add the format: "${RUBRIC_FORMAT}".`);
  const [, version] = /^ehc-rubric\/(\d{1,9})$/.exec(typeof format === "string" ? format : "") ?? [];
  if (version && Number(version) > 1)
    return error(
      ["format"],
      `This document has the format ehc-rubric/${version}, which is newer than this installation reads (${RUBRIC_FORMAT}). Update the installation, or export the rubric again in the older format.`,
    );
  return error(
    ["format"],
    `This is not a rubric of the format ${RUBRIC_FORMAT}. Choose another file, or correct the format.`,
  );
}

/** Counts before anything is read, so that a file made to hurt is put down early. */
function tooBig(document: unknown): string | null {
  let values = 0;
  let level: unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return "The document nests too deep to be a rubric. Choose another file.";
    values += level.length;
    if (values > MOST_VALUES) return "The document is too large to be a rubric. Choose another file.";
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return null;
}
