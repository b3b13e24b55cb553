import { Details } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { FLAT_COLUMN_WORDS } from "./flat-columns.ts";

/** A table of the return: the columns that it cannot be read without, and those that are dropped as it is read. */
export type ReturnTable = { name: string; needed: string[]; identifying: string[]; optional: boolean };

const TABLE_WORDS: Record<string, string> = {
  sen2: "The return: its year and reference date",
  person: "One row a child",
  requests: "One row a request for an assessment",
  assessment: "Decisions whether to issue a plan",
  namedplan: "Plans that were issued, and when they ceased",
  plandetail: "Settings named in plans",
  activeplans: "Plans in force on the reference date, and their reviews",
  placementdetail: "Where the child is placed",
  senneed: "Needs, with rank",
};

/** What may be uploaded, how it is counted, and what of it is dropped. */
export function Accepted({ tables, flatColumns }: { tables: ReturnTable[]; flatColumns: readonly string[] }) {
  return (
    <>
      <Details summary="The nine files of a SEN2 return">
        <p>
          The tables that COLLECT exports as CSV, all of the same day, such as Blade-Export_20-01-2026_person.csv.
          Select them together. Columns that your version of the return lacks are read as not known.
        </p>
        <Table
          caption="Tables of the return"
          captionSize="hidden"
          small
          firstCellIsHeader
          phoneList
          head={["Table", "What it holds", "Columns it needs"]}
          rows={tables.map(({ name, needed, optional }) => [
            name,
            `${TABLE_WORDS[name] ?? ""}${optional ? ". May be left out" : ""}`,
            needed.join(", "),
          ])}
        />
      </Details>
      <Details summary="A flat case file: one CSV file, one row a case">
        <p>
          <a className="govuk-link" href="/imports/template.csv">
            Download the template
          </a>
          . Dates as day/month/year or 2026-01-15. Leave a cell empty if it is not known. A file with the four needed
          columns and a few others changes these, and leaves the rest of the case as it is.
        </p>
        <Table
          caption="Columns of the flat case file"
          captionSize="hidden"
          small
          firstCellIsHeader
          phoneList
          head={["Column", "What it holds"]}
          rows={flatColumns.map((column) => [column, FLAT_COLUMN_WORDS[column] ?? ""])}
        />
        <p>
          With a column upn or uln the file is matched to the children of a return. The number is used for that and
          dropped.
        </p>
      </Details>
      <Details summary="How cases are counted">
        <ul className="govuk-list govuk-list--bullet">
          <li>A child with an active plan on the reference date is one case, even with two plans or two requests.</li>
          <li>
            Of two active plans of one child, the one with an open first placement counts; else the one with the later
            plan date.
          </li>
          <li>A plan that ceased on or before the reference date is no case.</li>
          <li>
            The reference date is the one in the return. A flat file has none, so you give it: year groups are counted
            on it.
          </li>
          <li>The primary need is the one of rank 1.</li>
          <li>
            The 6, 16 and 20 weeks are counted from the day the request was received, in calendar days: 42, 112 and 140.
            A plan from another area has no 20 weeks here.
          </li>
          <li>
            A child is recognised by the UPN; without one by the ULN; without both by surname, forename and date of
            birth. In a flat file without these numbers, the case reference counts.
          </li>
          <li>Importing the same files again changes nothing.</li>
        </ul>
      </Details>
      <Details summary="What is dropped as it is read">
        <p>
          From the return: {columnWords(tables)}. From a flat file: every column whose heading says name, date of birth,
          postcode, address, telephone, e-mail, UPN, ULN, NHS number or ethnicity.
        </p>
        <p>
          They are used in memory to make a pseudonym with a key that only this area has, and to work out birth month,
          year group and phase. The files themselves are never stored.
        </p>
      </Details>
    </>
  );
}

function columnWords(tables: ReturnTable[]): string {
  const columns = [...new Set(tables.flatMap(({ identifying }) => identifying))];
  return `${columns.slice(0, -1).join(", ")} and ${columns.at(-1)}`;
}
