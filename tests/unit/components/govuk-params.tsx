/**
 * How the parameters of govuk-frontend's templates are said to our components. Raw HTML in a parameter becomes elements,
 * as a page would give them. Class names become the variants that they stand for; a name without a variant is lost here,
 * and the fixtures test must list it.
 */
import type { ReactElement, ReactNode } from "react";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { CharacterCount } from "~/components/govuk/character-count.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { ErrorMessage, Fieldset, Hint, Label } from "~/components/govuk/field.tsx";
import { FileUpload, Input, Select, Textarea } from "~/components/govuk/inputs.tsx";
import { SummaryList, TaskList } from "~/components/govuk/lists.tsx";
import { Details, InsetText, NotificationBanner, PhaseBanner, Tag, WarningText } from "~/components/govuk/messages.tsx";
import { BackLink, Breadcrumbs, Pagination, SkipLink } from "~/components/govuk/navigation.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { parseHtml, REACT_NAMES, toReact } from "./html.ts";

// biome-ignore lint/suspicious/noExplicitAny: the parameters are as loose as Nunjucks
type Params = any;

const words = (o: Params): ReactNode => (o?.html ? toReact(parseHtml(o.html)) : o?.text);
const present = (items: Params[] = []): Params[] => items.filter((item) => item && Object.keys(item).length > 0);
const ending = (classes: string | undefined, start: string) =>
  classes
    ?.split(" ")
    .find((name) => name.startsWith(start))
    ?.slice(start.length) as Params;
const has = (classes: string | undefined, name: string) => Boolean(classes?.split(" ").includes(name)) || undefined;
const own = (o: Params): Params =>
  Object.fromEntries(Object.entries(o.attributes ?? {}).map(([name, value]) => [REACT_NAMES[name] ?? name, value]));
const given = (o: Params) => Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined));
const message = (o: Params) => o && words(o);

const field = (o: Params) => ({
  id: o.id,
  name: o.name,
  label: words(o.label),
  labelSize: ending(o.label?.classes, "govuk-label--"),
  labelIsHeading: o.label?.isPageHeading,
  hint: words(o.hint),
  error: message(o.errorMessage),
  describedBy: o.describedBy,
});

const control = (o: Params): Params =>
  given({
    defaultValue: o.value,
    disabled: o.disabled,
    spellCheck: o.spellcheck,
    autoComplete: o.autocomplete,
    autoCapitalize: o.autocapitalize,
    inputMode: o.inputmode,
    pattern: o.pattern,
    ...own(o),
  });

const group = (o: Params) => ({
  name: o.name,
  id: o.idPrefix,
  legend: words(o.fieldset?.legend),
  legendSize: ending(o.fieldset?.legend?.classes, "govuk-fieldset__legend--"),
  legendIsHeading: o.fieldset?.legend?.isPageHeading,
  hint: words(o.hint),
  error: message(o.errorMessage),
  describedBy: o.fieldset?.describedBy ?? o.describedBy,
  ...own(o),
});

const choice = (o: Params) =>
  o.divider
    ? { divider: o.divider }
    : {
        value: String(o.value),
        label: words(o),
        hint: words(o.hint),
        conditional: o.conditional?.html && words(o.conditional),
        checked: o.checked,
        disabled: o.disabled,
        id: o.id,
        ...(o.name && { name: o.name }),
        ...(o.behaviour && { exclusive: o.behaviour === "exclusive" }),
        ...own(o),
      };

const datePart = (o: Params, name: string, values: Params): Params =>
  given({
    name: o.name ?? name,
    label: o.label,
    value: o.value ?? values[o.name ?? name],
    error: has(o.classes, "govuk-input--error") ?? o.error,
    width: Number(ending(o.classes, "govuk-input--width-")) || (name === "year" ? 4 : undefined),
    id: o.id,
    autoComplete: o.autocomplete,
    inputMode: o.inputmode,
    pattern: o.pattern,
    ...own(o),
  });

function dateParts(o: Params) {
  const start = o.namePrefix ? `${o.namePrefix}-` : "";
  const entries = Object.entries(o.values ?? {}).map(([name, value]) => [name.slice(start.length), value]);
  const values = Object.fromEntries(entries);
  const partValue = (name: string) => (o[name]?.value === undefined ? values[name] : o[name].value);
  if (o.items?.length) {
    return o.items.map((item: Params) => ({
      ...datePart(item, item.name, values),
      value: item.value ?? partValue(item.name),
    }));
  }
  return ["day", "month", "year"]
    .filter((name) => o[name] !== false)
    .map((name) => datePart(o[name] ?? {}, name, values));
}

const cell = (o: Params) => ({
  content: words(o),
  numeric: o.format === "numeric",
  colSpan: o.colspan,
  rowSpan: o.rowspan,
  ...own(o),
});

const action = (o: Params) => ({ text: words(o), href: o.href, hiddenText: o.visuallyHiddenText, ...own(o) });

const TONES: Record<string, "teal" | "amber" | "worry"> = { teal: "teal", yellow: "amber", red: "worry" };
const tone = (classes: string | undefined) => TONES[ending(classes, "govuk-tag--")];

const button = (o: Params): ReactElement => {
  const shared = { variant: ending(o.classes, "govuk-button--"), id: o.id, ...own(o) };
  if (o.href) {
    return (
      <LinkButton href={o.href} {...shared}>
        {words(o)}
      </LinkButton>
    );
  }
  const { name, value, disabled, preventDoubleClick } = o;
  return (
    <Button {...{ name, value, disabled, preventDoubleClick }} type={o.type ?? "submit"} {...shared}>
      {words(o)}
    </Button>
  );
};

/** One entry a component of govuk-frontend that the product uses. */
export const COMPONENTS: Record<string, (o: Params) => ReactElement> = {
  "skip-link": (o) => (
    <SkipLink href={o.href} {...own(o)}>
      {words(o)}
    </SkipLink>
  ),
  "back-link": (o) => (
    <BackLink href={o.href} {...own(o)}>
      {words(o)}
    </BackLink>
  ),
  breadcrumbs: (o) => (
    <Breadcrumbs
      items={o.items.map((item: Params) => ({ text: words(item), href: item.href, ...own(item) }))}
      collapseOnMobile={o.collapseOnMobile}
      label={o.labelText}
      {...own(o)}
    />
  ),
  pagination: (o) => (
    <Pagination
      previous={o.previous && { ...o.previous, label: o.previous.labelText }}
      next={o.next && { ...o.next, label: o.next.labelText }}
      items={
        o.items && present(o.items).map((item) => (item.ellipsis ? "gap" : { ...item, label: item.visuallyHiddenText }))
      }
      label={o.landmarkLabel}
      {...own(o)}
    />
  ),
  label: (o) => (
    <Label size={ending(o.classes, "govuk-label--")} isHeading={o.isPageHeading} htmlFor={o.for} {...own(o)}>
      {words(o)}
    </Label>
  ),
  hint: (o) => (
    <Hint id={o.id} {...own(o)}>
      {words(o)}
    </Hint>
  ),
  "error-message": (o) => (
    <ErrorMessage id={o.id} prefix={o.visuallyHiddenText === false ? "" : o.visuallyHiddenText} {...own(o)}>
      {words(o)}
    </ErrorMessage>
  ),
  fieldset: (o) => (
    <Fieldset
      legend={words(o.legend)}
      legendSize={ending(o.legend?.classes, "govuk-fieldset__legend--")}
      legendIsHeading={o.legend?.isPageHeading}
      describedBy={o.describedBy}
      role={o.role}
      {...own(o)}
    >
      {words({ html: o.html })}
    </Fieldset>
  ),
  "error-summary": (o) => (
    <ErrorSummary
      title={words({ html: o.titleHtml, text: o.titleText })}
      description={words({ html: o.descriptionHtml, text: o.descriptionText })}
      errors={present(o.errorList).map((item) => ({ text: words(item), href: item.href, ...own(item) }))}
      disableAutoFocus={o.disableAutoFocus}
      {...own(o)}
    />
  ),
  input: (o) => (
    <Input
      {...field(o)}
      type={o.type}
      width={ending(o.classes, "govuk-input--width-")}
      code={has(o.classes, "govuk-input--extra-letter-spacing")}
      prefix={words(o.prefix)}
      suffix={words(o.suffix)}
      {...control(o)}
    />
  ),
  "password-input": (o) => <PasswordInput {...field(o)} {...control(o)} />,
  textarea: (o) => <Textarea {...field(o)} rows={o.rows} {...control(o)} />,
  "character-count": (o) => (
    <CharacterCount
      {...field(o)}
      limit={o.maxlength ?? o.maxwords}
      count={o.countType === "length" ? undefined : o.countType}
      threshold={o.threshold}
      rows={o.rows}
      {...control(o)}
    />
  ),
  select: (o) => {
    const options = present(o.items);
    const chosen = options.find((item) => item.selected) ?? options.find((item) => sentValue(item) === o.value);
    return (
      <Select
        {...field(o)}
        options={options.map((item) => ({
          text: item.text,
          value: item.value === false ? "false" : item.value,
          disabled: item.disabled,
          ...own(item),
        }))}
        {...control(o)}
        defaultValue={chosen && chosen.selected !== false ? sentValue(chosen) : undefined}
      />
    );
  },
  "file-upload": (o) => <FileUpload {...field(o)} multiple={o.multiple} {...control({ ...o, value: undefined })} />,
  radios: (o) => (
    <Radios
      {...group(o)}
      items={present(o.items).map(choice) as Params}
      value={o.value}
      inline={has(o.classes, "govuk-radios--inline")}
      small={has(o.classes, "govuk-radios--small")}
    />
  ),
  checkboxes: (o) => (
    <Checkboxes
      {...group(o)}
      items={present(o.items).map(choice) as Params}
      values={o.values}
      small={has(o.classes, "govuk-checkboxes--small")}
    />
  ),
  "date-input": (o) => {
    const { name, id, ...rest } = group(o);
    return <DateInput id={o.id} namePrefix={o.namePrefix} parts={dateParts(o)} {...rest} />;
  },
  button,
  details: (o) => (
    <Details summary={words({ html: o.summaryHtml, text: o.summaryText })} id={o.id} open={o.open} {...own(o)}>
      {words(o)}
    </Details>
  ),
  table: (o) => (
    <Table
      caption={o.caption}
      captionSize={ending(o.captionClasses, "govuk-table__caption--")}
      head={o.head?.map(cell)}
      rows={present(o.rows).map((row) => row.map(cell))}
      firstCellIsHeader={o.firstCellIsHeader}
      small={has(o.classes, "govuk-table--small-text-until-tablet")}
      {...own(o)}
    />
  ),
  "summary-list": (o) => (
    <SummaryList
      rows={present(o.rows).map((row) => ({
        key: words(row.key),
        value: words(row.value),
        actions: row.actions?.items.map(action),
      }))}
      card={
        o.card && {
          title: words(o.card.title),
          headingLevel: o.card.title?.headingLevel,
          actions: o.card.actions?.items.map(action),
          ...own(o.card),
        }
      }
      noBorder={has(o.classes, "govuk-summary-list--no-border")}
      {...own(o)}
    />
  ),
  tag: (o) => (
    <Tag tone={tone(o.classes)} {...own(o)}>
      {words(o)}
    </Tag>
  ),
  "notification-banner": (o) => (
    <NotificationBanner
      type={o.type}
      title={words({ html: o.titleHtml, text: o.titleText })}
      titleId={o.titleId}
      headingLevel={o.titleHeadingLevel}
      oneLine={!o.html}
      disableAutoFocus={o.disableAutoFocus}
      role={o.role}
      {...own(o)}
    >
      {words(o)}
    </NotificationBanner>
  ),
  "task-list": (o) => (
    <TaskList
      idPrefix={o.idPrefix}
      items={present(o.items).map((item) => ({
        title: words(item.title),
        href: item.href,
        hint: words(item.hint),
        status: item.status.tag
          ? { tag: words(item.status.tag), tone: tone(item.status.tag.classes) }
          : { text: words(item.status) },
      }))}
      {...own(o)}
    />
  ),
  "warning-text": (o) => (
    <WarningText iconText={o.iconFallbackText || undefined} {...own(o)}>
      {words(o)}
    </WarningText>
  ),
  "phase-banner": (o) => (
    <PhaseBanner tag={words(o.tag)} {...own(o)}>
      {words(o)}
    </PhaseBanner>
  ),
  "inset-text": (o) => (
    <InsetText id={o.id} {...own(o)}>
      {words(o)}
    </InsetText>
  ),
};

function sentValue(option: Params) {
  return option.value ?? option.text;
}
