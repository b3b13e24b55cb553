import type { Csv } from "#audits/csv.ts";

/** Every file that leaves goes through here: saved, never shown, under a plain name. The server adds to every answer that it is not guessed at. */
export function download(body: Csv, type: "text/csv; charset=utf-8", name: string): Response;
export function download(
  body: string | Uint8Array,
  type:
    | "application/pdf"
    | "image/svg+xml"
    | "image/png"
    | "application/json"
    | "application/zip"
    | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    | "text/calendar; charset=utf-8"
    | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    | "text/plain; charset=utf-8",
  name: string,
): Response;
export function download(body: string | Uint8Array, type: string, name: string): Response {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return new Response(bytes as BodyInit, {
    headers: {
      "Content-Type": type,
      "Content-Length": String(bytes.byteLength),
      "Cache-Control": "no-store",
      "Content-Disposition": `attachment; filename="${plainName(name)}"`,
    },
  });
}

/** Letters, digits, dots and dashes: what every system can save, and no header or folder is broken by. */
const plainName = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[.-]+/, "")
    .slice(-120) || "download";
