/** The one-time key of a form that makes something new, from the loader's `newFormKey()`: sent twice, it makes one. */
export function FormKey({ value }: { value: string }) {
  return <input type="hidden" name="formKey" value={value} />;
}
