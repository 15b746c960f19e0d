/** Keys of the log, since it was rotated: the first closed one and all after it. Part of the projection: no schema name. */
export const logKeys = /* sql */ `
create table log_keys (key text collate "C" primary key, since bigint, ended bigint);
`;

export const logKeysGrants = /* sql */ `
grant select on log_keys to custos_notary, custos_auditor, custos_api;
grant insert, update on log_keys to custos_notary;
alter table notary_status add column prepared text;
`;
