import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { ReportHead } from "~/server/written-report.server.ts";
import { Bench, CaseBar } from "../frame.tsx";
import { Tag } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import { Tick } from "../progress.tsx";
import type { SaveStatus } from "../save-state.tsx";

type ReportFrameProps = {
  head: ReportHead;
  /** Address of the page, as the rail knows it. */
  here: string;
  state?: SaveStatus | string | null;
  messages?: ReactNode;
  work: ReactNode;
  actions?: ReactNode;
  margin?: ReactNode;
  marginTitle?: string;
};

/** What stands around every page of a report that is being made: which report, its chapters, and what is still to finish. */
export function ReportFrame({ head, here, state, messages, work, actions, margin, marginTitle }: ReportFrameProps) {
  return (
    <>
      <CaseBar
        reference={head.title}
        tag={<Tag tone={head.open ? "amber" : "teal"}>{head.tag}</Tag>}
        about={head.about || undefined}
        link={
          <Link className="govuk-link" to={head.paths.read}>
            Web version
          </Link>
        }
        state={state}
      />
      <Bench
        kind="preview"
        railTitle="Chapters"
        rail={<Rail head={head} here={here} />}
        marginTitle={marginTitle ?? "How it will read, and checks"}
        margin={margin}
        summary={
          <>
            {messages}
            <ToFinish head={head} />
          </>
        }
        work={work}
        actions={actions}
      />
    </>
  );
}

const SHOWN = 4;

/** What keeps the report from being signed off, each with the way to it. */
function ToFinish({ head }: { head: ReportHead }) {
  if (!head.open || head.toFinish.length === 0) return null;
  const more = head.toFinish.length - SHOWN;
  return (
    <Note tone="amber" title="Before this report can be issued">
      <ul className="plain-list">
        {head.toFinish.slice(0, SHOWN).map((item) => (
          <li key={item.sentence}>
            {/* A whole page load, so that the browser goes to the place. */}
            <a className="govuk-link" href={item.href}>
              {item.sentence}
            </a>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p>
          and {more} more:{" "}
          <Link className="govuk-link" to={head.paths.release}>
            see all
          </Link>
        </p>
      )}
    </Note>
  );
}

function Rail({ head, here }: { head: ReportHead; here: string }) {
  const done = head.chapters.filter((chapter) => chapter.ready).length;
  const steps = [
    { title: "Redaction check", href: head.paths.redaction },
    { title: "Review, sign-off and issue", href: head.paths.release },
    { title: "Versions of the words", href: head.paths.versions },
  ];
  return (
    <nav aria-label="Chapters">
      <p className="rail-heading">Chapters</p>
      <p className="soft">
        {done} of {head.chapters.length} ready
      </p>
      <ol className="link-rail">
        {head.chapters.map((chapter) => (
          <li key={chapter.key}>
            <Link
              className="link-rail__link"
              to={chapter.href}
              aria-current={chapter.href === here ? "page" : undefined}
            >
              <span>
                <span className="report__number">{chapter.number}</span> {chapter.title}
              </span>
              {chapter.ready && (
                <span className="link-rail__end">
                  <Tick />
                  <span className="govuk-visually-hidden">ready</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ol>
      {head.open && head.mayWrite && (
        <p>
          <Link className="govuk-link" to={head.paths.chapters}>
            Change order or leave out a chapter
          </Link>
        </p>
      )}
      <p className="rail-heading">Check and release</p>
      <ul className="link-rail">
        {steps.map((step) => (
          <li key={step.href}>
            <Link className="link-rail__link" to={step.href} aria-current={step.href === here ? "page" : undefined}>
              {step.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
