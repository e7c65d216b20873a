/** What one proof is given of older checkpoints at most, in characters: some seventy of them. */
export const LONGEST_GIVEN = 20_000;
