import { and, eq, isNull } from "drizzle-orm";
import { type CycleThemes, cycleThemes, themesComparedWith, withQuotes } from "#audits/results/cycle-themes.ts";
import { drawnHow } from "#audits/results/sample.ts";
import { QUOTES_A_THEME, quotesAmong } from "#audits/results/themes.ts";
import type { Cycle } from "./cycles.ts";
import { comparableBefore, frozenFiguresOf } from "./figures.ts";
import { codebookOf } from "./rubrics.ts";
import type { Db } from "./store.ts";
import { talliesOf } from "./tallies.ts";
import { answersWithThemes, themeCounts } from "./theme-counts.ts";
import { whileUnchanged } from "./unchanged.ts";

/** In how many plans quotes are looked for at first; where that does not suffice, in all. */
const FIRST_LOOK = 40;

/**
 * The themes of a cycle, with small numbers shown, added up by the database; or as they were frozen when evidence that they
 * stand on was removed. They are the themes of the cycle's figures, which are made from its evidence.
 */
export const themesOfCycle = (db: Db, cycle: Cycle): Promise<CycleThemes> =>
  whileUnchanged(db, `themes of ${JSON.stringify(cycle)}`, () => countThemes(db, cycle));

async function countThemes(db: Db, cycle: Cycle): Promise<CycleThemes> {
  const frozen = await frozenFiguresOf(db, cycle.id);
  if (frozen) return frozen;
  const earlierIds = await comparableBefore(db, cycle.id);
  const tallies = new Map((await talliesOf(db, [...earlierIds, cycle.id], [])).map((tally) => [tally.cycle.id, tally]));
  const tally = tallies.get(cycle.id);
  if (!tally) throw new Error(`Cycle ${cycle.id} is missing`);
  const { before, why } = themesComparedWith(
    tally,
    earlierIds.flatMap((id) => tallies.get(id) ?? []),
  );
  const { document: book } = await codebookOf(db, cycle.codebookId);
  const ids = [cycle.id, ...(before ? [before.cycle.id] : [])];
  const counts = await themeCounts(db, ids, book);
  const none: ReadonlyMap<string, number> = new Map();
  const earlier = before && {
    tally: before,
    codebook: await codebookOfCycle(db, before.cycle.id),
    counts: counts.get(before.cycle.id) ?? none,
  };
  const { draws } = db.tables;
  const [draw] = await db
    .select({ record: draws.record, design: draws.design })
    .from(draws)
    .where(and(eq(draws.cycleId, cycle.id), isNull(draws.replacedAt)));
  const about = { why, method: drawnHow(draw ?? null) };
  const { figures, illustrated } = cycleThemes(tally, book, counts.get(cycle.id) ?? none, earlier, about);
  const quoted = async (most: number | null) =>
    withQuotes(figures, illustrated, quotesAmong(await answersWithThemes(db, cycle.id, illustrated, most)));
  const shown = await quoted(FIRST_LOOK);
  const lacking = shown.themes.some(({ code, quotes }) => illustrated.includes(code) && quotes.length < QUOTES_A_THEME);
  return lacking ? quoted(null) : shown;
}

async function codebookOfCycle(db: Db, cycleId: string) {
  const { cycles } = db.tables;
  const [cycle] = await db.select({ codebookId: cycles.codebookId }).from(cycles).where(eq(cycles.id, cycleId));
  if (!cycle) throw new Error(`Cycle ${cycleId} is missing`);
  return (await codebookOf(db, cycle.codebookId)).document;
}
