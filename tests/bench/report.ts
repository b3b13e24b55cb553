import { chromium } from "@playwright/test";
import { learningReport } from "#audits/reports/learning-report.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { tablesCsv } from "#audits/reports/tables-csv.ts";
import { fullReport } from "../report/fixtures.ts";
import { sourceSans } from "../report/fonts.ts";
import { ensureBrowser } from "../../scripts/ensure-browser.mjs";
import { type Row, timed } from "./measure.ts";
import { reportHtml } from "./report-html.ts";

/** The learning report made by the product's own writer, beside Chromium printing the same content as a plain page. Both warm. */
export async function reportRow(runs: number): Promise<Row> {
  const report = learningReport(fullReport());
  const times = await timed(runs, () =>
    renderPdf({
      ...report,
      fonts: sourceSans,
      attachments: [
        {
          name: "tables.csv",
          mime: "text/csv",
          description: "The tables of this report",
          bytes: new TextEncoder().encode(tablesCsv(report.blocks)),
          relationship: "Data",
        },
      ],
    }),
  );
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    chromiumSandbox: false,
    args: ["--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    const html = reportHtml(report);
    const floorTimes = await timed(runs, async () => {
      await page.setContent(html);
      await page.pdf({ format: "A4", tagged: true, outline: true });
    });
    return {
      what: "Learning report as tagged PDF",
      times,
      floor: "Chromium prints the same content",
      floorTimes,
    };
  } finally {
    await browser.close();
  }
}
