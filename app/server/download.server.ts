/** Every file that leaves goes through here: saved, never shown, under a plain name. The server adds to every answer that it is neither kept nor guessed at. */
export function download(
  body: string | Uint8Array,
  type:
    | "text/csv; charset=utf-8"
    | "application/pdf"
    | "image/svg+xml"
    | "application/json"
    | "application/zip"
    | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    | "text/plain; charset=utf-8",
  name: string,
): Response {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return new Response(bytes as BodyInit, {
    headers: {
      "Content-Type": type,
      "Content-Length": String(bytes.byteLength),
      "Content-Disposition": `attachment; filename="${name.replace(/[^\w.-]+/g, "-")}"`,
    },
  });
}

/** One CSV cell that no spreadsheet runs as a formula. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  const text = typeof value === "number" ? String(value) : value;
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (rows: (string | number | null)[][]): string =>
  `\uFEFF${rows.map((r) => r.map(csvCell).join(",")).join("\r\n")}\r\n`;
