/**
 * Why a file is in no domain that would be in one if it were tied to any: no judgement to keep, so later analyses look
 * anew.
 */
export const UNTIED_REASON: string = 'nothing that belongs to a domain is linked to it';

/** Why a file of a front end is set aside; reports count the files by it. */
export const FRONT_END_REASON: string =
  'front end: it draws pages, and nothing that touches data runs it';
