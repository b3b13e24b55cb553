import type { Actor } from "#audits/people/permissions.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { goodLevel } from "#audits/scorecard/card.ts";
import { effectBy, readingOf } from "#db/action-evidence.ts";
import { addEntry, chooseTest, moveAction, openAction, recordEffect } from "#db/actions.ts";
import { cycleOf } from "#db/cycles.ts";
import type { Store } from "#db/store.ts";

const RUBRIC = SHIPPED_RUBRICS[0]!;
const day = (text: string) => new Date(`${text}T09:00:00Z`);

/** Actions on criteria, domains, themes and timeliness; some done, one tested and recorded, one that waits to be recorded. */
export async function plantActions(
  store: Store,
  lead: Actor,
  cycles: { baseline: string; test: string },
): Promise<void> {
  const { db } = store;
  const [before, test] = [(await cycleOf(db, cycles.baseline))!, (await cycleOf(db, cycles.test))!];
  const criteria = RUBRIC.criteria.slice(0, 20).map(({ key }) => key);
  const measures = [
    ...criteria.map((key) => ({ kind: "criterion" as const, key, atLeast: goodLevel(RUBRIC, key) })),
    { kind: "domain" as const, key: RUBRIC.domains[1]!.key, atLeast: RUBRIC.goodFrom },
    { kind: "theme" as const, code: "EP-VAGUE" },
    { kind: "timeliness" as const, code: "plan_20_weeks" as const },
    { kind: "grade" as const, atLeast: RUBRIC.goodFrom },
  ];
  for (const [n, asked] of measures.entries()) {
    const read = await readingOf(db, before, asked);
    if (!read.ok) throw new Error(read.sentence);
    const promise = {
      ...{ title: `Action ${n + 1}`, steps: "One\nTwo", ownerId: lead.id, withWhom: "", services: [], next: "Go on" },
      ...{ target: 80, dueOn: "2026-12-01" },
    };
    const id = await openAction(
      store,
      lead,
      { promise, measure: read.named, baseline: read.reading, sourceId: null },
      day("2025-09-01"),
    );
    if (n % 5 > 1) continue;
    const step = async (work: Promise<{ ok: boolean; sentence?: string }>) => {
      const verdict = await work;
      if (!verdict.ok) throw new Error(verdict.sentence);
    };
    for (const [version, to] of (["agreed", "in_progress", "done"] as const).entries()) {
      if (to === "done")
        await addEntry(
          store,
          lead,
          id,
          { kind: "evidence", words: "Guidance went out", link: null, agency: null, response: null },
          day("2025-11-01"),
        );
      const on = { to, reason: "", today: "2025-11-01" };
      await step(moveAction(store, lead, { id, version: version + 1 }, on, day("2025-11-01")));
    }
    if (asked.kind === "timeliness") continue;
    await step(chooseTest(store, lead, { id, version: 4 }, test, day("2025-11-02")));
    if (n % 5 > 0) continue;
    const [row] = (await db.select().from(db.tables.actions)).filter((one) => one.id === id);
    const effect = await effectBy(db, row!, test);
    if (!effect.ok) throw new Error(effect.sentence);
    await step(
      recordEffect(store, lead, { id, version: 5 }, { effect: effect.value, on: "2026-11-01" }, day("2026-11-01")),
    );
  }
}
