import { groupingName, groupLabel, isGrouping } from "#audits/learning/groupings.ts";
import { goodLevels } from "#audits/learning/criterion-shares.ts";
import { type CycleTally, goodGrades, holds } from "#audits/learning/tally.ts";
import { AGENCY_LABELS, PHASE_LABELS, PHASES } from "#audits/vocabulary.ts";
import { auditsOfSample, type PlanFilter, plansBehind, talliesOf } from "#db/tallies.ts";
import { themesByPlan } from "#db/plan-themes.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { store } from "../database.server.ts";
import { valuesOf } from "./groups.server.ts";

const SIZE = 25;

export type PlanRow = {
  reference: string;
  href: string;
  about: string;
  /** The agencies that audited it, and where their levels and the panel's stand beside each other. */
  audits: { words: string; href: string };
  grade: string | null;
  byScore: string | null;
  signedOffOn: string;
};

/** The plans that the fields of an address stand for, and what they are in words. Null where the address names what is not there. */
export const plansAsked = (fields: URLSearchParams, page: number) =>
  whileUnchanged(store().db, JSON.stringify(["plans behind", page, [...fields]]), () => readPlans(fields, page));

async function readPlans(fields: URLSearchParams, page: number) {
  const { db } = store();
  const cycleId = fields.get("cycle") ?? "";
  const [tally] = await talliesOf(db, [cycleId]);
  if (!tally) return null;
  const parts = [await groupPart(fields), gradePart(fields, tally), levelPart(fields, tally), await themePart(fields)];
  if (parts.includes(null)) return null;
  const [group, grade, level, theme] = parts as [GroupPart, GradePart, LevelPart, ThemePart];
  const lowered = fields.get("lowered") === "yes";
  const { total, plans } = await plansBehind(
    db,
    {
      cycleIds: [cycleId],
      filter: group.filter,
      grades: grade.grades,
      level: level.level,
      among: theme.among,
      lowered,
    },
    page,
    SIZE,
  );
  const words = [
    "signed off by the panel",
    ...group.words,
    ...grade.words,
    ...level.words,
    ...theme.words,
    ...(lowered ? ["with a limit that lowers the grade"] : []),
  ].join(", ");
  const label = (key: string | null) => tally.rubric.grades.find((one) => one.key === key)?.label ?? null;
  const audits = await auditsOfSample(
    db,
    plans.map(({ sampledId }) => sampledId),
  );
  return {
    cycle: { id: cycleId, title: tally.cycle.title },
    asked: [...fields]
      .flatMap(([key, value]) => (key === "page" ? [] : [`${key}=${value}`]))
      .join("&")
      .slice(0, 200),
    words,
    total,
    pages: Math.max(1, Math.ceil(total / SIZE)),
    plans: plans.map((plan): PlanRow => {
      const { snapshot } = plan;
      const about = [
        snapshot.phase && groupLabel("phase", snapshot.phase),
        snapshot.primaryNeed && groupLabel("need", snapshot.primaryNeed),
        snapshot.settingType && groupLabel("setting", snapshot.settingType),
      ];
      const changed = plan.before !== plan.after;
      return {
        reference: snapshot.reference,
        href: `/cases/${audits.get(plan.sampledId)?.caseId ?? ""}`,
        audits: {
          words: (audits.get(plan.sampledId)?.agencies ?? []).map((agency) => AGENCY_LABELS[agency]).join(", "),
          href: `/cycles/${cycleId}/moderation/${plan.sampledId}`,
        },
        about: about.filter(Boolean).join(", "),
        grade: label(holds(tally.cycle.limitsMode, plan)),
        byScore: changed ? label(plan.before) : null,
        signedOffOn: plan.signedOffOn,
      };
    }),
  };
}

type GroupPart = { filter: PlanFilter; words: string[] };

async function groupPart(fields: URLSearchParams): Promise<GroupPart | null> {
  const by = fields.get("by");
  if (by !== null && !isGrouping(by)) return null;
  const group = fields.get("group");
  const named = by && group !== null ? { by, group: group === "" ? null : group } : null;
  const phase = PHASES.find((one) => one === fields.get("phase"));
  const team = fields.get("team");
  return {
    filter: {
      ...(named && (await valuesOf(named.by, named.group))),
      ...(phase && { phase: [phase] }),
      ...(team && { sendTeam: [team] }),
    },
    words: [
      ...(named ? [`${groupingName(named.by)}: ${groupLabel(named.by, named.group)}`] : []),
      ...(phase ? [PHASE_LABELS[phase].toLowerCase()] : []),
      ...(team ? [`team ${team}`] : []),
    ],
  };
}

type GradePart = { grades: { of: "before" | "after"; keys: string[] } | null; words: string[] };

function gradePart(fields: URLSearchParams, { rubric, cycle }: CycleTally): GradePart | null {
  const asked = fields.get("grade");
  if (!asked) return { grades: null, words: [] };
  const of = cycle.limitsMode === "applied" ? ("after" as const) : ("before" as const);
  if (asked === "better") return { grades: { of, keys: [...goodGrades(rubric)] }, words: ["good or better"] };
  const found = rubric.grades.find(({ key }) => key === asked);
  return found ? { grades: { of, keys: [asked] }, words: [`graded ${found.label}`] } : null;
}

type LevelPart = { level: { part: "domain" | "criterion"; key: string; levels: string[] } | null; words: string[] };

function levelPart(fields: URLSearchParams, { rubric }: CycleTally): LevelPart | null {
  const [domainKey, criterionKey, which] = [fields.get("domain"), fields.get("criterion"), fields.get("with")];
  if (domainKey) {
    const domain = rubric.domains.find(({ key }) => key === domainKey);
    if (!domain) return null;
    const good = goodGrades(rubric);
    const keys = rubric.grades.map(({ key }) => key);
    const levels = which === "good" ? [...good] : which === "not" ? keys.filter((key) => !good.has(key)) : keys;
    const words = which === "good" ? "good or better in" : which === "not" ? "not good in" : "graded in";
    return { level: { part: "domain", key: domainKey, levels }, words: [`${words} ${domain.shortTitle}`] };
  }
  if (!criterionKey) return { level: null, words: [] };
  const criterion = rubric.criteria.find(({ key }) => key === criterionKey);
  if (!criterion) return null;
  const told = { CT: "cannot tell", NA: "does not apply" }[which ?? ""];
  const levels = told && which ? [which] : [...goodLevels(rubric, criterion)];
  return {
    level: { part: "criterion", key: criterionKey, levels },
    words: [`${criterionKey} ${criterion.title}: ${told ?? "good or better"}`],
  };
}

type ThemePart = { among: string[] | null; words: string[] };

async function themePart(fields: URLSearchParams): Promise<ThemePart | null> {
  const codes = [fields.get("theme"), fields.get("and")].filter((code) => code !== null);
  if (codes.length === 0) return { among: null, words: [] };
  const found = await themesByPlan(store().db, fields.get("cycle") ?? "");
  const names = codes.map((code) => found?.codebook.themes.find((theme) => theme.code === code)?.name);
  if (!found || names.includes(undefined)) return null;
  const among = [...found.plans].flatMap(([id, themes]) => (codes.every((code) => themes.has(code)) ? [id] : []));
  return { among, words: [`with the theme ${names.join(" and ")}`] };
}
