import { placeInSentence } from "#audits/rubric/place-in-plan.ts";
import { useRef } from "react";
import { Button } from "../govuk/button.tsx";
import { useFocusOnArrival } from "../govuk/arrival.ts";
import { Note } from "../notes.tsx";
import type { Clash } from "../autosave/save-reply.ts";

/** What another window saved, shown beside what stands on this page. Nothing is overwritten until the auditor chooses. */
export function ChooseBetween({ clash }: { clash: Clash }) {
  const { theirs } = clash;
  const box = useRef<HTMLDivElement>(null);
  useFocusOnArrival(box, true, clash.version);
  return (
    <div ref={box} role="alert">
      <Note tone="amber" title={`Changed in another window at ${clash.at}. Choose which to keep`}>
        <p>What you wrote here is still in the fields below. The other window saved this:</p>
        <dl className="facts">
          <Fact name="Level" words={[clash.score, theirs.reason].filter(Boolean).join(": ")} />
          {theirs.quotes.map((q, i) => (
            <Fact key={i} name={`Quote ${i + 1}`} words={`${q.words} (${placeInSentence(q.section, q.page)})`} />
          ))}
          <Fact name="Finding" words={theirs.words} />
          <Fact name="Note" words={theirs.note} />
        </dl>
        <input type="hidden" name="theirVersion" value={clash.version} />
        <div className="choose-between__buttons">
          <Button name="intent" value="keep-mine" variant="secondary">
            Keep what is on this page
          </Button>
          <Button name="intent" value="keep-theirs" variant="secondary">
            Keep what the other window saved
          </Button>
        </div>
      </Note>
    </div>
  );
}

function Fact({ name, words }: { name: string; words: string }) {
  if (!words) return null;
  return (
    <div className="facts__row">
      <dt>{name}</dt>
      <dd>{words}</dd>
    </div>
  );
}
