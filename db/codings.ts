import { and, desc, eq, lt } from "drizzle-orm";
import { mayCode } from "#audits/panel/life.ts";
import {
  type CodingChoice,
  type CodingPart,
  type CodingProblem,
  problemsInCoding,
  sameThemes,
} from "#audits/themes/coding.ts";
import { tellingWords } from "#audits/themes/suggest.ts";
import { type CodingList, type CodingRow, codingsOf, type FindingOnTable, findingsToCode } from "./coding-lists.ts";
import { type FindingRow, learntOf } from "./findings.ts";
import { codebookOf } from "./rubrics.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { learn } from "./theme-words.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string; name: string };
const PART: Record<CodingList, CodingPart> = { first: "first", second: "second", differences: "settled" };

export type CodeInput = {
  list: CodingList;
  /** The findings that are coded so; the first is the one that the page showed. */
  ids: number[];
  choice: CodingChoice;
  /** The version of the first finding's coding that the page showed; 0 for none. */
  seen: number;
  suggested: string[];
};
export type CodeResult =
  | { ok: true; coded: number }
  | { ok: false; why: "gone" }
  /** Somebody else coded one of them since the page was drawn. */
  | { ok: false; why: "changed"; sentence: string }
  | { ok: false; why: "problems"; problems: CodingProblem[] };

const GONE = { ok: false, why: "gone" } as const;

/** Keeps what a person chose for findings of a cycle: one, or several alike. Nothing is kept unless all are. */
export async function codeFindings(
  store: Store,
  by: By,
  cycleId: string,
  input: CodeInput,
  at: Date,
): Promise<CodeResult> {
  return store.transaction(async (tx): Promise<CodeResult> => {
    const { cycles } = tx.tables;
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, cycleId));
    const ids = [...new Set(input.ids)];
    const found = await findingsToCode(tx, cycleId, ids);
    const first = found.find((f) => f.finding.id === ids[0]);
    if (!cycle || !first || found.length !== ids.length) return GONE;
    const open = mayCode(cycle.status);
    if (!open.ok) return { ok: false, why: "changed", sentence: open.sentence };
    const { document: book } = await codebookOf(tx, cycle.codebookId);
    const part = PART[input.list];
    for (const { finding } of found) {
      const problems = problemsInCoding(book, finding.kind ?? "improvement", input.choice);
      if (problems.length) return { ok: false, why: "problems", problems };
      if (part === "second" && (finding.firstBy === null || finding.firstBy === by.id)) return GONE;
      if (part === "settled" && finding.secondBy === null) return GONE;
    }
    const changed = await changedSince(tx, found, part, first.finding.id, input.seen, by);
    if (changed) return { ok: false, why: "changed", sentence: changed };
    const batch = newId("bat");
    const themes = input.choice.noneFits ? [] : [...new Set(input.choice.themes)];
    const line = input.choice.noneFits ? input.choice.line.trim() : "";
    for (const { finding } of found)
      await keep(
        tx,
        by,
        cycle,
        finding,
        { part, themes, line, suggested: input.suggested, batch, takesBack: false, whose: by.id },
        at,
      );
    const { reference, criterion, sampledCaseId } = first.finding;
    const what = WORDS[input.list];
    if (found.length === 1)
      await record(
        tx,
        eventOn("sampled_case")(
          by,
          "finding.coded",
          sampledCaseId,
          `${by.name} ${what} a finding of ${reference} on ${criterion}.`,
        ),
        at,
      );
    else
      await record(
        tx,
        eventOn("cycle")(
          by,
          "finding.coded",
          cycleId,
          `${by.name} ${what} ${found.length} findings of ${cycle.title} alike.`,
        ),
        at,
      );
    return { ok: true, coded: found.length };
  });
}

const WORDS: Record<CodingList, string> = {
  first: "coded",
  second: "coded, as the second coder,",
  differences: "settled the themes of",
};

/** What somebody did meanwhile to one of these findings, in a sentence without case text; null when nothing happened. */
async function changedSince(
  tx: Tx,
  found: FindingOnTable[],
  part: CodingPart,
  shown: number,
  seen: number,
  by: By,
): Promise<string | null> {
  for (const { finding } of found) {
    const latest = (await codingsOf(tx, finding))[part];
    const version = latest?.version ?? 0;
    const expected = finding.id === shown ? seen : version;
    const taken = finding.id !== shown && part === "first" && finding.state !== "open";
    const others = part === "second" && finding.secondBy !== null && finding.secondBy !== by.id;
    if (version !== expected || taken || others)
      return `${finding.reference}, ${finding.criterion} was coded meanwhile${latest ? ` by ${latest.by}` : ""}. Nothing was saved. Look at it again.`;
  }
  return null;
}

type Kept = Pick<CodingRow, "part" | "themes" | "line" | "suggested" | "batch" | "takesBack"> & {
  /** Whose choice it is: with an undo, that of whoever coded before. */
  whose: string;
};
type Cycle = Tables["cycles"]["$inferSelect"];

/** Adds a version of one part of a finding's coding, and lets everything that follows from codings follow. */
async function keep(
  tx: Tx,
  by: By,
  cycle: Cycle,
  finding: FindingRow,
  { whose, ...coding }: Kept,
  at: Date,
): Promise<void> {
  const { codings, findings } = tx.tables;
  const auditId = finding.source;
  const { criterion } = finding;
  const key = `${auditId} ${criterion}`;
  const before = coding.part === "second" ? undefined : (await learntOf(tx, [auditId])).get(key);
  const parts = await codingsOf(tx, finding);
  await tx.insert(codings).values({
    auditId,
    criterion,
    cycleId: cycle.id,
    ...coding,
    version: (parts[coding.part]?.version ?? 0) + 1,
    codebookId: cycle.codebookId,
    codedBy: by.id,
    codedAt: at,
  });
  const themes = { first: parts.first?.themes, second: parts.second?.themes, settled: parts.settled?.themes };
  themes[coding.part] = coding.themes;
  const firstBy = coding.part === "first" ? (coding.themes ? whose : null) : finding.firstBy;
  const secondBy = coding.part === "second" ? (coding.themes ? whose : null) : finding.secondBy;
  const holds = themes.settled ?? themes.first ?? null;
  const differs = !themes.settled && themes.first && themes.second ? !sameThemes(themes.first, themes.second) : false;
  one(
    await tx
      .update(findings)
      .set({ state: holds === null ? "open" : differs ? "differs" : "coded", waits: false, firstBy, secondBy })
      .where(and(eq(findings.id, finding.id), eq(findings.cycleId, cycle.id), eq(findings.state, finding.state)))
      .returning(),
  );
  if (coding.part === "second") return;
  const words = tellingWords(finding.stems, criterion);
  if (before) await learn(tx, [before], -1);
  if (holds) await learn(tx, [{ words, codes: holds }], 1);
  await holdCodes(tx, finding, holds);
}

/** The codes that count for a finding from now on; without a coding, what its auditor ticked. */
async function holdCodes(tx: Tx, finding: FindingRow, codes: readonly string[] | null): Promise<void> {
  const { findingCodes, answers } = tx.tables;
  const { source: auditId, criterion, cycleId, sampledCaseId } = finding;
  const [answer] = codes
    ? []
    : await tx
        .select({ finding: answers.finding })
        .from(answers)
        .where(and(eq(answers.auditId, auditId), eq(answers.criterion, criterion)));
  const held = codes ?? answer?.finding?.themes ?? [];
  await tx.delete(findingCodes).where(and(eq(findingCodes.auditId, auditId), eq(findingCodes.criterion, criterion)));
  const rows = [...new Set(held)].map((code, i) => ({
    auditId,
    criterion,
    code,
    place: i + 1,
    cycleId,
    sampledCaseId,
    byCoder: codes !== null,
  }));
  if (rows.length) await tx.insert(findingCodes).values(rows);
}

// ---- Taking back ------------------------------------------------------------------------------------------------------

/** The findings of the last thing that this person coded in a cycle and that still holds; null when there is nothing to take back. */
export async function lastCoded(db: Db, cycleId: string, personId: string): Promise<CodingRow[] | null> {
  const { codings } = db.tables;
  const own = await db
    .select()
    .from(codings)
    .where(and(eq(codings.cycleId, cycleId), eq(codings.codedBy, personId), eq(codings.takesBack, false)))
    .orderBy(desc(codings.id))
    .limit(200);
  for (const [, rows] of Map.groupBy(own, (row) => row.batch)) {
    let changed = false;
    // One after the other: within a transaction there is one connection.
    for (const row of rows) {
      if (changed) break;
      const of = await codingsOf(db, { source: row.auditId, criterion: row.criterion });
      changed = of[row.part]?.version !== row.version || (row.part === "first" && Boolean(of.second?.themes));
    }
    if (!changed) return rows;
  }
  return null;
}

/** Takes back the last thing that this person coded, as a new version: what was coded before holds again. */
export async function undoCoding(
  store: Store,
  by: By,
  cycleId: string,
  at: Date,
): Promise<{ ok: true; id: number; count: number } | { ok: false; sentence: string }> {
  return store.transaction(async (tx) => {
    const { cycles, codings, findings } = tx.tables;
    const rows = await lastCoded(tx, cycleId, by.id);
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, cycleId));
    const open = cycle && mayCode(cycle.status);
    if (open && !open.ok) return open;
    if (!rows?.length || !cycle) return { ok: false, sentence: "There is nothing of yours to take back." };
    let shown = 0;
    for (const row of rows) {
      const [finding] = await tx
        .select()
        .from(findings)
        .where(
          and(eq(findings.source, row.auditId), eq(findings.criterion, row.criterion), eq(findings.cycleId, cycleId)),
        );
      if (!finding) continue;
      shown ||= finding.id;
      const earlier = await tx
        .select({ themes: codings.themes, line: codings.line, whose: codings.codedBy })
        .from(codings)
        .where(
          and(
            eq(codings.auditId, row.auditId),
            eq(codings.criterion, row.criterion),
            eq(codings.part, row.part),
            lt(codings.version, row.version),
          ),
        )
        .orderBy(desc(codings.version))
        .limit(1);
      const back = earlier[0] ?? { themes: null, line: "", whose: by.id };
      await keep(
        tx,
        by,
        cycle,
        finding,
        { part: row.part, ...back, suggested: [], batch: newId("bat"), takesBack: true },
        at,
      );
    }
    const what = rows.length === 1 ? "a coding" : `${rows.length} codings`;
    await record(
      tx,
      eventOn("cycle")(by, "finding.coding_undone", cycleId, `${by.name} took back ${what} in ${cycle.title}.`),
      at,
    );
    return { ok: true, id: shown, count: rows.length };
  });
}
