import { QUEUE_LABELS } from "#audits/panel/moderation.ts";
import { textFromScore } from "#audits/panel/result.ts";
import { levelsOf, mayNotTell } from "#audits/rubric/document.ts";
import type { PanelSeat } from "#db/panel-views.ts";
import { calledIn, scoreWords } from "./moderation.server.ts";

/** The open criteria of a plan as a member of its panel reads them, with the own view and those of others that may be read. */
export function seatView({ cockpit, views, others }: PanelSeat, personId: string, names: boolean) {
  const { rubric, moderation, settled } = cockpit;
  const called = calledIn(cockpit.auditors, names);
  const who = (id: string, name: string) => {
    const own = called.get(id);
    return own ? [own.agency, own.name].filter(Boolean).join(", ") : name;
  };
  const open = moderation.queue.filter((q) => !settled.has(q.criterion.key));
  return {
    reference: cockpit.sampled.snapshot.reference,
    settled: settled.size,
    items: open.map((q) => {
      const c = q.criterion;
      const mine = views.find((v) => v.personId === personId && v.criterion === c.key);
      return {
        key: c.key,
        title: c.title,
        question: c.question,
        group: QUEUE_LABELS[q.group],
        given: q.views.map((v) => ({
          who: who(v.auditor.auditorId, v.auditor.name),
          words: scoreWords(cockpit, c.key, v.answer.score),
          quotes: v.answer.quotes,
          note: v.answer.note,
          reason: v.answer.reason,
          finding: v.answer.finding?.words ?? "",
        })),
        choices: [
          ...levelsOf(rubric, c).map((l) => ({
            value: String(l.value),
            label: l.label,
            hint: c.descriptors[l.key] ?? "",
          })),
          ...(mayNotTell(c) ? [{ value: "CT", label: "Cannot tell", hint: "There is no evidence to judge." }] : []),
          ...(c.notApplicable.allowed
            ? [{ value: "NA", label: "Does not apply", hint: "To this child or this stage." }]
            : []),
        ],
        mine: mine ? { view: textFromScore(mine.view) ?? "", reason: mine.reason, version: mine.version } : null,
        written: views
          .filter((v) => v.criterion === c.key && v.personId !== personId)
          .map((v) => ({ who: who(v.personId, v.name), words: scoreWords(cockpit, c.key, v.view), reason: v.reason })),
        others: others[c.key] ?? 0,
      };
    }),
  };
}

export type SeatView = ReturnType<typeof seatView>;
