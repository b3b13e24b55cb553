import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { ReportHead } from "~/server/written-report.server.ts";
import { FormKey } from "../form-key.tsx";
import { Button } from "../govuk/button.tsx";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { Input, Select, Textarea } from "../govuk/inputs.tsx";
import { NotificationBanner, Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";
import { PdfLink, Replaced, type ReportItem } from "../results/reports.tsx";
import { ReportFrame } from "./frame.tsx";

type ReleasePageProps = {
  formKey: string;
  head: ReportHead;
  here: string;
  internal: boolean;
  /** Fingerprint of what the report says now: what a partner signs. */
  content: string;
  partners: { id: string; name: string; chosen: boolean }[];
  signing: { id: string; name: string; signed: string | null; holds: boolean; maySign: boolean }[];
  signer: string;
  /** Whether this person records for a partner who has no account here. */
  mayRecord: boolean;
  comments: { id: string; chapter: string | null; words: string; byName: string; at: string; settled: boolean }[];
  questions: { label: string; phrase: string; sentence: string; href: string }[];
  signs: string[];
  moves: { review: boolean; draft: boolean; issue: boolean; withdraw: boolean };
  issued: { on: string; content: string | null } | null;
  withdrawn: { on: string; reason: string } | null;
  files: (ReportItem & { made: string | null; sha256: string | null; draft: boolean })[];
  formats: string[];
  said: string | null;
  result: { errors: { field: string; sentence: string }[]; words: string } | null;
};

/** The way of a report to its readers: what is still to finish, review, sign-off, issue, its files, withdrawal. */
export function ReleasePage(props: ReleasePageProps) {
  const { head, here, internal, result, said, issued, withdrawn, moves } = props;
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <ReportFrame
      head={head}
      here={here}
      messages={
        <>
          {errors.length > 0 && (
            <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
          )}
          {said && errors.length === 0 && <NotificationBanner type="success">{said}</NotificationBanner>}
        </>
      }
      work={
        <div id="page">
          <h1 className="page-title">Review, sign-off and issue</h1>
          {withdrawn && (
            <Note tone="worry" title={`Withdrawn on ${withdrawn.on}`}>
              <p>{withdrawn.reason}</p>
            </Note>
          )}
          {issued && (
            <Note tone="teal" title={`Issued on ${issued.on}`}>
              <p>It is frozen with its data. Fingerprint of its content:</p>
              <p className="report-hash">{issued.content}</p>
            </Note>
          )}
          {head.open && head.toFinish.length === 0 && (
            <Note tone="teal">
              <p>Nothing is left to finish. Partners can sign the report off.</p>
            </Note>
          )}
          {props.questions.length > 0 && head.open && <Questions questions={props.questions} />}
          {props.signs.length > 0 && <Signs signs={props.signs} />}
          {head.mayWrite && moves.review && <SendToReview {...props} error={error("partner")} />}
          {props.signing.length > 0 && <Signing {...props} error={error} />}
          <Comments {...props} error={error("words")} />
          {head.mayWrite && moves.issue && (
            <Section id="issue" title="Issue">
              <p>
                Issuing freezes the report with its data. Its PDFs are made at once, in both sizes of text, and can be
                made again byte for byte.
              </p>
              <Form method="post">
                <Button name="intent" value="issue" preventDoubleClick>
                  Issue the report
                </Button>
              </Form>
            </Section>
          )}
          <Files {...props} />
          {head.mayWrite && moves.draft && (
            <Section id="back" title="Go on writing">
              <p>The report becomes a draft again. Partners sign the new words anew.</p>
              <Form method="post">
                <Button variant="secondary" name="intent" value="draft">
                  Take it back to be written
                </Button>
              </Form>
            </Section>
          )}
          {head.mayWrite && moves.withdraw && (
            <Section id="withdraw" title="Withdraw">
              <Form method="post">
                <Textarea
                  name="reason"
                  label="Why it is withdrawn"
                  hint="Kept in the trail for good. Readers see it where the report stood."
                  rows={2}
                  error={error("reason")}
                />
                <Button variant="warning" name="intent" value="withdraw">
                  Withdraw the report
                </Button>
              </Form>
            </Section>
          )}
          {!internal && !head.open && !issued && <p>The report is on its way to being issued.</p>}
        </div>
      }
    />
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="ruled">
      <h2 className="section" id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Questions({ questions }: { questions: ReleasePageProps["questions"] }) {
  return (
    <Section id="questions" title="Questions about wording">
      <p>Nothing here stops the report. The numbers may not bear these words out.</p>
      <ul className="govuk-list govuk-list--bullet">
        {questions.map((question, i) => (
          <li key={i}>
            <a className="govuk-link" href={question.href}>
              {question.label}
            </a>
            : ‘{question.phrase}’. {question.sentence}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Signs({ signs }: { signs: string[] }) {
  return (
    <Note tone="amber" title="Signs that the typeface of the PDF does not have">
      <p>
        They would stand as “?”: <span className="report-signs">{signs.join(" ")}</span>. Write them in another way, or
        leave them out. The web version shows them.
      </p>
    </Note>
  );
}

function SendToReview({ partners, head, error }: ReleasePageProps & { error: string | undefined }) {
  return (
    <Section id="review" title="Send to review">
      <Form method="post">
        <Checkboxes
          name="partner"
          legend="Which partners sign this report off?"
          legendSize="s"
          hint="People of theirs who have an account can read it here, comment and sign. For others you record who signed."
          error={error}
          values={partners.filter((partner) => partner.chosen).map(({ id }) => id)}
          items={partners.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button name="intent" value="review">
          {head.stage === "draft" ? "Send to review" : "Change the partners"}
        </Button>
      </Form>
    </Section>
  );
}

function Signing({
  signing,
  content,
  signer,
  mayRecord,
  error,
}: ReleasePageProps & { error: (field: string) => string | undefined }) {
  return (
    <Section id="signing" title="Sign-off">
      <p>A partner signs the words as they are now. When a word changes, the sign-off no longer counts.</p>
      {error("signing") && <p className="govuk-error-message">{error("signing")}</p>}
      {signing.map((partner) => (
        <div className="report-box" key={partner.id}>
          <div className="report-box__head">
            <h3 className="part">{partner.name}</h3>
            <Tag tone={partner.holds ? "teal" : "amber"}>
              {partner.holds ? "Signed off" : partner.signed ? "Signed earlier words" : "Not signed yet"}
            </Tag>
          </div>
          {partner.signed && <p className="note-text">{partner.signed}</p>}
          {partner.maySign && (
            <Form method="post">
              <input type="hidden" name="organisation" value={partner.id} />
              <input type="hidden" name="seen" value={content} />
              {mayRecord ? (
                <Input
                  id={`signedBy-${partner.id}`}
                  name={`signedBy-${partner.id}`}
                  label="Who signs for the partner"
                  hint="Name and role"
                  width={30}
                  error={error(`signedBy-${partner.id}`)}
                />
              ) : (
                <p>You sign as {signer}.</p>
              )}
              <Button variant="secondary" name="intent" value="sign">
                Sign off<span className="govuk-visually-hidden"> for {partner.name}</span>
              </Button>
            </Form>
          )}
        </div>
      ))}
    </Section>
  );
}

function Comments({ formKey, comments, head, result, error }: ReleasePageProps & { error: string | undefined }) {
  if (comments.length === 0 && !head.open) return null;
  return (
    <Section id="comments" title="Comments">
      {comments.length === 0 && <p>Nobody has commented yet.</p>}
      {comments.map((one) => (
        <div className="report-box" key={one.id}>
          <div className="report-box__head">
            <h3 className="part">
              {one.byName}
              {one.chapter && `, on ${one.chapter}`}
            </h3>
            <Tag tone={one.settled ? "neutral" : "amber"}>{one.settled ? "Dealt with" : "Open"}</Tag>
          </div>
          <p className="report-text">{one.words}</p>
          <p className="note-text">{one.at}</p>
          {!one.settled && head.mayWrite && head.open && (
            <Form method="post">
              <input type="hidden" name="comment" value={one.id} />
              <button type="submit" className="link-button" name="intent" value="settle">
                Mark as dealt with<span className="govuk-visually-hidden">: comment by {one.byName}</span>
              </button>
            </Form>
          )}
        </div>
      ))}
      {head.open && (
        <Form method="post">
          <FormKey value={formKey} />
          <Select
            name="chapter"
            label="Chapter"
            options={[
              { text: "The whole report", value: "" },
              ...head.chapters.map(({ key, title }) => ({ text: title, value: key })),
            ]}
          />
          <Textarea
            name="words"
            label="Your comment"
            rows={3}
            error={error}
            defaultValue={error ? result?.words : ""}
          />
          <Button variant="secondary" name="intent" value="comment">
            Comment
          </Button>
        </Form>
      )}
    </Section>
  );
}

const FORMATS: Record<string, string> = {
  txt: "Plain text",
  docx: "Word, for areas that must go on writing",
  csv: "Its tables as CSV",
  xlsx: "Its tables as a workbook",
  json: "Exchange file, for comparing areas",
};

function Files({ formKey, files, formats, head, internal, issued, withdrawn }: ReleasePageProps) {
  return (
    <Section id="files" title="Files">
      {files.length > 0 && (
        <Table
          caption="PDFs of this report, newest first"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["PDF", "State", "Made", ...(internal ? ["Fingerprint"] : [])]}
          rows={files.map((file) => [
            `${file.size === "large" ? "Large print" : "12 point"}${file.draft ? ", draft" : ""}`,
            file.status === "ready" ? (
              <>
                <PdfLink report={file} />, {file.pages} {file.pages === 1 ? "page" : "pages"}
                <Replaced signs={file.replaced} />
              </>
            ) : (
              <Link key="state" className="govuk-link" to={`/cycles/${file.cycleId}/report/${file.id}`}>
                {file.status === "failed" ? "Stopped" : "Being made"}
              </Link>
            ),
            file.made ?? "",
            ...(internal
              ? [
                  file.sha256 ? (
                    <>
                      <span className="report-hash">{file.sha256.slice(0, 16)}…</span>
                      {head.mayWrite && (
                        <Form method="post">
                          <input type="hidden" name="file" value={file.id} />
                          <button type="submit" className="link-button" name="intent" value="remake">
                            Make it again and compare
                          </button>
                        </Form>
                      )}
                    </>
                  ) : (
                    ""
                  ),
                ]
              : []),
          ])}
        />
      )}
      <ul className="govuk-list">
        <li>
          <Link className="govuk-link" to={head.paths.read}>
            Web version
          </Link>
        </li>
        {formats.map((format) => (
          <li key={format}>
            <a className="govuk-link" href={`${head.paths.read}/file/${format}`} download>
              {FORMATS[format]}
            </a>
          </li>
        ))}
      </ul>
      {head.mayWrite && !withdrawn && (
        <Form method="post" className="report-box__actions">
          <FormKey value={formKey} />
          {head.kind === "easy_read" ? (
            <input type="hidden" name="size" value="large" />
          ) : (
            <Radios
              name="size"
              legend="Size of the print"
              legendSize="s"
              value="standard"
              items={[
                { value: "standard", label: "12 point" },
                { value: "large", label: "16 point, large print" },
              ]}
            />
          )}
          <Button variant="secondary" name="intent" value="pdf" preventDoubleClick>
            {issued ? "Make the PDF again" : "Make a PDF of the draft"}
          </Button>
        </Form>
      )}
    </Section>
  );
}
