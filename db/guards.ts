import type { Guard } from "./engine/guards.ts";

/** What the database itself refuses to change, on both engines: evidence, and the record of who did what. */
export const GUARDS: Guard[] = [
  { table: "trail", refuses: ["update", "delete"], reason: "The trail is never rewritten" },
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
  { table: "codebooks", refuses: ["update", "delete"], reason: "A published codebook is never changed" },
  { table: "answer_history", refuses: ["update", "delete"], reason: "The history of an answer is never rewritten" },
  { table: "answers", refuses: ["delete"], reason: "An answer is evidence and stays" },
  { table: "audits", refuses: ["delete"], reason: "An audit is evidence and stays: withdraw it" },
  { table: "sampled_cases", refuses: ["delete"], reason: "A drawn sample stays as it was drawn" },
  { table: "draws", refuses: ["delete"], reason: "A draw stays, so that drawing again leaves a trace" },
  { table: "settlements", refuses: ["update", "delete"], reason: "What a panel settled stays: settle it again" },
  {
    table: "moderations",
    refuses: ["update", "delete"],
    when: "old.signed_off_at is not null",
    reason: "A plan that is signed off stays as it is",
  },
];
