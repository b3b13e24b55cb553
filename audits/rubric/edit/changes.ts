import { isObject, type Json, same } from "./json.ts";

/**
 * What a step did to a document, small enough to keep for good and exact enough to be taken back: a value set, or a run
 * of a list put in the place of another. An absent value is left away.
 */
export type Change =
  | { at: (string | number)[]; before?: unknown; after?: unknown }
  | { at: (string | number)[]; index: number; removed: unknown[]; inserted: unknown[] };

/** The changes that lead from one document to another, in an order in which they can be made. */
export function changesBetween(before: unknown, after: unknown, at: (string | number)[] = []): Change[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => changesBetween(own(before, name), own(after, name), [...at, name]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, at);
  const change: Change = { at };
  if (before !== undefined) change.before = before;
  if (after !== undefined) change.after = after;
  return [change];
}

/** A name that every object inherits, such as `constructor`, is no value of the document. */
const own = (holder: Json, name: string): unknown => (Object.hasOwn(holder, name) ? holder[name] : undefined);

function listChanges(before: unknown[], after: unknown[], at: (string | number)[]): Change[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && same(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const removed = before.slice(start, before.length - end);
  const inserted = after.slice(start, after.length - end);
  const [one] = removed;
  const [other] = inserted;
  if (removed.length === 1 && inserted.length === 1 && isObject(one) && isObject(other))
    return changesBetween(one, other, [...at, start]);
  return [{ at, index: start, removed, inserted }];
}

/** The document after these changes; the one given stays as it is. */
export function applyChanges(document: Json, changes: Change[]): Json {
  return changes.reduce<unknown>((whole, change) => changed(whole, change, 0), document) as Json;
}

/** The changes that take these back. */
export function inverse(changes: Change[]): Change[] {
  return [...changes].reverse().map((change): Change => {
    if ("index" in change) return { ...change, removed: change.inserted, inserted: change.removed };
    const back: Change = { at: change.at };
    if ("after" in change) back.before = change.after;
    if ("before" in change) back.after = change.before;
    return back;
  });
}

function changed(value: unknown, change: Change, depth: number): unknown {
  if (depth === change.at.length) {
    if (!("index" in change)) return change.after;
    const list = Array.isArray(value) ? [...value] : [];
    list.splice(change.index, change.removed.length, ...change.inserted);
    return list;
  }
  const step = change.at[depth] as string | number;
  if (Array.isArray(value)) {
    const list = [...value];
    list[Number(step)] = changed(list[Number(step)], change, depth + 1);
    return list;
  }
  const holder: Json = { ...(isObject(value) ? value : {}) };
  const next = changed(own(holder, String(step)), change, depth + 1);
  if (next === undefined) delete holder[step];
  else Object.defineProperty(holder, step, { value: next, enumerable: true, writable: true, configurable: true });
  return holder;
}

/** One step of a draft, as far as undoing goes by it. */
export type StepKind = { version: number; kind: "edit" | "undo" | "redo"; of: number | null };

/**
 * Which edit the next undo takes back, and which the next redo makes again. Steps are never taken out of the record: an
 * undo is a step that names the edit it takes back. A new edit ends what could be made again.
 */
export function undoState(steps: StepKind[]): { undo: number | null; redo: number | null } {
  const done: number[] = [];
  let undone: number[] = [];
  for (const step of steps) {
    if (step.kind === "edit") {
      done.push(step.version);
      undone = [];
    } else if (step.kind === "undo") {
      const taken = done.pop();
      if (taken !== undefined) undone.push(taken);
    } else {
      const made = undone.pop();
      if (made !== undefined) done.push(made);
    }
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1) ?? null };
}
