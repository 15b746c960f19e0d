/** Ciphertext, hashes and short texts do not compress: the server need not try it with every row. */
export const storage = /* sql */ `
alter table ledger.bodies alter column statement set storage external, alter column sealed set storage external;
alter table ledger.prefixes alter column prefix set storage external;
alter table pending alter column statement set storage external, alter column sealed set storage external,
	alter column prefix set storage external;
alter table outcomes alter column outcome set storage external;
alter table outcomes set (toast_tuple_target = 8160);
`;
