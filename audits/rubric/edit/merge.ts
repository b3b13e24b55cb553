import type { Values } from "./field-makers.ts";
import { fieldsOf } from "./fields.ts";
import { type Json, same } from "./json.ts";
import { isListKind, LISTS, type Part, thingAt } from "./parts.ts";

/** What stands in a part's fields; null when the part is not there. */
export function valuesOf(document: Json, part: Part): Values | null {
  if (isListKind(part.kind) && !thingAt(document, part.kind, part.ref)) return null;
  return Object.fromEntries(fieldsOf(document, part).map((field) => [field.name, field.get(document)]));
}

/** A field that two people changed to different texts. */
export type Dispute = { name: string; label: string; mine: string; theirs: string };

export type Merged =
  | {
      ok: true;
      document: Json;
      /** The fields of mine that are new in the document, as they are called in a sentence. */
      changed: string[];
      /** Fields that others changed since, and that this page does not show yet. */
      theirs: string[];
    }
  | { ok: false; disputes: Dispute[] };

/**
 * Puts what one person sent of a part into the document as it stands now, field by field: what they left as they found it
 * stays as others have made it since, what only they changed is kept, and what both changed to different texts is in dispute.
 *
 * @param found the document as the person's page was drawn from
 * @param now the document as it stands
 * @param sent what the form sends
 * @param choice which text holds where both changed a field, once the person has seen both
 */
export function mergePart(found: Json, now: Json, part: Part, sent: Values, choice: "mine" | "theirs" | null): Merged {
  let document = now;
  const changed: string[] = [];
  const theirs: string[] = [];
  const disputes: Dispute[] = [];
  for (const field of fieldsOf(now, part)) {
    const current = field.get(document);
    const before = field.get(found);
    const given = sent[field.name];
    const mine = given === undefined && !field.absentIsEmpty ? before : field.norm(given ?? []);
    const byThem = !same(current, before);
    if (same(mine, current)) continue;
    if (same(mine, before)) {
      if (byThem) theirs.push(field.label);
      continue;
    }
    if (byThem && choice === null) {
      disputes.push({ name: field.name, label: field.label, mine: mine.join(", "), theirs: current.join(", ") });
      continue;
    }
    if (byThem && choice === "theirs") continue;
    document = field.set(document, mine);
    changed.push(field.label);
  }
  return disputes.length ? { ok: false, disputes } : { ok: true, document, changed, theirs };
}

/** "changed the title and the weight of EP2": what a step is called. */
export function stepWords(part: Part, document: Json, changed: string[]): string {
  const shown = changed.length > 2 ? `${changed[0]} and ${changed.length - 1} more fields` : changed.join(" and ");
  return `changed ${shown} of ${partWords(document, part)}`;
}

/** What a part is called in a sentence: "EP2", "the domain Outcomes focus", "the grades". */
export function partWords(document: Json, part: Part): string {
  if (part.kind === "about") return "the rubric";
  if (part.kind === "grades") return "the grades";
  if (part.kind === "sections") return "the plan sections";
  if (part.kind === "times") return "the time limits";
  const thing = thingAt(document, part.kind, part.ref);
  if (part.kind === "criterion") return String(thing?.key ?? part.ref);
  const name = thing?.title ?? thing?.label;
  return `the ${LISTS[part.kind].word} ${typeof name === "string" && name ? name : part.ref}`;
}
