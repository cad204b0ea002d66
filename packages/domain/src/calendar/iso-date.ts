/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type IsoDate = string;
