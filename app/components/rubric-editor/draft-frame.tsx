import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { DraftHead } from "~/server/rubric-draft.server.ts";
import { Bench, CaseBar } from "../frame.tsx";
import { Tag } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import type { SaveStatus } from "../save-state.tsx";

type DraftFrameProps = {
  head: DraftHead;
  /** Address of the page, to come back to after an undo. */
  here: string;
  state?: SaveStatus | string | null;
  /** Messages that come before the problems: a clash, a refusal, what another person did. */
  messages?: ReactNode;
  /** The page whose rail entry is the current one. */
  current?: string;
  work: ReactNode;
  actions?: ReactNode;
  margin?: ReactNode;
  marginTitle?: string;
};

/** What stands around every page of a draft: which draft, whether it is saved, its parts, its problems, undo and redo. */
export function DraftFrame({
  head,
  here,
  state,
  messages,
  current,
  work,
  actions,
  margin,
  marginTitle,
}: DraftFrameProps) {
  return (
    <>
      <CaseBar
        reference={head.title}
        tag={<Tag tone="amber">{head.tag}</Tag>}
        about={head.about}
        state={state ?? { kind: "saved", at: head.savedAt }}
      />
      <Bench
        kind="score"
        railTitle="Parts of the rubric"
        rail={<DraftRail head={head} current={current ?? here} />}
        marginTitle={marginTitle ?? "What the auditor will see"}
        margin={margin}
        summary={
          <>
            {messages}
            {head.others.length > 0 && (
              <Note tone="navy">
                <p>{head.others.join(" ")} You can both go on: only the same field changed twice has to be settled.</p>
              </Note>
            )}
            <Problems head={head} here={here} />
          </>
        }
        first={<StepsBack head={head} here={here} />}
        work={work}
        actions={actions}
      />
    </>
  );
}

const SHOWN = 5;

/** What is wrong with the draft, what stops publishing first. Nothing of it stops the work. */
function Problems({ head, here }: { head: DraftHead; here: string }) {
  const stopping = head.problems.filter((p) => p.stops);
  const suggestions = head.problems.filter((p) => !p.stops);
  if (head.problems.length === 0) return null;
  const [first, more] = [stopping.slice(0, SHOWN), stopping.slice(SHOWN)];
  const ofThisPage = suggestions.filter((p) => p.href.split("#")[0] === here);
  const title = stopping.length
    ? `${stopping.length} ${stopping.length === 1 ? "problem stops" : "problems stop"} this draft from being published`
    : undefined;
  return (
    <Note tone="amber" title={title} id="problems">
      <ProblemLinks problems={first} />
      {more.length > 0 && <Folded summary={`${more.length} more that stop it`} problems={more} />}
      <ProblemLinks problems={ofThisPage.slice(0, 3)} suggested />
      {suggestions.length > 0 && (
        <Folded
          summary={`${suggestions.length} ${suggestions.length === 1 ? "suggestion" : "suggestions"}${stopping.length ? "" : "; none of them stops publishing"}`}
          problems={suggestions}
        />
      )}
    </Note>
  );
}

const MOST_LISTED = 200;

function Folded({ summary, problems }: { summary: string; problems: DraftHead["problems"] }) {
  return (
    <details className="govuk-details problem-fold">
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{summary}</span>
      </summary>
      <ProblemLinks problems={problems.slice(0, MOST_LISTED)} />
      {problems.length > MOST_LISTED && <p>And {problems.length - MOST_LISTED} more. Mend these first.</p>}
    </details>
  );
}

function ProblemLinks({ problems, suggested }: { problems: DraftHead["problems"]; suggested?: boolean }) {
  if (problems.length === 0) return null;
  return (
    <ul className="plain-list problem-links">
      {problems.map((problem, i) => (
        <li key={i}>
          {/* A whole page load, so that the browser goes to the field and gives it the focus. */}
          <a className="govuk-link" href={problem.href}>
            {problem.words}
          </a>{" "}
          {suggested && <Tag>Suggestion</Tag>}
        </li>
      ))}
    </ul>
  );
}

/** Undo and redo, each saying what it takes back or makes again. */
function StepsBack({ head, here }: { head: DraftHead; here: string }) {
  if (!head.undo && !head.redo) return null;
  return (
    <Form method="post" action={head.paths.base} className="steps-back">
      <input type="hidden" name="seen" value={head.version} />
      <input type="hidden" name="back" value={here} />
      {head.undo && (
        <button type="submit" name="intent" value="undo" className="link-button">
          Undo<span className="steps-back__what">: {head.undo}</span>
        </button>
      )}
      {head.redo && (
        <button type="submit" name="intent" value="redo" className="link-button">
          Redo<span className="steps-back__what">: {head.redo}</span>
        </button>
      )}
    </Form>
  );
}

function DraftRail({ head, current }: { head: DraftHead; current: string }) {
  const { rail, paths } = head;
  const single = [
    { title: "Overview", href: paths.base, problems: 0 },
    ...rail.singles,
    ...rail.scales.map((s) => ({ ...s, title: `Scale: ${s.title}` })),
  ];
  return (
    <nav aria-label="Parts of the rubric">
      <ul className="link-rail">
        {single.map((entry) => (
          <RailLink key={entry.href} entry={entry} current={current} />
        ))}
      </ul>
      <p className="rail-heading">Domains. Weights add up to {rail.weights}.</p>
      <ul className="domains">
        {rail.domains.map((domain) => {
          const open = domain.href === current || domain.criteria.some((c) => c.href === current);
          const waiting = domain.problems + domain.criteria.reduce((sum, c) => sum + c.problems, 0);
          return (
            <li className="domains__item" key={domain.href}>
              <Link
                className={open ? "domains__link domains__link--open" : "domains__link"}
                to={domain.href}
                aria-current={domain.href === current ? "page" : undefined}
              >
                <span className="domains__title">{domain.title}</span>{" "}
                <span className="domains__count">
                  <span className="govuk-visually-hidden">weight </span>
                  {domain.weight}
                </span>
                {waiting > 0 && <span className="rail-problems">{problemWords(waiting)}</span>}
              </Link>
              {open && <Criteria criteria={domain.criteria} current={current} />}
            </li>
          );
        })}
        {rail.strays.length > 0 && (
          <li className="domains__item">
            <p className="rail-heading">Without a domain</p>
            <Criteria criteria={rail.strays} current={current} />
          </li>
        )}
      </ul>
      <p className="rail-heading">Limits</p>
      <ul className="link-rail">
        {rail.limits.map((entry) => (
          <RailLink key={entry.href} entry={entry} current={current} />
        ))}
      </ul>
      <p className="rail-heading">Modules</p>
      <ul className="link-rail">
        {rail.modules.map((entry) => (
          <RailLink key={entry.href} entry={entry} current={current} />
        ))}
      </ul>
      <p className="rail-heading">Look and publish</p>
      <ul className="link-rail">
        {[
          { title: "See the whole sheet, and grade a made-up plan", href: paths.preview, problems: 0 },
          ...(head.base
            ? [{ title: `Compare with version ${head.base.version}`, href: paths.compare, problems: 0 }]
            : []),
          { title: "Partners who agree", href: paths.agree, problems: 0 },
          { title: "Publish", href: paths.publish, problems: 0 },
        ].map((entry) => (
          <RailLink key={entry.href} entry={entry} current={current} />
        ))}
      </ul>
    </nav>
  );
}

function RailLink({ entry, current }: { entry: { title: string; href: string; problems: number }; current: string }) {
  return (
    <li>
      <Link className="link-rail__link" to={entry.href} aria-current={entry.href === current ? "page" : undefined}>
        <span>{entry.title}</span>
        {entry.problems > 0 && <span className="rail-problems">{problemWords(entry.problems)}</span>}
      </Link>
    </li>
  );
}

function Criteria({ criteria, current }: { criteria: DraftHead["rail"]["strays"]; current: string }) {
  return (
    <ul className="criteria">
      {criteria.map((c) => (
        <li key={c.ref}>
          <Link className="criteria__link" to={c.href} aria-current={c.href === current ? "page" : undefined}>
            <span className="criteria__code">{c.code}</span> <span className="criteria__title">{c.title}</span>{" "}
            {c.problems > 0 ? (
              <span className="rail-problems">{problemWords(c.problems)}</span>
            ) : (
              c.mark && <span className={`rail-mark rail-mark--${c.mark.toLowerCase()}`}>{c.mark}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const problemWords = (n: number) => `${n} ${n === 1 ? "problem" : "problems"}`;
