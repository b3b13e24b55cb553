import { createHash } from "node:crypto";
import type { Block, Report } from "../reports/blocks.ts";
import { words } from "../reports/blocks.ts";
import { canonicalText } from "../rubric/canonical.ts";
import { entryOf, questionOf } from "./checklist.ts";

/** What an entry says, as it is fixed: the same content has one text, and the text one fingerprint. */
export type EntryContent = {
  format: "room-entry/1";
  key: string;
  title: string;
  /** The answer in a sentence or two; it stands on the room's first page as well. */
  summary: string;
  /** On the first page of the room beside a trail's name: what plan it is, its grade, what happened then. */
  facts?: { plan: string; grade: string; after: string };
  blocks: Block[];
};

/** What an entry is made of before its words are added: something, or why there is nothing. */
export type Made =
  | { ok: true; summary: string; blocks: Block[]; title?: string; facts?: EntryContent["facts"] }
  | { ok: false; nothing: string };

/** The text that the fingerprint of a content is taken of. */
export const contentText = (content: EntryContent): string => canonicalText(content);

/** SHA-256 of the content's text. */
export const fingerprintOf = (content: EntryContent): string =>
  createHash("sha256").update(contentText(content), "utf8").digest("hex");

/** Own words as paragraphs, one block each; a line of its own that begins with a hyphen is an item of a list. */
export function wordBlocks(text: string): Block[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part): Block => {
      const lines = part.split("\n").map((line) => line.trim());
      return lines.every((line) => /^[-•]\s/.test(line))
        ? { kind: "list", ordered: false, items: lines.map((line) => words(line.replace(/^[-•]\s+/, ""))) }
        : { kind: "paragraph", role: "body", runs: words(lines.join(" ")) };
    });
}

/** The content of an entry from what was made and what the lead wrote. What is not there is said, with why. */
export function contentOf(key: string, made: Made | null, ownWords: string): EntryContent {
  const entry = entryOf(key);
  const title = (made?.ok && made.title) || entry?.title || key;
  const own = wordBlocks(ownWords);
  const from: Block[] =
    made?.ok === true
      ? made.blocks
      : made
        ? [{ kind: "paragraph", role: "body", runs: words(`There is nothing here yet. ${made.nothing}`) }]
        : [];
  const beside: Block[] =
    own.length && from.length
      ? [{ kind: "heading", level: 2, id: "own-words", text: "In the partnership’s own words" }, ...own]
      : own;
  const summary = made?.ok
    ? made.summary
    : made && !own.length
      ? `Nothing there yet. ${made.nothing}`
      : firstWords(own);
  const content: EntryContent = {
    format: "room-entry/1",
    key,
    title,
    summary,
    ...(made?.ok && made.facts && { facts: made.facts }),
    blocks: [...from, ...beside],
  };
  // As the database gives it back, so that the fingerprint is that of what is read later.
  return JSON.parse(JSON.stringify(content)) as EntryContent;
}

const LONGEST_SUMMARY = 220;

function firstWords(blocks: Block[]): string {
  const [first] = blocks;
  const text =
    first?.kind === "paragraph"
      ? first.runs.map((run) => run.text).join("")
      : first?.kind === "list"
        ? first.items.map((item) => item.map((run) => run.text).join("")).join("; ")
        : "";
  if (text.length <= LONGEST_SUMMARY) return text;
  const cut = text.slice(0, LONGEST_SUMMARY);
  return `${cut.slice(0, cut.lastIndexOf(" "))}…`;
}

/** An entry as a paper of its own. */
export function entryReport(
  content: EntryContent,
  of: {
    room: string;
    version: number;
    fingerprint: string;
    addedOn: string;
    organisation: string;
    partners: string;
    date: string;
    /** Whose copy it is. */
    watermark: string;
  },
): Report {
  return {
    meta: {
      title: content.title,
      subtitle: questionOf(content.key),
      period: of.room,
      organisation: of.organisation,
      partners: of.partners,
      runningTitle: `${of.room}: ${content.title}`,
      banner: null,
      facts: [
        { term: "Version", text: `${of.version}, fixed on ${of.addedOn}` },
        { term: "Fingerprint (SHA-256)", text: of.fingerprint },
      ],
      statement: "Published figures: small numbers are hidden. Made for one inspection; pass it on to nobody else.",
      lang: "en-GB",
      summary: content.summary || content.title,
      keywords: ["inspection", "quality of plans"],
      date: of.date,
      cover: false,
      watermark: of.watermark,
    },
    blocks: content.blocks,
  };
}
