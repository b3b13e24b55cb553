import { Form, Link } from "@remix-run/react";
import type { DraftHead } from "~/server/rubric-draft.server.ts";
import { LinkButton } from "../govuk/button.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { Details, Tag } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import { DraftFrame } from "./draft-frame.tsx";

type OverviewProps = {
  head: DraftHead;
  about: string;
  /** By a criterion's place in addresses. */
  weights: Record<string, { weight: string; share: string }>;
  steps: { version: number; words: string; at: string }[];
  said: string | null;
  errors: { field: string; sentence: string }[];
  arrival: unknown;
};

/** The whole draft on one page: what is in it, in which order, what each thing weighs, and what can be added. */
export function DraftOverview({ head, about, weights, steps, said, errors, arrival }: OverviewProps) {
  const { rail, paths } = head;
  return (
    <DraftFrame
      head={head}
      here={paths.base}
      messages={
        <>
          {errors.length > 0 && (
            <ErrorSummary arrival={arrival} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
          )}
          {said && (
            <Note tone="teal">
              <p role="status">{said}</p>
            </Note>
          )}
        </>
      }
      marginTitle="What comes next, and downloads"
      margin={
        <>
          <h2>What comes next</h2>
          <p>
            <Link className="govuk-link" to={paths.preview}>
              See the whole sheet
            </Link>{" "}
            as an auditor of each agency would have it, and grade a made-up plan.
          </p>
          <p>
            <Link className="govuk-link" to={paths.agree}>
              Record which partners agree
            </Link>{" "}
            to the weights. A change after that voids it.
          </p>
          <p>
            <Link className="govuk-link" to={paths.publish}>
              Publish
            </Link>{" "}
            when no problem stops it. A published version never changes.
          </p>
          <h2>Take it with you</h2>
          <ul className="plain-list rubric-links">
            {(["xlsx", "csv", "json"] as const).map((format) => (
              <li key={format}>
                <a className="govuk-link" href={`${paths.base}/export/${format}`}>
                  Download as {FORMATS[format]}
                </a>
              </li>
            ))}
            <li>
              <a className="govuk-link" href={`${paths.base}/sheet.pdf`}>
                Download a sheet to print
              </a>
            </li>
            <li>
              <Link className="govuk-link" to={paths.remove}>
                Delete this draft
              </Link>
            </li>
          </ul>
        </>
      }
      work={
        <>
          <h1 className="working-title" id="parts" tabIndex={-1}>
            {head.title}
          </h1>
          <p>{about}</p>
          <section aria-labelledby="domains-title">
            <h2 className="section" id="domains-title">
              Domains and criteria
            </h2>
            <p className="note-text">Weights of the domains add up to {rail.weights}.</p>
            {rail.domains.length > 2 && (
              <nav aria-label="Domains on this page">
                <ul className="plain-list domain-jumps">
                  {rail.domains.map((domain) => (
                    <li key={domain.href}>
                      <a className="govuk-link" href={`#domain-${domain.ref}`}>
                        Go to {domain.title}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
            {rail.domains.map((domain) => (
              <section className="draft-domain" key={domain.href} aria-labelledby={`domain-${domain.ref}`}>
                <div className="draft-domain__head">
                  <h3 className="part" id={`domain-${domain.ref}`}>
                    <Link className="govuk-link" to={domain.href}>
                      {domain.title}
                    </Link>{" "}
                    <span className="soft">weight {domain.weight || "missing"}</span>
                  </h3>
                  <ThingButtons kind="domain" refOf={domain.ref} name={domain.title} paths={paths} />
                </div>
                <CriteriaRows criteria={domain.criteria} weights={weights} paths={paths} />
                <Form method="post" className="draft-domain__add">
                  <input type="hidden" name="ref" value={domain.ref} />
                  <button type="submit" name="intent" value="add-criterion" className="link-button">
                    Add a criterion<span className="govuk-visually-hidden"> to {domain.title}</span>
                  </button>
                </Form>
              </section>
            ))}
            {rail.strays.length > 0 && (
              <section className="draft-domain">
                <h3 className="part">Without a domain</h3>
                <CriteriaRows criteria={rail.strays} weights={weights} paths={paths} />
              </section>
            )}
            <Add what="domain" />
          </section>
          <OtherThings
            title="Limits"
            kind="limit"
            things={rail.limits}
            empty="No limits: the grade follows the percent alone."
            paths={paths}
          />
          <OtherThings title="Scales" kind="scale" things={rail.scales} empty="No scales yet." paths={paths} />
          <OtherThings title="Modules" kind="module" things={rail.modules} empty="No modules yet." paths={paths} />
          {steps.length > 0 && (
            <Details summary="The last steps of this draft">
              <ol className="plain-list">
                {steps.map((step) => (
                  <li key={step.version}>
                    {step.words} <span className="soft">{step.at}</span>
                  </li>
                ))}
              </ol>
            </Details>
          )}
          <LinkButton href={paths.publish}>Go on to publish</LinkButton>
        </>
      }
    />
  );
}

const FORMATS = { xlsx: "an Excel workbook", csv: "CSV", json: "JSON" };

type Paths = DraftHead["paths"];
type RailCriterion = DraftHead["rail"]["strays"][number];

function CriteriaRows({
  criteria,
  weights,
  paths,
}: {
  criteria: RailCriterion[];
  weights: OverviewProps["weights"];
  paths: Paths;
}) {
  if (criteria.length === 0) return <p className="soft">No criteria yet.</p>;
  return (
    <ul className="draft-rows">
      {criteria.map((c) => {
        const weight = weights[c.ref];
        return (
          <li className="draft-row" key={c.ref}>
            <span className="criterion-code">{c.code}</span>
            <span className="draft-row__title">
              <Link className="govuk-link" to={c.href}>
                {c.title}
              </Link>{" "}
              {c.mark && <Tag>{c.mark}</Tag>}{" "}
              {c.problems > 0 && (
                <Tag tone="amber">
                  {c.problems} {c.problems === 1 ? "problem" : "problems"}
                </Tag>
              )}
            </span>
            <span className="draft-row__weight">
              <span className="govuk-visually-hidden">weight </span>
              {weight?.weight} <span className="soft">{weight?.share}</span>
            </span>
            <ThingButtons kind="criterion" refOf={c.ref} name={c.code} paths={paths} />
          </li>
        );
      })}
    </ul>
  );
}

function ThingButtons({ kind, refOf, name, paths }: { kind: string; refOf: string; name: string; paths: Paths }) {
  const button = (intent: string, words: string) => (
    <button type="submit" name="intent" value={intent} className="link-button">
      {words}
      <span className="govuk-visually-hidden"> {name}</span>
    </button>
  );
  return (
    <Form method="post" action={paths.base} className="thing-buttons" preventScrollReset>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="ref" value={refOf} />
      <input type="hidden" name="back" value={paths.base} />
      {button("up", "Up")}
      {button("down", "Down")}
      {button("duplicate", "Copy")}
      {button("remove", "Remove")}
    </Form>
  );
}

function OtherThings({
  title,
  kind,
  things,
  empty,
  paths,
}: {
  title: string;
  kind: "limit" | "scale" | "module";
  things: { ref: string; title: string; href: string; problems: number }[];
  empty: string;
  paths: Paths;
}) {
  return (
    <section aria-labelledby={`${kind}-title`}>
      <h2 className="section" id={`${kind}-title`}>
        {title}
      </h2>
      {things.length === 0 && <p className="soft">{empty}</p>}
      <ul className="draft-rows">
        {things.map((thing) => (
          <li className="draft-row draft-row--plain" key={thing.ref}>
            <span className="draft-row__title">
              <Link className="govuk-link" to={thing.href}>
                {thing.title}
              </Link>{" "}
              {thing.problems > 0 && (
                <Tag tone="amber">
                  {thing.problems} {thing.problems === 1 ? "problem" : "problems"}
                </Tag>
              )}
            </span>
            <ThingButtons kind={kind} refOf={thing.ref} name={thing.title} paths={paths} />
          </li>
        ))}
      </ul>
      <Add what={kind} />
    </section>
  );
}

function Add({ what }: { what: "domain" | "limit" | "scale" | "module" }) {
  return (
    <Form method="post">
      <button type="submit" name="intent" value={`add-${what}`} className="link-button">
        Add a {what}
      </button>
    </Form>
  );
}
