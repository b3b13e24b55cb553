import { useContext } from "react";
import type { PartView } from "~/server/rubric-part.server.ts";
import { Button } from "../govuk/button.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { fieldIdOf } from "./field-ids.ts";
import {
  ChoiceField,
  DrawnValues,
  NumberField,
  RadioField,
  TextField,
  TicksField,
  WeightField,
  WordsField,
  YesField,
} from "./part-fields.tsx";

/** What the rubric is, on which law it stands, and how the sheet shows its levels. */
export function AboutForm() {
  const drawn = useContext(DrawnValues);
  const part = (name: string) => drawn[`validFrom-${name}`]?.[0] ?? "";
  return (
    <>
      <TextField name="title" label="Title" />
      <WordsField
        name="about"
        label="Purpose"
        hint="What it is for, and who has to agree before it is used."
        rows={3}
      />
      <ChoiceField
        name="subject"
        label="What is audited"
        options={[
          { value: "plan", label: "Plans" },
          { value: "annual_review", label: "Annual reviews" },
          { value: "advice", label: "Advice" },
          { value: "advice:health", label: "Advice from health" },
          { value: "advice:social_care", label: "Advice from social care" },
          { value: "advice:education", label: "Advice from education" },
          { value: "process", label: "The process" },
          { value: "other", label: "Something else" },
        ]}
      />
      <RadioField
        name="levelOrder"
        label="Order of levels on the sheet"
        hint="The same for every auditor of a cycle."
        options={[
          { value: "best_first", label: "Best level first" },
          { value: "worst_first", label: "Lowest level first" },
        ]}
      />
      <div className="field-row">
        <TextField
          name="legalRegime"
          label="Law it stands on, as a code"
          hint="As in your case files. For example, cfa_2014"
          width={20}
        />
        <TextField
          name="legalRegimeLabel"
          label="That law in words (optional)"
          hint="For example, Children and Families Act 2014"
        />
      </div>
      <TextField name="jurisdiction" label="Where the law applies" width={20} />
      <DateInput
        id={fieldIdOf("validFrom")}
        namePrefix="validFrom"
        legend="Valid from"
        legendSize="s"
        hint="The day from which the law it asks about holds."
        parts={[
          { name: "day", value: part("day"), width: 2 },
          { name: "month", value: part("month"), width: 2 },
          { name: "year", value: part("year"), width: 4 },
        ]}
      />
      <h2 className="part">Short form</h2>
      <TextField name="shortForm.title" label="Name of the short form (optional)" />
      <WordsField name="shortForm.about" label="What the short form is for (optional)" />
      <h2 className="part">Others may use it</h2>
      <TextField name="attribution" label="Who made it (optional)" />
      <TextField name="licence" label="Licence (optional)" />
    </>
  );
}

export function DomainForm({ view }: { view: PartView }) {
  if (!view.domain) return null;
  return (
    <>
      <TextField name="title" label="Name" />
      <TextField name="shortTitle" label="Short name" hint="For charts and narrow tables." width={30} />
      <WordsField name="about" label="What the domain asks" />
      <WeightField name="weight" label="Weight" among={view.domain.weight} of="of its module" />
      <YesField name="headline" label="A headline domain" hint="Shown first in results and reports." />
      <div className="field-row">
        <ChoiceField name="module" label="Module" options={view.modules} />
        <ChoiceField
          name="parent"
          label="Part of the domain"
          none="None: it stands alone"
          options={view.domain.parents}
        />
      </div>
    </>
  );
}

export function ModuleForm() {
  return (
    <>
      <TextField name="title" label="Name" />
      <WordsField name="about" label="What it is for" />
      <ChoiceField name="method" label="What gives its grade" none="As the rubric says" options={METHODS} />
    </>
  );
}

const METHODS = [
  { value: "percent", label: "The percent and its cut points" },
  { value: "counts", label: "Counts of levels" },
  { value: "profile", label: "Nothing: the domains are shown and no grade is given" },
];

export function LimitForm({ view }: { view: PartView }) {
  const type = useContext(DrawnValues).type?.[0] ?? "";
  if (!view.limit) return null;
  const { criteria, domains, levels } = view.limit;
  return (
    <>
      <TextField
        name="label"
        label="Name"
        hint="Stands in results when it fires. For example, A legal duty is not met"
      />
      <RadioField
        name="type"
        label="What makes it fire"
        hint="Save after you change this: each kind has its own fields."
        options={[
          { value: "criterion", label: "One criterion is low", hint: "Each of the criteria below, taken alone" },
          { value: "count", label: "Several criteria are low" },
          { value: "domain", label: "A domain is low", hint: "Each of the domains below, taken alone" },
        ]}
      />
      {type === "domain" ? (
        <>
          <TicksField name="domains" label="Domains" options={domains} />
          <ChoiceField
            name="gradeAtOrBelow"
            label="Fires when the domain’s grade is this or lower"
            options={view.grades}
          />
        </>
      ) : (
        <>
          <ChoiceField name="atOrBelow" label="Fires at this level or lower" options={levels} />
          {type === "count" && <NumberField name="atLeast" label="On how many of the criteria, at least" width={3} />}
          <div className="ticks-columns">
            <TicksField name="criteria" label="Criteria" options={criteria} />
          </div>
        </>
      )}
      <ChoiceField name="cap" label="Then the whole plan is at most" options={view.grades} />
      <ChoiceField
        name="mode"
        label="Use"
        none="It lowers the grade"
        options={[
          { value: "applied", label: "It lowers the grade (said in the rubric)" },
          { value: "shadow", label: "It only says what it would have done" },
        ]}
      />
    </>
  );
}

/** Grades with their cut points, and how the percent is reckoned. */
export function GradesForm({ view }: { view: PartView }) {
  const method = useContext(DrawnValues).method?.[0] ?? "";
  return (
    <>
      <p>Best first. A plan has the best grade whose cut point its percent reaches.</p>
      <RowFields
        view={view}
        what="grade"
        columns={[
          { name: "label", label: "Grade" },
          { name: "short", label: "Letters", narrow: true },
          { name: "min", label: "From percent", narrow: true },
        ]}
      />
      <ChoiceField name="goodFrom" label="A plan counts as good from" options={view.grades} />
      <ChoiceField name="mainModule" label="Module that gives the plan its grade" options={view.modules} />
      <ChoiceField name="method" label="What gives the grade" none="The percent and its cut points" options={METHODS} />
      {(method === "counts" || view.rows.some((row) => row.byCounts)) && (
        <section aria-labelledby="counts-title">
          <h2 className="part" id="counts-title">
            Rules over counts of levels
          </h2>
          <p>
            A plan has the best grade whose rules all hold; the last grade needs none. One rule on each line, with the
            codes of levels: <kbd>levels=inadequate; atMost=0</kbd>, or{" "}
            <kbd>levels=good | outstanding; atLeastPercent=80; domains=EP</kbd>.
          </p>
          {view.rows.map((row) => (
            <WordsField key={row.key} name={`${row.name}.when`} label={`${row.label} needs`} />
          ))}
        </section>
      )}
      <ChoiceField
        name="overall"
        label="The percent of the plan is"
        none="The mean of its domains, by their weights"
        options={[
          { value: "domains", label: "The mean of its domains, by their weights (said in the rubric)" },
          { value: "criteria", label: "The mean of all its criteria, by their weights" },
        ]}
      />
      <ChoiceField
        name="percentFrom"
        label="A level counts"
        none="From the lowest level of its scale: the lowest is 0%"
        options={[
          { value: "lowest_level", label: "From the lowest level of its scale (said in the rubric)" },
          { value: "zero", label: "From zero: 1 of 4 is 25%" },
        ]}
      />
      <RadioField
        name="missing"
        label="When a criterion has no level yet"
        options={[
          { value: "block", label: "No grade is given" },
          { value: "provisional", label: "A provisional grade is given" },
        ]}
      />
      <RadioField
        name="gradeOn"
        label="Which percent is compared with the cut points"
        options={[
          { value: "displayed", label: "The rounded one that people see" },
          { value: "exact", label: "The exact one" },
        ]}
      />
      <div className="field-row">
        <NumberField name="decimals" label="Decimals shown" hint="0 to 3" width={2} />
        <NumberField name="notGradedBelow" label="Least share scored" hint="0.5 is half of the weight" width={4} />
        <NumberField name="overrideSteps" label="Panel may depart by" hint="Grades up or down, 0 to 3" width={2} />
      </div>
    </>
  );
}

export function ScaleForm({ view }: { view: PartView }) {
  return (
    <>
      <TextField name="title" label="Name of the scale" />
      <p>Two to eleven levels. The value says which level is better, and what it counts.</p>
      <RowFields
        view={view}
        what="level"
        columns={[
          { name: "label", label: "Level" },
          { name: "short", label: "Letters", narrow: true },
          { name: "value", label: "Value", narrow: true },
        ]}
      />
    </>
  );
}

export function SectionsForm({ view }: { view: PartView }) {
  return (
    <>
      <p>Sections of the plan, or of the paper that is audited. Criteria say in which of them they are read.</p>
      <RowFields view={view} what="section" codes columns={[{ name: "label", label: "Name" }]} />
    </>
  );
}

export function TimesForm({ view }: { view: PartView }) {
  return (
    <>
      <p>Time limits that the law sets. They are data, because the law changes.</p>
      {view.rows.length === 0 && <p>None yet.</p>}
      {view.rows.map((row, i) => (
        <fieldset className="time-limit" key={row.key}>
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{row.label || "New time limit"}</legend>
          <TextField name={`${row.name}.label`} label="Name" />
          <div className="field-row">
            <NumberField name={`${row.name}.amount`} label="Time" width={3} />
            <ChoiceField
              name={`${row.name}.unit`}
              label="Unit"
              options={[
                { value: "days", label: "days" },
                { value: "working_days", label: "working days" },
                { value: "weeks", label: "weeks" },
                { value: "months", label: "months" },
              ]}
            />
          </div>
          <TextField name={`${row.name}.from`} label="Starts with" />
          <TextField name={`${row.name}.to`} label="Ends with" />
          <TextField name={`${row.name}.reference`} label="Law" />
          <ChoiceField
            name={`${row.name}.verified`}
            label="Checked at source"
            options={[
              { value: "yes", label: "Yes" },
              { value: "part", label: "In part" },
              { value: "no", label: "Not yet" },
            ]}
          />
          <RowButtons place={i} of={view.rows.length} what={row.label || "this time limit"} />
        </fieldset>
      ))}
      <Button name="intent" value="row-add" variant="secondary">
        Add a time limit
      </Button>
    </>
  );
}

type RowColumn = { name: string; label: string; narrow?: boolean };

/** Rows of a short list, each in one line where there is room. */
function RowFields({
  view,
  what,
  columns,
  codes,
}: {
  view: PartView;
  what: string;
  columns: RowColumn[];
  codes?: boolean;
}) {
  return (
    <div className="edit-rows">
      {view.rows.map((row, i) => (
        <fieldset className="edit-row" key={row.key}>
          <legend className="govuk-visually-hidden">{row.label || `New ${what}`}</legend>
          {codes && <span className="criterion-code edit-row__code">{row.key}</span>}
          <div className="edit-row__fields">
            {columns.map((column) => (
              <TextField
                key={column.name}
                name={`${row.name}.${column.name}`}
                label={column.label}
                width={column.narrow ? 4 : undefined}
              />
            ))}
          </div>
          <RowButtons place={i} of={view.rows.length} what={row.label || `this ${what}`} />
        </fieldset>
      ))}
      <Button name="intent" value="row-add" variant="secondary">
        Add a {what}
      </Button>
    </div>
  );
}

function RowButtons({ place, of, what }: { place: number; of: number; what: string }) {
  const button = (intent: string, words: string) => (
    <button type="submit" name="intent" value={`row-${intent}-${place}`} className="link-button">
      {words}
      <span className="govuk-visually-hidden"> {what}</span>
    </button>
  );
  return (
    <div className="edit-row__buttons">
      {place > 0 && button("up", "Move up")}
      {place < of - 1 && button("down", "Move down")}
      {button("remove", "Remove")}
    </div>
  );
}
