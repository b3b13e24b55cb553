import { GROUPINGS } from "#audits/learning/groupings.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { teamsPage } from "#audits/learning/teams-page.ts";
import type { Asked } from "./ask.server.ts";
import { cycleAsked, cycleOptions, cyclesFor } from "./cycles.server.ts";
import { countsOf } from "./groups.server.ts";

/** What a funnel compares. */
const COMPARED = ["team", "locality", "setting", "writer"] as const;

/** Teams of the chosen cycle in a funnel. */
export async function makeTeams(ask: Asked): Promise<MeasurePage | null> {
  const { view, choice } = ask;
  const offered = COMPARED.filter((one) => view === "internal" || GROUPINGS[one].published);
  const by = offered.find((one) => one === choice.get("by")) ?? "team";
  const tallies = await cyclesFor(ask);
  const tally = cycleAsked(tallies, ask);
  if (!tally) return null;
  return teamsPage({
    tally,
    by,
    view,
    counts: await countsOf(tally, by, {}),
    wider: choice.get("limits") === "wider",
    filters: [
      { name: "cycle", label: "Cycle", value: tally.cycle.id, options: cycleOptions(tallies) },
      {
        name: "by",
        label: "Compare",
        value: by,
        options: offered.map((one) => ({ value: one, text: GROUPINGS[one].label })),
      },
    ],
  });
}
