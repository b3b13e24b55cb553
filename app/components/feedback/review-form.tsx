import { Form } from "@remix-run/react";
import { byStanding, LONGEST_ASK, LONGEST_WORDS, type PackLine } from "#audits/feedback/pack.ts";
import { sourceOf } from "#audits/reports/feedback-pack.ts";
import type { LeadPackData, PackTyped } from "~/routes/feedback-review.tsx";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { Input, Textarea } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";

type Props = { page: LeadPackData; errors: readonly FieldError[]; typed: PackTyped };

/** The lead's review of a proposed pack: which criteria and quotes, in which words, one ask, what happens next, and to whom. */
export function ReviewForm({ page, errors, typed }: Props) {
  const content = typed?.content ?? page.content;
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const groups = byStanding(content.lines);
  const chosen = content.lines.filter((l) => l.included).length;
  const listed = page.asks.includes(content.ask);
  return (
    <>
      <p className="lead">
        Proposed from the levels that the panel signed off: {chosen} of {content.lines.length} criteria. Take out what
        does not help, change the words, and choose one ask.
      </p>
      {page.notNeeded && (
        <Note tone="navy" title="It was decided that no pack goes out">
          <p>{page.notNeeded}</p>
          <p>If you keep or send one after all, that takes its place.</p>
        </Note>
      )}
      {page.receiver !== "plan_writer" && (
        <p className="note-text">
          Only criteria that the rubric gives to this service, or to every agency, can be in this pack. Quotes on what
          every agency answers for are left out until you choose them: they may be about another service’s part.
        </p>
      )}
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <div id="criteria">
          {error("criteria") && <p className="govuk-error-message">{error("criteria")}</p>}
          {groups.map((group) => (
            <section key={group.standing} aria-labelledby={`review-${group.standing}`}>
              <h2 className="section" id={`review-${group.standing}`}>
                {group.title}
              </h2>
              {proposedFirst(group.lines).shown.map((line) => (
                <ReviewLine key={line.criterion} line={line} page={page} error={error(`words-${line.criterion}`)} />
              ))}
              {proposedFirst(group.lines).more.length > 0 && (
                <Details summary={moreWords(proposedFirst(group.lines).more.length, group.title)}>
                  {proposedFirst(group.lines).more.map((line) => (
                    <ReviewLine key={line.criterion} line={line} page={page} error={error(`words-${line.criterion}`)} />
                  ))}
                </Details>
              )}
            </section>
          ))}
        </div>
        <h2 className="section">The one ask</h2>
        {page.asks.length > 0 && (
          <Radios
            name="ask"
            id="ask-choice"
            legend="Choose what you ask"
            legendSize="s"
            hint="What good looks like, in the rubric’s words. One ask gets done; five do not."
            value={listed ? content.ask : undefined}
            items={page.asks.map((ask) => ({ value: ask, label: ask }))}
          />
        )}
        <Textarea
          name="askOther"
          id="ask"
          label={page.asks.length > 0 ? "Or write your own" : "What do you ask?"}
          labelSize="s"
          hint={`Up to ${LONGEST_ASK} characters. What you write here goes before what you chose.`}
          rows={3}
          defaultValue={typed ? typed.askOther : listed ? "" : content.ask}
          error={error("ask")}
        />
        <Textarea
          name="next"
          label="What happens next"
          labelSize="s"
          hint={`Up to ${LONGEST_WORDS.toLocaleString("en-GB")} characters.`}
          rows={4}
          defaultValue={content.next}
          error={error("next")}
        />
        <h2 className="section">Send it</h2>
        {page.addressees.length === 0 ? (
          <Note tone="amber" title="Nobody to send it to yet" id="to">
            <p>
              {page.receiver === "plan_writer"
                ? "No plan writer has an account."
                : "Nobody has the role of service manager for this agency."}{" "}
              Invite them under People. You can keep the draft meanwhile.
            </p>
          </Note>
        ) : (
          <Radios
            name="to"
            legend="To whom?"
            legendSize="s"
            hint={
              page.receiver === "plan_writer"
                ? undefined
                : "Only those who manage this service in the organisation that you choose read it: for a school, choose that school."
            }
            value={typed?.to || (page.addressees.length === 1 ? page.addressees[0]?.value : undefined)}
            error={error("to")}
            items={page.addressees}
          />
        )}
        <div className="button-row">
          {page.addressees.length > 0 && (
            <Button name="intent" value="send" preventDoubleClick>
              Send the pack
            </Button>
          )}
          <Button name="intent" value="save" variant="secondary" preventDoubleClick>
            Keep as a draft
          </Button>
        </div>
        <p className="note-text">A pack that is sent stays as it was sent.</p>
      </Form>
      <Details summary="No pack is needed" open={error("notNeeded") ? true : undefined}>
        <Form method="post" noValidate>
          <input type="hidden" name="version" value={page.version} />
          <input type="hidden" name="intent" value="leave-out" />
          <Input
            name="notNeeded"
            label="Why not?"
            hint="Such as: the service gave no advice for this plan."
            defaultValue={typed?.notNeeded}
            error={error("notNeeded")}
          />
          <Button variant="secondary" preventDoubleClick>
            Record that no pack goes out
          </Button>
        </Form>
      </Details>
    </>
  );
}

/** What is in the pack, and under it what could be added, folded so that the page keeps to what is proposed. */
const proposedFirst = (lines: PackLine[]) => ({
  shown: lines.filter((l) => l.included),
  more: lines.filter((l) => !l.included),
});

const moreWords = (count: number, title: string): string =>
  `${count} more ${count === 1 ? "criterion" : "criteria"} under “${title.toLowerCase()}” that could be added`;

function ReviewLine({ line, page, error }: { line: PackLine; page: LeadPackData; error?: string }) {
  return (
    <div className="pack-review">
      <Checkboxes
        name="criteria"
        id={`take-${line.criterion}`}
        small
        items={[
          {
            value: line.criterion,
            label: (
              <>
                <strong>{line.title}</strong> {line.criterion}: {line.level}
                {line.shared && page.receiver !== "plan_writer" && (
                  <span className="note-text"> Every agency answers for it.</span>
                )}
              </>
            ),
            checked: line.included,
          },
        ]}
      />
      <Details
        summary={
          <>
            Words
            {line.quotes.length > 0 && ` and ${line.quotes.length === 1 ? "1 quote" : `${line.quotes.length} quotes`}`}
            <span className="govuk-visually-hidden"> on {line.criterion}</span>
          </>
        }
        open={error || line.included ? true : undefined}
      >
        <Textarea
          name={`words-${line.criterion}`}
          label={`What was found on ${line.criterion}`}
          rows={3}
          defaultValue={line.words}
          error={error}
        />
        {line.quotes.length > 0 && (
          <Checkboxes
            name="quotes"
            id={`quotes-${line.criterion}`}
            legend="Quotes to show"
            legendSize="s"
            small
            items={line.quotes.map((quote, i) => ({
              value: `${line.criterion}.${i}`,
              label: `“${quote.words}”`,
              hint: sourceOf(quote, page.sections),
              checked: quote.included,
            }))}
          />
        )}
      </Details>
    </div>
  );
}
