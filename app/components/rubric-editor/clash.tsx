import { useRef } from "react";
import { useFocusOnArrival } from "../govuk/arrival.ts";
import { Button } from "../govuk/button.tsx";
import { Note } from "../notes.tsx";

/** Fields that this person and another changed to different texts. `at` is a time of day. */
export type DraftClash = {
  version: number;
  at: string;
  by: string;
  disputes: { name: string; label: string; mine: string; theirs: string }[];
};

/** Both texts of each field in dispute. Nothing is overwritten until the person chooses; the other fields are kept meanwhile. */
export function ChooseText({ clash, form }: { clash: DraftClash; form: string }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusOnArrival(box, true, clash.version);
  return (
    <div ref={box} role="alert">
      <Note tone="amber" title={`${clash.by} changed the same at ${clash.at}. Choose which to keep`}>
        {clash.disputes.map((dispute) => (
          <dl className="facts facts--stacked" key={dispute.name}>
            <div className="facts__row">
              <dt>{firstUpper(dispute.label)}, as you have it</dt>
              <dd>{dispute.mine || "Empty"}</dd>
            </div>
            <div className="facts__row">
              <dt>As {clash.by} has it</dt>
              <dd>{dispute.theirs || "Empty"}</dd>
            </div>
          </dl>
        ))}
        <input type="hidden" name="theirVersion" value={clash.version} form={form} />
        <div className="choose-between__buttons">
          <Button name="intent" value="keep-mine" variant="secondary" form={form}>
            Keep mine
          </Button>
          <Button name="intent" value="keep-theirs" variant="secondary" form={form}>
            Keep the other
          </Button>
        </div>
      </Note>
    </div>
  );
}

const firstUpper = (words: string) => `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;
