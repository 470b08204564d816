/** The version of the reference broker whose protocol this one speaks; some clients look at it. */
export const PROTOCOL_VERSION = '2.120.0';
