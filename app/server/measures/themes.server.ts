import type { MeasurePage } from "#audits/learning/page.ts";
import { themesTogetherPage } from "#audits/learning/themes-page.ts";
import { themesByPlan } from "#db/plan-themes.ts";
import { store } from "../database.server.ts";
import type { Asked } from "./ask.server.ts";
import { cycleAsked, cycleOptions, cyclesFor } from "./cycles.server.ts";

/** The vital few themes of the chosen cycle, and those that occur together. */
export async function makeThemes(ask: Asked): Promise<MeasurePage | null> {
  const tallies = await cyclesFor(ask);
  const tally = cycleAsked(tallies, ask);
  const found = tally && (await themesByPlan(store().db, tally.cycle.id));
  if (!tally || !found) return null;
  const kind = ask.choice.get("kind") === "strength" ? "strength" : "improvement";
  return themesTogetherPage({
    tally,
    codebook: found.codebook,
    plans: [...found.plans.values()],
    kind,
    view: ask.view,
    filters: [
      { name: "cycle", label: "Cycle", value: tally.cycle.id, options: cycleOptions(tallies) },
      {
        name: "kind",
        label: "Findings",
        value: kind,
        options: [
          { value: "improvement", text: "Areas for improvement" },
          { value: "strength", text: "Strengths" },
        ],
      },
    ],
  });
}
