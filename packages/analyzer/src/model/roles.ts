/** Why a file of a front end is set aside; reports count the files by it. */
export const FRONT_END_REASON: string =
  'front end: it draws pages, and nothing that touches data runs it';
