/** Loaded before the server: at the signal SIGUSR2 its clock is set back by a day and two hours, at the next forward again. */
const Real = Date;
const BACK = 26 * 60 * 60 * 1000;
let off = 0;
process.on("SIGUSR2", () => {
  off = off === 0 ? -BACK : 0;
});
globalThis.Date = new Proxy(Real, {
  construct: (target, given) => (given.length ? Reflect.construct(target, given) : new target(Real.now() + off)),
  apply: () => new Real(Real.now() + off).toString(),
  get: (target, name) => (name === "now" ? () => Real.now() + off : Reflect.get(target, name)),
});
