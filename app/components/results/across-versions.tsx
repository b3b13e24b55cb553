import { Link } from "@remix-run/react";
import type { AcrossView } from "~/server/results.server.ts";
import { Details, Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

const LINKS = {
  carries_on: { words: "Carries on", tone: "teal" },
  bridged: { words: "Bridged", tone: "neutral" },
  breaks: { words: "Breaks", tone: "amber" },
} as const;

/** What may be compared with the cycle before although the rubric changed, and where the line breaks or is bridged. */
export function AcrossVersions({ across, mayBridge }: { across: AcrossView; mayBridge: boolean }) {
  const { cycleId, title, from, to, sentence, domains, criteria } = across;
  const breaks = [...domains, ...criteria].some((line) => line.link === "breaks");
  return (
    <section aria-labelledby="versions">
      <h2 className="section" id="versions">
        Across rubric versions
      </h2>
      <p>
        {title} used version {from} of the rubric, this cycle version {to}. {sentence}
      </p>
      <Lines caption="Domains, plans that are good or better" lines={domains} />
      <Details summary="Criterion by criterion">
        <Lines caption="Criteria, plans above the middle of the scale" lines={criteria} />
      </Details>
      {breaks && mayBridge && (
        <p>
          Where a line breaks, plans that are scored under both versions can tell how far the new version moves it.{" "}
          <Link className="govuk-link" to={`/cycles/${cycleId}/bridging`}>
            See or make a bridging set
          </Link>
        </p>
      )}
    </section>
  );
}

function Lines({ caption, lines }: { caption: string; lines: AcrossView["domains"] }) {
  return (
    <Table
      caption={caption}
      captionSize="s"
      firstCellIsHeader
      phoneList
      head={["", "Trend", "What can be said"]}
      rows={lines.map((line) => [
        `${line.key} ${line.title}`,
        <Tag key={line.key} tone={LINKS[line.link].tone}>
          {LINKS[line.link].words}
        </Tag>,
        [line.because && `Not the same: ${line.because}`, line.words].filter(Boolean).join(". ") ||
          "The same is measured",
      ])}
    />
  );
}
