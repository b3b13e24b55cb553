import { createContext, type ReactNode, useContext, useState } from "react";
import type { Choice } from "~/server/rubric-part.server.ts";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import type { LabelSize } from "../govuk/field.tsx";
import { Input, type InputWidth, Select, Textarea } from "../govuk/inputs.tsx";
import { fieldIdOf } from "./field-ids.ts";

/** What the fields of the form were drawn with, by name. */
export const DrawnValues = createContext<Record<string, string[]>>({});

const useDrawn = (name: string) => useContext(DrawnValues)[name] ?? [];

type FieldOf = { name: string; label: ReactNode; hint?: ReactNode; labelSize?: LabelSize };

/** One line of text. */
export function TextField({ name, width, ...field }: FieldOf & { width?: InputWidth }) {
  const [value = ""] = useDrawn(name);
  return (
    <Input
      name={name}
      id={fieldIdOf(name)}
      labelSize="s"
      width={width}
      {...field}
      defaultValue={value}
      maxLength={4000}
    />
  );
}

/** Several lines of text. */
export function WordsField({ name, rows = 2, ...field }: FieldOf & { rows?: number }) {
  const [value = ""] = useDrawn(name);
  // Room for what is there: about 70 letters stand on a line of the work column.
  const filled = value.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 70)), 0);
  return (
    <Textarea
      name={name}
      id={fieldIdOf(name)}
      labelSize="s"
      rows={Math.min(14, Math.max(rows, filled))}
      {...field}
      defaultValue={value}
    />
  );
}

export function NumberField({ name, width = 5, ...field }: FieldOf & { width?: InputWidth }) {
  const [value = ""] = useDrawn(name);
  return (
    <Input
      name={name}
      id={fieldIdOf(name)}
      labelSize="s"
      inputMode="decimal"
      width={width}
      {...field}
      defaultValue={value}
    />
  );
}

/** A weight, with what it comes to among its neighbours as one types. */
export function WeightField({
  name,
  label,
  among,
  of,
}: {
  name: string;
  label: string;
  among: { others: number; share: number | null; count: number };
  of: string;
}) {
  const [drawn = ""] = useDrawn(name);
  const [typed, setTyped] = useState(drawn);
  const own = /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : null;
  const total = among.others + (own ?? 0);
  const share = own === null || total <= 0 ? null : (100 * own) / total;
  return (
    <Input
      name={name}
      id={fieldIdOf(name)}
      label={label}
      labelSize="s"
      inputMode="decimal"
      width={5}
      defaultValue={drawn}
      onChange={(event) => setTyped(event.target.value)}
      hint={
        share === null
          ? `Weights ${of} add up to ${plain(total)}.`
          : `${share.toFixed(1)}% ${of}. Weights add up to ${plain(total)}.`
      }
    />
  );
}

const plain = (value: number) => String(Number(value.toFixed(2)));

export function ChoiceField({
  name,
  options,
  none,
  ...field
}: FieldOf & { options: Choice[] /** Words of the empty choice, where there is one. */; none?: string }) {
  const [value = ""] = useDrawn(name);
  const known = value === "" || options.some((o) => o.value === value);
  return (
    <Select
      name={name}
      id={fieldIdOf(name)}
      labelSize="s"
      {...field}
      defaultValue={value}
      options={[
        ...(none !== undefined || value === "" ? [{ text: none ?? "Choose", value: "" }] : []),
        ...options.map((o) => ({ text: o.label, value: o.value })),
        ...(known ? [] : [{ text: `${value} (not in this rubric)`, value }]),
      ]}
    />
  );
}

export function RadioField({ name, options, label, ...field }: FieldOf & { options: Choice[] }) {
  const [value = ""] = useDrawn(name);
  return (
    <Radios name={name} id={fieldIdOf(name)} legend={label} legendSize="s" {...field} value={value} items={options} />
  );
}

export function TicksField({ name, options, label, ...field }: FieldOf & { options: Choice[] }) {
  const values = useDrawn(name);
  const unknown = values.filter((value) => !options.some((o) => o.value === value));
  return (
    <Checkboxes
      name={name}
      id={fieldIdOf(name)}
      legend={label}
      legendSize="s"
      small
      {...field}
      values={values}
      items={[...options, ...unknown.map((value) => ({ value, label: `${value} (not in this rubric)` }))]}
    />
  );
}

/** One checkbox. */
export function YesField({ name, label, hint }: FieldOf) {
  const values = useDrawn(name);
  return <Checkboxes name={name} id={fieldIdOf(name)} small values={values} items={[{ value: "yes", label, hint }]} />;
}
