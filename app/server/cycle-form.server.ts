import { domainsOf } from "#audits/rubric/document.ts";
import type { NewCycle } from "#db/cycles.ts";
import { rubricsForCycles } from "#db/rubric-approvals.ts";
import { currentCodebook } from "#db/rubrics.ts";
import { store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** Reads the form that opens a cycle: a cycle to open, or what to correct. */
export async function cycleFrom(
  form: Fields,
): Promise<{ ok: true; cycle: NewCycle } | { ok: false; errors: FieldError[] }> {
  const errors: FieldError[] = [];
  const need = (field: string, sentence: string) => {
    errors.push({ field, sentence });
  };
  const title = form.text("title");
  if (!title) need("title", "Enter a name for the cycle");
  if (title.length > 100) need("title", "The name must be 100 characters or fewer");
  const question = form.text("question");
  if (question.length > 300) need("question", "The question must be 300 characters or fewer");

  const listed = await rubricsForCycles(store().db);
  const chosen = listed.find(({ rubric }) => rubric.id === form.text("rubricId"));
  if (!chosen) need("rubricId", "Select a rubric");
  else if (chosen.why) need("rubricId", `This rubric cannot be used. ${chosen.why}`);
  const rubric = chosen?.rubric;
  const extra = form.all("modules");
  const shortForm = form.text("length") === "short";
  if (rubric) {
    const { title: named, document } = rubric;
    if (extra.some((key) => !document.modules.some((m) => m.key === key)))
      need("modules", `${named} does not have that module. Select only modules of the rubric`);
    const asked = domainsOf(document, document.mainModule).flatMap((d) => d.criteria);
    if (shortForm && !asked.some((c) => c.shortForm)) need("length", `${named} has no short form. Select full audit`);
  }

  const day = (name: string, what: string, required: boolean) => {
    const parts = { day: form.text(`${name}-day`), month: form.text(`${name}-month`), year: form.text(`${name}-year`) };
    const read = dayFrom(parts, what);
    if (!read.ok) need(`${name}-day`, read.sentence);
    else if (read.day === null && required) need(`${name}-day`, `Enter ${what[0]?.toLowerCase()}${what.slice(1)}`);
    return read.ok ? read.day : null;
  };
  const periodFrom = day("periodFrom", "The first day of the plans’ period", true);
  const periodTo = day("periodTo", "The last day of the plans’ period", true);
  const scoringOpens = day("scoringOpens", "The day scoring opens", true);
  const scoringDue = day("scoringDue", "The day audits are due", true);
  const moderationOn = day("moderationOn", "The day of moderation", false);
  if (periodFrom && periodTo && periodTo < periodFrom) need("periodTo-day", "The period must end after it begins");
  if (scoringOpens && scoringDue && scoringDue < scoringOpens)
    need("scoringDue-day", "Audits must be due on or after the day scoring opens");
  if (scoringDue && moderationOn && moderationOn < scoringDue)
    need("moderationOn-day", "Moderation must be on or after the day audits are due");
  if (errors.length || !rubric || !periodFrom || !periodTo || !scoringOpens || !scoringDue)
    return { ok: false, errors };

  return {
    ok: true,
    cycle: {
      title,
      question,
      rubricId: rubric.id,
      codebookId: (await currentCodebook(store().db)).id,
      shortForm,
      modules: [rubric.document.mainModule, ...extra.filter((m) => m !== rubric.document.mainModule)],
      limitsMode: form.text("limitsMode") === "shadow" ? "shadow" : "applied",
      periodFrom,
      periodTo,
      scoringOpens,
      scoringDue,
      moderationOn,
    },
  };
}
