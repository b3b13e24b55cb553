import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import { type Codebook, offeredThemes, themeOf } from "#audits/themes/codebook.ts";
import { sameThemes } from "#audits/themes/coding.ts";
import { tellingWords } from "#audits/themes/suggest.ts";
import type { FindingRow } from "../findings.ts";
import { currentCodebook } from "../rubrics.ts";
import type { Tables } from "../schema.ts";
import type { Store, Tx } from "../store.ts";
import { learn } from "../theme-words.ts";
import { eventOn, record } from "../trail.ts";
import { happens, pick } from "./chance.ts";
import { DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import type { DemoCycle } from "./programme.ts";
import { minutesAfter, moment } from "./timetable.ts";

type Coding = Tables["codings"]["$inferInsert"];

const FIRST = demoActor(DEMO_PERSON.qualityLead);
const SECOND = demoActor(DEMO_PERSON.panelChair);
/** Of 100 findings, how many are coded twice. */
export const DEMO_TWICE = 20;
const AGREES = 0.78;

/**
 * The coding of a cycle after its moderation: the quality lead keeps what the auditors ticked, the chair codes every tenth
 * finding without seeing it, and most of what differs is settled.
 */
export async function codeDemonstration(store: Store, demo: DemoCycle): Promise<void> {
  if (!demo.coded) return;
  const coding = { ...demo.coded, cycleId: demo.id, title: demo.title };
  const { id: codebookId, document: book } = await currentCodebook(store.db);
  await store.transaction(async (tx) => {
    const { findings, findingCodes, moderations, codings } = tx.tables;
    const rows = await tx
      .select({ finding: findings })
      .from(findings)
      .innerJoin(moderations, eq(moderations.sampledCaseId, findings.sampledCaseId))
      .where(and(eq(findings.cycleId, coding.cycleId), eq(findings.state, "open"), isNotNull(moderations.signedOffAt)))
      .orderBy(asc(findings.reference), asc(findings.criterion), asc(findings.id));
    const coded = rows.map((r) => r.finding).slice(0, Math.max(0, rows.length - coding.leaves));
    const ticked = await tx
      .select()
      .from(findingCodes)
      .where(eq(findingCodes.cycleId, coding.cycleId))
      .orderBy(asc(findingCodes.place));
    const ticks = Map.groupBy(ticked, (t) => `${t.auditId} ${t.criterion}`);
    const chosen = coded.map((finding) => ({
      finding,
      themes: (ticks.get(`${finding.source} ${finding.criterion}`) ?? []).map((t) => t.code),
    }));
    const lots = coded.filter((f) => f.lot < DEMO_TWICE * 100);
    const twice = new Set(lots.slice(0, lots.length - coding.secondLeaves).map((f) => f.id));
    const common = { cycleId: coding.cycleId, codebookId, suggested: [], takesBack: false, line: "" };
    const made: Coding[] = [];
    const differing: { finding: FindingRow; themes: string[] }[] = [];
    const started = moment(coding.on, "10:10");
    for (const [i, { finding, themes }] of chosen.entries()) {
      const of = {
        ...common,
        auditId: finding.source,
        criterion: finding.criterion,
        version: 1,
        batch: `bat_demo_${finding.id}`,
      };
      const line = themes.length ? "" : "Praise that none of the strengths covers";
      made.push({
        ...of,
        part: "first",
        themes,
        line,
        codedBy: FIRST.id,
        codedAt: minutesAfter(started, Math.floor(i / 3)),
      });
      if (!twice.has(finding.id)) continue;
      const second = secondChoice(book, finding, themes, differing.length < coding.unsettled);
      made.push({
        ...of,
        part: "second",
        themes: second,
        line: second.length ? "" : line,
        codedBy: SECOND.id,
        codedAt: minutesAfter(started, 200 + Math.floor(i / 3)),
      });
      if (!sameThemes(themes, second)) differing.push({ finding, themes });
    }
    const settled = differing.slice(0, Math.max(0, differing.length - coding.unsettled));
    for (const { finding, themes } of settled)
      made.push({
        ...common,
        auditId: finding.source,
        criterion: finding.criterion,
        version: 1,
        batch: `bat_demo_settled_${finding.id}`,
        part: "settled",
        themes,
        codedBy: FIRST.id,
        codedAt: minutesAfter(started, 540),
      });
    await inSlices(made, (slice) => tx.insert(codings).values(slice));
    await mark(tx, coded, { state: "coded", firstBy: FIRST.id });
    await mark(
      tx,
      coded.filter((f) => twice.has(f.id)),
      { secondBy: SECOND.id },
    );
    const open = differing.slice(settled.length).map((d) => d.finding);
    await mark(tx, open, { state: "differs" });
    await tx
      .update(findingCodes)
      .set({ byCoder: true })
      .where(
        and(
          eq(findingCodes.cycleId, coding.cycleId),
          inArray(findingCodes.auditId, [...new Set(coded.map((f) => f.source))]),
        ),
      );
    await learn(
      tx,
      chosen.map(({ finding, themes }) => ({ words: tellingWords(finding.stems, finding.criterion), codes: themes })),
      1,
    );
    const event = (by: typeof FIRST, n: number, what: string) =>
      eventOn("cycle")(by, "finding.coded", coding.cycleId, `${by.name} ${what} ${n} findings of ${coding.title}.`);
    await record(tx, event(FIRST, coded.length, "coded"), minutesAfter(started, 190));
    await record(tx, event(SECOND, twice.size, "coded, as the second coder,"), minutesAfter(started, 530));
  });
}

/** Mostly the same themes, unless it has to differ; else one of the same family in place of the first. */
function secondChoice(book: Codebook, finding: FindingRow, themes: string[], differs: boolean): string[] {
  const draws = generatorFromSeed(`second-coder/${finding.source}/${finding.criterion}`);
  const [first] = themes;
  if (!first || (!differs && happens(draws, AGREES))) return themes;
  const family = themeOf(book, first)?.domain;
  const near = offeredThemes(book).filter(
    (t) => t.domain === family && t.polarity === finding.kind && !themes.includes(t.code),
  );
  return near.length ? [pick(draws, near).code, ...themes.slice(1)] : themes;
}

async function mark(
  tx: Tx,
  rows: FindingRow[],
  as: Partial<Pick<FindingRow, "state" | "firstBy" | "secondBy">>,
): Promise<void> {
  const { findings } = tx.tables;
  await inSlices(rows, (slice) =>
    tx
      .update(findings)
      .set(as)
      .where(
        inArray(
          findings.id,
          slice.map((f) => f.id),
        ),
      ),
  );
}

async function inSlices<T>(rows: T[], work: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += 400) await work(rows.slice(start, start + 400));
}
