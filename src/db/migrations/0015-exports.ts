/**
 * How reports leave a case, and who asked for one and who agreed: by the report's id. Times are the notary's, as in the
 * entries. Part of the projection: no schema name.
 */
export const exportTables = /* sql */ `
create table export_rules (case_id text collate "C" primary key, approvals int not null, days int not null, idx bigint not null);
create table exports (
	id text collate "C" primary key, case_id text collate "C" not null, by_person text not null, what text not null, idx bigint not null,
	approved_by text, approved_at text, refused boolean not null
);
`;

export const exportGrants = /* sql */ `
grant select on export_rules, exports to custos_notary, custos_auditor, custos_api;
grant insert, update on export_rules, exports to custos_notary;
`;
