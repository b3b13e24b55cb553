import { createHash } from "node:crypto";
import type { Csv } from "#audits/csv.ts";
import { dateWords, dayOf } from "#audits/dates.ts";
import { roleWords } from "#audits/people/permissions.ts";
import { entryReport } from "#audits/room/content.ts";
import {
  type CopyFormat,
  type CopyMark,
  copyName,
  copyWords,
  jsonCopy,
  tableCopy,
  tablesOf,
} from "#audits/room/copies.ts";
import { theArea } from "#db/people.ts";
import { nextCopyNumber, recordCopy } from "#db/room-visits.ts";
import type { RoomContent } from "#db/rooms.ts";
import { now, store } from "../database.server.ts";
import { download } from "../download.server.ts";
import { printSheet } from "../jobs.server.ts";
import { notFound } from "../session.server.ts";
import type { Visit } from "./visit.server.ts";

/** Which copy an address asks for: "entry.pdf", "entry.json", or a table by its id, "table-2.csv". */
export function copyAsked(file: string | undefined): { format: CopyFormat; part: string | null } | null {
  const [name, ending, more] = (file ?? "").split(".");
  if (more !== undefined || !name) return null;
  if (ending === "csv") return /^[a-z0-9-]{1,60}$/.test(name) ? { format: "csv", part: name } : null;
  return name === "entry" && (ending === "pdf" || ending === "json") ? { format: ending, part: null } : null;
}

const TRIES = 3;

/** One watermarked copy, after it is on record with its fingerprint. @throws 404 */
export async function copyOf(visit: Visit, row: RoomContent, file: string | undefined): Promise<Response> {
  const { room, actor } = visit;
  const asked = copyAsked(file);
  if (!asked || !row.content || !room.openedAt) throw notFound();
  const organisation = actor.memberships[0]?.organisationName;
  for (let tries = 0; tries < TRIES; tries++) {
    const mark: CopyMark = {
      number: await nextCopyNumber(store().db, room.id),
      person: actor.name,
      role: [roleWords(actor), organisation].filter(Boolean).join(", "),
      room: room.title,
      at: now(),
    };
    const made = await bodyOf(visit, row, asked, mark);
    const sha256 = createHash("sha256").update(made.body).digest("hex");
    const kept = await recordCopy(store(), actor, room, { content: row, ...asked, mark, sha256 }, !visit.preview);
    if (!kept) continue;
    const name = copyName(mark, row.key, row.number, asked.part, asked.format);
    if (made.format === "csv") return download(made.body, "text/csv; charset=utf-8", name);
    return download(made.body, made.format === "pdf" ? "application/pdf" : "application/json", name);
  }
  throw new Error("No number was free for a copy of a room.");
}

async function bodyOf(
  { room }: Visit,
  row: RoomContent,
  { format, part }: { format: CopyFormat; part: string | null },
  mark: CopyMark,
): Promise<{ format: "csv"; body: Csv } | { format: "pdf" | "json"; body: string | Uint8Array }> {
  const content = row.content;
  if (!content) throw notFound();
  if (format === "json") return { format, body: jsonCopy(content, row.sha256, mark) };
  if (format === "csv") {
    const table = tablesOf(content).find(({ id }) => id === part);
    if (!table) throw notFound();
    return { format, body: tableCopy(table, mark) };
  }
  const area = await theArea(store().db);
  const body = await printSheet(
    entryReport(content, {
      room: room.title,
      version: row.number,
      fingerprint: row.sha256,
      addedOn: dateWords(row.addedAt),
      organisation: area?.name ?? "",
      partners: area?.partners ?? "",
      date: dayOf(mark.at),
      watermark: copyWords(mark),
    }),
  );
  return { format, body };
}
