import { levelsGiven, type Unit } from "./stack.ts";

/** Pairs of auditors who both gave a level to the same criterion of the same case, by how far apart their levels are. */
export type PairCounts = { same: number; oneApart: number; further: number; of: number };

/** Counts pairs within each unit, by place on its own scale. */
export function pairCounts(units: readonly Unit[]): PairCounts {
  const counts = { same: 0, oneApart: 0, further: 0, of: 0 };
  for (const unit of units) {
    const scale = [...unit.levels].sort((a, b) => a - b);
    const places = levelsGiven(unit).map((level) => scale.indexOf(level));
    places.forEach((one, i) => {
      for (const other of places.slice(i + 1)) {
        const apart = Math.abs(one - other);
        counts.of++;
        if (apart === 0) counts.same++;
        else if (apart === 1) counts.oneApart++;
        else counts.further++;
      }
    });
  }
  return counts;
}
