import { boardDashboard, leadDashboard } from "#audits/learning/dashboards.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { stepsInForce } from "#db/steps.ts";
import { caseloadOf } from "#db/caseload.ts";
import { auditCounts } from "#db/tallies.ts";
import { store } from "../database.server.ts";
import type { Asked } from "./ask.server.ts";
import { cycleAsked, cycleOptions, cyclesFor } from "./cycles.server.ts";

async function dashboard(ask: Asked, draw: typeof leadDashboard): Promise<MeasurePage | null> {
  const { db } = store();
  const tallies = await cyclesFor(ask);
  const tally = cycleAsked(tallies, ask);
  if (!tally) return null;
  const out = tallies.filter((one) => one === tally || RESULTS_OUT.includes(one.cycle.status));
  return draw({
    view: ask.view,
    tally,
    tallies: out.reverse(),
    audits: await auditCounts(db, tally.cycle.id),
    caseload: await caseloadOf(db),
    steps: await stepsInForce(db),
    filters: [{ name: "cycle", label: "Cycle", value: tally.cycle.id, options: cycleOptions(tallies) }],
  });
}

export const makeOverview = (ask: Asked): Promise<MeasurePage | null> => dashboard(ask, leadDashboard);

/** What the board sees, for everybody who may see it: published figures, whoever asks. */
export const makeBoard = (ask: Asked): Promise<MeasurePage | null> =>
  dashboard({ ...ask, view: "published" }, boardDashboard);
