/**
 * The trail: what happened, by whom, to what, as one sentence a person can read. Events are chained by hash, so that a
 * changed, removed or inserted event shows. Case text (quotes, findings, notes) never stands in an event.
 */

export const EVENT_KINDS = [
  "area.set_up",
  "area.changed",
  "setting.changed",
  "organisation.added",
  "organisation.changed",
  "organisation.removed",
  "person.added",
  "person.changed",
  "person.removed",
  "role.given",
  "role.ended",
  "backup.made",
  "session.started",
  "session.refused",
  "session.ended",
  "password.changed",
  "password.reset",
  "password.reset_asked",
  "second_factor.set_up",
  "second_factor.refused",
  "second_factor.removed",
  "recovery_code.used",
  "recovery_codes.renewed",
  "provider.linked",
  "invitation.made",
  "invitation.renewed",
  "invitation.withdrawn",
  "invitation.accepted",
  "mail.failed",
  "mail.tested",
  "import.previewed",
  "import.kept",
  "import.cancelled",
  "rubric.draft_started",
  "rubric.draft_deleted",
  "rubric.draft_restored",
  "rubric.published",
  "rubric.approved",
  "rubric.approval_withdrawn",
  "rubric.retired",
  "rubric.brought_back",
  "rubric.imported",
  "rubric.exported",
  "codebook.published",
  "cycle.opened",
  "cycle.moved",
  "sample.drawn",
  "audit.assigned",
  "audit.withdrawn",
  "audit.reopened",
  "audit.started",
  "answer.saved",
  "audit.submitted",
  "moderation.settled",
  "moderation.grade_shown",
  "moderation.signed_off",
  "case.viewed",
  "report.asked",
  "report.made",
  "report.downloaded",
  "results.downloaded",
  "concern.raised",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type TrailEvent = {
  kind: EventKind;
  /** Who did it, as they were called then; null for the system itself. */
  actorId: string | null;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  sentence: string;
};

/** The text that is hashed for an event: every field on a line of its own, so that no two events share a text. */
export function eventText(event: TrailEvent, position: number, atIso: string, previousHash: string): string {
  const fields = [
    String(position),
    atIso,
    previousHash,
    event.kind,
    event.actorId ?? "",
    event.actorName,
    event.subjectKind,
    event.subjectId,
    event.sentence,
  ];
  return fields.map((f) => JSON.stringify(f)).join("\n");
}

/** The hash before the first event. */
export const CHAIN_START = "0".repeat(64);
