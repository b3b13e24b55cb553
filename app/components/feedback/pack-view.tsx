import { byStanding, type PackContent } from "#audits/feedback/pack.ts";
import { sourceOf } from "#audits/reports/feedback-pack.ts";
import { GradeWord, type LevelTone, toneAt } from "../levels.tsx";
import { Note } from "../notes.tsx";
import { Quote } from "../quotes.tsx";

type PackViewProps = {
  content: PackContent;
  /** Labels of the levels by criterion, best first. */
  scales: Record<string, string[]>;
  sections: Record<string, string>;
  /** What became of a level after it was sent, by criterion. */
  after?: Record<string, string>;
};

/** A pack as its receiver reads it: the ask, strengths first, then what to work on, and what happens next. */
export function PackView({ content, scales, sections, after = {} }: PackViewProps) {
  const tone = (criterion: string, level: string): LevelTone => {
    const scale = scales[criterion] ?? [];
    const place = scale.indexOf(level);
    return toneAt(place < 0 ? null : place, scale.length);
  };
  return (
    <>
      <Note tone="navy" title="The one ask">
        <p>{content.ask}</p>
      </Note>
      {byStanding(content.lines).map((group) => (
        <section key={group.standing} aria-labelledby={`standing-${group.standing}`}>
          <h2 className="section" id={`standing-${group.standing}`}>
            {group.title}
          </h2>
          {group.lines.map((line) => (
            <article className="pack-line" key={line.criterion} id={`line-${line.criterion}`}>
              <h3 className="part">
                {line.title} <span className="note-text">{line.criterion}</span>
              </h3>
              <p>
                <GradeWord label={line.level} tone={tone(line.criterion, line.level)} />
              </p>
              {after[line.criterion] && <p className="pack-line__after">{after[line.criterion]}</p>}
              <p className="pack-line__words">{line.words}</p>
              {line.quotes.map((quote, i) => (
                <Quote key={i} words={quote.words} source={sourceOf(quote, sections)} />
              ))}
            </article>
          ))}
        </section>
      ))}
      <h2 className="section">What happens next</h2>
      <p className="pack-line__words">{content.next}</p>
      {content.auditors && <p className="note-text">Audited by {content.auditors.join(", ")}.</p>}
    </>
  );
}
