/**
 * What govuk-frontend's templates can do and our components do not, by component and fixture, each with its reason.
 * `classes` and `attributes` are taken from the fixture before it is compared, everything else must be equal; `differs`
 * means that the whole cannot be equal, and the test fails when it is.
 */
export type LeftOut = { why: string; classes?: string[]; attributes?: string[]; differs?: true };

const OPEN = "Class names are not part of a component: its variants are a closed list";
const STATE = "The class stands for a pointer or focus state in the design system's own pictures";
const INNER = "Attributes go to the element that a component is about, not to its inner parts";
const LIGHT = "Only the header is dark, and neither back links nor breadcrumbs stand in it";
const FOUR_TONES = "Tags have four tones, each with one meaning: neutral, teal, amber and worry";
const ENGLISH = "The words are written once, in English; no script reads them from attributes";
const POLICY = "The security policy of the pages allows no style attributes";
const MESSAGE = "A group is red only together with its message";
const PLACE = "The class stands on the choices themselves, as in the other small fixtures, not on the box around them";
const ONE_SPELLING = "One way to say each unit: a limit and what is counted";
const LIMIT = "A count has a limit when the page is made";
const NO_DROP = "A plain file field is used; the drop zone needs govuk-frontend's script";
const NO_START = "There is no start page, so no start button";
const HOLES = "Empty items are left out before a list is given, so later ids count without them";

const without = (why: string, classes: string): LeftOut => ({ why, classes: classes.split(" ") });
const different = (why: string): LeftOut => ({ why, differs: true });

export const LEFT_OUT: Record<string, Record<string, LeftOut>> = {
  "skip-link": {
    "with focus": without(STATE, ":focus"),
    classes: without(OPEN, "app-skip-link--custom-class"),
  },
  "back-link": {
    inverse: without(LIGHT, "govuk-back-link--inverse"),
    classes: without(OPEN, "app-back-link--custom-class"),
  },
  breadcrumbs: {
    inverse: without(LIGHT, "govuk-breadcrumbs--inverse"),
    classes: without(OPEN, "app-breadcrumbs--custom-modifier"),
  },
  pagination: {
    "with custom classes": without(OPEN, "my-custom-class"),
  },
  label: {
    classes: without(OPEN, "extra-class one-more-class"),
  },
  hint: {
    classes: without(OPEN, "app-hint--custom-modifier"),
  },
  "error-message": {
    classes: without(OPEN, "custom-class"),
  },
  fieldset: {
    "legend classes": without(OPEN, "my-custom-class"),
    classes: without(OPEN, "app-fieldset--custom-modifier"),
  },
  "error-summary": {
    classes: without(OPEN, "extra-class one-more-class"),
  },
  input: {
    classes: without(OPEN, "app-input--custom-modifier"),
    "with prefix with classes": without(OPEN, "app-input__prefix--custom-modifier"),
    "with prefix with attributes": { why: INNER, attributes: ["data-attribute"] },
    "with suffix with classes": without(OPEN, "app-input__suffix--custom-modifier"),
    "with suffix with attributes": { why: INNER, attributes: ["data-attribute"] },
    "with customised input wrapper": {
      why: OPEN,
      classes: ["app-input-wrapper--custom-modifier"],
      attributes: ["data-attribute"],
    },
    "with optional form-group classes": without(OPEN, "extra-class"),
  },
  "password-input": {
    "with input width class": without(OPEN, "govuk-input--width-10"),
    classes: without(OPEN, "app-input--custom-modifier"),
    "with translations": different(ENGLISH),
  },
  textarea: {
    classes: without(OPEN, "app-textarea--custom-modifier"),
    "with optional form-group classes": without(OPEN, "extra-class"),
  },
  "character-count": {
    classes: without(OPEN, "app-character-count--custom-modifier"),
    "formGroup with classes": without(OPEN, "app-character-count--custom-modifier"),
    "custom classes on countMessage": without(OPEN, "app-custom-count-message"),
    "custom classes with error message": without(OPEN, "app-character-count--custom-modifier"),
    "with translations": {
      why: ENGLISH,
      attributes: [
        "data-i18n.characters-at-limit",
        "data-i18n.characters-over-limit.one",
        "data-i18n.characters-over-limit.other",
        "data-i18n.characters-under-limit.one",
        "data-i18n.characters-under-limit.other",
        "data-i18n.words-at-limit",
        "data-i18n.words-over-limit.one",
        "data-i18n.words-over-limit.other",
        "data-i18n.words-under-limit.one",
        "data-i18n.words-under-limit.other",
      ],
    },
    "with maxwords": different(ONE_SPELLING),
    "with count type 'length'": { why: ONE_SPELLING, attributes: ["data-count-type"] },
    "with custom textarea description": different(ENGLISH),
    "to configure in JavaScript": different(LIMIT),
    "with neither maxlength nor maxwords set": different(LIMIT),
    "with neither maxlength, maxwords nor textarea description set": different(LIMIT),
  },
  select: {
    "with full width override": without(OPEN, "govuk-!-width-full"),
    "with optional form-group classes": without(OPEN, "extra-class govuk-!-width-full"),
  },
  "file-upload": {
    classes: without(OPEN, "app-file-upload--custom-modifier"),
    "with optional form-group classes": without(OPEN, "extra-class"),
    enhanced: different(NO_DROP),
    "enhanced, with error message and hint": different(NO_DROP),
    "enhanced, multiple files": different(NO_DROP),
    "enhanced, custom wrapper classes and attributes": different(NO_DROP),
    translated: different(NO_DROP),
  },
  radios: {
    "with optional form-group classes showing group error": without(MESSAGE, "govuk-form-group--error"),
    small: without(PLACE, "govuk-radios--small"),
    "small with error": without(PLACE, "govuk-radios--small"),
    "small with hint": without(PLACE, "govuk-radios--small"),
    "small with conditional reveal": without(PLACE, "govuk-radios--small"),
    "label with classes": without(OPEN, "bold"),
    "label with attributes": { why: INNER, attributes: ["data-attribute", "data-second-attribute"] },
    "fieldset params": {
      why: OPEN,
      classes: ["app-fieldset--custom-modifier"],
      attributes: ["data-attribute", "data-second-attribute"],
    },
    "with falsy items": different(HOLES),
  },
  checkboxes: {
    "with optional form-group classes showing group error": without(MESSAGE, "govuk-form-group--error"),
    classes: without(OPEN, "app-checkboxes--custom-modifier"),
    "with label classes": without(OPEN, "bold"),
    "label with attributes": { why: INNER, attributes: ["data-attribute", "data-second-attribute"] },
    "fieldset params": {
      why: OPEN,
      classes: ["app-fieldset--custom-modifier"],
      attributes: ["data-attribute", "data-second-attribute"],
    },
    "with falsy values": different(HOLES),
  },
  "date-input": {
    classes: without(OPEN, "app-date-input--custom-modifier"),
    "items with classes": without(OPEN, "app-date-input__day app-date-input__month app-date-input__year"),
    "with optional form-group classes": without(OPEN, "extra-class"),
  },
  button: {
    "default hover state": without(STATE, ":hover"),
    "default active state": without(STATE, ":active"),
    "default focus state": without(STATE, ":focus"),
    "secondary hover state": without(STATE, ":hover"),
    "secondary active state": without(STATE, ":active"),
    "secondary focus state": without(STATE, ":focus"),
    "warning hover state": without(STATE, ":hover"),
    "warning active state": without(STATE, ":active"),
    "warning focus state": without(STATE, ":focus"),
    "inverse hover state": without(STATE, ":hover"),
    "inverse active state": without(STATE, ":active"),
    "inverse focus state": without(STATE, ":focus"),
    classes: without(OPEN, "app-button--custom-modifier"),
    "link classes": without(OPEN, "app-button--custom-modifier"),
    start: different(NO_START),
    "start link": different(NO_START),
    "start link with html": different(NO_START),
  },
  details: {
    classes: without(OPEN, "some-additional-class"),
  },
  table: {
    classes: without(OPEN, "custom-class-goes-here"),
    "head with classes": without(OPEN, "my-custom-class"),
    "firstCellIsHeader with classes": without(OPEN, "my-custom-class"),
    "rows with classes": without(OPEN, "my-custom-class"),
  },
  "summary-list": {
    "no-border on last row": without(OPEN, "govuk-summary-list__row--no-border"),
    extreme: { why: POLICY, attributes: ["style"] },
    "key with classes": without(OPEN, "app-custom-class"),
    "actions with classes": without(OPEN, "app-custom-class"),
    "classes on items": without(OPEN, "govuk-link--no-visited-state"),
    "rows with classes": without(OPEN, "app-custom-class"),
    "summary card with custom classes": without(OPEN, "custom-class"),
    "overridden-widths": without(OPEN, "govuk-!-width-one-half govuk-!-width-one-quarter"),
  },
  tag: {
    grey: without(FOUR_TONES, "govuk-tag--grey"),
    green: without(FOUR_TONES, "govuk-tag--green"),
    purple: without(FOUR_TONES, "govuk-tag--purple"),
    pink: without(FOUR_TONES, "govuk-tag--magenta"),
    orange: without(FOUR_TONES, "govuk-tag--orange"),
  },
  "notification-banner": {
    classes: without(OPEN, "app-my-class"),
  },
  "task-list": {
    default: without(FOUR_TONES, "govuk-tag--blue"),
    "forced hover state": without(OPEN, ":hover govuk-tag--blue"),
    "with hint text and additional states": without(
      OPEN,
      "govuk-tag--magenta govuk-tag--blue govuk-task-list__status--cannot-start-yet",
    ),
    "with all possible colours": without(
      OPEN,
      "govuk-task-list__status--cannot-start-yet govuk-tag--grey govuk-tag--blue govuk-tag--green govuk-tag--purple govuk-tag--magenta govuk-tag--orange",
    ),
    "with very long single word tags": without(FOUR_TONES, "govuk-tag--blue"),
    "custom classes": without(
      OPEN,
      "custom-class-on-component custom-class-on-task custom-class-on-linked-title custom-class-on-status custom-class-on-tag custom-class-on-unlinked-title",
    ),
    "custom attributes": { why: INNER, attributes: ["data-tag-attribute"] },
    "with empty values": different(HOLES),
  },
  "warning-text": {
    classes: without(OPEN, "govuk-warning-text--custom-class"),
  },
  "phase-banner": {
    classes: without(OPEN, "extra-class one-more-class"),
    "tag classes": without(FOUR_TONES, "govuk-tag--grey"),
  },
  "inset-text": {
    classes: without(OPEN, "app-inset-text--custom-modifier"),
  },
};
