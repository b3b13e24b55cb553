import type { Mark } from "#audits/actions/life.ts";
import { Tag } from "../govuk/messages.tsx";

/** How far the work is, and whether it worked: two marks, never one. */
export function Marks({ marks }: { marks: Mark[] }) {
  return (
    <span className="marks">
      {marks.map((mark) => (
        <Tag key={mark.words} tone={mark.tone}>
          {mark.words}
        </Tag>
      ))}
    </span>
  );
}
