import type { Request, RequestHandler, Response } from "express";
import { plainPage } from "./plain-page.ts";

/** Largest body of any request: the nine files of a SEN2 return of a large area, with room. */
const LARGEST_UPLOAD = 64 * 1024 * 1024;
/** Largest body of a form that carries no file. */
const LARGEST_FORM = 2 * 1024 * 1024;
/** How long a form may take to arrive; an upload has the server's own limit. */
const FORM_SECONDS = 30;

/** Answers with one sentence and the reference of the request, and nothing of the product's pages. */
export function plain(response: Response, status: number, sentence: string): void {
  response
    .status(status)
    .set("Cache-Control", "no-store")
    .type("html")
    .send(plainPage(sentence, response.locals.requestId as string));
}

/** As `plain`, for a body that is not read to its end: the connection ends with the answer. */
function refuseBody(response: Response, status: number, sentence: string): void {
  response.set("Connection", "close");
  plain(response, status, sentence);
}

/** Reading and sending forms is all there is; a page that needed another way would not work without JavaScript. */
export const methods: RequestHandler = (request, response, next) => {
  if (["GET", "HEAD", "POST"].includes(request.method)) return next();
  response.set("Allow", "GET, HEAD, POST");
  plain(response, 405, "This address cannot be used in that way. Begin at the start page.");
};

const isUpload = (request: Request) => /^\/(imports|reports\/verify)(\/|\.data|$)/.test(request.path);

/** A body without a stated length cannot be limited before it is read, so it is refused; so is one that never ends. */
export function bodyLimits(formSeconds = FORM_SECONDS): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "POST") {
      if (request.headers["transfer-encoding"] || Number(request.headers["content-length"] ?? 0) > 0)
        return refuseBody(response, 400, "A page was asked for with a body. Begin at the start page.");
      return next();
    }
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    const largest = isUpload(request) ? LARGEST_UPLOAD : LARGEST_FORM;
    if (!Number.isFinite(length))
      return refuseBody(response, 411, "The browser did not say how large the upload is. Try another browser.");
    if (length > largest)
      return refuseBody(
        response,
        413,
        `That is too large: at most ${Math.floor(largest / 1024 / 1024)} MB can be sent at once. Go back, and send a smaller file. Nothing was kept.`,
      );
    if (!isUpload(request)) {
      const timer = setTimeout(() => {
        if (request.complete || response.headersSent) return;
        refuseBody(response, 408, "The form took too long to arrive. Nothing was kept. Go back, and send it again.");
        response.on("finish", () => request.destroy());
      }, formSeconds * 1000);
      response.on("close", () => clearTimeout(timer));
    }
    return next();
  };
}
