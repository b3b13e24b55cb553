import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { PERCENT_FROM, percentText, pointsText, whole } from "#audits/charts/figures.ts";
import { periodWords } from "#audits/dates.ts";
import { compareAreas, type Comparison, type Side } from "#audits/exchange/compare.ts";
import { type ExchangeFile, exchangeOf, LARGEST_EXCHANGE, readExchange } from "#audits/exchange/file.ts";
import { may } from "#audits/people/permissions.ts";
import { published } from "#audits/results/published.ts";
import { cyclesOut } from "#db/cycles.ts";
import { DotLine } from "~/components/figures.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload, Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { figuresOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const cycles = may(actor, "reports.read").ok ? await cyclesOut(store().db) : [];
  return { cycles: cycles.map(({ id, title }) => ({ id, title })) };
}

type Read = { ok: true; file: ExchangeFile } | { ok: false; field: string; sentence: string };

async function fileIn(fields: Fields, name: string): Promise<Read> {
  const [file] = fields.files(name);
  if (!file) return { ok: false, field: name, sentence: "Select the exchange file of the other area" };
  if (file.size > LARGEST_EXCHANGE) return { ok: false, field: name, sentence: "The file must be 1 MB or smaller" };
  const read = readExchange(await file.text());
  return read.ok ? read : { ok: false, field: name, sentence: read.sentence };
}

/** What an area's file says of itself. */
const headOf = ({ area, cycle, rubric, sampling, agreement, issued }: ExchangeFile) => ({
  area,
  cycle: `${cycle.title}, ${periodWords(cycle.from, cycle.to)}`,
  rubric: `${rubric.title} ${rubric.version}`,
  sampling: `${whole(sampling.counted)} of ${whole(sampling.population)} plans, ${SAMPLING[sampling.kind]}`,
  agreement:
    agreement.plans > 0
      ? `same level on ${percentText(agreement.exact, agreement.compared) ?? whole(agreement.exact)} of criteria, ${whole(agreement.plans)} plans`
      : "not measured",
  of: issued.on,
});

const SAMPLING = {
  random: "drawn by chance",
  stratified: "drawn by chance within groups",
  census: "all of them",
  chosen: "chosen for a reason",
};

/** Reads two files and says what may be said of both. Nothing of them is kept. */
export async function action({ request }: ActionFunctionArgs) {
  await requireActor(request, "reports.read");
  const fields = await readForm(request);
  const cycleId = fields.text("cycle");
  const refuse = (field: string, sentence: string) =>
    data({ errors: [{ field, sentence }], cycleId, comparison: null, a: null, b: null }, { status: 400 });
  const other = await fileIn(fields, "other");
  if (!other.ok) return refuse(other.field, other.sentence);
  let own: ExchangeFile;
  if (fields.files("own").length > 0) {
    const read = await fileIn(fields, "own");
    if (!read.ok) return refuse(read.field, read.sentence);
    own = read.file;
  } else {
    // Only cycles whose results are out can be chosen, whoever asks.
    const known = (await cyclesOut(store().db)).some(({ id }) => id === cycleId);
    if (!known) return refuse("cycle", "Choose a cycle, or select a file");
    const figures = published(await figuresOf(cycleId));
    if (figures.grades.n < PERCENT_FROM)
      return refuse("cycle", `This cycle has results of fewer than ${PERCENT_FROM} plans`);
    own = exchangeOf(figures, null);
  }
  return { errors: [], cycleId, comparison: compareAreas(own, other.file), a: headOf(own), b: headOf(other.file) };
}

export default function ReportCompare() {
  const { cycles } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage wide before={<BackLink href="/reports">All reports</BackLink>}>
      {errors.length > 0 && (
        <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Compare with another area</PageTitle>
      <p className="lead">
        Two areas can be compared where their rubric and their sampling match. Where they do not, this page says why.
      </p>
      {result?.comparison && result.a && result.b && (
        <Compared comparison={result.comparison} a={result.a} b={result.b} />
      )}
      <Form method="post" encType="multipart/form-data" className="ruled">
        <h2 className="section">{result?.comparison ? "Compare other files" : "What to compare"}</h2>
        <p>
          An area makes its exchange file from any published report. It holds totals with small numbers hidden, and no
          plan. The files are read here and not kept.
        </p>
        {cycles.length > 0 && (
          <Select
            name="cycle"
            label="Our cycle"
            defaultValue={result?.cycleId}
            error={error("cycle")}
            options={[
              { text: "Choose a cycle", value: "" },
              ...cycles.map(({ id, title }) => ({ text: title, value: id })),
            ]}
          />
        )}
        <FileUpload
          name="own"
          label={cycles.length > 0 ? "Or a file of ours" : "Our file"}
          accept=".json,application/json"
          error={error("own") ?? (cycles.length === 0 ? error("cycle") : undefined)}
        />
        <FileUpload name="other" label="The other area’s file" accept=".json,application/json" error={error("other")} />
        <Button>Compare</Button>
      </Form>
    </ReadingPage>
  );
}

type Head = ReturnType<typeof headOf>;

function Compared({ comparison, a, b }: { comparison: Comparison; a: Head; b: Head }) {
  const { why, mind, rows } = comparison;
  const facts: [string, keyof Head][] = [
    ["Cycle", "cycle"],
    ["Rubric", "rubric"],
    ["Plans", "sampling"],
    ["Auditors agree", "agreement"],
  ];
  return (
    <section aria-labelledby="compared">
      <h2 className="section" id="compared">
        {a.area} and {b.area}
      </h2>
      {why.length > 0 ? (
        <Note tone="amber" title="These two may not be compared">
          <ul>
            {why.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <p>Each area’s own figures stand below, without differences.</p>
        </Note>
      ) : (
        <Note tone="navy" title="Rubric and sampling match">
          <ul>
            {mind.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Note>
      )}
      <Table
        caption="What the files stand on"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={["", a.area, b.area]}
        rows={facts.map(([name, key]) => [name, a[key], b[key]])}
      />
      <Table
        caption="Good or better"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={["", a.area, b.area, ...(why.length === 0 ? [`Difference, ${b.area} less ${a.area}`] : [])]}
        rows={rows.map((row) => [
          row.what,
          <SideFigure side={row.a} key="a" />,
          <SideFigure side={row.b} key="b" />,
          ...(why.length === 0 ? [<Difference row={row} key="d" />] : []),
        ])}
      />
    </section>
  );
}

function SideFigure({ side }: { side: Side }) {
  if (!side) return <>hidden, or none</>;
  const percent = percentText(side.count, side.n);
  return (
    <>
      {percent && <strong>{percent} </strong>}
      {whole(side.count)} of {whole(side.n)}
    </>
  );
}

function Difference({ row }: { row: Comparison["rows"][number] }) {
  const { difference } = row;
  if (!difference) return <>–</>;
  const { value, interval, apart } = difference;
  const words = `${pointsText(value)} points (${pointsText(interval.lower)} to ${pointsText(interval.upper)})`;
  return (
    <>
      <DotLine scale="change" value={value} {...interval} open={!apart} bare label="" />
      {words}: {apart ? (value > 0 ? "higher" : "lower") : "we could not tell"}
    </>
  );
}

export const handle = titled<typeof loader>(() => "Compare with another area");
