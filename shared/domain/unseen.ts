/**
 * What nobody sees in a text, or what turns the order of its letters around: controls, direction marks, joiners and fillers,
 * line separators, lone surrogates, private use. It stands within the brackets of a regular expression with the flag `u`.
 */
export const UNSEEN = String.raw`\p{Cc}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2028\u2029`;
