import type { CycleTally } from "#audits/learning/tally.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { cyclesMeasured, talliesOf } from "#db/tallies.ts";
import { store } from "../database.server.ts";
import type { Asked } from "./ask.server.ts";

/** Cycles that this view may show, newest first. Published figures begin when moderation has ended, and at 10 plans. */
export async function cyclesFor({ view }: Pick<Asked, "view">): Promise<CycleTally[]> {
  const { db } = store();
  const found = await cyclesMeasured(db);
  const open = found.filter(({ status }) => view === "internal" || RESULTS_OUT.includes(status));
  const tallies = await talliesOf(
    db,
    open.map(({ id }) => id),
  );
  const enough = tallies.filter(
    ({ plans }) =>
      view === "internal" || plans.reduce((n, plan) => n + (plan.before === null ? 0 : plan.count), 0) >= PERCENT_FROM,
  );
  return enough.reverse();
}

/** The cycle of the address, else the newest whose results are out, else the newest. */
export function cycleAsked(tallies: readonly CycleTally[], { choice }: Pick<Asked, "choice">): CycleTally | null {
  const asked = choice.get("cycle");
  return (
    tallies.find(({ cycle }) => cycle.id === asked) ??
    tallies.find(({ cycle }) => RESULTS_OUT.includes(cycle.status)) ??
    tallies[0] ??
    null
  );
}

export const cycleOptions = (tallies: readonly CycleTally[]) =>
  tallies.map(({ cycle }) => ({ value: cycle.id, text: cycle.title }));
