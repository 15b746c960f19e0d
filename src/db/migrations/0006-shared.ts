/**
 * Items in other cases than the one they were received in. `idx` is the newest entry that shared it there, and its place
 * in that case's catalogue. Part of the projection: no schema name.
 */
export const shared = /* sql */ `
create table shared (
	item text collate "C" not null, case_id text collate "C" not null, version int not null, idx bigint not null, primary key (item, case_id)
);
create index shared_case on shared (case_id, idx);
create index shared_idx on shared (idx);
`;

export const sharedGrants = /* sql */ `
grant select on shared to custos_notary, custos_auditor, custos_api;
grant insert, update on shared to custos_notary;
`;
