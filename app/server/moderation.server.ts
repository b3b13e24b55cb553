import { agreementOnPlan, QUEUE_GROUPS, QUEUE_LABELS, type QueueItem } from "#audits/panel/moderation.ts";
import { gradesWithinReach } from "#audits/panel/override.ts";
import type { Agreed } from "#audits/panel/result.ts";
import { criterionOf, type Level, levelAt, levelsOf, mayNotTell } from "#audits/rubric/document.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import type { Cockpit } from "#db/moderations.ts";
import type { SavedView } from "#db/panel-views.ts";
import { settingOf } from "#db/settings.ts";
import type { Db } from "#db/store.ts";

/** Who is called how: an auditor by the agency, with a number where it has several on the plan, and by name where names are shown. */
type Called = { agency: string; name: string };

export function calledIn(auditors: Cockpit["auditors"], names: boolean): Map<string, Called> {
  return new Map(
    auditors.map((a) => {
      const number = /\d+$/.exec(a.letter)?.[0];
      const agency = AGENCY_LABELS[a.agency];
      return [a.auditorId, { agency: number && !names ? `${agency} ${number}` : agency, name: names ? a.name : "" }];
    }),
  );
}

/** Whether names of auditors stand in the cockpit, and on a shared screen. */
export async function namesShown(db: Db): Promise<{ cockpit: boolean; sharedScreen: boolean }> {
  const { value } = await settingOf(db, "moderation");
  const cockpit = value.auditorNames === "shown";
  return { cockpit, sharedScreen: cockpit && value.namesOnSharedScreen === "shown" };
}

/**
 * The cockpit of one plan, as plain data for the page: nothing that the page does not show.
 *
 * @param names whether auditors are named, or called by their agency alone
 * @param written what members of the panel wrote beforehand
 */
export function cockpitView(cockpit: Cockpit, current: string | null, names: boolean, written: SavedView[] = []) {
  const { rubric, moderation, settled, asked, auditors, result, row } = cockpit;
  const open = moderation.queue.filter((q) => !settled.has(q.criterion.key));
  const at = moderation.queue.find((q) => q.criterion.key === current) ?? open[0] ?? moderation.queue[0] ?? null;
  const position = at ? moderation.queue.indexOf(at) : -1;
  const next = at
    ? (open.find((q) => moderation.queue.indexOf(q) > position) ?? open.find((q) => q !== at) ?? null)
    : null;
  const before = agreementOnPlan(rubric, moderation);
  const now = agreementOnPlan(rubric, { ...moderation, queue: open });
  const main = result.modules[0];
  const called = calledIn(auditors, names);
  const calledBy = (id: string): Called => called.get(id) ?? { agency: "", name: "" };
  const gradeLabel = (key: string | null) => rubric.grades.find((g) => g.key === key)?.label ?? null;

  return {
    reference: cockpit.sampled.snapshot.reference,
    snapshot: cockpit.sampled.snapshot,
    signedOffAt: row?.signedOffAt ?? null,
    asked: asked.length,
    agreed: moderation.agreed.map((a) => ({
      key: a.criterion.key,
      title: a.criterion.title,
      score: scoreWords(cockpit, a.criterion.key, a.score),
    })),
    settledCount: moderation.queue.length - open.length,
    openCount: open.length,
    auditors: auditors.map((a) => ({ id: a.auditorId, letter: a.letter, ...calledBy(a.auditorId) })),
    done: moderation.queue.flatMap((q) => {
      const done = settled.get(q.criterion.key);
      return done
        ? [
            {
              key: q.criterion.key,
              title: q.criterion.title,
              agreed: agreedWords(cockpit, q.criterion.key, done.agreed),
            },
          ]
        : [];
    }),
    open: open.map((q) => ({ key: q.criterion.key, title: q.criterion.title, group: QUEUE_LABELS[q.group] })),
    present: row?.present ?? [],
    groups: QUEUE_GROUPS.map((group) => ({
      group,
      label: QUEUE_LABELS[group],
      items: moderation.queue.filter((q) => q.group === group).map((q) => rowOf(cockpit, q)),
    })).filter((g) => g.items.length > 0),
    before,
    now: { ...now, same: now.same + (moderation.queue.length - open.length) },
    current: at ? itemView(cockpit, at, position, next?.criterion.key ?? null, calledBy, written) : null,
    limits: main?.fired.map((f) => ({ label: f.label, cap: gradeLabel(f.cap), because: f.because })) ?? [],
    couldLimit: open
      .filter((q) => q.limits.length > 0)
      .map((q) => ({ key: q.criterion.key, caps: [...new Set(q.limits)].map((cap) => gradeLabel(cap)) })),
    gradeShown: open.length === 0 || row?.gradeShownAt != null,
    grade:
      main && (open.length === 0 || row?.gradeShownAt != null)
        ? {
            label: gradeLabel(main.grade ?? main.shadow?.grade ?? null),
            key: main.grade,
            raw: gradeLabel(main.rawGrade),
            percent: main.overallText,
            status: main.status,
            limited: main.grade !== main.rawGrade,
            shadow: main.shadow ? gradeLabel(main.shadow.grade) : null,
            own: result.override ? { label: gradeLabel(result.override.grade), reason: result.override.reason } : null,
          }
        : null,
    /** Grades that the panel may set beside the derived one when it signs off. */
    reach: open.length === 0 && !row?.signedOffAt ? gradesWithinReach(rubric, result) : [],
  };
}

export type CockpitView = ReturnType<typeof cockpitView>;

function rowOf(cockpit: Cockpit, q: QueueItem) {
  const done = cockpit.settled.get(q.criterion.key);
  return {
    key: q.criterion.key,
    title: q.criterion.title,
    columns: columnsOf(cockpit, q).map((c) => ({ ...c, agreed: done ? agreedColumn(done.agreed) === c.key : false })),
    limiting: q.criterion.limiting?.kind ?? null,
    agreed: done ? agreedWords(cockpit, q.criterion.key, done.agreed) : null,
    said: q.views.map((v) => `${v.auditor.letter}: ${scoreWords(cockpit, q.criterion.key, v.answer.score)}`).join(", "),
  };
}

/** The little scale of a row: one box a level in the order of the sheet, then cannot tell or does not apply where somebody said so. */
function columnsOf(cockpit: Cockpit, q: QueueItem): { key: string; short: string; letters: string[] }[] {
  const levels = levelsOf(cockpit.rubric, q.criterion).map((l) => ({ key: String(l.value), short: l.short }));
  const others = [
    { key: "CT", short: "CT" },
    ...(q.views.some((v) => v.answer.score === "NA") ? [{ key: "NA", short: "NA" }] : []),
  ];
  return [...levels, ...others].map((c) => ({
    ...c,
    letters: q.views.filter((v) => String(v.answer.score) === c.key).map((v) => v.auditor.letter),
  }));
}

const agreedColumn = (agreed: Agreed): string => (agreed === null ? "" : String(agreed));

function itemView(
  cockpit: Cockpit,
  q: QueueItem,
  position: number,
  nextKey: string | null,
  calledBy: (id: string) => Called,
  written: SavedView[],
) {
  const { rubric } = cockpit;
  const c = q.criterion;
  const done = cockpit.settled.get(c.key);
  const levels = levelsOf(rubric, c);
  return {
    key: c.key,
    title: c.title,
    question: c.question,
    domain: rubric.domains.find((d) => d.key === c.domain)?.title ?? "",
    position: position + 1,
    of: cockpit.moderation.queue.length,
    group: QUEUE_LABELS[q.group],
    levels: levels.map((l) => ({
      ...l,
      // Best first, whatever the order of the sheet.
      place: levels.filter((other) => other.value > l.value).length,
      descriptor: c.descriptors[l.key] ?? "",
      limit: limitSentence(cockpit, c.key, l),
    })),
    naAllowed: c.notApplicable.allowed,
    ctAllowed: mayNotTell(c),
    views: q.views.map((v) => ({
      auditorId: v.auditor.auditorId,
      ...calledBy(v.auditor.auditorId),
      letter: v.auditor.letter,
      score: v.answer.score,
      words: scoreWords(cockpit, c.key, v.answer.score),
      reason: v.answer.reason,
      note: v.answer.note,
      quotes: v.answer.quotes,
      finding: v.answer.finding,
    })),
    written: written
      .filter((w) => w.criterion === c.key)
      .map((w) => ({
        id: w.personId,
        // Who audited the plan is called here as above; who only sits on the panel has a name of no secrecy.
        who: whoWrote(w, calledBy(w.personId)),
        words: scoreWords(cockpit, c.key, w.view),
        reason: w.reason,
      })),
    agreed: done?.agreed ?? null,
    reason: done?.reason ?? "",
    finding: done?.finding ?? q.views.find((v) => v.answer.finding)?.answer.finding?.words ?? "",
    settledAt: done?.settledAt ?? null,
    version: done?.version ?? 0,
    nextKey,
  };
}

const whoWrote = (w: SavedView, { agency, name }: Called): string =>
  agency ? [agency, name].filter(Boolean).join(", ") : w.name;

/** "Limits the whole plan to Inadequate", where agreeing this level would, else null. */
function limitSentence(cockpit: Cockpit, key: string, level: Level): string | null {
  const { rubric } = cockpit;
  const caps = rubric.limits
    .filter(
      (l) => l.type === "criterion" && l.mode !== "shadow" && l.criteria.includes(key) && level.value <= l.atOrBelow,
    )
    .map((l) => rubric.grades.findIndex((g) => g.key === l.cap));
  const worst = Math.max(-1, ...caps);
  // A cap just below the top is a condition for the top grade, not a limit that people expect to read at a level.
  return worst > 1 || (worst === 1 && rubric.grades.length === 2)
    ? `Limits the whole plan to ${rubric.grades[worst]?.label}`
    : null;
}

export function scoreWords(cockpit: Pick<Cockpit, "rubric">, key: string, score: Score): string {
  if (score === "NA") return "Does not apply";
  if (score === "CT") return "Cannot tell";
  if (score === null) return "Not scored";
  return levelAt(cockpit.rubric, criterionOf(cockpit.rubric, key), score)?.label ?? String(score);
}

export const agreedWords = (cockpit: Pick<Cockpit, "rubric">, key: string, agreed: Agreed): string =>
  agreed === "both" ? "Both views recorded" : scoreWords(cockpit, key, agreed);
