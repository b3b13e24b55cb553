import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of the request that is being answered: for its log line and for the reference on its error page. */
type RequestNotes = {
  id: string;
  method: string;
  /** The addresses' patterns that answered, such as /cycles/:cycleId: never the ids themselves. */
  route: string | null;
  personId: string | null;
};

/**
 * The web server runs from its source and the pages from the bundle, so this file is loaded twice. Both have to find the
 * same notes, hence a place that the whole process shares.
 */
const PLACE = Symbol.for("ehc-plan-quality.request");
const shared = globalThis as { [PLACE]?: AsyncLocalStorage<RequestNotes> };

const current = (): AsyncLocalStorage<RequestNotes> => {
  shared[PLACE] ??= new AsyncLocalStorage<RequestNotes>();
  return shared[PLACE];
};

/** Runs the answering of one request with its notes at hand. */
export const withNotes = (notes: RequestNotes, work: () => void): void => current().run(notes, work);

/** Notes who asks, or which route answers. Outside a request, as in a test of one loader, it does nothing. */
export function noteRequest(known: Partial<Omit<RequestNotes, "id" | "method">>): void {
  const notes = current().getStore();
  if (notes) Object.assign(notes, known);
}

/** The id and the pattern of the request that is being answered; empty outside one. */
export const requestNow = (): { id?: string; route?: string } => {
  const notes = current().getStore();
  return notes ? { id: notes.id, ...(notes.route ? { route: notes.route } : {}) } : {};
};

/** What stands for the request while it only reads, for what all its loaders ask alike; null while it may change something. */
export const readingNow = (): object | null => {
  const notes = current().getStore();
  return notes && (notes.method === "GET" || notes.method === "HEAD") ? notes : null;
};

/** What support is given: the first letters of the request's id. They stand on the error page and find the log line. */
export const referenceOf = (requestId: string): string => requestId.slice(0, 8);
