import type { Counted, Guard } from "./engine/guards.ts";

/**
 * Gives way to a run of the retention schedule, and only to what it listed: the run is open nowhere but inside its own
 * transaction.
 */
const disposing = (kind: string, subject: string) =>
  `exists (select 1 from disposal_items i join disposals d on d.id = i.disposal_id
    where d.finished_at is null and i.kind = '${kind}' and i.subject_id = ${subject})`;
const planOfAudit = "(select a.sampled_case_id from audits a where a.id = old.audit_id)";

const planOfPack = "(select p.sampled_case_id from feedback_packs p where p.id = old.pack_id)";

/** No hold on everything, on this plan's cycle or on this plan's case. */
const notHeld = `not exists (select 1 from legal_holds h where h.ended_at is null and (h.scope = 'everything'
    or (h.scope = 'cycle' and h.subject_id = old.cycle_id) or (h.scope = 'case' and h.subject_id = old.case_id)))`;

/**
 * What pages of learning and their files are made of. What was worked out from these tables is kept until one of them changes
 * (db/unchanged.ts).
 */
const LEARNT_FROM = [
  ...["actions", "answers", "audits", "bridging_sets", "cases", "codebooks", "codings", "cycle_reopenings", "cycles"],
  ...["draws", "finding_codes", "findings", "frozen_figures", "imports", "journeys", "learning_sources", "memberships"],
  ...[
    "moderations",
    "organisations",
    "people",
    "period_counts",
    "plan_levels",
    "plan_results",
    "rubrics",
    "sampled_cases",
  ],
  ...["settings", "settlements", "step_changes"],
];

/**
 * What the database itself does on both engines: it refuses to change evidence, and the record of who did what; and it counts
 * the changes of what is learnt from.
 */
export const GUARDS: (Guard | Counted)[] = [
  ...LEARNT_FROM.map((table): Counted => ({ table, counted: true })),
  { table: "trail", refuses: ["update", "delete"], key: "position", reason: "The trail is never rewritten" },
  { table: "anchors", refuses: ["update", "delete"], key: "day", reason: "An anchor is never rewritten" },
  {
    table: "trail_names",
    refuses: ["update"],
    key: "id",
    unless: `new.name is null and new.salt is null and new.id = old.id and new.person_id = old.person_id
    and new.number = old.number and new.commitment = old.commitment and ${disposing("name", "old.person_id")}`,
    reason: "A name in the trail stays as it was, until a run of the retention schedule removes it",
  },
  { table: "trail_names", refuses: ["delete"], reason: "A name in the trail is emptied, never deleted" },
  {
    table: "disposals",
    refuses: ["update", "delete"],
    when: "old.finished_at is not null",
    reason: "The record of a run stays as it is",
  },
  {
    table: "frozen_figures",
    refuses: ["update"],
    unless: "exists (select 1 from disposals where finished_at is null)",
    reason: "The figures of a cycle whose evidence is gone stay as they are",
  },
  {
    table: "frozen_figures",
    refuses: ["delete"],
    reason: "The figures of a cycle whose evidence is gone stay as they are",
  },
  { table: "disposal_items", refuses: ["update", "delete"], reason: "The record of a run stays as it is" },
  { table: "step_changes", refuses: ["delete"], reason: "A step of a measure is taken back, never deleted" },
  {
    table: "step_changes",
    refuses: ["update"],
    when: "old.ended_at is not null",
    reason: "A step that was taken back stays as it is",
  },
  { table: "legal_holds", refuses: ["delete"], reason: "A legal hold is ended, never deleted" },
  {
    table: "legal_holds",
    refuses: ["update"],
    when: "old.ended_at is not null",
    reason: "A hold that has ended stays as it is",
  },
  {
    table: "rubrics",
    refuses: ["update", "delete"],
    when: "old.status = 'published'",
    reason: "A published rubric is never changed: publish a new version",
  },
  {
    table: "rubric_approvals",
    refuses: ["update", "delete"],
    reason: "What a partner confirmed stays: record what they say now",
  },
  { table: "rubric_retirements", refuses: ["update", "delete"], reason: "When a rubric was in use stays on record" },
  { table: "rubric_draft_steps", refuses: ["update", "delete"], reason: "The steps of a draft are never rewritten" },
  { table: "bridging_sets", refuses: ["update", "delete"], reason: "A bridging set stays with the cycle that it is" },
  { table: "codebook_draft_steps", refuses: ["update", "delete"], reason: "The steps of a draft are never rewritten" },
  { table: "codings", refuses: ["update"], reason: "A coding stays as it was: code the finding again" },
  {
    table: "codings",
    refuses: ["delete"],
    unless: disposing("plan", planOfAudit),
    reason: "A coding stays as long as its plan's evidence",
  },
  { table: "codebooks", refuses: ["update", "delete"], reason: "A published codebook is never changed" },
  {
    table: "written_reports",
    refuses: ["update"],
    when: "old.issued_at is not null",
    unless: `old.stage = 'issued' and new.stage = 'withdrawn' and cast(new.data as text) = cast(old.data as text)
    and cast(new.edition as text) = cast(old.edition as text) and new.content_hash = old.content_hash and new.issued_at = old.issued_at and new.number = old.number`,
    reason: "An issued report stays as it is: withdraw it, and start a new one",
  },
  { table: "written_reports", refuses: ["delete"], reason: "A report is withdrawn, never deleted" },
  { table: "report_words", refuses: ["update", "delete"], reason: "What was written in a report stays: write it anew" },
  { table: "report_quotes", refuses: ["update", "delete"], reason: "What was decided on a quote stays on record" },
  { table: "report_name_checks", refuses: ["update", "delete"], reason: "That names were looked for stays on record" },
  {
    table: "report_answers",
    refuses: ["update", "delete"],
    reason: "An answer to the redaction check stays on record",
  },
  { table: "report_sign_offs", refuses: ["update", "delete"], reason: "What a partner signed off stays on record" },
  {
    table: "reports",
    refuses: ["update", "delete"],
    when: "old.status = 'ready' and old.written_id is not null",
    reason: "A finished file of a report stays as it was made",
  },
  {
    table: "room_contents",
    refuses: ["update"],
    unless: `new.content is null and new.sampled_id is null and new.sha256 = old.sha256 and new.id = old.id
    and new.room_id = old.room_id and new.key = old.key and new.number = old.number and ${disposing("plan", "old.sampled_id")}`,
    reason: "What was shown in an inspection room stays as it was: add a new version",
  },
  { table: "room_contents", refuses: ["delete"], reason: "What was shown in an inspection room stays on record" },
  {
    table: "room_copies",
    refuses: ["update", "delete"],
    reason: "That a copy left an inspection room stays on record",
  },
  { table: "room_guests", refuses: ["delete"], reason: "Who was let into an inspection room stays on record" },
  {
    table: "room_questions",
    refuses: ["update"],
    when: "old.answered_at is not null",
    reason: "An answer to an inspector stays as it was given",
  },
  { table: "room_questions", refuses: ["delete"], reason: "What an inspector asked stays on record" },
  {
    table: "rooms",
    refuses: ["update"],
    when: "old.closed_at is not null",
    reason: "A room that was closed stays closed: start a new one",
  },
  { table: "rooms", refuses: ["delete"], reason: "An inspection room is closed, never deleted" },
  { table: "answer_history", refuses: ["update"], reason: "The history of an answer is never rewritten" },
  {
    table: "answer_history",
    refuses: ["delete"],
    unless: disposing("plan", planOfAudit),
    reason: "The history of an answer stays as long as its plan's evidence",
  },
  {
    table: "answers",
    refuses: ["delete"],
    unless: disposing("plan", planOfAudit),
    reason: "An answer is evidence and stays",
  },
  {
    table: "audits",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "An audit is evidence and stays: withdraw it",
  },
  {
    table: "sampled_cases",
    refuses: ["delete"],
    unless: `${disposing("plan", "old.id")} and ${notHeld}`,
    reason: "A drawn sample stays as it was drawn",
  },
  {
    table: "calibration_plans",
    refuses: ["update"],
    reason: "A made-up plan stays as it was when its round was opened",
  },
  {
    table: "calibration_plans",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A made-up plan stays as long as the audits of it",
  },
  {
    table: "panel_views",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "What a member of a panel wrote stays as long as its plan's evidence",
  },
  { table: "draws", refuses: ["delete"], reason: "A draw stays, so that drawing again leaves a trace" },
  { table: "settlements", refuses: ["update"], reason: "What a panel settled stays: settle it again" },
  {
    table: "settlements",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "What a panel settled is evidence and stays",
  },
  {
    table: "action_versions",
    refuses: ["update", "delete"],
    reason: "The history of an action is never rewritten",
  },
  {
    table: "action_entries",
    refuses: ["update", "delete"],
    reason: "What was said of an action stays: write again",
  },
  { table: "actions", refuses: ["delete"], reason: "An action stays: withdraw it" },
  {
    table: "actions",
    refuses: ["update"],
    when: "cast(new.baseline as text) <> cast(old.baseline as text) or cast(new.measure as text) <> cast(old.measure as text)",
    reason: "The measure and the baseline of an action never change",
  },
  { table: "period_counts", refuses: ["update", "delete"], reason: "A count stays: enter it again" },
  { table: "outcome_counts", refuses: ["update", "delete"], reason: "Counts of outcomes stay: enter them again" },
  {
    table: "moderations",
    refuses: ["update"],
    when: "old.signed_off_at is not null",
    unless: `new.signed_off_at is null and exists (select 1 from earlier_sign_offs e
    where e.sampled_case_id = old.sampled_case_id and e.signed_off_at = old.signed_off_at)
    and exists (select 1 from cycle_reopenings r join sampled_cases s on s.cycle_id = r.cycle_id
    where s.id = old.sampled_case_id and r.ended_at is null)`,
    reason: "A plan that is signed off stays as it is, unless its cycle is reopened and what it was is kept",
  },
  { table: "earlier_sign_offs", refuses: ["update"], reason: "A sign-off that was taken back is kept as it was" },
  {
    table: "earlier_sign_offs",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A sign-off that was taken back is evidence and stays",
  },
  { table: "cycle_reopenings", refuses: ["delete"], reason: "That a cycle was reopened stays on record" },
  {
    table: "cycle_reopenings",
    refuses: ["update"],
    unless: `old.ended_at is null and new.reason = old.reason and new.reopened_at = old.reopened_at
    or exists (select 1 from disposals where finished_at is null)`,
    reason: "How a cycle was reopened stays as it was",
  },
  { table: "meetings", refuses: ["delete"], reason: "A meeting is called off, never deleted" },
  {
    table: "moderations",
    refuses: ["delete"],
    when: "old.signed_off_at is not null",
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A plan that is signed off is evidence and stays",
  },
  {
    table: "feedback_packs",
    refuses: ["update"],
    when: `old.sent_at is not null and (new.sent_at is null or new.sent_at <> old.sent_at
    or cast(new.content as text) <> cast(old.content as text) or new.receiver <> old.receiver
    or coalesce(new.writer_ref, '') <> coalesce(old.writer_ref, '') or coalesce(new.person_id, '') <> coalesce(old.person_id, '')
    or coalesce(new.organisation_id, '') <> coalesce(old.organisation_id, ''))`,
    reason: "A feedback pack that was sent stays as it was sent",
  },
  {
    table: "feedback_packs",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A feedback pack stays as long as its plan's evidence",
  },
  { table: "feedback_replies", refuses: ["update"], reason: "A reply stays as it was given: reply again" },
  {
    table: "feedback_replies",
    refuses: ["delete"],
    unless: disposing("plan", planOfPack),
    reason: "A reply stays as long as its plan's evidence",
  },
  {
    table: "feedback_disputes",
    refuses: ["update"],
    when: "old.answered_at is not null",
    reason: "A dispute that is answered stays as it is",
  },
  {
    table: "feedback_disputes",
    refuses: ["delete"],
    unless: disposing("plan", planOfPack),
    reason: "A dispute stays as long as its plan's evidence",
  },
  { table: "corrections", refuses: ["update"], reason: "A correction stays as it was recorded" },
  {
    table: "corrections",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A correction stays as long as its plan's evidence",
  },
  {
    table: "forum_clearances",
    refuses: ["update"],
    when: "old.ended_at is not null",
    reason: "A marking that has ended stays as it is",
  },
  {
    table: "forum_clearances",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "A marking is ended, never deleted",
  },
  {
    table: "family_experiences",
    refuses: ["update"],
    when: `old.answered_at is not null and not (new.answers is null and new.words is null and new.consent_ended_at is not null
    and new.answered_at = old.answered_at)`,
    reason: "What a family said stays as it was said, until they take their consent back",
  },
  {
    table: "family_experiences",
    refuses: ["delete"],
    unless: disposing("plan", "old.sampled_case_id"),
    reason: "What a family said stays as long as its plan's evidence",
  },
];
