import { Details } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import type { Listed, PreviewView } from "~/server/import-view.server.ts";
import { counted, number } from "./count.ts";

const cases = (value: number) => counted(value, "case");

/** What keeping the import would do to the cases that are kept now. */
export function Changes({ view }: { view: PreviewView }) {
  const { added, changed, unchanged, notInFile, refused, requests, isReturn } = view;
  return (
    <section>
      <h2 className="section">What keeping it would change</h2>
      <ul className="govuk-list import-changes">
        <li>
          {added.total === 0 ? (
            "No new case"
          ) : (
            <Details summary={`${cases(added.total)} new`}>
              <p className="soft">Each gets its reference when the import is kept.</p>
              <Table
                caption="New cases"
                captionSize="hidden"
                small
                head={["Plan", "Your reference", "Plan date"]}
                rows={added.first.map((one) => [one.about, one.caseRef ?? "none given", one.planDate])}
              />
              <Rest of={added} />
            </Details>
          )}
        </li>
        <li>
          {changed.total === 0 ? (
            "No kept case would change"
          ) : (
            <Details summary={`${cases(changed.total)} would change`}>
              <Table
                caption="Cases that would change"
                captionSize="hidden"
                small
                firstCellIsHeader
                head={["Case", "What changes"]}
                rows={changed.first.map(({ reference, changes }) => [
                  reference,
                  <ul className="import-changes__fields" key="fields">
                    {changes.map(({ label, from, to }) => (
                      <li key={label}>
                        {label}: {from} <span aria-hidden="true">→</span>
                        <span className="govuk-visually-hidden">changes to</span> <strong>{to}</strong>
                      </li>
                    ))}
                  </ul>,
                ])}
              />
              <Rest of={changed} />
            </Details>
          )}
        </li>
        <li>{unchanged === 0 ? "No kept case would stay as it is" : `${cases(unchanged)} would stay as they are`}</li>
        {refused.total > 0 && (
          <li>
            <Details summary={`${cases(refused.total)} in the upload, left out for a fault: nothing of them changes`}>
              <References of={refused} />
            </Details>
          </li>
        )}
        {notInFile.total > 0 && (
          <li>
            {isReturn ? (
              <Details
                summary={`${cases(notInFile.total)} not in the return: they are kept, but can no longer be drawn for a sample`}
              >
                <References of={notInFile} />
              </Details>
            ) : (
              `${cases(notInFile.total)} not in the file: nothing of them changes`
            )}
          </li>
        )}
        {isReturn && (
          <li>
            Requests, from which timeliness is counted: {number(requests.added)} new, {number(requests.changed)}{" "}
            changed, {number(requests.unchanged)} as they are
            {requests.gone > 0 && `, ${number(requests.gone)} no longer in the return of this year and removed`}
          </li>
        )}
      </ul>
    </section>
  );
}

function References({ of }: { of: Listed<string> }) {
  return (
    <>
      <ul className="import-references">
        {of.first.map((reference) => (
          <li key={reference}>{reference}</li>
        ))}
      </ul>
      <Rest of={of} />
    </>
  );
}

function Rest({ of }: { of: Listed<unknown> }) {
  if (of.total <= of.first.length) return null;
  return (
    <p className="soft">
      Showing the first {of.first.length} of {number(of.total)}.
    </p>
  );
}
