import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { FEWEST_CASES, REASON_SENTENCES } from "#audits/agreement/words.ts";
import type { Stat } from "#audits/agreement/stat.ts";
import { showCoefficient } from "#audits/measures/display.ts";
import { may } from "#audits/people/permissions.ts";
import { codingAgreement } from "#audits/themes/coding.ts";
import { themeName } from "#audits/themes/codebook.ts";
import { codedTwice, codingProgress } from "#db/coding-lists.ts";
import { codebookOf } from "#db/rubrics.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { Table, WideRegion } from "~/components/govuk/table.tsx";
import { ThemeTabs } from "~/components/themes/tabs.tsx";
import { titled } from "~/components/title.tsx";
import { coderOf, codingPath, themeTabs } from "~/server/coding.server.ts";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { insist, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.code");
  const cycle = await requireCycle(params.cycleId);
  const { db } = store();
  const coder = await coderOf(actor);
  const progress = await codingProgress(db, cycle.id, coder);
  const { document: book } = await codebookOf(db, cycle.codebookId);
  const setting = await settingOf(db, "themes");
  // While somebody has still to code a second time, agreement by theme would tell them what the first chose.
  const found = await whileUnchanged(db, `coding agreement ${JSON.stringify([cycle.id, cycle.codebookId])}`, async () =>
    codingAgreement(book, await codedTwice(db, cycle.id)),
  );
  const blind = progress.second > 0;
  return {
    head: cycleHead(actor, cycle),
    cycleId: cycle.id,
    tabs: await themeTabs(actor, cycle),
    progress,
    share: setting.value.codedTwice,
    version: setting.version,
    maySet: may(actor, "themes.edit").ok,
    second: codingPath(cycle.id, "second"),
    differences: codingPath(cycle.id, "differences"),
    blind,
    n: blind ? 0 : found.n,
    same: blind ? 0 : found.same,
    mixedUp:
      blind || !found.mixedUp
        ? null
        : { a: themeName(book, found.mixedUp.a), b: themeName(book, found.mixedUp.b), n: found.mixedUp.n },
    codes: blind
      ? []
      : found.codes.map((c) => ({
          name: themeName(book, c.code),
          both: c.both,
          firstOnly: c.firstOnly,
          secondOnly: c.secondOnly,
          neither: c.neither,
          words: coefficientWords(c.coefficient, found.n),
        })),
  };
}

/** AC1 with its interval, from as many findings on as a coefficient is shown for; else why there is none. */
function coefficientWords(stat: Stat, n: number): string {
  if (n < FEWEST_CASES) return "Too few findings";
  if (stat.value === null) return REASON_SENTENCES[stat.reason];
  const { ci } = stat;
  // A band of no width would look like certainty.
  if (stat.value === 1) return `They never differed, in ${n} findings`;
  const range = ci && ci.lower !== null ? ` (${showCoefficient(ci.lower)} to ${showCoefficient(ci.upper)})` : "";
  return `${showCoefficient(stat.value)}${range}`;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.code");
  insist(may(actor, "themes.edit"));
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const typed = form.text("share");
  const share = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
  const refuse = (sentence: string, status: number) =>
    data({ errors: [{ field: "share", sentence }], typed }, { status });
  if (!(share <= 100)) return refuse("Enter a whole number from 0 to 100", 400);
  const change = changeSetting(
    store(),
    actor,
    "themes",
    { codedTwice: share },
    Number(form.text("version")) || 0,
    now(),
  );
  const changed = await unlessFaster(change, "Somebody changed it meanwhile. Look at it again.");
  if (!changed.ok) return refuse(changed.sentence, 409);
  return redirect(`/cycles/${cycle.id}/themes/coders`);
}

export default function CycleCoders() {
  const loaded = useLoaderData<typeof loader>();
  const { head, tabs, progress, share, n, same, codes, mixedUp, blind } = loaded;
  const result = useActionData<typeof action>();
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )}
        <PageTitle>How sure is the coding? {head.title}</PageTitle>
        <ThemeTabs tabs={tabs} />
        <p className="lead">
          {n > 0
            ? `${n} of ${progress.total - progress.open} coded findings were coded twice, by two people who did not see each other. Both chose the same themes in ${same} of ${n}.`
            : blind
              ? `${progress.twice} findings were coded twice so far. How the coders agree is shown when nothing waits for you as the second coder.`
              : "No finding was coded twice yet."}{" "}
          {mixedUp &&
            `The two themes most often chosen in place of each other, ${mixedUp.n} times, are ${mixedUp.a} and ${mixedUp.b}.`}
        </p>
        <ul className="govuk-list govuk-list--bullet">
          <li>
            <Link className="govuk-link" to={loaded.second}>
              {progress.second === 1 ? "1 finding waits" : `${progress.second} findings wait`} for you as the second
              coder
            </Link>
          </li>
          <li>
            <Link className="govuk-link" to={loaded.differences}>
              {progress.differs === 1 ? "1 difference is" : `${progress.differs} differences are`} to be settled
            </Link>
          </li>
        </ul>
        {codes.length > 0 && (
          <WideRegion label="Agreement by theme, table">
            <Table
              caption="Agreement by theme"
              captionSize="m"
              firstCellIsHeader
              phoneList
              head={[
                "Theme",
                { content: "Both chose it", numeric: true },
                { content: "Only the first", numeric: true },
                { content: "Only the second", numeric: true },
                { content: "Neither", numeric: true },
                "AC1, 95% interval",
              ]}
              rows={codes.map((c) => [
                c.name,
                { content: c.both, numeric: true },
                { content: c.firstOnly, numeric: true },
                { content: c.secondOnly, numeric: true },
                { content: c.neither, numeric: true },
                c.words,
              ])}
            />
          </WideRegion>
        )}
        {codes.length > 0 && (
          <p className="note-text">
            Themes with most differences first. AC1 (Gwet) compares whether each coder gave the theme, allowing for
            lucky matches. A theme that both gave to few findings agrees mostly on where it is not: read the counts
            first.
          </p>
        )}
        <Details summary="How findings are picked, and how many">
          <p>
            {share} of 100 findings are coded twice. Which ones follows from the cycle’s seed, so nobody chooses them.
            What the first coder chose counts until a difference is settled by a person.
          </p>
          {loaded.maySet && (
            <Form method="post" noValidate>
              <input type="hidden" name="version" value={loaded.version} />
              <Input
                name="share"
                label="Of 100 findings, how many are coded twice"
                hint="It holds for every cycle from now on. What was coded twice stays."
                inputMode="numeric"
                width={3}
                defaultValue={result?.typed ?? String(share)}
                error={result?.errors.find((e) => e.field === "share")?.sentence}
              />
              <Button variant="secondary">Change the share</Button>
            </Form>
          )}
        </Details>
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Two coders – ${d?.head.title ?? "Cycle"}`);
