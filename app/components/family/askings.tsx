import { Form } from "@remix-run/react";
import type { CycleFamilyData } from "~/routes/cycle-family.tsx";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Select } from "../govuk/inputs.tsx";
import { Details, Tag, type TagTone } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

type Internal = NonNullable<CycleFamilyData["internal"]>;
type Plan = Internal["plans"][number];
type Asking = Plan["askings"][number];
type Props = { internal: Internal; mayAsk: boolean; errors: readonly FieldError[]; planId: string | null };

const STATES: Record<Asking["state"], { tone: TagTone; words: (a: Asking) => string }> = {
  open: { tone: "amber", words: (a) => `Can answer until ${a.until}` },
  over: { tone: "neutral", words: (a) => `Not answered by ${a.until}` },
  answered: { tone: "teal", words: (a) => `Answered on ${a.answered}` },
  declined: { tone: "neutral", words: () => "Would rather not answer" },
  withdrawn: { tone: "neutral", words: () => "Taken back" },
  consent_ended: { tone: "neutral", words: () => "Consent taken back, answers emptied" },
};

/** Which families were asked, how, and where it stands; and the ways to ask. */
export function FamilyAskings({ internal, mayAsk, errors, planId }: Props) {
  return (
    <section id="plans" aria-labelledby="askings-title">
      <h2 className="section" id="askings-title">
        Who is asked
      </h2>
      {internal.plans.length === 0 ? (
        <p>No sample is drawn yet.</p>
      ) : (
        <Table
          caption="Plans of this cycle and their families"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Plan", "About", "The family"]}
          rows={internal.plans.map((plan) => [
            plan.reference,
            plan.about,
            <div key={plan.id}>
              {plan.askings.length === 0 && "Not asked"}
              {plan.askings.map((a) => (
                <AskingLine key={a.id} asking={a} plan={plan} mayAsk={mayAsk} />
              ))}
              {mayAsk && plan.mayAsk && (
                <Ask plan={plan} internal={internal} errors={planId === plan.id ? errors : []} />
              )}
            </div>,
          ])}
        />
      )}
    </section>
  );
}

function AskingLine({ asking, plan, mayAsk }: { asking: Asking; plan: Plan; mayAsk: boolean }) {
  const { tone, words } = STATES[asking.state];
  const ends = asking.state === "open" ? "withdraw" : asking.state === "answered" ? "end-consent" : null;
  return (
    <div>
      {asking.way === "call" ? `Call by ${asking.caller ?? ""}` : "By link"}, asked {asking.asked}{" "}
      <Tag tone={tone}>{words(asking)}</Tag>
      {mayAsk && ends && (
        <Details
          summary={
            <>
              {ends === "withdraw" ? "Take it back" : "The family takes its consent back"}
              <span className="govuk-visually-hidden"> for {plan.reference}</span>
            </>
          }
        >
          <Form method="post">
            <input type="hidden" name="intent" value={ends} />
            <input type="hidden" name="id" value={asking.id} />
            <p>
              {ends === "withdraw"
                ? "The link or the call works no more. You can ask again."
                : "What they said is emptied for good. That they were asked stays."}
            </p>
            <Button variant={ends === "withdraw" ? "secondary" : "warning"} preventDoubleClick>
              {ends === "withdraw" ? "Take the asking back" : "Empty what they said"}
            </Button>
          </Form>
        </Details>
      )}
    </div>
  );
}

function Ask({ plan, internal, errors }: { plan: Plan; internal: Internal; errors: readonly FieldError[] }) {
  const error = (field: string) => errors.find((e) => e.field === `${field}-${plan.id}`)?.sentence;
  return (
    <Details
      summary={
        <>
          Ask the family<span className="govuk-visually-hidden"> of {plan.reference}</span>
        </>
      }
      id={`plan-${plan.id}`}
      open={errors.length ? true : undefined}
    >
      {error("plan") && <p className="govuk-error-message">{error("plan")}</p>}
      <Form method="post">
        <input type="hidden" name="intent" value="link" />
        <input type="hidden" name="planId" value={plan.id} />
        <p>A link that works once, for a letter or a message. It shows no name and asks for none.</p>
        <Button variant="secondary" preventDoubleClick>
          Make a link for {plan.reference}
        </Button>
      </Form>
      <Form method="post">
        <input type="hidden" name="intent" value="call" />
        <input type="hidden" name="planId" value={plan.id} />
        <Select
          name="caller"
          id={`caller-${plan.id}`}
          label="Or who calls them?"
          error={error("caller")}
          options={[
            { value: "", text: "Choose" },
            ...internal.callers.map((c) => ({ value: c.id, text: `${c.name}, ${c.part}` })),
          ]}
        />
        <Button variant="secondary" preventDoubleClick>
          Ask for a call about {plan.reference}
        </Button>
      </Form>
    </Details>
  );
}
