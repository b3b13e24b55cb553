import { Link } from "@remix-run/react";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { type ThemeTab, ThemeTabs } from "~/components/themes/tabs.tsx";
import type { CycleHead } from "~/server/cycle.server.ts";

/** The page while too few plans are moderated to say anything, and the way on for those who moderate. */
export function TooFew({
  head,
  title,
  waiting,
  tabs,
}: {
  head: CycleHead;
  title: string;
  waiting: string | null;
  tabs?: ThemeTab[];
}) {
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage>
        <PageTitle>{title}</PageTitle>
        {tabs && <ThemeTabs tabs={tabs} />}
        <p className="lead">{waiting}</p>
        {head.parts.some((p) => p.name === "Moderation") && (
          <p>
            <Link className="govuk-link" to={`/cycles/${head.id}/moderation`}>
              Go to moderation
            </Link>
          </p>
        )}
      </ReadingPage>
    </>
  );
}
