import type { Actor } from "#audits/people/permissions.ts";
import type { Answer } from "#audits/panel/answer.ts";
import { nameOfKey } from "#audits/rubric/edit/parts.ts";
import { readQuickEntry } from "#audits/rubric/quick-entry.ts";
import { saveAnswer, type SavedAnswer, type Sheet } from "#db/audits.ts";
import { now, store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import type { FieldError } from "./validate.ts";

/** Names of the two fields of a criterion's row. */
export const rowNames = (key: string) => ({ line: `line.${nameOfKey(key)}`, based: `based.${nameOfKey(key)}` });

export type TypedIn = { saved: string[]; errors: FieldError[]; typed: Record<string, string> };

/**
 * Saves what was typed from a filled sheet into one's own audit, row by row, through the way of every answer. A row that
 * cannot be read or kept stays on the page with its reason; the others are saved.
 */
export async function saveTyped(actor: Actor, sheet: Sheet, fields: Fields): Promise<TypedIn> {
  const result: TypedIn = { saved: [], errors: [], typed: {} };
  for (const criterion of sheet.asked) {
    const names = rowNames(criterion.key);
    const line = fields.text(names.line);
    if (line === "") continue;
    const refuse = (sentence: string) => {
      result.errors.push({ field: idOf(criterion.key), sentence });
      result.typed[criterion.key] = line;
    };
    const { answers, problems } = readQuickEntry(
      sheet.rubric,
      [criterion],
      `${criterion.key} ${line.replace(/\n/g, " ")}`,
    );
    const [typed] = answers;
    if (!typed) {
      refuse(problems[0]?.sentence ?? `${criterion.key} could not be read.`);
      continue;
    }
    const answer = joined(typed, sheet.answers.get(criterion.key));
    const based = Number(fields.text(names.based)) || 0;
    const kept = await saveAnswer(store(), actor, sheet.audit.id, answer, based, now());
    if (kept.ok && kept.problems.length === 0) result.saved.push(criterion.key);
    else if (kept.ok) refuse(`${criterion.key}: ${kept.problems[0]?.sentence}. The level is saved.`);
    else if (kept.why === "changed")
      refuse(`${criterion.key} was changed in another window since this page was drawn. Open it to choose.`);
    else refuse(kept.why === "closed" ? kept.sentence : `${criterion.key} is not asked of this plan.`);
  }
  return result;
}

export const idOf = (key: string) => `line-${nameOfKey(key)}`;

/** What was typed, with what the answer had already and the line does not speak of. */
function joined(typed: Answer, earlier: SavedAnswer | undefined): Answer {
  if (!earlier) return typed;
  const known = earlier.quotes.filter((q) => !typed.quotes.some((t) => t.words === q.words));
  return {
    ...typed,
    note: typed.note || earlier.note,
    reason: typed.reason || (typed.score === earlier.score ? earlier.reason : ""),
    quotes: [...known, ...typed.quotes],
    finding: earlier.finding,
  };
}
