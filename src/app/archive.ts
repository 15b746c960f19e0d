/** The subject of archive-wide events, and the one row of tables about the archive as a whole. */
export const ARCHIVE = 'archive';
