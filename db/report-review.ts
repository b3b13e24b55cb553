import { and, asc, eq, isNull } from "drizzle-orm";
import type { Actor } from "#audits/people/permissions.ts";
import { contentHash } from "#audits/reports/edition.ts";
import type { Finding } from "#audits/reports/written/redaction.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";
import { editionNow, nextVersion, reportWords, type WrittenReport } from "./written-reports.ts";

/** What colleagues and partners do with a report before it is issued: they look at its quotes, comment, answer and sign. */

const event = eventOn("written_report");

// ---- Quotes -----------------------------------------------------------------------------------------------------------

/** Keeps what somebody decided on a quote. A report that changes is another text, so sign-offs no longer count. */
export async function decideQuote(
  store: Store,
  by: Actor,
  report: WrittenReport,
  { key, decision }: { key: string; decision: "in" | "out" },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    await nextVersion(tx, by, report, {}, at);
    await tx
      .insert(tx.tables.reportQuotes)
      .values({ reportId: report.id, key, decision, decidedBy: by.id, decidedAt: at });
    const words = decision === "in" ? "found that nobody can be recognised in a quote of" : "left a quote out of";
    await record(tx, event(by, "report.quote_checked", report.id, `${by.name} ${words} ${reportWords(report)}.`), at);
  });
}

// ---- The redaction check ----------------------------------------------------------------------------------------------

export type NameFound = { key: string; place: string; starts: number; ends: number };

/** Where names were found in earlier checks; which of them still stand there, the caller works out from the words. */
export async function namesFound(db: Db, reportId: string): Promise<NameFound[]> {
  const { reportNamesFound: n } = db.tables;
  return db
    .select({ key: n.key, place: n.place, starts: n.starts, ends: n.ends })
    .from(n)
    .where(eq(n.reportId, reportId))
    .orderBy(asc(n.key));
}

/** The fingerprints of the words in which names were looked for, with how and by whom. */
export async function nameChecks(db: Db, reportId: string) {
  const { reportNameChecks: c, people } = db.tables;
  return db
    .select({ wordsHash: c.wordsHash, names: c.names, byName: people.name, at: c.checkedAt })
    .from(c)
    .innerJoin(people, eq(people.id, c.checkedBy))
    .where(eq(c.reportId, reportId))
    .orderBy(asc(c.id));
}

/** Keeps that names were looked for, and where one was found. The names themselves are not given to this. */
export async function keepNameCheck(
  store: Store,
  by: Actor,
  report: WrittenReport,
  check: { wordsHash: string; names: number; found: NameFound[] },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { reportNameChecks, reportNamesFound } = tx.tables;
    await tx.insert(reportNameChecks).values({
      reportId: report.id,
      wordsHash: check.wordsHash,
      names: check.names,
      checkedBy: by.id,
      checkedAt: at,
    });
    for (const found of check.found)
      await tx
        .insert(reportNamesFound)
        .values({ reportId: report.id, ...found })
        .onConflictDoNothing();
    const how = check.names > 0 ? `looked for ${check.names} names in` : "said that no list of names is kept, for";
    await record(tx, event(by, "report.names_checked", report.id, `${by.name} ${how} ${reportWords(report)}.`), at);
  });
}

/** The answers to what was found, by key; a later answer holds. */
export async function redactionAnswers(
  db: Db,
  reportId: string,
): Promise<Map<string, { reason: string; byName: string; at: Date }>> {
  const { reportAnswers: a, people } = db.tables;
  const rows = await db
    .select({ key: a.key, reason: a.reason, byName: people.name, at: a.answeredAt })
    .from(a)
    .innerJoin(people, eq(people.id, a.answeredBy))
    .where(eq(a.reportId, reportId))
    .orderBy(asc(a.id));
  return new Map(rows.map(({ key, ...answer }) => [key, answer]));
}

/** Keeps why something that was found may stay. */
export async function answerFinding(
  store: Store,
  by: Actor,
  report: WrittenReport,
  { finding, reason }: { finding: Pick<Finding, "key" | "kind">; reason: string },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx
      .insert(tx.tables.reportAnswers)
      .values({ reportId: report.id, key: finding.key, reason, answeredBy: by.id, answeredAt: at });
    const sentence = `${by.name} answered a find of the redaction check (${finding.kind}) in ${reportWords(report)}.`;
    await record(tx, event(by, "report.find_answered", report.id, sentence), at);
  });
}

// ---- Comments ---------------------------------------------------------------------------------------------------------

/** What was said of a report in review, oldest first. */
export async function commentsOn(db: Db, reportId: string) {
  const { reportComments: c, people } = db.tables;
  return db
    .select({
      id: c.id,
      chapter: c.chapter,
      words: c.words,
      byId: c.writtenBy,
      byName: people.name,
      at: c.writtenAt,
      settledAt: c.settledAt,
    })
    .from(c)
    .innerJoin(people, eq(people.id, c.writtenBy))
    .where(eq(c.reportId, reportId))
    .orderBy(asc(c.writtenAt), asc(c.id));
}

export async function comment(
  store: Store,
  by: Actor,
  report: WrittenReport,
  { chapter, words }: { chapter: string | null; words: string },
  at: Date,
): Promise<string> {
  const id = newId("com");
  return store.transaction(async (tx) => {
    await tx
      .insert(tx.tables.reportComments)
      .values({ id, reportId: report.id, chapter, words, writtenBy: by.id, writtenAt: at });
    await record(tx, event(by, "report.commented", report.id, `${by.name} commented on ${reportWords(report)}.`), at);
    return id;
  });
}

/** Marks a comment as dealt with. @throws NothingChanged when it is already, or is of another report */
export async function settleComment(
  store: Store,
  by: Actor,
  report: WrittenReport,
  id: string,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { reportComments: c } = tx.tables;
    one(
      await tx
        .update(c)
        .set({ settledBy: by.id, settledAt: at })
        .where(and(eq(c.id, id), eq(c.reportId, report.id), isNull(c.settledAt)))
        .returning({ id: c.id }),
    );
    const sentence = `${by.name} dealt with a comment on ${reportWords(report)}.`;
    await record(tx, event(by, "report.commented", report.id, sentence), at);
  });
}

// ---- Sign-off ---------------------------------------------------------------------------------------------------------

export type SignOff = {
  organisationId: string;
  organisation: string;
  contentHash: string;
  signedBy: string;
  signedOn: string;
  recordedBy: string;
};

/** Every sign-off of a report, of the words as they are now and of earlier ones. */
export async function signOffsOf(db: Db, reportId: string): Promise<SignOff[]> {
  const { reportSignOffs: s, organisations, people } = db.tables;
  return db
    .select({
      organisationId: s.organisationId,
      organisation: organisations.name,
      contentHash: s.contentHash,
      signedBy: s.signedBy,
      signedOn: s.signedOn,
      recordedBy: people.name,
    })
    .from(s)
    .innerJoin(organisations, eq(organisations.id, s.organisationId))
    .innerJoin(people, eq(people.id, s.recordedBy))
    .where(eq(s.reportId, reportId))
    .orderBy(asc(s.recordedAt), asc(s.id));
}

/** The partners who have signed these very words. */
export const signedFor = (signOffs: readonly SignOff[], hash: string): string[] => [
  ...new Set(signOffs.filter((one) => one.contentHash === hash).map((one) => one.organisationId)),
];

/**
 * Keeps a partner's sign-off of the words as the signer saw them; the last one that is needed signs the report off.
 *
 * @param seen the fingerprint of what the signer saw
 * @returns false when the words are others now
 */
export async function signReport(
  store: Store,
  by: Actor,
  report: WrittenReport,
  sign: { organisationId: string; signedBy: string; signedOn: string; seen: string },
  at: Date,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const hash = contentHash(await editionNow(tx, report));
    if (hash !== sign.seen) return false;
    const { reportSignOffs, organisations } = tx.tables;
    const { organisationId, signedBy, signedOn } = sign;
    const [partner] = await tx.select().from(organisations).where(eq(organisations.id, organisationId));
    await tx.insert(reportSignOffs).values({
      id: newId("sig"),
      reportId: report.id,
      organisationId,
      contentHash: hash,
      signedBy,
      signedOn,
      recordedBy: by.id,
      recordedAt: at,
    });
    const own = signedBy === by.name ? "" : ", signed by a person of the partner";
    const sentence = `${by.name} recorded that ${partner?.name ?? "a partner"} signs off ${reportWords(report)}${own}. Fingerprint of its content: ${hash}.`;
    await record(tx, event(by, "report.signed", report.id, sentence), at);
    const signed = signedFor(await signOffsOf(tx, report.id), hash);
    if (report.partners.every((one) => signed.includes(one)))
      await nextVersion(tx, by, report, { stage: "signed" }, at);
    else await nextVersion(tx, by, report, {}, at);
    return true;
  });
}
