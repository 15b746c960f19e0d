/**
 * Newer keys of a case, and the newest grant of one that each member was given by itself. Part of the projection: no schema
 * name.
 */
export const caseKeys = /* sql */ `
create table case_keys (
	case_id text collate "C" not null, generation int not null, key text not null, idx bigint not null, primary key (case_id, generation)
);
create table case_grants (
	person text collate "C" not null, case_id text collate "C" not null, generation int not null, idx bigint not null,
	primary key (person, case_id)
);
`;

export const caseKeysGrants = /* sql */ `
grant select on case_keys, case_grants to custos_notary, custos_auditor, custos_api;
grant insert, update on case_keys, case_grants to custos_notary;
`;
