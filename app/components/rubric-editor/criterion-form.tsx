import type { PartView } from "~/server/rubric-part.server.ts";
import { Details } from "../govuk/messages.tsx";
import { toneAt } from "../levels.tsx";
import {
  ChoiceField,
  NumberField,
  RadioField,
  TextField,
  TicksField,
  WeightField,
  WordsField,
  YesField,
} from "./part-fields.tsx";

type Criterion = NonNullable<PartView["criterion"]>;

const ANY = [
  { value: "", label: "Does not matter" },
  { value: "yes", label: "Only if yes" },
  { value: "no", label: "Only if no" },
];

/** Every field of one criterion, in the order in which an auditor meets them. */
export function CriterionForm({ criterion: c }: { criterion: Criterion }) {
  return (
    <>
      <TextField name="title" label="Criterion" />
      <WordsField name="question" label="Question the auditor answers" />
      <fieldset className="descriptor-fields">
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Descriptors</legend>
        <p className="govuk-hint">
          Say what is in the plan, not how good it feels. Each one should stand without the others.
        </p>
        {c.levels.length === 0 && <p>Choose a scale below, and save. Then each of its levels has a field here.</p>}
        {c.levels.map((level) => (
          <div className={`descriptor-field descriptor-field--${toneAt(level.place, level.of)}`} key={level.key}>
            <WordsField name={level.name} label={level.label} rows={2} />
          </div>
        ))}
      </fieldset>
      <WordsField
        name="guidance"
        label="Guidance (optional)"
        hint="How to judge: what counts, what does not, where to look."
      />
      <div className="field-row">
        <WeightField name="weight" label="Weight" among={c.weight} of="of its domain" />
        <ChoiceField
          name="responsible"
          label="Who answers for it"
          hint="Receives the feedback."
          options={[{ value: "all", label: "Every agency" }, ...c.agencies]}
        />
      </div>
      <div className="field-row">
        <ChoiceField name="scale" label="Scale" options={c.scales} />
        <ChoiceField name="domain" label="Domain" options={c.domains} />
      </div>
      <div className="ticks-columns">
        <TicksField name="sections" label="Where it is read" options={c.sections} />
      </div>
      <div className="ticks-columns">
        <TicksField
          name="scoredBy"
          label="Scored by"
          hint="Leave all empty for every agency, the parent carer forum among them. What the forum is not to see, tick for the others."
          options={c.agencies}
        />
        <TicksField
          name="evidenceAt"
          label="A quote is needed for"
          options={c.levels.map((l) => ({ value: l.key, label: l.label }))}
        />
      </div>
      <TicksField
        name="limits"
        label="Limits"
        hint="What happens to the grade of the whole plan when the panel agrees a low level here."
        options={c.limits}
      />
      <TextField
        name="limitReason"
        label="Why it limits the grade, in words for the auditor"
        hint="Kept only while a limit is ticked."
      />
      <AppliesTo criterion={c} />
      <h2 className="part">Answers that are no level</h2>
      <YesField name="cannotTell" label="“Cannot tell” is offered" />
      <YesField name="naAllowed" label="“Does not apply” is offered" />
      <TextField
        name="naRule"
        label="When it does not apply (optional)"
        hint="Stands beside the answer on the sheet."
      />
      <ChoiceField
        name="naDecidedBy"
        label="Who decides that it does not apply"
        none="The auditor"
        options={[{ value: "panel", label: "The panel confirms it each time" }]}
      />
      <h2 className="part">Law and evidence</h2>
      <WordsField name="statutory" label="Law, one on each line" />
      <WordsField
        name="codeOfPractice"
        label="SEND Code of Practice, one paragraph on each line"
        hint="For example, 9.69"
      />
      <RadioField
        name="verified"
        label="Are these references checked at source?"
        options={[
          { value: "yes", label: "Yes, all of them" },
          { value: "part", label: "In part" },
          { value: "no", label: "Not yet" },
        ]}
      />
      <WordsField name="lookFor" label="Look for, one on each line" rows={4} />
      <Details summary="Themes that a level points to">
        <div className="ticks-columns">
          <TicksField name="themes" label="Themes" options={c.themes} />
        </div>
      </Details>
      <YesField name="shortForm" label="Part of the short form" />
      {c.since && (
        <ChoiceField
          name="sameMeaningSince"
          label="New words, same meaning?"
          hint="New words break the trend of the criterion, unless you state that an auditor would give the same levels."
          none="No, or not changed"
          options={[{ value: c.since, label: `Yes: it means the same since version ${c.since}` }]}
        />
      )}
      <TextField
        name="replaces"
        label="Replaces the criterion (optional)"
        hint="The code that it had in the version before, when the code is new and the criterion is not."
        width={10}
      />
    </>
  );
}

/** The rule over the case, built from choices; everything that is chosen must hold. */
function AppliesTo({ criterion: c }: { criterion: Criterion }) {
  return (
    <section aria-labelledby="applies-title">
      <h2 className="part" id="applies-title">
        Applies to
      </h2>
      <p>
        {c.rule ? `Asked ${c.rule}.` : "Asked of every plan."} Where nobody recorded what a rule asks about, the
        criterion is asked.
      </p>
      {c.joined && (
        <p className="soft">
          This rule has parts joined by “either” or “not”. What you choose below must hold as well.
        </p>
      )}
      <Details summary="Ask it of some plans only" open={c.rule !== null}>
        <div className="field-row">
          <NumberField name="yearGroupMin" label="From year group" hint="0 is Reception." width={3} />
          <NumberField name="yearGroupMax" label="Up to year group" hint="14 is the oldest." width={3} />
        </div>
        <div className="field-row">
          <NumberField name="ageMin" label="From age" width={3} />
          <NumberField name="ageMax" label="Up to age" width={3} />
        </div>
        <div className="field-row">
          {c.flags.map((flag) => (
            <ChoiceField key={flag.value} name={flag.value} label={firstUpper(flag.label)} options={ANY} />
          ))}
        </div>
        <div className="ticks-columns">
          <TicksField name="anyOf" label="At least one of these is true of the child" options={c.flags} />
          <TicksField name="phase" label="Phase is one of" options={c.phases} />
          <TicksField name="planType" label="Plan is one of" options={c.planTypes} />
          <TicksField name="need" label="Main need is one of" options={c.needs} />
          <TicksField name="settingType" label="Setting is one of" options={c.settings} />
        </div>
      </Details>
      <Details summary="Join rules by “either” and “not”" open={c.joined}>
        <p>
          One rule on each line, written as in a file: <kbd>yearGroupMin=9; need=ASD | HI</kbd>.{" "}
          <a className="govuk-link" href="/rubrics/columns">
            What may stand in a rule
          </a>
          . All that one line says must hold.
        </p>
        <WordsField name="ruleAny" label="Either: at least one of these lines holds" />
        <WordsField name="ruleAll" label="And: each of these lines holds" />
        <TextField name="ruleNot" label="Not: this line does not hold" />
      </Details>
    </section>
  );
}

const firstUpper = (words: string) => `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;
