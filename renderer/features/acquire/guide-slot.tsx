/** Where the number stands on a firearm of this type: the drawing beside the entry. */
export const GuideSlot = ({ type }: { type: string }) => {
  void type;
  return null;
};
