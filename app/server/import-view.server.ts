import type { CaseRecord } from "#audits/cases/case.ts";
import { outcomeOf } from "#audits/cases/problems.ts";
import type { CaseChange, ImportPreview, ImportReading, ProblemGroup, Severity } from "#audits/cases/reading.ts";
import { caseWords } from "#audits/cases/words.ts";
import { dayWords } from "#audits/dates.ts";
import { type ImportRow, previewOf, referencesOf } from "#db/cases.ts";
import type { Db } from "#db/store.ts";
import { counted } from "~/components/import/count.ts";

/** How many of a long list the page shows; the whole list of problems is a download. */
const SHOWN = 50;

/** Which problems are shown. */
export type ProblemFilter = Severity | "all";

export type PreviewView = NonNullable<Awaited<ReturnType<typeof previewView>>>;

/**
 * What the page of an import in preview shows. Null when it is not in preview any more.
 * @param filter which problems are listed
 */
export async function previewView(db: Db, row: ImportRow, filter: ProblemFilter) {
  const found = await previewOf(db, row.id);
  if (!found) return null;
  const { reading, preview, keptBefore } = found;
  const { counts } = preview;
  const named = [...preview.changed.map(({ id }) => id), ...preview.notInFile, ...preview.refused];
  const references = await referencesOf(db, named);
  const nameOf = (id: string) => references.get(id) ?? "";
  const inOrder = (ids: string[]) => ids.map(nameOf).sort();
  return {
    keptBefore,
    isReturn: reading.format === "sen2",
    upload: uploadWords(reading),
    counts: { ...counts, kept: counts.ready + counts.toCheck },
    dropped: distinct(reading.dropped.map(({ column }) => column)),
    derived: reading.derived,
    ignored: distinct(reading.ignored.map(({ column }) => column)),
    problems: problemsView(reading, preview, filter),
    added: listed(preview.added.toSorted(byReferenceOrDate), (record) => ({
      about: caseWords(record),
      caseRef: record.caseRef,
      planDate: dayWords(record.planDate),
    })),
    changed: listed(
      preview.changed.toSorted((a, b) => nameOf(a.id).localeCompare(nameOf(b.id))),
      (change: CaseChange) => ({
        reference: nameOf(change.id),
        changes: change.changes.map(({ label, from, to }) => ({ label, from, to })),
      }),
    ),
    unchanged: preview.unchanged.length,
    requests: {
      added: preview.journeys.added.length,
      changed: preview.journeys.changed.length,
      unchanged: preview.journeys.unchanged,
      gone: preview.journeys.gone.length,
    },
    notInFile: listed(inOrder(preview.notInFile), (reference) => reference),
    refused: listed(inOrder(preview.refused), (reference) => reference),
    figures: {
      byPhase: preview.figures.byPhase,
      byNeed: preview.figures.byNeed,
      byPlanType: preview.figures.byPlanType,
    },
    sayings: preview.sayings,
  };
}

/** How many there are, and the first of them. */
export type Listed<T> = { total: number; first: T[] };

function listed<T, R>(all: T[], show: (one: T) => R): Listed<R> {
  return { total: all.length, first: all.slice(0, SHOWN).map(show) };
}

/** A return gives no references, so its cases stand by plan date. */
function byReferenceOrDate(a: CaseRecord, b: CaseRecord): number {
  return (a.caseRef ?? "").localeCompare(b.caseRef ?? "") || a.planDate.localeCompare(b.planDate);
}

/** "SEN2 return 2026, 9 files, 735 active plans on 15 January 2026." */
function uploadWords({ format, returnYear, files, candidates, referenceDate }: ImportReading): string {
  const [only] = files;
  const on = dayWords(referenceDate);
  if (format === "flat")
    return `${only?.name ?? ""}, ${counted(candidates, "row")}, flat case file, year groups on ${on}.`;
  const plans = counted(candidates, "active plan");
  return `SEN2 return ${returnYear}, ${counted(files.length, "file")}, ${plans} on ${on}.`;
}

function problemsView(reading: ImportReading, preview: ImportPreview, filter: ProblemFilter) {
  const tableOf = new Map(reading.files.map(({ name, kind }) => [name, kind]));
  const groups = preview.groups.filter(({ severity }) => filter === "all" || severity === filter);
  const withSeverity = (severity: Severity) => preview.problems.filter((one) => one.severity === severity).length;
  return {
    filter,
    totals: {
      all: preview.problems.length,
      left_out: withSeverity("left_out"),
      check: withSeverity("check"),
      read_as: withSeverity("read_as"),
    },
    lines: listed(groups, (group: ProblemGroup) => ({
      rows: group.rows,
      table: reading.format === "sen2" ? (tableOf.get(group.file) ?? group.file) : null,
      column: group.column,
      value: group.value,
      problem: group.problem,
      action: group.action,
      severity: group.severity,
      outcome: outcomeOf(group),
    })),
  };
}

/** One of each, whatever the capitals, in the order of the file. */
function distinct(columns: string[]): string[] {
  return [...new Map(columns.map((column) => [column.toLowerCase(), column])).values()];
}
