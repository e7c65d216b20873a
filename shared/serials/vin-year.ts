/** First model year of each letter or digit in the tenth place; the cycle is thirty years (49 CFR 565). */
const YEAR_CHARACTERS = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const FIRST_CYCLE = 1980;
const CYCLE = 30;
/** Model year 2027 may be on sale in the course of 2025. */
const YEARS_AHEAD = 2;

/** True for a character that can stand for a model year: no I, O, Q, U, Z and no 0. */
export const isYearCharacter = (c: string): boolean => c !== '' && YEAR_CHARACTERS.includes(c);

/**
 * The model years that a VIN may mean, the likelier first; none where its tenth character stands for no year.
 *
 * Since model year 2010 cars, and multipurpose vehicles and trucks of at most 10,000 lb, have a letter in the seventh
 * place; before, a digit (49 CFR 565). So one year is left for those. Other vehicles may mean either cycle.
 *
 * @param vin seventeen characters in capitals
 * @param newest the last year that is possible, such as `newestModelYear(today)`
 * @param light whether the rule of the seventh place holds: true, false, or undefined where it is likely but not certain
 */
export const vinModelYears = (vin: string, newest: number, light: boolean | undefined): number[] => {
  const place = YEAR_CHARACTERS.indexOf(vin[9] ?? '?');
  if (place < 0) return [];
  const first = FIRST_CYCLE + place;
  const years = [first + CYCLE, first].filter((year) => year <= newest);
  if (light === false) return years;
  const isNew = /[A-Z]/.test(vin[6]!);
  const meant = years.filter((year) => year >= FIRST_CYCLE + CYCLE === isNew);
  // Where the rule leaves only a year that is still to come, the rule is not what this number was made by.
  if (meant.length === 0) return years;
  return light ? meant : [...meant, ...years.filter((year) => !meant.includes(year))];
};

/** The newest model year that a vehicle can have today. Without a day every year of the two cycles is possible. */
export const newestModelYear = (today: string | undefined): number =>
  today === undefined ? FIRST_CYCLE + 2 * CYCLE - 1 : Number(today.slice(0, 4)) + YEARS_AHEAD;
