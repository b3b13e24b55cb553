import { placeInPlan } from "#audits/rubric/place-in-plan.ts";
import { GradeWord } from "~/components/levels.tsx";
import type { Current } from "./cockpit.tsx";

/** Level, quotes, finding and note of each auditor, side by side. */
export function Found({ views }: { views: Current["views"] }) {
  return (
    <section aria-labelledby="found-title">
      <h2 id="found-title" className="part">
        What each auditor found
      </h2>
      <div className="found-columns">
        {views.map((v) => (
          <div key={v.auditorId} className="found">
            <h3 className="found-heading">{v.agency}</h3>
            <p>
              <GradeWord label={v.words} />
            </p>
            {v.quotes.map((q, i) => (
              <blockquote key={i} className="quote">
                <p>{q.words}</p>
                <footer>{placeInPlan(q.section, q.page)}</footer>
              </blockquote>
            ))}
            {v.finding?.words && <p>{v.finding.words}</p>}
            {v.note && <p className="soft">Note: {v.note}</p>}
            {v.reason && <p>Reason: {v.reason}</p>}
            {!v.quotes.length && !v.finding?.words && !v.note && !v.reason && <p className="soft">No words given.</p>}
          </div>
        ))}
      </div>
    </section>
  );
}

/** What members of the panel wrote before it meets, or where it does not. */
export function Written({ written }: { written: Current["written"] }) {
  if (written.length === 0) return null;
  return (
    <section aria-labelledby="written-title">
      <h2 id="written-title" className="part">
        What members of the panel wrote beforehand
      </h2>
      <dl className="written">
        {written.map((w) => (
          <div key={w.id}>
            <dt>
              {w.who}: <GradeWord label={w.words} />
            </dt>
            <dd>{w.reason}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
