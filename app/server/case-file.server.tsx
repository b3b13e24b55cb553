import { strToU8, zipSync } from "fflate";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { dateWords, momentWords } from "#audits/dates.ts";
import type { CaseFile, NameChoice } from "#db/case-file.ts";

type Made = { area: string; at: Date; by: string; names: NameChoice };

/** Everything held about one case as a ZIP of two files: a page to read and print, and the same as JSON. */
export function caseZip(file: CaseFile, made: Made): Uint8Array {
  const name = `case-${file.case.reference}`;
  const html = `<!doctype html>${renderToStaticMarkup(<CasePage file={file} made={made} />)}`;
  const json = JSON.stringify({ made: { ...made, at: made.at.toISOString() }, ...file }, null, 2);
  const mtime = made.at;
  return zipSync({ [`${name}.html`]: [strToU8(html), { mtime }], [`${name}.json`]: [strToU8(json), { mtime }] });
}

/** It leaves alone, so it brings its few styles along. */
const STYLE = `body{font:1rem/1.5 arial,helvetica,sans-serif;color:#0b0c0c;max-width:50rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.75rem}h2{font-size:1.4rem;margin-top:2.5rem;border-top:2px solid #12436d;padding-top:.5rem}h3{font-size:1.15rem}
h4{margin-bottom:0}dl{margin:.5rem 0}dt{font-weight:bold}dd{margin:0 0 .5rem}blockquote{margin:.25rem 0 .25rem 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0;border-bottom:1px solid #c3ced7;overflow-wrap:anywhere}
section{break-inside:auto}h2,h3,h4{break-after:avoid}`;

function CasePage({ file, made }: { file: CaseFile; made: Made }) {
  const { reference } = file.case;
  const title = `Everything held about case ${reference}`;
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>
            {made.area}. Made on {momentWords(made.at)} by {made.by}. The file {`case-${reference}.json`} beside this
            page says the same for machines.
          </p>
          <p>
            This is what the quality check of plans holds about one plan. It does not hold the plan itself, nor the
            name, address or date of birth of the child. Before it is handed to anybody, somebody who knows the family
            must read it for what would tell of other people. {made.names === "agency" ? BY_AGENCY : BY_NAME}
          </p>
          <Part title="The case">
            <Facts facts={file.case} />
          </Part>
          <Part title="Imports that added or changed it">
            <Rows
              head={["Uploaded", "Kept", "Files"]}
              rows={file.imports.map((i) => [time(i.startedAt), time(i.keptAt), i.files.join(", ")])}
            />
          </Part>
          {file.plans.length === 0 && (
            <Part title="Checks of the plan">
              <p>It was in no sample and on no list that one was drawn from.</p>
            </Part>
          )}
          {file.plans.map((plan, i) => (
            <Part title={`${plan.cycle.title}, draw ${plan.draw.number}`} key={i}>
              <Plan plan={plan} />
            </Part>
          ))}
          <Part title="Urgent concerns that name its reference">
            <Rows
              head={["Reference", "Raised", "By", "Contact told", "Words"]}
              rows={file.concerns.map((c) => [c.reference, time(c.raisedAt), c.raisedBy, c.contactTold, c.words])}
            />
          </Part>
          <Part title="Reports whose figures include it">
            <p>A report counts plans and names none.</p>
            <Rows head={["Report", "Made"]} rows={file.reports.map((r) => [r.title, time(r.readyAt ?? r.askedAt)])} />
          </Part>
          <Part title="Legal holds">
            <Rows
              head={["On", "Why", "Placed", "Ended"]}
              rows={file.holds.map((h) => [h.on, h.reason, time(h.placedAt), time(h.endedAt)])}
            />
          </Part>
          <Part title="Removed by the retention schedule">
            <Rows head={["What", "When"]} rows={file.removed.map((r) => [r.kind, time(r.at)])} />
          </Part>
          <Part title="Who did and looked at what">
            <Rows
              head={["No.", "When", "What happened"]}
              rows={file.trail.map((e) => [String(e.position), time(e.at), e.sentence])}
            />
          </Part>
        </main>
      </body>
    </html>
  );
}

const BY_AGENCY =
  "Auditors and staff stand here by their agency and a number. They are professionals at their work; whether their names are handed out is decided case by case.";
const BY_NAME = "Auditors and staff are named, because that was chosen when the file was made.";

function Plan({ plan }: { plan: CaseFile["plans"][number] }) {
  return (
    <>
      <Facts
        facts={{
          question: plan.cycle.question,
          state: plan.cycle.status,
          plansFrom: plan.cycle.periodFrom,
          plansTo: plan.cycle.periodTo,
          drawn: plan.draw.drawnAt,
          method: plan.draw.method,
          standing: plan.standing,
          group: plan.group,
          placeInGroup: plan.position,
          replacedBecause: plan.replacedReason,
        }}
      />
      <h3>The plan as it was drawn</h3>
      <Facts facts={plan.asDrawn} />
      {plan.audits.map((audit) => (
        <section key={audit.auditor}>
          <h3>{audit.auditor}</h3>
          <Facts
            facts={{
              state: audit.status,
              given: audit.assignedAt,
              started: audit.startedAt,
              submitted: audit.submittedAt,
              reopenedBecause: audit.reopenedReason,
            }}
          />
          {audit.leftOut && <p>{audit.leftOut}</p>}
          {audit.answers.map((a) => (
            <section key={a.criterion}>
              <h4>
                {a.criterion} {a.question}
              </h4>
              <Facts facts={{ level: a.score, reason: a.reason, note: a.note, saved: a.savedAt }} />
              {a.quotes.map((q, i) => (
                <blockquote key={i}>
                  “{q.words}” (section {q.section}
                  {q.page === null ? "" : `, page ${q.page}`})
                </blockquote>
              ))}
              {a.finding && (
                <p>
                  Finding ({a.finding.kind}): {a.finding.words} Themes: {a.finding.themes.join(", ") || "none"}
                </p>
              )}
            </section>
          ))}
          {audit.earlierLevels.length > 0 && (
            <>
              <h4>Every level that was saved</h4>
              <Rows
                head={["Criterion", "Level", "Saved"]}
                rows={audit.earlierLevels.map((h) => [h.criterion, h.score ?? "none", time(h.savedAt)])}
              />
            </>
          )}
        </section>
      ))}
      {plan.panelViews.length > 0 && (
        <>
          <h3>What members of the panel wrote beforehand</h3>
          <Rows
            head={["By", "Criterion", "View", "Reason", "When"]}
            rows={plan.panelViews.map((v) => [v.by, `${v.criterion} ${v.question}`, v.view, v.reason, time(v.savedAt)])}
          />
        </>
      )}
      {plan.settled.length > 0 && (
        <>
          <h3>What the panel settled</h3>
          <Rows
            head={["Criterion", "Agreed", "Reason", "Finding", "When"]}
            rows={plan.settled.map((s) => [
              `${s.criterion} ${s.question}`,
              s.agreed,
              s.reason,
              s.finding,
              time(s.settledAt),
            ])}
          />
        </>
      )}
      {plan.moderation && (
        <>
          <h3>Moderation and grade</h3>
          <Facts facts={{ gradeShownEarly: plan.moderation.gradeShownAt, signedOff: plan.moderation.signedOffAt }} />
          <Facts facts={(plan.moderation.result ?? {}) as Record<string, unknown>} />
        </>
      )}
      {plan.corrections.length > 0 && (
        <>
          <h3>Corrections beside what was signed off</h3>
          <Rows
            head={["Criterion", "Before", "After", "Words", "When"]}
            rows={plan.corrections.map((c) => [c.criterion, c.before, c.after ?? "stands", c.words, time(c.madeAt)])}
          />
        </>
      )}
      {plan.feedback.map((pack) => (
        <section key={pack.to}>
          <h3>Feedback: {pack.to}</h3>
          <Facts
            facts={{
              sent: pack.sentAt,
              read: pack.readAt,
              replyBy: pack.replyBy,
              resolved: pack.resolvedAt,
              howItEnded: pack.resolution,
              notSentBecause: pack.notSentBecause,
              asked: pack.content.ask,
              whatHappensNext: pack.content.next,
              auditorsShown: pack.content.auditors,
            }}
          />
          {pack.content.lines
            .filter((l) => l.included)
            .map((l) => (
              <section key={l.criterion}>
                <h4>
                  {l.criterion} {l.title}
                </h4>
                <p>
                  {l.level}. {l.words}
                </p>
                {l.quotes
                  .filter((q) => q.included)
                  .map((q, i) => (
                    <blockquote key={i}>
                      “{q.words}” (section {q.section}
                      {q.page === null ? "" : `, page ${q.page}`})
                    </blockquote>
                  ))}
              </section>
            ))}
          <Rows
            head={["Replied", "Plan amended", "Amended on", "Words"]}
            rows={pack.replies.map((r) => [time(r.repliedAt), r.amended, r.amendedOn ?? "", r.words])}
          />
          <Rows
            head={["Disputed", "Criterion", "Reason", "Outcome", "Answer"]}
            rows={pack.disputes.map((d) => [
              time(d.raisedAt),
              d.criterion,
              d.reason,
              d.outcome ?? "waits for an answer",
              d.answer ?? "",
            ])}
          />
        </section>
      ))}
      {plan.forum.length > 0 && (
        <>
          <h3>Open to the parent carer forum’s auditors</h3>
          <Rows
            head={["Why", "How", "From", "To"]}
            rows={plan.forum.map((f) => [f.kind, f.how, time(f.markedAt), time(f.endedAt)])}
          />
        </>
      )}
      {plan.family.map((one, i) => (
        <section key={i}>
          <h3>What the family was asked, apart from every grade</h3>
          <Facts
            facts={{
              way: one.way,
              asked: one.askedAt,
              openUntil: one.openUntil,
              withdrawn: one.withdrawnAt,
              answered: one.answeredAt,
              declined: one.declinedAt,
              consent: one.consent,
              consentEnded: one.consentEndedAt,
              ownWords: one.words,
            }}
          />
          <Rows head={["Question", "Answer"]} rows={one.answers.map((a) => [a.question, a.answer])} />
        </section>
      ))}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Facts({ facts }: { facts: Record<string, unknown> }) {
  return (
    <dl>
      {Object.entries(facts).map(([key, value]) => (
        <div key={key}>
          <dt>{key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (l) => l.toUpperCase())}</dt>
          <dd>{valueWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rows({ head, rows }: { head: string[]; rows: string[][] }) {
  if (rows.length === 0) return <p>None.</p>;
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th scope="col" key={cell}>
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, j) => (
              <td key={j}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const time = (at: Date | null): string => (at ? momentWords(at) : "");

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "not recorded";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (value instanceof Date) return dateWords(value);
  if (Array.isArray(value)) return value.map(valueWords).join("; ") || "none";
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, inner]) => `${key}: ${valueWords(inner)}`)
      .join(", ");
  return String(value);
}
