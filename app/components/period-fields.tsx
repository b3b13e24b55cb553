import { DateInput } from "./govuk/date-input.tsx";

/** The three boxes of a day as they were typed, or as they stand. */
export function dayBoxes(name: string, typed: Record<string, string> | undefined, stands: string | null = null) {
  const [year = "", month = "", day = ""] = stands?.split("-") ?? [];
  const box = (part: string, value: string) => typed?.[`${name}-${part}`] ?? (value && String(Number(value)));
  return { day: box("day", day), month: box("month", month), year: box("year", year) };
}

type Boxes = { day: string; month: string; year: string };

/** First and last day of a period that is over. */
export function PeriodFields({
  from,
  to,
  error,
}: {
  from: Boxes;
  to: Boxes;
  error: (field: string) => string | undefined;
}) {
  const parts = (boxes: Boxes) => [
    { name: "day", value: boxes.day, width: 2 as const },
    { name: "month", value: boxes.month, width: 2 as const },
    { name: "year", value: boxes.year, width: 4 as const },
  ];
  return (
    <>
      <DateInput
        id="from"
        namePrefix="from"
        legend="First day of the period"
        legendSize="s"
        hint="For example, 1 7 2026"
        error={error("from-day")}
        parts={parts(from)}
      />
      <DateInput
        id="to"
        namePrefix="to"
        legend="Last day of the period"
        legendSize="s"
        error={error("to-day")}
        parts={parts(to)}
      />
    </>
  );
}
