declare const CUSTOS_COMMIT: string | null | undefined;

/** The commit that the page was built from; null where the build did not know. */
export const commit = typeof CUSTOS_COMMIT === 'undefined' ? null : CUSTOS_COMMIT;
