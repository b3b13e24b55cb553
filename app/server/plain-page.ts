import { encode } from "html-entities";
import { referenceOf } from "./request.ts";

/** A page that needs nothing of the product's own: for answers given before, or instead of, its pages. */
export function plainPage(sentence: string, requestId: string): string {
  const title = encode(sentence.split(".")[0] ?? "");
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><title>${title}</title></head><body><h1>That did not work</h1><p>${encode(sentence)}</p><p>If you ask for help, give this reference: ${referenceOf(requestId)}</p><p><a href="/">Go to the start page</a></p></body></html>`;
}
