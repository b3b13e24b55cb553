/**
 * The trail: what happened, by whom, to what, as one sentence a person can read. Events are chained by hash, so that a
 * changed, removed or inserted event shows. Case text (quotes, findings, notes) never stands in an event. Names of people
 * stand apart from what is hashed (names.ts), so that a name can be taken out and the chain still holds.
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
  "cycle.due_moved",
  "cycle.reopened",
  "sample.drawn",
  "meeting.planned",
  "meeting.changed",
  "meeting.cancelled",
  "reminder.sent",
  "reminder.switched",
  "interest.declared",
  "interest.ended",
  "audit.assigned",
  "audit.withdrawn",
  "audit.reopened",
  "audit.started",
  "answer.saved",
  "audit.submitted",
  "moderation.settled",
  "moderation.grade_shown",
  "moderation.signed_off",
  "moderation.taken_back",
  "moderation.overridden",
  "panel.view_saved",
  "calibration.opened",
  "calibration.closed",
  "agreement.downloaded",
  "case.viewed",
  "report.asked",
  "report.made",
  "report.downloaded",
  "results.downloaded",
  "measures.downloaded",
  "step.set",
  "step.ended",
  "concern.raised",
  "sample.downloaded",
  "import.downloaded",
  "case.exported",
  "trail.exported",
  "trail.checked",
  "anchor.downloaded",
  "hold.placed",
  "hold.ended",
  "disposal.run",
  "name.removed",
  "backup.removed",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type TrailEvent = {
  kind: EventKind;
  /** Who did it, as they were called then; null for the system itself. */
  actorId: string | null;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  /** As people read it, with names in full: the door to the trail puts them apart. */
  sentence: string;
  /** Who is named in the sentence besides the actor. */
  people?: readonly NamedPerson[];
};

export type NamedPerson = { id: string; name: string };

/** What of an event is hashed and kept. In format 2 names are tokens (names.ts); in format 1 they stand as they are. */
export type KeptEvent = Omit<TrailEvent, "people">;

/** The text that is hashed for an event of format 1: every field on a line of its own, so that no two events share a text. */
export function eventText(event: KeptEvent, position: number, atIso: string, previousHash: string): string {
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

/** The text of format 2: as format 1, with the format before it and after it the commitments of the names, in order. */
export function eventTextWithNames(
  event: KeptEvent,
  position: number,
  atIso: string,
  previousHash: string,
  commitments: readonly string[],
): string {
  const rest = commitments.map((c) => JSON.stringify(c));
  return [JSON.stringify("2"), eventText(event, position, atIso, previousHash), ...rest].join("\n");
}

/** The format in which events are recorded now. */
export const EVENT_FORMAT = 2;

/** The hash before the first event. */
export const CHAIN_START = "0".repeat(64);

/** The part of the work that a kind of event belongs to, in the words of the search. */
export const EVENT_GROUPS = {
  viewed: "Looked at case-level data",
  taken: "Downloads and exports",
  sign_in: "Signing in and out",
  cases: "Cases and imports",
  cycles: "Cycles and samples",
  audits: "Audits and answers",
  moderation: "Moderation",
  reports: "Reports",
  rubrics: "Rubrics and codebooks",
  people: "People and settings",
  concerns: "Urgent concerns",
  protection: "Retention, holds and the trail itself",
} as const;
export type EventGroup = keyof typeof EVENT_GROUPS;

/** Every kind in words, and where it belongs. A new kind fails the type check until it stands here. */
export const EVENT_LABELS: Record<EventKind, { group: EventGroup; label: string }> = {
  "area.set_up": { group: "people", label: "Area set up" },
  "area.changed": { group: "people", label: "Area changed" },
  "organisation.added": { group: "people", label: "Organisation added" },
  "organisation.changed": { group: "people", label: "Organisation changed" },
  "organisation.removed": { group: "people", label: "Organisation removed" },
  "person.changed": { group: "people", label: "Account changed" },
  "person.removed": { group: "people", label: "Person removed" },
  "role.given": { group: "people", label: "Role given or changed" },
  "role.ended": { group: "people", label: "Role ended" },
  "backup.made": { group: "protection", label: "Backup made" },
  "setting.changed": { group: "people", label: "Setting changed" },
  "person.added": { group: "people", label: "Person added" },
  "session.started": { group: "sign_in", label: "Signed in" },
  "session.refused": { group: "sign_in", label: "Sign-in refused" },
  "session.ended": { group: "sign_in", label: "Signed out" },
  "password.changed": { group: "sign_in", label: "Password changed" },
  "password.reset": { group: "sign_in", label: "New password by link" },
  "password.reset_asked": { group: "sign_in", label: "Link for a password asked for" },
  "second_factor.set_up": { group: "sign_in", label: "Authenticator app set up" },
  "second_factor.refused": { group: "sign_in", label: "Code refused" },
  "second_factor.removed": { group: "sign_in", label: "Authenticator app removed" },
  "recovery_code.used": { group: "sign_in", label: "Recovery code used" },
  "recovery_codes.renewed": { group: "sign_in", label: "Recovery codes made anew" },
  "provider.linked": { group: "sign_in", label: "Work account linked" },
  "invitation.made": { group: "people", label: "Person invited" },
  "invitation.renewed": { group: "people", label: "Invitation sent again" },
  "invitation.withdrawn": { group: "people", label: "Invitation withdrawn" },
  "invitation.accepted": { group: "people", label: "Invitation accepted" },
  "mail.failed": { group: "people", label: "Mail not sent" },
  "mail.tested": { group: "people", label: "Mail tested" },
  "import.previewed": { group: "cases", label: "Import read" },
  "import.kept": { group: "cases", label: "Import kept" },
  "import.cancelled": { group: "cases", label: "Import cancelled" },
  "rubric.published": { group: "rubrics", label: "Rubric published" },
  "rubric.draft_started": { group: "rubrics", label: "Draft of a rubric started" },
  "rubric.draft_deleted": { group: "rubrics", label: "Draft of a rubric thrown away" },
  "rubric.draft_restored": { group: "rubrics", label: "Draft of a rubric taken back" },
  "rubric.approved": { group: "rubrics", label: "Partner agreed to a rubric" },
  "rubric.approval_withdrawn": { group: "rubrics", label: "Agreement to a rubric withdrawn" },
  "rubric.retired": { group: "rubrics", label: "Rubric retired" },
  "rubric.brought_back": { group: "rubrics", label: "Rubric brought back" },
  "rubric.imported": { group: "rubrics", label: "Rubric imported" },
  "rubric.exported": { group: "rubrics", label: "Rubric exported" },
  "codebook.published": { group: "rubrics", label: "Codebook published" },
  "cycle.opened": { group: "cycles", label: "Cycle opened" },
  "cycle.moved": { group: "cycles", label: "Cycle moved on" },
  "cycle.due_moved": { group: "cycles", label: "Due date moved" },
  "cycle.reopened": { group: "cycles", label: "Cycle reopened" },
  "meeting.planned": { group: "moderation", label: "Meeting planned" },
  "meeting.changed": { group: "moderation", label: "Meeting changed" },
  "meeting.cancelled": { group: "moderation", label: "Meeting called off" },
  "reminder.sent": { group: "audits", label: "Reminders sent" },
  "reminder.switched": { group: "people", label: "Reminders switched on or off" },
  "sample.drawn": { group: "cycles", label: "Sample drawn or changed" },
  "interest.declared": { group: "audits", label: "Interest declared" },
  "interest.ended": { group: "audits", label: "Interest taken back" },
  "audit.assigned": { group: "audits", label: "Plan given to an auditor" },
  "audit.withdrawn": { group: "audits", label: "Audit withdrawn" },
  "audit.reopened": { group: "audits", label: "Audit reopened" },
  "audit.started": { group: "audits", label: "Audit started" },
  "answer.saved": { group: "audits", label: "Answer saved" },
  "audit.submitted": { group: "audits", label: "Audit submitted" },
  "moderation.settled": { group: "moderation", label: "Criterion settled" },
  "moderation.grade_shown": { group: "moderation", label: "Grade shown early" },
  "moderation.taken_back": { group: "moderation", label: "Sign-off taken back" },
  "moderation.signed_off": { group: "moderation", label: "Plan signed off" },
  "moderation.overridden": { group: "moderation", label: "Another grade set beside the derived one" },
  "panel.view_saved": { group: "moderation", label: "View of a panel member written" },
  "calibration.opened": { group: "cycles", label: "Calibration opened" },
  "calibration.closed": { group: "cycles", label: "Calibration closed" },
  "agreement.downloaded": { group: "taken", label: "Agreement between auditors downloaded" },
  "case.viewed": { group: "viewed", label: "Looked at case-level data" },
  "report.asked": { group: "reports", label: "Report asked for" },
  "report.made": { group: "reports", label: "Report made" },
  "report.downloaded": { group: "taken", label: "Report downloaded" },
  "results.downloaded": { group: "taken", label: "Results downloaded" },
  "measures.downloaded": { group: "taken", label: "Measures downloaded" },
  "step.set": { group: "reports", label: "Step of a measure set" },
  "step.ended": { group: "reports", label: "Step of a measure taken back" },
  "concern.raised": { group: "concerns", label: "Urgent concern raised" },
  "sample.downloaded": { group: "taken", label: "Sample list downloaded" },
  "import.downloaded": { group: "taken", label: "Problems of an import downloaded" },
  "case.exported": { group: "taken", label: "Everything held about a case downloaded" },
  "trail.exported": { group: "taken", label: "Events downloaded" },
  "trail.checked": { group: "protection", label: "Whole chain checked" },
  "anchor.downloaded": { group: "taken", label: "Anchors downloaded" },
  "hold.placed": { group: "protection", label: "Legal hold placed" },
  "hold.ended": { group: "protection", label: "Legal hold ended" },
  "disposal.run": { group: "protection", label: "Records removed" },
  "name.removed": { group: "protection", label: "Name removed" },
  "backup.removed": { group: "protection", label: "Backup removed" },
};

/** The kinds of a group. */
export const kindsOf = (group: EventGroup): EventKind[] => EVENT_KINDS.filter((k) => EVENT_LABELS[k].group === group);
