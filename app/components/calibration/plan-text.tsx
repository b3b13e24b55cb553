import type { AnchorBlock, AnchorPlan } from "#audits/calibration/anchor.ts";
import { Table } from "../govuk/table.tsx";

type PlanTextProps = { plan: Pick<AnchorPlan, "sections" | "reference"> };

/** A made-up plan as it would lie on the table: the cover, sections A to K, and a way to each of them. */
export function PlanText({ plan }: PlanTextProps) {
  return (
    <>
      <nav aria-label="Sections of the plan" className="no-print">
        <ul className="plan-contents">
          {plan.sections.map((s) => (
            <li key={s.key}>
              <a className="govuk-link" href={`#section-${s.key}`}>
                {s.key === "cover" ? s.title : `${s.key}: ${s.title}`}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <article className="plan-text" aria-label={`Text of ${plan.reference}`}>
        {plan.sections.map((s) => (
          <section key={s.key} aria-labelledby={`section-${s.key}`}>
            <h2 className="section" id={`section-${s.key}`}>
              {s.key === "cover" ? s.title : `Section ${s.key}: ${s.title}`}
            </h2>
            {s.blocks.map((block, i) => (
              <Block key={i} block={block} title={s.title} />
            ))}
          </section>
        ))}
      </article>
    </>
  );
}

function Block({ block, title }: { block: AnchorBlock; title: string }) {
  switch (block.kind) {
    case "heading":
      return <h3 className="part">{block.text}</h3>;
    case "list":
      return (
        <ul className="govuk-list govuk-list--bullet">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case "table":
      return (
        <Table caption={title} captionSize="hidden" firstCellIsHeader phoneList head={block.head} rows={block.rows} />
      );
    default:
      return <p>{block.text}</p>;
  }
}

/** Said on every page that shows the text: nobody must take it for a child's. */
export function MadeUp() {
  return (
    <p className="note-text">
      <strong>Made up.</strong> Nobody in this plan exists: no child, family, school, service or professional.
    </p>
  );
}
