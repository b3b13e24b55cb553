import type { SheetView } from "~/server/score-sheet.server.ts";
import { type AnswerForm, formInBody } from "./answer-fields.ts";

/** What the page of one criterion is drawn from. */
export type SheetPage = {
  view: SheetView;
  form: AnswerForm;
  /** Came from the check page, and goes back there. */
  fromCheck: boolean;
  keysOn: boolean;
  /** Seals what waits in this browser; see waiting.ts. */
  waitingKey: string;
  /** Drawn from memory with an answer that is not sent yet. */
  unsent?: boolean;
};

/** All pages of an audit, with what is the same on every page said once. */
export type PackedPages = {
  shared: Partial<SheetView>;
  pages: (Omit<SheetPage, "view"> & { view: Partial<SheetView> })[];
};

export function packPages(pages: SheetPage[]): PackedPages {
  const [first] = pages;
  if (!first) return { shared: {}, pages: [] };
  const views = pages.map(({ view }) => ({ ...view, rail: folded(view.rail) }));
  const texts = views.map((view) => Object.fromEntries(Object.entries(view).map(([k, v]) => [k, JSON.stringify(v)])));
  const same = Object.keys(first.view).filter((key) => texts.every((text) => text[key] === texts[0]?.[key]));
  const pick = (view: SheetView, keep: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(view).filter(([key]) => keep(key))) as Partial<SheetView>;
  return {
    shared: pick(views[0] as SheetView, (key) => same.includes(key)),
    pages: pages.map((page, i) => ({ ...page, view: pick(views[i] as SheetView, (key) => !same.includes(key)) })),
  };
}

export const unpackPages = ({ shared, pages }: PackedPages): SheetPage[] =>
  pages.map((page) => {
    const view = { ...shared, ...page.view } as SheetView;
    const { key } = view.criterion;
    const rail = view.rail.map((d) => ({ ...d, open: d.criteria.some((c) => c.code === key) }));
    return { ...page, view: { ...view, rail } };
  });

/** The rail with no domain open: which one is follows from the criterion. */
const folded = (rail: SheetView["rail"]) => rail.map((domain) => ({ ...domain, open: false }));

/**
 * The pages of the audit that is being scored, in this window's memory only and of one audit at a time: without a
 * connection the auditor goes on from criterion to criterion, and what is written waits.
 */
let pages = new Map<string, SheetPage>();
let audit: string | null = null;

export function rememberPages(saveTo: string, all: SheetPage[]): void {
  if (audit !== saveTo) pages = new Map();
  audit = saveTo;
  for (const page of all) if (!pages.get(page.view.criterion.key)?.unsent) pages.set(page.view.criterion.key, page);
}

export const remembersAll = (saveTo: string): boolean => audit === saveTo && pages.size > 1;

/** Notes what an answer is now, kept on the server or waiting here. */
export function noteAnswer(saveTo: string, criterion: string, body: string, basedOn: number, unsent: boolean): void {
  const page = audit === saveTo ? pages.get(criterion) : undefined;
  if (page) pages.set(criterion, { ...page, form: { ...formInBody(body), basedOn }, unsent });
}

/** The page of a criterion as it was last known here, or null. */
export const recallPage = (auditId: string | undefined, criterion: string | undefined): SheetPage | null =>
  (auditId && criterion && audit === `/audits/${auditId}/save` && pages.get(criterion)) || null;
