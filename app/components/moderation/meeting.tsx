import { Form, Link } from "@remix-run/react";
import { type ReactNode, useRef } from "react";
import { Button } from "~/components/govuk/button.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { KeysSwitch } from "~/components/keys.tsx";
import { chooseRadio, useKeys } from "~/components/single-keys.ts";
import { Criterion, Present, type Props } from "./cockpit.tsx";
import { Found, Written } from "./found.tsx";
import { shareOf } from "./sides.tsx";
import { SignOff } from "./sign-off.tsx";
import { useUnsettled } from "./unsettled.ts";

type MeetingProps = Omit<Props, "cycleId"> & {
  about: string;
  /** Where the cockpit of the plan is, and where the next plan is that is ready for its panel. */
  leave: string;
  nextPlan: { reference: string; href: string } | null;
  summary: ReactNode;
};

/** One criterion at a time in large type, for a screen that all of a panel look at. Nothing of any other plan stands on it. */
export function MeetingPage(props: MeetingProps) {
  const { view, about, leave, nextPlan, summary, errors, typed, present, panel } = props;
  const { current } = view;
  const form = useRef<HTMLFormElement>(null);
  const sending = useUnsettled(form, view);
  const press = (selector: string) => () => form.current?.querySelector<HTMLElement>(selector)?.click();
  const keys = useKeys(props.keysOn, {
    choose: (place) => chooseRadio(form.current, "agreed", place),
    named: {
      s: press("[name=intent][value=settle]"),
      n: press("[data-way=next]"),
      b: press("[data-way=back]"),
    },
  });
  const order = [...view.groups.flatMap((g) => g.items.map((i) => i.key))];
  const at = current ? order.indexOf(current.key) : -1;
  const [before, after] = [order[at - 1], order[at + 1]];
  const over = view.signedOffAt !== null;
  return (
    <main id="content" className="meeting">
      <div className="meeting__top">
        <p className="meeting__plan">
          <strong>{view.reference}</strong> {about}
        </p>
        <p className="meeting__progress">
          {view.settledCount} of {view.settledCount + view.openCount} settled
        </p>
        <Link className="govuk-link" to={leave}>
          Leave meeting mode
        </Link>
      </div>
      <Form
        method="post"
        noValidate
        ref={form}
        onKeyDown={keys.onKeyDown}
        onSubmit={sending}
        action={current ? `?criterion=${current.key}` : undefined}
      >
        {summary}
        <SignOff view={view} errors={errors} typed={typed} />
        {nextPlan && view.openCount === 0 && (
          <p>
            <Link className="govuk-link" to={nextPlan.href}>
              Next plan: {nextPlan.reference}
            </Link>
          </p>
        )}
        {current && (
          <>
            <Criterion view={view} errors={errors} typed={typed} current={current} withKeys={keys.on && !over} />
            <Found views={current.views} />
            <Written written={current.written} />
            {!over && (
              <>
                <Textarea
                  name="reason"
                  label="Reason"
                  hint="Needed where the auditors differ."
                  rows={2}
                  defaultValue={typed?.reason ?? current.reason}
                  error={errors.find((e) => e.field === "reason")?.sentence}
                />
                <Textarea
                  name="finding"
                  label="Finding to send to the plan writer"
                  rows={2}
                  defaultValue={typed?.finding ?? current.finding}
                  error={errors.find((e) => e.field === "finding")?.sentence}
                />
                <Present panel={panel} present={present} />
              </>
            )}
            <div className="meeting__actions">
              {!over && (
                <>
                  <Button name="intent" value="settle" preventDoubleClick>
                    {current.nextKey ? `Settle ${current.key} and go to ${current.nextKey}` : `Settle ${current.key}`}
                  </Button>
                  <button type="submit" name="intent" value="both" className="link-button">
                    Agree to disagree, and record both views
                  </button>
                </>
              )}
              {before && (
                <Link className="govuk-link" data-way="back" to={`?criterion=${before}`}>
                  Back to {before}
                </Link>
              )}
              {after && (
                <Link className="govuk-link" data-way="next" to={`?criterion=${after}`}>
                  {over ? "On" : "Leave open, on"} to {after}
                </Link>
              )}
            </div>
          </>
        )}
      </Form>
      <div className="meeting__foot">
        <Standing view={view} />
        <section aria-labelledby="agreed-title">
          <h2 id="agreed-title" className="part">
            Agreed so far
          </h2>
          {view.done.length === 0 ? (
            <p>Nothing yet.</p>
          ) : (
            <ul className="plain-list">
              {view.done.map((d) => (
                <li key={d.key}>
                  <Link className="govuk-link" to={`?criterion=${d.key}`}>
                    <strong>{d.key}</strong> {d.title}
                  </Link>
                  : {d.agreed}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="open-title">
          <h2 id="open-title" className="part">
            Still open
          </h2>
          {view.open.length === 0 ? (
            <p>Nothing.</p>
          ) : (
            <ol className="plain-list">
              {view.open.map((o) => (
                <li key={o.key}>
                  <Link
                    className="govuk-link"
                    to={`?criterion=${o.key}`}
                    aria-current={o.key === current?.key ? "true" : undefined}
                  >
                    <strong>{o.key}</strong> {o.title}
                  </Link>
                  <span className="soft"> {o.group}</span>
                </li>
              ))}
            </ol>
          )}
        </section>
      </div>
      {current && !over && (
        <div className="no-print">
          <KeysSwitch
            keys={keys}
            entries={[
              { keys: ["1", String(current.levels.length)], does: "level" },
              ...(current.ctAllowed ? [{ keys: [String(current.levels.length + 1)], does: "cannot tell" }] : []),
              { keys: ["S"], does: "settle and next" },
              { keys: ["N"], does: "leave open, next" },
              { keys: ["B"], does: "back" },
            ]}
          />
        </div>
      )}
    </main>
  );
}

/** Agreement on the plan before the panel met and now, as counts and as shares. */
function Standing({ view }: Pick<Props, "view">) {
  const { before, now, asked } = view;
  return (
    <section aria-labelledby="standing-title">
      <h2 id="standing-title" className="part">
        Agreement on this plan
      </h2>
      <Table
        caption={`Of ${asked} criteria, before the meeting and now`}
        captionSize="hidden"
        firstCellIsHeader
        head={["", { content: "Before", numeric: true }, { content: "Now", numeric: true }]}
        rows={[
          ["Same, or settled", before.same, now.same] as const,
          ["1 level apart", before.one, now.one] as const,
          ["2 or more apart", before.twoOrMore, now.twoOrMore] as const,
          ["Level against no level", before.other, now.other] as const,
        ].map(([name, ...counts]) => [name, ...counts.map((content) => ({ content, numeric: true }))])}
      />
      <p className="note-text">
        {shareOf(before.same, asked)} the same before, {shareOf(now.same, asked)} the same or settled now, of {asked}{" "}
        criteria.
      </p>
    </section>
  );
}
