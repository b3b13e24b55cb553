import { addDays } from "#audits/cases/days.ts";
import { FLAT_COLUMNS } from "#audits/cases/flat.ts";
import { type Generator, generatorFromSeed } from "#audits/sampling/generator.ts";
import { type Child, demoChildren } from "./return-children.ts";
import { csvOf, type DemoFile, type Line } from "./return-tables.ts";

/**
 * A flat case file for the same children with what a return does not have: locality, kind of setting, team, writer, looked-after
 * status and dates of advice. It carries nothing that the return says otherwise. Children with neither a UPN nor a ULN are not
 * in it, because it could not be matched to them.
 */
export function demoSupplement(): DemoFile {
  const random = generatorFromSeed("Northshire supplement 2026");
  const lines = demoChildren().active.flatMap((child, index) => {
    const line = supplementLine(child, `NS-${String(index + 1).padStart(4, "0")}`, random);
    return child.upn || child.uln ? [line] : [];
  });
  const known = FLAT_COLUMNS.filter((column) => lines.some((line) => column in line));
  return { name: "northshire-supplement-2026.csv", text: csvOf(["upn", "uln", ...known], lines) };
}

function supplementLine(child: Child, reference: string, random: Generator): Line {
  const { plan, place } = child;
  const advice = plan.issued >= "2023-01-01" ? adviceDates(plan.decided, plan.issued, random) : {};
  return {
    upn: child.upn,
    uln: child.uln,
    case_ref: reference,
    legal_regime: "cfa_2014",
    plan_type: plan.type,
    plan_date: plan.issued,
    ...(typeof place === "object" && place
      ? { setting_type: place.type }
      : { setting_type: place ? TYPE_OF[place] : "" }),
    locality: child.locality,
    looked_after: random.below(100) < 6 ? "yes" : "no",
    cin_cp: random.below(100) < 9 ? "yes" : "no",
    send_team: child.locality === "Northport" || child.locality === "Coast" ? "East" : "West",
    plan_writer_ref: `W${String(1 + random.below(14)).padStart(2, "0")}`,
    template_version: plan.issued >= "2024-09-01" ? "2024" : "2019",
    complaint_flag: random.below(100) < 4 ? "yes" : "no",
    ...advice,
  };
}

const TYPE_OF = { OLA: "eotas", EHE: "home_educated", OPA: "own_arrangements", NEET: "neet", OTH: "other" };

/** When a coordinator began to chase health advice: fewer replies are late from then on. */
export const COORDINATOR_BEGAN = "2024-09-01";

/** Advice is asked for in the days after the decision; a share never comes, or was not asked for. */
function adviceDates(decided: string, issued: string, random: Generator): Line {
  const dates: Line = {};
  for (const [agency, askedOf, late] of [
    ["health", 88, decided < COORDINATOR_BEGAN ? 70 : 18],
    ["care", 82, 30],
    ["ep", 100, 25],
  ] as const) {
    if (random.below(100) >= askedOf) continue;
    const requested = addDays(decided, 1 + random.below(6));
    const received = addDays(requested, random.below(100) < late ? 43 + random.below(40) : 20 + random.below(23));
    dates[`advice_${agency}_requested`] = requested;
    if (random.below(100) < 92 && received < issued) dates[`advice_${agency}_received`] = received;
  }
  return dates;
}
