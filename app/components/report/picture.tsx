import type { Picture } from "#audits/reports/blocks.ts";

/** A small drawing of an easy-read paper. */
export function PictureSvg({ picture }: { picture: Picture }) {
  return (
    <svg
      className="report__picture"
      width={picture.width}
      height={picture.height}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      role="img"
      aria-label={picture.alt}
      focusable="false"
    >
      {picture.marks.map(({ kind, ...mark }, i) => {
        if (kind === "text") {
          const { text, ...attributes } = mark as Extract<Picture["marks"][number], { kind: "text" }>;
          return (
            <text {...attributes} key={i}>
              {text}
            </text>
          );
        }
        const Shape = kind as "rect";
        return <Shape {...(mark as JSX.IntrinsicElements["rect"])} key={i} />;
      })}
    </svg>
  );
}
