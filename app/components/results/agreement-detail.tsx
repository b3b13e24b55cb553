import type { AgreementDetail, AgreementLine, Shown } from "#audits/results/agreement-detail.ts";
import { showCoefficient } from "#audits/measures/display.ts";
import { DotLine } from "../figures.tsx";
import { Details } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

const number = (content: string | number) => ({ content: content.toLocaleString("en-GB"), numeric: true });
const minus = (text: string) => text.replace("-", "−");
const figure = (x: number) => minus(showCoefficient(x));

/** Counts of pairs first: same, one apart, two or more. */
export function PairTable({ caption, lines }: { caption: string; lines: AgreementLine[] }) {
  return (
    <Table
      caption={caption}
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={[
        "Part of the rubric",
        number("Pairs of levels"),
        number("The same"),
        number("One apart"),
        number("Two or more apart"),
        number("Cases"),
      ]}
      rows={lines.map((line) => [
        <Name key="name" line={line} />,
        number(line.pairs.of),
        number(line.pairs.same),
        number(line.pairs.oneApart),
        number(line.pairs.further),
        number(line.cases),
      ])}
    />
  );
}

const Name = ({ line }: { line: AgreementLine }) =>
  line.kind === "overall" ? (
    <strong>{line.title}</strong>
  ) : (
    <>
      <strong>{line.key}</strong> {line.title}
    </>
  );

/** The chance-corrected figure of each line with its interval, or the reason why there is none. */
export function Ac2Table({ caption, lines }: { caption: string; lines: AgreementLine[] }) {
  return (
    <Table
      caption={caption}
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={["Part of the rubric", "Agreement beyond chance", "From 0 to 1"]}
      rows={lines.map((line) => [
        <Name key="name" line={line} />,
        <ShownFigure key="ac2" shown={line.ac2} />,
        line.ac2.value !== null && line.ac2.interval ? (
          <DotLine key="line" value={line.ac2.value} {...line.ac2.interval} label="" width={180} bare />
        ) : (
          ""
        ),
      ])}
    />
  );
}

function ShownFigure({ shown }: { shown: Shown }) {
  if (shown.value === null) return <span className="soft">{shown.why}</span>;
  return (
    <>
      <strong>{figure(shown.value)}</strong>
      {shown.interval
        ? ` (${figure(shown.interval.lower)} to ${figure(shown.interval.upper)})`
        : shown.why && <span className="soft"> {shown.why}</span>}
    </>
  );
}

/** Does the criterion apply? Only where somebody said that it does not. */
export function AppliesTable({ lines }: { lines: AgreementLine[] }) {
  const asked = lines.filter((line) => line.answers.notApplicable > 0);
  if (asked.length === 0) return <p>No auditor said of any criterion that it does not apply.</p>;
  return (
    <Table
      caption="Agreement on whether a criterion applies"
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={["Criterion", number("Judgements"), number("Said the same"), "Agreement beyond chance (AC1)"]}
      rows={asked.map((line) => [
        <Name key="name" line={line} />,
        number(line.applies.same.of),
        number(line.applies.same.n),
        <ShownFigure key="ac1" shown={line.applies.ac1} />,
      ])}
    />
  );
}

/** Alpha and kappa, for those who ask for them by name. */
export function Specialists({ detail }: { detail: AgreementDetail }) {
  const lines = [detail.overall, ...detail.domains, ...detail.criteria];
  return (
    <Details summary="For specialists: alpha, kappa and how the intervals are made">
      <p>
        Krippendorff’s alpha is ordinal. Kappa has quadratic weights: Cohen’s where exactly two auditors scored, else
        Fleiss’. Both fall to nothing where nearly all plans get the same level, which is the ordinary state of an
        audit; that is why they are not the headline. Intervals of alpha and kappa are percentile bootstraps; of AC2,
        Student’s t for a criterion and a bootstrap of whole cases where criteria are stacked. Method {detail.method}.
      </p>
      <Table
        caption="Alpha and kappa"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Part of the rubric", "Alpha", "Kappa"]}
        rows={lines.map((line) => [
          <Name key="name" line={line} />,
          <ShownFigure key="alpha" shown={line.alpha} />,
          <span key="kappa">
            <ShownFigure shown={line.kappa} />
            {line.kappa.value !== null && <span className="soft"> {line.kappa.measure}</span>}
          </span>,
        ])}
      />
    </Details>
  );
}
