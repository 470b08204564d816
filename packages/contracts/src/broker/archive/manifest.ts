export const MANIFEST = 'broker.json';
export const ARCHIVE_FORMAT = 'ashlar-broker';
/** Raised with every change of a table; older archives are read, newer ones refused. */
export const ARCHIVE_VERSION = 1;
