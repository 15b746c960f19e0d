/**
 * What people mark in a case. `marks` names every entry that a reader of the case replays, in order; the other tables
 * hold what the notary must know to judge the next one. Part of the projection: no schema name.
 */
export const marks = /* sql */ `
create table marks (idx bigint primary key, case_id text collate "C" not null, item text collate "C", kind text not null);
create index marks_case on marks (case_id, idx);
create table notes (
	id text collate "C" primary key, case_id text collate "C" not null, item text collate "C" not null, replaced boolean not null, idx bigint not null
);
alter table clips add version int not null default 1;
alter table exhibits add clip_number int not null default 0;
alter table exhibits add clips int not null default 0;
alter table exhibits add withdrawn boolean not null default false;
alter table exhibits drop constraint exhibits_case_id_number_key;
alter table exhibits add unique (case_id, number, clip_number);
insert into marks select idx, case_id, item, 'clip.added' from clips union all select idx, case_id, item, 'exhibit.added' from exhibits;
`;

export const marksGrants = /* sql */ `
grant select on marks, notes to custos_notary, custos_auditor, custos_api;
grant insert, update on marks, notes to custos_notary;
`;
