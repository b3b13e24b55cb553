import { createHash } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { canonicalText } from "#audits/rubric/canonical.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { asDocument, textOf } from "#audits/rubric/edit/json.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { publishedRubrics, type PublishedRubric } from "./rubrics.ts";
import { settingOf } from "./settings.ts";
import { type Db, newId, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string; name: string };

/**
 * Hash of everything that a partner agrees to: the document without its version number, so that what was agreed as a draft
 * is agreed once published. A change of any word, weight or limit is another text, which nobody has agreed to yet.
 */
export function contentHash(document: unknown): string {
  const { version: _number, ...content } = asDocument(rubricDocument.safeParse(document).data ?? document);
  return createHash("sha256").update(canonicalText(content), "utf8").digest("hex");
}

export type Approval = {
  id: string;
  organisationId: string;
  organisation: string;
  confirmedBy: string;
  confirmedOn: string;
  recordedBy: string;
  recordedAt: Date;
};

/** What holds now for these texts: the last word of each partner on each, where it is yes. */
async function approvalsByContent(db: Db, hashes: string[]): Promise<Map<string, Approval[]>> {
  if (hashes.length === 0) return new Map();
  const { rubricApprovals: approvals, organisations, people } = db.tables;
  const rows = await db
    .select({ approval: approvals, organisation: organisations.name, recorder: people.name })
    .from(approvals)
    .innerJoin(organisations, eq(organisations.id, approvals.organisationId))
    .innerJoin(people, eq(people.id, approvals.recordedBy))
    .where(inArray(approvals.contentHash, hashes))
    .orderBy(asc(approvals.recordedAt), asc(approvals.id));
  const last = new Map<string, (typeof rows)[number]>();
  for (const row of rows) last.set(`${row.approval.contentHash} ${row.approval.organisationId}`, row);
  const held = [...last.values()].filter((row) => row.approval.agreed);
  return new Map(
    hashes.map((hash) => [
      hash,
      held
        .filter((row) => row.approval.contentHash === hash)
        .map(({ approval, organisation, recorder }) => ({
          id: approval.id,
          organisationId: approval.organisationId,
          organisation,
          confirmedBy: approval.confirmedBy,
          confirmedOn: approval.confirmedOn,
          recordedBy: recorder,
          recordedAt: approval.recordedAt,
        })),
    ]),
  );
}

/** Who agrees to this text, and which of the partners whose word is needed have not given it. */
export async function approvalsOf(
  db: Db,
  document: unknown,
): Promise<{
  approvals: Approval[];
  required: { id: string; name: string }[];
  missing: { id: string; name: string }[];
}> {
  const hash = contentHash(document);
  const approvals = (await approvalsByContent(db, [hash])).get(hash) ?? [];
  const required = await partnersWhoAgree(db);
  return {
    approvals,
    required,
    missing: required.filter((partner) => !approvals.some((a) => a.organisationId === partner.id)),
  };
}

/** Every organisation of the area, by name. */
export async function organisationsOf(db: Db): Promise<{ id: string; name: string }[]> {
  const { organisations } = db.tables;
  return db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .orderBy(asc(organisations.name));
}

/** The partners whose word is needed before a rubric can be used; those that are no longer in the area are not asked. */
async function partnersWhoAgree(db: Db): Promise<{ id: string; name: string }[]> {
  const { value } = await settingOf(db, "rubrics");
  return (await organisationsOf(db)).filter((o) => value.partnersWhoAgree.includes(o.id));
}

export type NewApproval = {
  organisationId: string;
  agreed: boolean;
  /** Who confirmed the weights on behalf of the partner, and on which day. */
  confirmedBy: string;
  confirmedOn: string;
};

/** Records what a partner says of this very text. What was said before stays on record. */
export async function recordApproval(
  store: Store,
  by: By,
  document: unknown,
  approval: NewApproval,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { rubricApprovals, organisations } = tx.tables;
    const id = newId("rap");
    const { key, title } = asDocument(document);
    const [partner] = await tx.select().from(organisations).where(eq(organisations.id, approval.organisationId));
    await tx.insert(rubricApprovals).values({
      id,
      rubricKey: textOf(key),
      contentHash: contentHash(document),
      ...approval,
      recordedBy: by.id,
      recordedAt: at,
    });
    const words = approval.agreed ? "agrees to" : "no longer agrees to";
    await record(
      tx,
      eventOn("rubric")(
        by,
        approval.agreed ? "rubric.approved" : "rubric.approval_withdrawn",
        id,
        `${by.name} recorded that ${partner?.name ?? "a partner"} ${words} ${textOf(title)}.`,
      ),
      at,
    );
  });
}

export type Usable = { rubric: PublishedRubric; why: string | null };

/**
 * The published rubrics, by title and newest version first, and for each whether a cycle may be opened with it now: null, or
 * a sentence that says why not.
 */
export async function rubricsForCycles(db: Db): Promise<Usable[]> {
  const rubrics = await publishedRubrics(db);
  const required = await partnersWhoAgree(db);
  const retired = await retiredRubrics(db);
  const hashes = new Map(rubrics.map((r) => [r.id, contentHash(r.document)]));
  const agreed = await approvalsByContent(db, [...new Set(hashes.values())]);
  return rubrics.map((rubric) => {
    if (retired.has(rubric.id)) return { rubric, why: "It is retired." };
    const approvals = agreed.get(hashes.get(rubric.id) ?? "") ?? [];
    const missing = required.filter((p) => !approvals.some((a) => a.organisationId === p.id)).map((p) => p.name);
    return {
      rubric,
      why: missing.length ? `${listed(missing)} ${missing.length === 1 ? "has" : "have"} not agreed to it yet.` : null,
    };
  });
}

const listed = (names: string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** The versions that are out of use now. */
export async function retiredRubrics(db: Db): Promise<Map<string, { at: Date; reason: string; by: string }>> {
  const { rubricRetirements: retirements, people } = db.tables;
  const rows = await db
    .select({ row: retirements, by: people.name })
    .from(retirements)
    .innerJoin(people, eq(people.id, retirements.madeBy))
    .orderBy(asc(retirements.madeAt), asc(retirements.id));
  const last = new Map(rows.map((r) => [r.row.rubricId, r]));
  return new Map(
    [...last].flatMap(([id, { row, by }]) =>
      row.retired ? [[id, { at: row.madeAt, reason: row.reason, by }] as const] : [],
    ),
  );
}

/** Takes a version out of use for new cycles, or brings it back. Cycles that use it go on. */
export async function retireRubric(
  store: Store,
  by: By,
  rubric: { id: string; document: RubricDocument },
  how: { retired: boolean; reason: string },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { rubricRetirements } = tx.tables;
    const already = (await retiredRubrics(tx)).has(rubric.id);
    if (already === how.retired) return;
    await tx
      .insert(rubricRetirements)
      .values({ id: newId("rrt"), rubricId: rubric.id, ...how, madeBy: by.id, madeAt: at });
    const what = `${rubric.document.title}, version ${rubric.document.version}`;
    const sentence = how.retired ? `${by.name} retired ${what}: ${how.reason}` : `${by.name} brought back ${what}.`;
    await record(
      tx,
      eventOn("rubric")(by, how.retired ? "rubric.retired" : "rubric.brought_back", rubric.id, sentence),
      at,
    );
  });
}

/** The cycles that were opened with these versions, newest first. */
export async function cyclesWith(db: Db, rubricIds: string[]) {
  if (rubricIds.length === 0) return [];
  const { cycles } = db.tables;
  const rows = await db
    .select({
      id: cycles.id,
      title: cycles.title,
      status: cycles.status,
      rubricId: cycles.rubricId,
      opens: cycles.scoringOpens,
    })
    .from(cycles)
    .where(and(inArray(cycles.rubricId, rubricIds), eq(cycles.kind, "audit")))
    .orderBy(asc(cycles.scoringOpens));
  return rows.filter((c) => c.status !== "withdrawn").reverse();
}
